/** Transactions that an administrator tries rules on: JSON, one a line. */
import { z } from 'zod';
import { parseDateTime } from '../../common/time';
import { parseJson } from '../../common/json';
import type { Occasion } from './evaluation';
import { feeTransactionSchema, type ExecutionPoint } from '../../common/contracts/fees';
import type { RuleSet } from '../language/rule-set';

/** An FSPIOP Transaction; `completedTimestamp` beside its fields tells when the transfer was completed. */
const transactionSchema = feeTransactionSchema.extend({
  completedTimestamp: z.string().optional(),
});

export interface Tried {
  readonly transactionId: string;
  readonly occasion: Occasion;
}

/** @returns what is wrong with the line, as a text, when it cannot be tried. */
export function readTransaction(
  line: string,
  ruleSet: RuleSet,
  point: ExecutionPoint,
): Tried | string {
  return occasionOf(parseJson(line), ruleSet, point);
}

/** @returns what is wrong with the transaction, as a text, when it cannot be tried. */
export function occasionOf(
  transaction: unknown,
  { rules }: RuleSet,
  point: ExecutionPoint,
): Tried | string {
  const parsed = transactionSchema.safeParse(transaction);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const where = issue?.path.join('.') ?? '';
    return where === '' ? 'this is no JSON object' : `${where}: ${issue?.message ?? 'is wrong'}`;
  }
  const { transactionId, completedTimestamp } = parsed.data;
  const at = completedTimestamp === undefined ? undefined : parseDateTime(completedTimestamp);
  const isDated = rules.some(({ fromMs, toMs }) => fromMs !== undefined || toMs !== undefined);
  if (at === undefined && (isDated || completedTimestamp !== undefined)) {
    return 'completedTimestamp must be a date and time: rules have @from or @to';
  }
  return { transactionId, occasion: { point, at: at ?? 0, transaction: parsed.data } };
}
