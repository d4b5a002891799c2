/** Messages and hints that the parser needs in more than one place, or that would hide its grammar. */
import { nearest } from '../../common/nearest';
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
export const noTest = (word: string): string =>
  word === '' ? 'The test is missing here' : `${word.slice(0, 40)} is not a test`;

export const wording = {
  annotationAfterName: [
    'What starts with @ stands before the name of the rule',
    'Move it above the /* name */.',
  ],
  twoNames: ['There are two names here', 'Keep one /* name */.'],
  misplacedName: [
    'A name between /* and */ stands only before a rule or before a condition in its brackets',
    'Remove it: names are kept with the rule, other remarks are not.',
  ],
  comparisonBrackets: [
    'Inside its condition, each comparison stands in brackets of its own',
    'Write ( ( field EQ value ) ): outer brackets for the condition, inner ones for the comparison.',
  ],
  tooDeep: [
    'Brackets go two deep: one pair around a condition, one around each comparison',
    'Remove the extra brackets; write AND and OR mixtures as two rules.',
  ],
  leftIsField: [
    'A comparison starts with a field, not with a value',
    'Write the field on the left: Transaction.amount.amount GT 100.',
  ],
  factor: [
    'Behind * stands a number',
    'Write the field first and the number behind it: Transaction.amount.amount * 0.6%.',
  ],
  noSums: [
    'A value is a text, a number or a field, and may be multiplied; it cannot be added to',
    'Use * only, or write a second { ... } for the second part of the fee.',
  ],
  missingClose: (what: string): Wording => [
    `A closing bracket ) is missing behind ${what}`,
    'Count the brackets: each ( needs its ).',
  ],
  mixed: (first: Connector, second: Connector): Wording => [
    `AND and OR are mixed here: first ${first}, then ${second}`,
    'Put what belongs together into a condition of its own, or write two rules.',
  ],
  afterComparison: (token: Token): Wording => [
    `A comparison is a field, a test and one value; here stands ${describeToken(token)} too much`,
    'Texts stand in double quotes: "Wallet".',
  ],
  unknownTest: (word: string): Wording => {
    const known = testOfSymbol[word] ?? nearest(word, tests);
    return [
      noTest(word),
      known === undefined ? `The tests are ${tests.join(', ')}.` : `Write ${known}.`,
    ];
  },
  badNumber: (digits: string): Wording => [
    `${digits.slice(0, 40)} is not a number that can be read`,
    /^\d+,(\d{1,2}|\d{4,})%?$/.test(digits)
      ? `Write ${digits.replace(',', '.')}, with a point.`
      : 'Write digits, a point and digits, without separators of thousands: 1000, 0.6% or 12.50.',
  ],
  noConnector: (token: Token): Wording => [
    `AND or OR is missing before ${describeToken(token)}`,
    'Conditions, and the comparisons in them, are joined by AND or by OR.',
  ],
} as const satisfies Record<string, Wording | ((...words: never[]) => Wording)>;
