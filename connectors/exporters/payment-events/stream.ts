import { Counter, Gauge, type Registry } from 'prom-client';
import type {
  Following,
  KafkaDoor,
  KafkaRecord,
  OutgoingRecord,
  SourcePartition,
  Transform,
} from '../../common/doors/kafka/kafka-door';
import { countedFromZero } from '../../common/observability/counted-from-zero';
import type { Clock, Logger } from '../../common/runtime';
import { createPaymentEndMetrics } from './ends';
import type { FoldContext } from './fold';
import { PartitionFold, type Folded, type Trouble } from './partition-fold';
import type { Topics } from './settings';

export interface PaymentEventsDeps {
  readonly door: KafkaDoor;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: Registry;
}

export interface PaymentEventsOptions {
  readonly topics: Topics;
  readonly context: FoldContext;
}

/**
 * Tells events until it is stopped. What a batch of records makes of what is remembered, its events and the fact that it
 * was read are written in one transaction, and whoever has the partition next begins with exactly that.
 */
export function startPaymentEvents(
  deps: PaymentEventsDeps,
  { topics, context }: PaymentEventsOptions,
): Promise<Following> {
  const { door } = deps;
  const watch = createWatch(deps);
  const open = async (source: SourcePartition): Promise<Transform> => {
    const { partition } = source;
    const fold = new PartitionFold(context);
    await restore(door, fold, topics.state, partition);
    watch.size(partition, fold.size);
    return (records: readonly KafkaRecord[]) => {
      const folded = fold.take(records);
      watch.took(partition, fold.size, folded);
      return outgoingOf(folded, topics, partition);
    };
  };
  const groupId = groupOfPaymentEvents(context.engine);
  return door.transform({ groupId, topics: [topics.records], open });
}

export function groupOfPaymentEvents(engine: string): string {
  return `payment-hub-payment-events.${engine}`;
}

async function restore(
  door: KafkaDoor,
  fold: PartitionFold,
  topic: string,
  partition: number,
): Promise<void> {
  const toOffset = (await door.endOffsets(topic)).get(partition);
  if (toOffset === undefined) {
    throw new Error(`${topic} has no partition ${partition}: give it as many as the records have`);
  }
  const last = new Map<string, string | null>();
  for await (const { key, value } of door.read({ topic, partition, fromOffset: 0, toOffset })) {
    if (key !== undefined) last.set(key, value ?? null);
  }
  for (const [key, value] of last) fold.restore({ key, value });
}

function outgoingOf({ events, kept }: Folded, topics: Topics, partition: number): OutgoingRecord[] {
  return [
    ...events.map((event) => ({
      topic: topics.events,
      key: event.transactionId,
      value: JSON.stringify(event),
    })),
    // What the fold of this partition reads again stands in the partition of its number.
    ...kept.map(({ key, value }) => ({ topic: topics.state, key, value, partition })),
  ];
}

const alarmEveryMs = 60_000;

function createWatch({ clock, log, metrics }: PaymentEventsDeps) {
  const registers = [metrics];
  const told = new Counter({
    name: 'hub_payment_events_total',
    help: 'Events of payments that were told, by kind; one that is told once may count twice',
    labelNames: ['kind'],
    registers,
  });
  const troubles = new Counter({
    name: 'hub_payment_events_trouble_total',
    help: 'Records of the engine that no event could be made of: more than 0 is an alarm',
    labelNames: ['what'],
    registers,
  });
  const remembered = new Gauge({
    name: 'hub_payment_events_processes',
    help: 'Processes of payments that have not ended and are remembered, by partition',
    labelNames: ['partition'],
    registers,
  });
  const ended = createPaymentEndMetrics(metrics);
  let quietUntilMs = 0;
  countedFromZero(troubles, 'what', ['unreadable', 'untold', 'of-another-log']);
  const alarm = ({ unreadable, untold, ofAnotherLog }: Trouble): void => {
    troubles.inc({ what: 'unreadable' }, unreadable.length);
    troubles.inc({ what: 'untold' }, untold);
    troubles.inc({ what: 'of-another-log' }, ofAnotherLog);
    if (unreadable.length + untold + ofAnotherLog === 0 || clock.now() < quietUntilMs) return;
    quietUntilMs = clock.now() + alarmEveryMs;
    log.error(
      { unreadable: unreadable.slice(0, 5), untold, ofAnotherLog },
      'ALARM: records of the engine were passed over, and events may be missing: see connectors/exporters/payment-events',
    );
  };
  return {
    size: (partition: number, size: number) => remembered.set({ partition }, size),
    took: (partition: number, size: number, { events, ends, trouble }: Folded): void => {
      remembered.set({ partition }, size);
      for (const { kind } of events) told.inc({ kind });
      for (const end of ends) ended(end);
      alarm(trouble);
    },
  };
}
