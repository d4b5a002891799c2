/** Messages and hints that the parser needs in more than one place, or that would hide its grammar. */
import { nearest } from '../../common/nearest';
import type { RuleWords } from './rule-words';
import { describeToken, type Token } from './tokens';
import { tests, type Connector } from './tree';

type Wording = readonly [message: string, hint: string];

const testOfSymbol: Readonly<Record<string, string>> = {
  '=': 'EQ',
  '==': 'EQ',
  '!=': 'NEQ',
  '<>': 'NEQ',
  '>': 'GT',
  '<': 'LT',
  '>=': 'GE',
  '<=': 'LE',
  GTE: 'GE',
  LTE: 'LE',
  NE: 'NEQ',
};

/** Where a test should stand, in rules and in tables. A message shows no more of a word than tells it. */
export function noTest(word: string, said: RuleWords): string {
  return word === '' ? said.testMissing : said.noTest(word.slice(0, 40));
}

/** Those that say the same wherever they stand. */
export function wordingOf(said: RuleWords) {
  return {
    annotationAfterName: [said.annotationAfterName, said.moveAbove],
    twoNames: [said.twoNames, said.keepOneName],
    misplacedName: [said.misplacedName, said.misplacedNameHint],
    comparisonBrackets: [said.comparisonBrackets, said.comparisonBracketsHint],
    tooDeep: [said.tooDeep, said.tooDeepHint],
    leftIsField: [said.leftIsField, said.leftIsFieldHint],
    factor: [said.factor, said.factorHint],
    noSums: [said.noSums, said.noSumsHint],
  } as const satisfies Record<string, Wording>;
}

export function missingClose(what: string, said: RuleWords): Wording {
  return [said.missingClose(what), said.countBrackets];
}

export function mixed(first: Connector, second: Connector, said: RuleWords): Wording {
  return [said.mixed(first, second), said.mixedHint];
}

interface Standing {
  readonly token: Token;
  readonly said: RuleWords;
}

export function afterComparison({ token, said }: Standing): Wording {
  return [said.afterComparison(describeToken(token, said)), said.textsInQuotes];
}

export function noConnector({ token, said }: Standing): Wording {
  return [said.noConnector(describeToken(token, said)), said.noConnectorHint];
}

export function unknownTest(word: string, said: RuleWords): Wording {
  const known = testOfSymbol[word] ?? nearest(word, tests);
  const hint = known === undefined ? said.testsAre(tests.join(', ')) : said.write(known);
  return [noTest(word, said), hint];
}

export function badNumber(digits: string, said: RuleWords): Wording {
  const isComma = /^\d+,(\d{1,2}|\d{4,})%?$/.test(digits);
  const hint = isComma ? said.withPoint(digits.replace(',', '.')) : said.digitsOnly;
  return [said.badNumber(digits.slice(0, 40)), hint];
}
