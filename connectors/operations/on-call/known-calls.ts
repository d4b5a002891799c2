/** What the topic of calls says, and what has been decided here and does not stand there yet. */
import {
  callsKey,
  callsRecordSchema,
  type CallRecord,
  type CallsRecord,
} from '../../common/contracts/calls';
import type { KafkaRecord } from '../../common/doors/kafka/kafka-door';
import { parseJson } from '../../common/json';
import { leaseAfter, type Lease } from './caller-lease';
import { calledNever, type CalledSoFar } from './decide';

export class KnownCalls {
  private readonly byKey = new Map<string, CallsRecord>();
  private readonly unsaved = new Map<string, CallsRecord>();
  private heldBy: Lease | undefined;

  enter({ key = '', value, timestampMs }: KafkaRecord): void {
    const { success, data } = callsRecordSchema.safeParse(parseJson(value ?? ''));
    if (success && data.kind === 'caller') {
      this.heldBy = leaseAfter(this.heldBy, data, timestampMs);
    } else if (!this.unsaved.has(key)) {
      // What this build cannot read a newer one has told: what was known before stands.
      if (success && !isOver(data)) this.byKey.set(key, data);
      else if (success || value === undefined) this.byKey.delete(key);
    }
  }

  get lease(): Lease | undefined {
    return this.heldBy;
  }

  /** So it is from now on, whether Kafka takes it or not. */
  decide(records: readonly CallsRecord[]): void {
    for (const record of records) {
      if (isOver(record)) this.byKey.delete(callsKey(record));
      else this.byKey.set(callsKey(record), record);
      this.unsaved.set(callsKey(record), record);
    }
  }

  toSave(): readonly CallsRecord[] {
    return [...this.unsaved.values()];
  }

  /** Kafka has these: whatever was decided since is still to be saved. */
  saved(records: readonly CallsRecord[]): void {
    for (const record of records) {
      const key = callsKey(record);
      if (this.unsaved.get(key) === record) this.unsaved.delete(key);
    }
  }

  /** Another one calls, and knows better. */
  leaveToOthers(): void {
    this.unsaved.clear();
  }

  calledSoFar(tenant: string): CalledSoFar {
    const known = this.byKey.get(`tenant:${tenant}`);
    if (known?.kind !== 'told') return calledNever;
    const told = known.told.map(({ matterKey, since, firstAt, lastAt, times }) => {
      const times_ = { firstAtMs: Date.parse(firstAt), lastAtMs: Date.parse(lastAt), times };
      return [matterKey, { since, ...times_ }] as const;
    });
    return { lastCallAtMs: Date.parse(known.lastCallAt), told: new Map(told) };
  }

  /** Begun, and not at their end. */
  underWay(): readonly CallRecord[] {
    return [...this.byKey.values()].filter(
      (one) => one.kind === 'call' && !one.isOver,
    ) as CallRecord[];
  }
}

/** Of these nobody asks again. */
function isOver(record: CallsRecord): boolean {
  return record.kind === 'call' && record.isOver;
}
