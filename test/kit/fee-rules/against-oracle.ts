/** The evaluator held to the interpreter, on random rule sets and transactions, with a count of what happened. */
import fc from 'fast-check';
import { currencyDecimals } from '../../../connectors/common/money';
import { compileRules } from '../../../connectors/fee-rules/engine/compile';
import type {
  ChargedFee,
  Evaluation,
  Occasion,
} from '../../../connectors/fee-rules/engine/evaluation';
import { Evaluator } from '../../../connectors/fee-rules/engine/evaluator';
import { interpret } from '../../../connectors/fee-rules/engine/explain';
import type { Rule, RuleSet } from '../../../connectors/fee-rules/language/rule-set';
import { instants, ruleSets, transactions } from './rule-sets';

/** Counts by name, in order of the first time. */
export class Tally {
  readonly counts = new Map<string, number>();

  add(name: string, count = 1): void {
    this.counts.set(name, (this.counts.get(name) ?? 0) + count);
  }

  print(): void {
    const lines = [...this.counts].map(
      ([name, count]) => `${count.toLocaleString('en-US').padStart(14)}  ${name}\n`,
    );
    process.stdout.write(lines.join(''));
  }
}

/** Were one of these never seen, the comparison would prove nothing about it. */
export const wantedKinds = [
  ...['matches', 'several entries', 'negative amount', 'flat fee', 'limited in time', 'in a group'],
  ...['no decimals', 'three decimals', 'more digits than a double holds', 'quote.accepted'],
  ...['ROUNDED_TO_ZERO', 'SAME_DFSP', 'MISSING_FIELD', 'UNKNOWN_CURRENCY'],
  ...['HALF_UP', 'HALF_EVEN', 'DOWN', 'UP'],
] as const;

const transactionsARuleSet = 100;
const points = ['quote.accepted', 'transfer.committed'] as const;

/** Throws when the evaluator says something else than the interpreter. */
export function againstOracle(tally: Tally) {
  const met = fc.array(transactions, {
    minLength: transactionsARuleSet,
    maxLength: transactionsARuleSet,
  });
  return fc.property(ruleSets, met, (ruleSet, some) => {
    const evaluator = new Evaluator(compileRules(ruleSet));
    const rules = new Map(ruleSet.rules.map((rule) => [rule.id, rule]));
    tally.add('rule sets');
    for (const transaction of some) {
      for (const point of points) {
        for (const at of instants) {
          const occasion: Occasion = { point, at, transaction };
          const evaluation = evaluator.evaluate(occasion);
          requireSame(evaluation, interpret(ruleSet, occasion));
          count(tally, ruleSet, rules, occasion, evaluation);
        }
      }
    }
  });
}

function requireSame(found: Evaluation, expected: Evaluation): void {
  const [left, right] = [JSON.stringify(found), JSON.stringify(expected)];
  if (left !== right) throw new Error(`evaluator: ${left}\ninterpreter: ${right}`);
}

function count(
  tally: Tally,
  ruleSet: RuleSet,
  rules: ReadonlyMap<string, Rule>,
  { point }: Occasion,
  { entries, withoutEntry }: Evaluation,
): void {
  tally.add('(rule set, transaction) pairs');
  tally.add('(rule, transaction) pairs', ruleSet.rules.length);
  if (entries.length + withoutEntry.length === 0) return;
  tally.add('matches');
  tally.add(point);
  if (entries.length > 1) tally.add('several entries');
  for (const { reason } of withoutEntry) tally.add(reason);
  for (const entry of entries) countEntry(tally, entry, rules.get(entry.ruleId));
}

function countEntry(tally: Tally, entry: ChargedFee, rule: Rule | undefined): void {
  const fee = rule?.fees[entry.blockIndex];
  if (rule === undefined || fee === undefined) return;
  tally.add('entries');
  tally.add(rule.rounding);
  if (fee.payerAmount.factor.coefficient < 0n) tally.add('negative amount');
  if (fee.payerAmount.field === undefined) tally.add('flat fee');
  if (rule.fromMs !== undefined || rule.toMs !== undefined) tally.add('limited in time');
  if (rule.group !== undefined) tally.add('in a group');
  const decimals = currencyDecimals(entry.currency);
  if (decimals === 0) tally.add('no decimals');
  if (decimals === 3) tally.add('three decimals');
  if (entry.amount.replace('.', '').length > 16) tally.add('more digits than a double holds');
}
