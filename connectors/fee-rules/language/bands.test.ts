import * as fc from 'fast-check';
import { runs } from '../../../test/kit/fee-rules/runs';
import { compileRules } from '../engine/compile';
import { Evaluator } from '../engine/evaluator';
import { standardDictionary } from './dictionary';
import { loadRules } from './load';

const inCurrency = (code: string) => `(\n(\nTransaction.amount.currency EQ "${code}"\n)\n)\nAND\n`;

/** A band of a tariff: `limits` such as `GE 1000`. */
function band(name: string, limits: readonly string[], { currency = 'XOF', notes = '' } = {}) {
  const comparisons = limits.map((limit) => `(\nTransaction.amount.amount ${limit}\n)`);
  const condition = currency === '' ? '' : inCurrency(currency);
  return `${notes}/* ${name} */
if(
${condition}(
${comparisons.join('\nAND\n')}
)
)
{
result.ledgerEntryType = "FEE";
result.currency = Transaction.amount.currency;
result.payer.dfspId = Transaction.payer.partyIdInfo.fspId;
result.payer.amount = Transaction.amount.amount * 1%;
result.payee.dfspId = Transaction.payee.partyIdInfo.fspId;
result.payee.amount = Transaction.amount.amount * 1% * -1;
};
`;
}

function warningsOf(...bands: readonly string[]): readonly string[] {
  const { problems, ruleSet } = loadRules(bands.join(''), standardDictionary);
  expect(ruleSet).toBeDefined();
  return problems.map(({ code, message }) => `${code}: ${message}`);
}

test('bands that meet are not warned of', () => {
  expect(
    warningsOf(
      band('small', ['LT 1000']),
      band('large', ['GE 5000']),
      band('middle', ['GE 1000', 'LT 5000']),
    ),
  ).toEqual([]);
});

test('a gap is warned of, with its amounts', () => {
  expect(warningsOf(band('small', ['LT 1000']), band('large', ['GT 1000']))).toEqual([
    'bands-gap: Amounts from 1000 to 1000 are charged neither by this rule nor by "small"',
  ]);
  expect(warningsOf(band('small', ['LE 1000']), band('large', ['GE 2000']))).toEqual([
    'bands-gap: Amounts above 1000 to below 2000 are charged neither by this rule nor by "small"',
  ]);
});

test('an overlap is warned of, with its amounts', () => {
  expect(warningsOf(band('small', ['LE 1000']), band('large', ['GE 1000']))).toEqual([
    'bands-overlap: Amounts from 1000 to 1000 are charged by "small" too',
  ]);
  expect(warningsOf(band('all', ['GE 10']), band('large', ['GT 1000']))).toEqual([
    'bands-overlap: Amounts above 1000 on are charged by "all" too',
  ]);
});

test('what no amount of the currency can be is no gap', () => {
  const bands = (currency: string) =>
    warningsOf(
      band('small', ['LE 999.99'], { currency }),
      band('large', ['GE 1000'], { currency }),
    );
  expect(bands('TZS')).toEqual([]);
  expect(bands('KWD')).toHaveLength(1);
  expect(bands('')).toHaveLength(1);
});

test('rules of one group may overlap: one of them wins', () => {
  const notes = (priority: number) => `@group "tariff"\n@priority ${priority}\n`;
  expect(
    warningsOf(
      band('small', ['LE 1000'], { notes: notes(1) }),
      band('large', ['GE 500'], { notes: notes(2) }),
    ),
  ).toEqual([]);
});

test('rules of different currencies or times are no bands of one tariff', () => {
  expect(
    warningsOf(
      band('francs', ['LT 1000']),
      band('shillings', ['GE 500'], { currency: 'TZS' }),
      band('later', ['GE 5000'], { notes: '@from "2027-01-01T00:00:00Z"\n' }),
    ),
  ).toEqual([]);
});

const limit = fc.integer({ min: 1, max: 12 });
const tests = { low: fc.constantFrom('GE', 'GT'), high: fc.constantFrom('LE', 'LT') };
const randomBand = fc.tuple(limit, limit, tests.low, tests.high).map(([one, other, low, high]) => {
  const [from, to] = one < other ? [one, other + 2] : [other, one + 2];
  return [`${low} ${from}`, `${high} ${to}`];
});

test('any bands: warned of just where some amount is charged twice, or between two by none', () => {
  fc.assert(
    fc.property(fc.array(randomBand, { minLength: 2, maxLength: 5 }), (limits) => {
      const text = limits.map((one, index) => band(`band ${index}`, one)).join('');
      const { problems, ruleSet } = loadRules(text, standardDictionary);
      if (ruleSet === undefined) throw new Error('these rules are right');
      const evaluator = new Evaluator(compileRules(ruleSet));
      const charges = Array.from({ length: 15 }, (_, amount) => {
        const { entries, withoutEntry } = evaluator.evaluate({
          point: 'transfer.committed',
          at: 0,
          transaction: {
            ...{ transactionId: 'one', payer: { partyIdInfo: { fspId: 'lion' } } },
            payee: { partyIdInfo: { fspId: 'buffalo' } },
            amount: { amount: String(amount), currency: 'XOF' },
          },
        });
        return entries.length + withoutEntry.length;
      });
      const charged = charges.flatMap((count, amount) => (count > 0 ? [amount] : []));
      const inside = charges.slice(charged[0] ?? 0, charged.at(-1) ?? 0);
      const codes = new Set(problems.map(({ code }) => code));
      expect(codes.has('bands-overlap')).toBe(charges.some((count) => count > 1));
      expect(codes.has('bands-gap')).toBe(inside.includes(0));
    }),
    runs(300),
  );
});
