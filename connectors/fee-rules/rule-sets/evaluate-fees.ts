/** One transfer at one execution point: the ledger entries that it makes, or why they must wait. */
import type { ExecutionPoint, FeeEntry } from '../../common/contracts/fees';
import type { EpochMs } from '../../common/runtime';
import { entryIdOf } from '../engine/entry-id';
import type { RuleBook } from './rule-book';

export interface FeeOccasion {
  readonly transactionId: string;
  readonly transferId?: string | undefined;
  readonly point: ExecutionPoint;
  /** The transfer's own time. */
  readonly occurredAtMs: EpochMs;
  readonly transaction: unknown;
}

export type FeeOutcome =
  | { readonly kind: 'evaluated'; readonly ruleSetId: string | null; readonly entries: FeeEntry[] }
  /** The rules cannot be used: to be evaluated later, never taken for "no fees". */
  | { readonly kind: 'missed'; readonly reason: string };

/** More than any tariff has: rules without conditions would make so many that no engine takes them. */
const entriesMax = 500;

export function evaluateFees(book: RuleBook, occasion: FeeOccasion): FeeOutcome {
  const { transactionId, transferId, point, occurredAtMs, transaction } = occasion;
  const rules = book.at(occurredAtMs);
  if (rules.kind === 'none') return { kind: 'evaluated', ruleSetId: null, entries: [] };
  if (rules.kind === 'unusable') return { kind: 'missed', reason: rules.reason };
  const { ruleSetId, evaluator } = rules;
  const { entries } = evaluator.evaluate({ point, at: occurredAtMs, transaction });
  if (entries.length > entriesMax) {
    const count = `${entries.length} entries for one transfer`;
    return {
      kind: 'missed',
      reason: `rule set ${ruleSetId} makes ${count}: at most ${entriesMax}`,
    };
  }
  const occurredAt = new Date(occurredAtMs).toISOString();
  return {
    kind: 'evaluated',
    ruleSetId,
    entries: entries.map((entry) => ({
      entryId: entryIdOf(transactionId, point, entry),
      transactionId,
      ...(transferId !== undefined && { transferId }),
      executionPoint: point,
      occurredAt,
      ruleSetId,
      ...entry,
    })),
  };
}
