import type {
  Following,
  KafkaDoor,
  KafkaRecord,
  OutgoingRecord,
} from '../../common/doors/kafka/kafka-door';
import type { Clock, Logger } from '../../common/runtime';
import type { RuleBookSource } from '../rule-sets/rule-book';
import { handleBatch, type Handled } from './handle-batch';
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

export interface RunningFeeStream {
  /** Rejects once the prepared transfers cannot be followed: the switch's commits would wait in vain. */
  checkHealth(): Promise<void>;
  /** Ends what is under way. */
  stop(): Promise<void>;
}

/** Evaluates transfers until it is stopped. Resolves when it has begun. */
export async function startFeeStream(
  { door, book, clock, log }: FeeStreamDeps,
  { groupId, topics, partitions }: FeeStreamOptions,
): Promise<RunningFeeStream> {
  await door.ensureTopics(topicSettings(topics, partitions));
  const prepared = new PreparedTransfers(clock);
  const running: Following[] = [];
  let failure: Error | undefined;
  if (topics.switch !== undefined) {
    const following = await prepared.follow(door, topics.prepared);
    running.push(following);
    following.failed.catch((error: unknown) => {
      failure = new Error(`${topics.prepared} cannot be followed`, { cause: error });
      log.error({ error }, 'ALARM: prepared transfers cannot be followed: start again');
    });
  }
  const alarm = createAlarm({ clock, log });
  const transform = (records: readonly KafkaRecord[]): readonly OutgoingRecord[] => {
    const handled = handleBatch(records, {
      topics,
      book: book.current(),
      findPrepared: (transferId) => prepared.find(transferId),
      nowMs: clock.now(),
    });
    alarm(handled);
    return handled.outgoing;
  };
  const ofSwitch = topics.switch === undefined ? [] : [topics.switch];
  const all = [topics.transfers, topics.waiting, ...ofSwitch];
  running.unshift(await door.transform({ groupId, topics: all, transform }));
  return {
    checkHealth: () => (failure === undefined ? Promise.resolve() : Promise.reject(failure)),
    stop: async () => {
      for (const one of running) await one.stop();
    },
  };
}

const alarmEveryMs = 60_000;

/** One line a minute, not one for each; how many there are, the metrics of the topics count. */
function createAlarm({ clock, log }: Pick<FeeStreamDeps, 'clock' | 'log'>) {
  let quietUntilMs = 0;
  return ({ setAside, missed, missedReason }: Handled): void => {
    if (setAside + missed === 0 || clock.now() < quietUntilMs) return;
    quietUntilMs = clock.now() + alarmEveryMs;
    log.error(
      { setAside, missed, missedReason },
      'messages were set aside, or transfers wait for rules that can be used',
    );
  };
}
