import { z } from 'zod';
import { parseJson } from '../../common/json';
import type {
  Following,
  KafkaDoor,
  KafkaRecord,
  OutgoingRecord,
} from '../../common/doors/kafka/kafka-door';
import type { Clock, EpochMs } from '../../common/runtime';
import { preparedForMs } from './settings';
import { preparedTransferSchema, type PreparedTransfer } from './switch-message';

/** `done`: its fees were evaluated; it is remembered because the switch repeats messages. */
export type Prepared = PreparedTransfer | 'done';

const recordSchema = z.union([z.object({ done: z.literal(true) }), preparedTransferSchema]);

/**
 * The switch's transfers of the last day, as the topic of prepared transfers has them. All instances
 * follow all of it, for a transfer's messages may come to any of them.
 */
export class PreparedTransfers {
  private readonly known = new Map<
    string,
    { readonly prepared: Prepared; readonly atMs: EpochMs }
  >();

  constructor(private readonly clock: Pick<Clock, 'now'>) {}

  follow(door: KafkaDoor, topic: string): Promise<Following> {
    const sinceMs = this.clock.now() - preparedForMs;
    return door.follow({ topic, sinceMs, apply: (records) => this.apply(records) });
  }

  find(transferId: string): Prepared | undefined {
    return this.known.get(transferId)?.prepared;
  }

  apply(records: readonly KafkaRecord[]): void {
    for (const { key, value, timestampMs } of records) {
      if (key === undefined || value === undefined) continue;
      const record = recordSchema.safeParse(parseJson(value)).data;
      // Nobody but us writes here; a transfer that cannot be read is one that was never prepared.
      if (record === undefined) continue;
      this.known.delete(key);
      this.known.set(key, { prepared: 'done' in record ? 'done' : record, atMs: timestampMs });
    }
    const oldestMs = this.clock.now() - preparedForMs;
    for (const [transferId, { atMs }] of this.known) {
      if (atMs >= oldestMs) break;
      this.known.delete(transferId);
    }
  }
}

export function preparedRecord(
  topic: string,
  transferId: string,
  prepared: Prepared,
): OutgoingRecord {
  const value = JSON.stringify(prepared === 'done' ? { done: true } : prepared);
  return { topic, key: transferId, value };
}
