/** One partition of an engine's records: what is remembered of it between them, and what each batch makes of it. */
import { z } from 'zod';
import { readEngineRecord } from '../../common/contracts/engine-records-topic';
import type { PaymentEvent } from '../../common/contracts/payment-events';
import type { KafkaRecord } from '../../common/doors/kafka/kafka-door';
import type { PaymentEnd } from './ends';
import { readStep, type EngineStep } from './engine-step';
import { begun, instanceSchema, tell, type FoldContext, type Instance } from './fold';

const progressSchema = z.object({
  /** The highest that was taken: what comes again is not above it. */
  position: z.string().regex(/^\d+$/),
  timestampMs: z.number().int(),
});

/** Key of the progress among those of process instances, which are numbers. */
const progressKey = 'progress';

/** As it is kept: the whole of it under one key each. */
export interface KeptValue {
  readonly key: string;
  /** Null: no more. */
  readonly value: string | null;
}

export interface Folded {
  readonly events: readonly PaymentEvent[];
  readonly ends: readonly PaymentEnd[];
  /** What has changed of what is kept. */
  readonly kept: readonly KeptValue[];
  readonly trouble: Trouble;
}

/** What there should be none of. */
export interface Trouble {
  /** Records that nothing can be made of, by their places. */
  readonly unreadable: readonly string[];
  /** Events that could not be told, since what they must say is missing. */
  readonly untold: number;
  /** Records from before what is known already, and yet of a later time: another engine has this one's name. */
  readonly ofAnotherLog: number;
}

export class PartitionFold {
  private readonly instances = new Map<string, Instance>();
  private position = -1n;
  private timestampMs = 0;

  constructor(private readonly context: FoldContext) {}

  /**
   * Of each key the last that was kept.
   * @throws ZodError, SyntaxError when this is not what a fold has kept
   */
  restore({ key, value }: KeptValue): void {
    if (value === null) return;
    const json: unknown = JSON.parse(value);
    if (key === progressKey) {
      const { position, timestampMs } = progressSchema.parse(json);
      this.position = BigInt(position);
      this.timestampMs = timestampMs;
    } else {
      this.instances.set(key, instanceSchema.parse(json));
    }
  }

  /** Processes that have not ended. */
  get size(): number {
    return this.instances.size;
  }

  /** Records of this partition in their order; such as were taken before change nothing. */
  take(records: readonly KafkaRecord[]): Folded {
    const batch = new Batch(this.context);
    const changed = new Set<string>();
    for (const record of records) {
      const step = batch.read(record);
      if (step === undefined) continue;
      if (step.position <= this.position) {
        if (step.timestampMs > this.timestampMs) batch.ofAnotherLog += 1;
        continue;
      }
      this.position = step.position;
      this.timestampMs = Math.max(this.timestampMs, step.timestampMs);
      changed.add(progressKey);
      if (this.apply(step, batch)) changed.add(step.processInstanceKey);
    }
    return {
      events: batch.events,
      ends: batch.ends,
      kept: [...changed].map((key) => ({ key, value: this.valueOf(key) })),
      trouble: batch,
    };
  }

  /** Whether it has changed what is remembered of its process. */
  private apply(step: EngineStep, batch: Batch): boolean {
    const key = step.processInstanceKey;
    const known = this.instances.get(key);
    // Of processes that began before the records did, or that are no payments, nothing can be told.
    const instance = known ?? begun(step);
    if (instance === undefined) return false;
    const next = batch.tell(instance, step);
    if (next === undefined) this.instances.delete(key);
    else this.instances.set(key, next);
    return next !== known;
  }

  private valueOf(key: string): string | null {
    if (key === progressKey) {
      const { position, timestampMs } = this;
      return JSON.stringify({ position: String(position), timestampMs });
    }
    const instance = this.instances.get(key);
    return instance === undefined ? null : JSON.stringify(instance);
  }
}

class Batch implements Trouble {
  readonly events: PaymentEvent[] = [];
  readonly ends: PaymentEnd[] = [];
  readonly unreadable: string[] = [];
  untold = 0;
  ofAnotherLog = 0;

  constructor(private readonly context: FoldContext) {}

  read(record: KafkaRecord): EngineStep | undefined {
    try {
      const read = readEngineRecord(record);
      if (read === undefined) throw new Error('no bridge has written this');
      if (read.engine !== this.context.engine) throw new Error(`it is of ${read.engine}`);
      return readStep(read);
    } catch {
      this.unreadable.push(`${record.topic}/${record.partition}/${record.offset}`);
      return undefined;
    }
  }

  tell(instance: Instance, step: EngineStep): Instance | undefined {
    const told = tell(instance, step, this.context);
    this.events.push(...told.events);
    this.ends.push(...told.ends);
    this.untold += told.untold;
    return told.instance;
  }
}
