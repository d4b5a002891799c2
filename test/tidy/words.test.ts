/** Every table of phrases that the hub's APIs speak by: in each language the same phrases, about the same things. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { answerWords } from '../../connectors/common/contracts/decision-answer-words';
import { matterWords } from '../../connectors/common/contracts/matter-words';
import { meaningWords } from '../../connectors/common/fspiop-errors/meaning';
import { headlineWords } from '../../connectors/operations/on-call/headline-words';

interface Table {
  readonly en: unknown;
  readonly sw: unknown;
}

const root = join(__dirname, '../..');
const files = readdirSync(join(root, 'connectors'), { recursive: true, encoding: 'utf8' })
  .map((file) => `connectors/${file}`)
  .filter((file) => file.endsWith('-words.ts') && !file.includes('operations/web/'));

function tablesIn(file: string): readonly (readonly [string, Table])[] {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- whatever files there are
  const exported = require(join(root, file)) as Readonly<Record<string, unknown>>;
  return Object.entries(exported).flatMap(([name, value]) =>
    isTable(value) ? [[`${file} ${name}`, value] as const] : [],
  );
}

function isTable(value: unknown): value is Table {
  return typeof value === 'object' && value !== null && 'en' in value && 'sw' in value;
}

const tables: readonly (readonly [string, Table])[] = [
  ...files.flatMap(tablesIn),
  ...Object.entries({ answerWords, matterWords, meaningWords, headlineWords }),
];

/** Phrases that say in English alone what another system, or a description for machines' makers, has put so. */
const englishAlone = [
  ...['not', 'pattern', 'wrong', 'notAllowed', 'notCorrected', 'stopped', 'unbalanced'],
  ...['tooMuch', 'notUsableSince', 'occasion', 'notCsv'],
];
/** Nothing in them is a word. */
const withoutWords = ['named', 'subject', 'asked'];

/** A text that a phrase may take for any of the things that it is about: a text, a count, a list. */
const markOf = (at: number) => [`«${at}»`];

interface Pair {
  readonly path: string;
  readonly name: string;
  readonly en: unknown;
  readonly sw: unknown;
}

function* pairsOf(path: string, en: unknown, sw: unknown): Generator<Pair> {
  if (typeof en !== 'object' || en === null) {
    yield { path, name: path.split('.').at(-1) ?? '', en, sw };
    return;
  }
  const other = (sw ?? {}) as Readonly<Record<string, unknown>>;
  for (const [name, value] of Object.entries(en))
    yield* pairsOf(`${path}.${name}`, value, other[name]);
}

function said(phrase: unknown): string {
  if (typeof phrase !== 'function') return String(phrase);
  const about = Array.from({ length: phrase.length }, (_, at) => markOf(at));
  return String((phrase as (...all: unknown[]) => unknown)(...about));
}

const marksIn = (text: string) => [...new Set(text.match(/«\d»/g))].sort();
const keysOf = (value: unknown, path = ''): string[] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([name, one]) => keysOf(one, `${path}.${name}`))
    : [path];

test('there are tables', () => {
  expect(files.length).toBeGreaterThan(15);
});

test.each(tables)('%s has each phrase in each language, and no other', (_name, { en, sw }) => {
  expect(keysOf(sw).sort()).toEqual(keysOf(en).sort());
});

const pairs = tables.flatMap(([name, { en, sw }]) => [...pairsOf(name, en, sw)]);

test('each phrase is about the same things in each language', () => {
  const differing = pairs
    .filter(({ name }) => !englishAlone.includes(name))
    .filter(({ en, sw }) => marksIn(said(en)).join() !== marksIn(said(sw)).join())
    .map(({ path, en, sw }) => `${path}: ${said(en)} / ${said(sw)}`);
  expect(differing).toEqual([]);
});

test('no phrase was left in English', () => {
  const isWords = (text: string) => /[a-z]{3,}/i.test(text.replaceAll(/«\d»/g, ''));
  const same = pairs
    .filter(({ name }) => !withoutWords.includes(name))
    .filter(({ path }) => !path.endsWith('.verdict'))
    .filter(({ en, sw }) => isWords(said(en)) && said(en) === said(sw));
  expect(same.map(({ path, en }) => `${path}: ${said(en)}`)).toEqual([]);
  // AND is a word of the rules, as they are written.
  const english = /\b(the|is|are|was|has|have|and|not|with|that|this)\b/;
  const left = pairs.filter(({ sw }) => english.test(said(sw)));
  expect(left.map(({ path, sw }) => `${path}: ${said(sw)}`)).toEqual([]);
});
