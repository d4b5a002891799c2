/** A record of the entries' topic as it is counted, or why it cannot be. Depends on the record alone. */
import { feeEntrySchema, type FeeEntry } from '../common/contracts/fees';
import { parseJson } from '../common/json';
import type { KafkaRecord } from '../common/doors/kafka/kafka-door';
import { amountPattern, toMinorUnits } from '../common/money';
import type { EpochMs } from '../common/runtime';

const dayMs = 24 * 3600 * 1000;

/** A transfer may be so far ahead of the broker's clock; two writers may disagree by so much on its time. */
const clockToleranceMs = dayMs;

/**
 * The first record of an entry was written so long before another one that could still be charged. A
 * day for its transfer's time, which may be ahead; one for two times of the same transfer; one for
 * records whose times are not in order.
 */
export function memoryMs(horizonMs: number): number {
  return horizonMs + 3 * clockToleranceMs;
}

/** Which entries count in a cycle can be told from the records that were written since. */
export function readSinceMs(cycleMs: EpochMs, horizonMs: number): EpochMs {
  return cycleMs - clockToleranceMs - memoryMs(horizonMs);
}

export interface ReadableEntry {
  readonly entry: FeeEntry;
  readonly occurredAtMs: EpochMs;
  /** Of the entry's currency. */
  readonly minorUnits: bigint;
}

export type EntryRead =
  | ({ readonly kind: 'entry' } & ReadableEntry)
  | {
      readonly kind: 'unreadable' | 'too-old' | 'ahead-of-time';
      readonly problem: string;
      readonly entryId?: string | undefined;
    };

export function readEntry(
  { value, timestampMs }: Pick<KafkaRecord, 'value' | 'timestampMs'>,
  horizonMs: number,
): EntryRead {
  const parsed = feeEntrySchema.safeParse(parseJson(value ?? ''));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const at = issue?.path.join('.') ?? '';
    return { kind: 'unreadable', problem: `no ledger entry: ${at}: ${issue?.message ?? ''}` };
  }
  const entry = parsed.data;
  const { entryId, occurredAt } = entry;
  const amount = readAmount(entry);
  if (typeof amount === 'string') return { kind: 'unreadable', problem: amount, entryId };
  const occurredAtMs = Date.parse(occurredAt);
  const written = new Date(timestampMs).toISOString();
  if (occurredAtMs < timestampMs - horizonMs) {
    const problem = `the transfer was at ${occurredAt}, its entry was written at ${written}, and ids are not remembered for so long`;
    return { kind: 'too-old', problem, entryId };
  }
  if (occurredAtMs > timestampMs + clockToleranceMs) {
    const problem = `the transfer is said to be at ${occurredAt}, and its entry was written at ${written}`;
    return { kind: 'ahead-of-time', problem, entryId };
  }
  return { kind: 'entry', entry, occurredAtMs, minorUnits: amount };
}

/** In minor units; in words what is wrong with it. */
function readAmount({ amount, currency, debtor, creditor }: FeeEntry): bigint | string {
  if (debtor === creditor) return `${debtor} would owe itself`;
  if (!amountPattern.test(amount)) return `${amount} has too many digits for an amount`;
  try {
    return toMinorUnits({ amount, currency });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return error.message;
  }
}
