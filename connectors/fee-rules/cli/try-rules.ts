import { compileRules } from '../engine/compile';
import { entryIdOf } from '../engine/entry-id';
import { Evaluator } from '../engine/evaluator';
import { explain } from '../engine/explain';
import type { ExecutionPoint } from '../../common/contracts/fees';
import type { RuleSet } from '../language/rule-set';
import { showExplanation } from './show-explanation';
import { readTransaction, type Tried } from '../engine/transactions';

/** What is wrong with a transaction that rules are to be tried on. */
export class BadTransaction extends Error {
  override readonly name = 'BadTransaction';
}

/** For each line of JSON one line: the ledger entries that the transaction makes, as a JSON array. */
export function* evaluateLines(
  ruleSet: RuleSet,
  lines: string,
  point: ExecutionPoint,
): Generator<string> {
  const evaluator = new Evaluator(compileRules(ruleSet));
  for (const [index, line] of lines.split('\n').entries()) {
    if (line.trim() === '') continue;
    const { transactionId, occasion } = tried(line, ruleSet, point, `line ${index + 1}`);
    const entries = evaluator
      .evaluate(occasion)
      .entries.map((entry) => ({ entryId: entryIdOf(transactionId, point, entry), ...entry }));
    yield `${JSON.stringify(entries)}\n`;
  }
}

/** Why each rule did or did not charge one transaction. */
export function explainTransaction(
  ruleSet: RuleSet,
  transaction: string,
  point: ExecutionPoint,
  asJson: boolean,
): string {
  const { occasion } = tried(transaction, ruleSet, point, 'the transaction');
  const explanations = explain(ruleSet, occasion);
  return asJson ? `${JSON.stringify(explanations)}\n` : showExplanation(explanations);
}

function tried(line: string, ruleSet: RuleSet, point: ExecutionPoint, where: string): Tried {
  const read = readTransaction(line, ruleSet, point);
  if (typeof read === 'string') throw new BadTransaction(`${where}: ${read}`);
  return read;
}
