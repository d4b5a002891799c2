/** What looks like the mistakes of bad-rules.test.ts, and is none, beside what is. */
import { interchangeFee } from '../../../test/kit/fee-rules/interchange-fee';
import { standardDictionary } from './dictionary';
import { loadRules } from './load';

const codesOf = (text: string) =>
  loadRules(text, standardDictionary).problems.map(({ code }) => code);

/** The rule with another last comparison, and perhaps a fee of another kind. */
function ruleWith(comparison: string, change: (text: string) => string = (text) => text): string {
  return change(
    interchangeFee.replace('Transaction.transactionType.initiatorType EQCI "CONSUMER"', comparison),
  );
}

const inXof = (text: string) => text.replace('= Transaction.amount.currency', '= "XOF"');
const flat = (amount: string) => (text: string) =>
  text.replaceAll('Transaction.amount.amount * 0.6%', amount);

const cases: readonly (readonly [what: string, text: string, codes: readonly string[]])[] = [
  [
    'a value of a list in other letters, where case does not matter',
    ruleWith('Transaction.transactionType.scenario EQCI "transfer"'),
    [],
  ],
  [
    'a value of a list in other letters, where case matters',
    ruleWith('Transaction.transactionType.scenario EQ "transfer"'),
    ['unknown-value'],
  ],
  [
    'a part of an amount in a currency that a condition fixes',
    ruleWith('Transaction.amount.currency EQ "XOF"', inXof),
    [],
  ],
  [
    'a part of an amount in a currency that a condition fixes in any case',
    ruleWith('Transaction.amount.currency EQCI "XOF"', inXof),
    [],
  ],
  [
    'a part of an amount in a currency that nothing fixes',
    ruleWith('Transaction.note EQ "XOF"', inXof),
    ['wrong-currency'],
  ],
  [
    'a flat fee with all the decimals of its currency',
    ruleWith('Transaction.amount.currency EQ "USD"', flat('0.25')),
    [],
  ],
  [
    'a flat fee with more decimals than its currency',
    ruleWith('Transaction.amount.currency EQ "USD"', flat('0.255')),
    ['too-many-decimals'],
  ],
  [
    'comparisons of one field that can hold together',
    ruleWith('Transaction.amount.amount GE 100\n)\nAND\n(\nTransaction.amount.amount LE 100'),
    [],
  ],
  [
    'comparisons of one field that cannot hold together',
    ruleWith('Transaction.amount.amount GT 100\n)\nAND\n(\nTransaction.amount.amount LE 100'),
    ['never-true'],
  ],
  [
    'comparisons of one field that cannot hold together, the other way round',
    ruleWith('Transaction.amount.amount LT 100\n)\nAND\n(\nTransaction.amount.amount GE 100'),
    ['never-true'],
  ],
  [
    'an equal amount after an open bound',
    ruleWith(
      'Transaction.amount.amount GE 100\n)\nAND\n(\nTransaction.amount.amount GT 100\n)\nAND\n(\nTransaction.amount.amount LE 100',
    ),
    ['never-true'],
  ],
  [
    'two DFSPs that are equal but for their case',
    ruleWith('Transaction.payer.partyIdInfo.fspId EQCI Transaction.payee.partyIdInfo.fspId'),
    [],
  ],
  [
    'two DFSPs that are equal and are not',
    ruleWith('Transaction.payer.partyIdInfo.fspId EQ Transaction.payee.partyIdInfo.fspId'),
    ['never-true'],
  ],
];

test.each(cases)('%s', (_, text, codes) => {
  expect(codesOf(text)).toEqual(codes);
});

describe('rules of one group and one priority', () => {
  const rule = (name: string, from: number, to: number) =>
    `@group "g"\n@priority 1\n@from "20${from}-01-01T00:00:00Z"\n@to "20${to}-01-01T00:00:00Z"\n` +
    interchangeFee.replace('Interchange fee test', name);

  test('may follow one another in time', () => {
    expect(codesOf(rule('A', 27, 28) + rule('B', 28, 29))).toEqual([]);
  });

  test('may not be in force together, even for part of their time', () => {
    expect(codesOf(rule('A', 27, 29) + rule('B', 28, 30))).toEqual(['same-priority']);
  });

  test('may not lie within the time of another, however many do', () => {
    const all = rule('A', 27, 40) + rule('B', 28, 29) + rule('C', 30, 31);
    expect(codesOf(all)).toEqual(['same-priority', 'same-priority']);
  });
});
