import fc from 'fast-check';
import { againstOracle, Tally, wantedKinds } from '../../../test/kit/fee-rules/against-oracle';
import { interchangeFee } from '../../../test/kit/fee-rules/interchange-fee';
import { isCampaign, runs, timeoutMs } from '../../../test/kit/fee-rules/runs';
import { occasions, ruleSets } from '../../../test/kit/fee-rules/rule-sets';
import { standardDictionary } from '../language/dictionary';
import { loadRules } from '../language/load';
import { compileRules } from './compile';
import { Evaluator } from './evaluator';

jest.setTimeout(timeoutMs);

test('the evaluator charges what the rules say when they are read one by one', () => {
  const tally = new Tally();
  fc.assert(againstOracle(tally), runs(75));
  if (isCampaign) tally.print();
  expect([...tally.counts.keys()]).toEqual(expect.arrayContaining([...wantedKinds]));
});

test('what was evaluated before changes nothing', () => {
  fc.assert(
    fc.property(
      ruleSets,
      fc.array(occasions, { maxLength: 20 }),
      occasions,
      (ruleSet, before, last) => {
        const compiled = compileRules(ruleSet);
        const used = new Evaluator(compiled);
        for (const occasion of before) used.evaluate(occasion);
        expect(used.evaluate(last)).toEqual(new Evaluator(compiled).evaluate(last));
      },
    ),
    runs(200),
  );
});

test('compiled rules are plain data: a worker thread can hand them over', () => {
  fc.assert(
    fc.property(ruleSets, occasions, (ruleSet, occasion) => {
      const compiled = compileRules(ruleSet);
      const handedOver = new Evaluator(structuredClone(compiled));
      expect(handedOver.evaluate(occasion)).toEqual(new Evaluator(compiled).evaluate(occasion));
    }),
    runs(100),
  );
});

test('the same comparisons joined by AND in one rule and by OR in another are two things', () => {
  const lion = '(\nTransaction.note EQ "lion"\n)';
  const transfer = '(\nTransaction.transactionType.scenario EQ "TRANSFER"\n)';
  const quoted = '(\n(\nTransaction.quoteId EQ "q"\n)\n)';
  const ruleOf = (name: string, condition: string) =>
    interchangeFee
      .replace(/if\([^{]*\)\n\{/, () => `if(\n${condition}\n)\n{`)
      .replace('Interchange fee test', name);
  const { ruleSet, problems } = loadRules(
    ruleOf('either', `(\n${lion}\nOR\n${transfer}\n)\nAND\n${quoted}`) +
      ruleOf('both', `(\n${lion}\nAND\n${transfer}\n)\nOR\n${quoted}`),
    standardDictionary,
  );
  expect(problems).toEqual([]);
  if (ruleSet === undefined) throw new Error('the rules were refused');
  const evaluator = new Evaluator(compileRules(ruleSet));
  const firedBy = (note: string, scenario: string, quoteId: string) =>
    evaluator
      .evaluate({
        point: 'transfer.committed',
        at: 0,
        transaction: {
          ...{ note, quoteId, transactionType: { scenario } },
          amount: { amount: '1000', currency: 'TZS' },
          payer: { partyIdInfo: { fspId: 'lion-bank' } },
          payee: { partyIdInfo: { fspId: 'buffalo-wallet' } },
        },
      })
      .entries.map(({ ruleId }) => ruleId);
  expect(firedBy('lion', 'REFUND', 'other')).toEqual([]);
  expect(firedBy('lion', 'TRANSFER', 'other')).toEqual(['both']);
  expect(firedBy('lion', 'REFUND', 'q')).toEqual(['either', 'both']);
  expect(firedBy('buffalo', 'REFUND', 'q')).toEqual(['both']);
});

test('an evaluator goes on when it has counted all the evaluations that it can', () => {
  fc.assert(
    fc.property(ruleSets, occasions, occasions, (ruleSet, one, other) => {
      const compiled = compileRules(ruleSet);
      const used = new Evaluator(compiled);
      used.evaluate(one);
      // Nobody waits for two thousand million evaluations.
      Reflect.set(used, 'evaluationNumber', 2 ** 31 - 2);
      for (const occasion of [other, one, other]) {
        expect(used.evaluate(occasion)).toEqual(new Evaluator(compiled).evaluate(occasion));
      }
    }),
    runs(100),
  );
});
