import type { KafkaDoor, KafkaRecord, OutgoingRecord } from '../../common/kafka/kafka-door';
import type { Clock, Logger } from '../../common/runtime';
import type { RuleBookSource } from '../rule-sets/rule-book';
import { handleBatch } from './handle-batch';
import { PreparedTransfers } from './prepared-transfers';
import { topicSettings, type StreamTopics } from './settings';

export interface FeeStreamDeps {
  readonly door: KafkaDoor;
  readonly book: RuleBookSource;
  readonly clock: Clock;
  readonly log: Logger;
}

export interface FeeStreamOptions {
  readonly groupId: string;
  readonly topics: StreamTopics;
  /** Of topics that are not there yet. */
  readonly partitions: number;
}

/** Evaluates transfers until the door is closed. Resolves when it has begun. */
export async function startFeeStream(
  { door, book, clock, log }: FeeStreamDeps,
  { groupId, topics, partitions }: FeeStreamOptions,
): Promise<void> {
  await door.ensureTopics(topicSettings(topics, partitions));
  const prepared = new PreparedTransfers(clock);
  if (topics.switch !== undefined) await prepared.follow(door, topics.prepared);
  const alarm = createAlarm(log, topics);
  const transform = (records: readonly KafkaRecord[]): OutgoingRecord[] => {
    const outgoing = handleBatch(records, {
      topics,
      book: book.current(),
      findPrepared: (transferId) => prepared.find(transferId),
      nowMs: clock.now(),
    });
    alarm(outgoing);
    return outgoing;
  };
  const ofSwitch = topics.switch === undefined ? [] : [topics.switch];
  await door.transform({
    groupId,
    topics: [topics.transfers, topics.waiting, ...ofSwitch],
    transform,
  });
}

/** One line when transfers begin to be set aside or to wait, not one for each; the metrics count them. */
function createAlarm(log: Logger, { setAside, waiting, entries }: StreamTopics) {
  let told = '';
  return (outgoing: readonly OutgoingRecord[]): void => {
    const count = (name: string) =>
      outgoing.filter(({ topic, value }) => topic === name && value !== null).length;
    const counts = { setAside: count(setAside), waiting: count(waiting), entries: count(entries) };
    const kinds = (['setAside', 'waiting'] as const).filter((kind) => counts[kind] > 0).join(' ');
    if (kinds !== '' && kinds !== told) {
      log.error(counts, 'transfers were set aside, or wait for rules that can be used');
    }
    if (kinds !== '' || counts.entries > 0) told = kinds;
  };
}
