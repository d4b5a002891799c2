/** The requirement's first table: words, and what they stand for. Here the dictionary says that. */
import { storedLanguage, type Language } from '../../common/words/languages';
import type { Dictionary } from '../language/dictionary';
import { problemAt, type Problem } from '../language/problems';
import { enumerationsIn, headingsIn, type EnumerationPair, type PlacedCell } from './sheets';
import { tableWords, type TableWords } from './table-words';
import { testNamed } from './tests-in-words';

/** Words that mean something else here are told: they would charge by another field than was meant. */
export function checkEnumerations(
  rows: readonly (readonly PlacedCell[])[],
  dictionary: Dictionary,
  language: Language = storedLanguage,
): readonly Problem[] {
  let pairs: readonly EnumerationPair[] = [];
  return rows.flatMap((cells) => {
    const headed = enumerationsIn(headingsIn(cells.map(({ cell }) => cell)));
    const isUnder = ({ column }: EnumerationPair) => headed.every((one) => one.column !== column);
    pairs = [...pairs.filter(isUnder), ...headed];
    return pairs
      .filter(isUnder)
      .flatMap((pair) => checkPair(pair, cells, dictionary, tableWords[language]));
  });
}

function checkPair(
  { kind, column }: EnumerationPair,
  cells: readonly PlacedCell[],
  dictionary: Dictionary,
  said: TableWords,
): readonly Problem[] {
  const word = textOf(cells[column]);
  const meant = textOf(cells[column + 1]);
  const { place } = cells[column + 1] ?? {};
  if (word === '' || meant === '' || place === undefined) return [];
  const here = meaningHere(kind, word, dictionary);
  const wanted = kind === 'tests' ? meant.toUpperCase() : pathOf(kind, meant, dictionary);
  if (here === undefined || here === wanted) return [];
  const message = said.otherMeaning(word, here, meant);
  return [problemAt(place, 'other-meaning', message, said.otherMeaningHint)];
}

/** Undefined for a word that nobody knows: who uses it is told where it is used. */
function meaningHere(kind: EnumerationPair['kind'], word: string, dictionary: Dictionary) {
  if (kind === 'tests') return testNamed(word);
  return dictionary[kind].named(word)?.path;
}

function pathOf(kind: 'fields' | 'results', text: string, dictionary: Dictionary) {
  return dictionary[kind].find(text)?.path;
}

function textOf(placed: PlacedCell | undefined): string {
  return typeof placed?.cell === 'string' ? placed.cell.trim() : '';
}
