import fc from 'fast-check';
import { occasions, ruleSets, transactions } from '../../../test/support/fee-rules/rule-sets';
import { compileRules } from './compile';
import type { Occasion } from './evaluation';
import { Evaluator } from './evaluator';
import { interpret } from './explain';

/** FEE_RULES_RUNS: how many random rule sets; each meets 600 occasions. 5,000 make three million pairs. */
const runs = Number(process.env['FEE_RULES_RUNS'] ?? 150);

const instants = [0, 1_000, 2_000];

test('the evaluator charges what the rules say when they are read one by one', () => {
  let entries = 0;
  const many = fc.array(transactions, { minLength: 100, maxLength: 100 });
  fc.assert(
    fc.property(ruleSets, many, (ruleSet, met) => {
      const evaluator = new Evaluator(compileRules(ruleSet));
      for (const transaction of met) {
        for (const point of ['quote.accepted', 'transfer.committed'] as const) {
          for (const at of instants) {
            const occasion: Occasion = { point, at, transaction };
            const evaluation = evaluator.evaluate(occasion);
            const expected = interpret(ruleSet, occasion);
            entries += expected.entries.length;
            // Jest's own comparison would take most of the time.
            if (JSON.stringify(evaluation) === JSON.stringify(expected)) continue;
            expect(evaluation).toEqual(expected);
          }
        }
      }
    }),
    { numRuns: runs },
  );
  // Were nothing ever charged, the comparison would prove nothing.
  expect(entries).toBeGreaterThan(runs);
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
    { numRuns: 200 },
  );
});

test('compiled rules are plain data: a worker thread can hand them over', () => {
  fc.assert(
    fc.property(ruleSets, occasions, (ruleSet, occasion) => {
      const compiled = compileRules(ruleSet);
      const handedOver = new Evaluator(structuredClone(compiled));
      expect(handedOver.evaluate(occasion)).toEqual(new Evaluator(compiled).evaluate(occasion));
    }),
    { numRuns: 100 },
  );
});
