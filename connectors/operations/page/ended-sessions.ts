/** Which sessions were ended before their time: each process of the role follows the topic that says so. */
import {
  endedSessionKey,
  endedSessionsKeptMs,
  endedSessionSchema,
  type EndedSession,
} from '../../common/contracts/operations-sessions-ended';
import { FollowedTopics } from '../../common/doors/kafka/followed-topics';
import type { KafkaDoor, KafkaRecord } from '../../common/doors/kafka/kafka-door';
import { parseJson } from '../../common/json';
import type { Clock, EpochMs } from '../../common/runtime';
import { translated } from '../../common/words/languages';
import { pageServerWords } from './page-words';
import { kafkaInTime } from '../following/kafka-in-time';
import type { Session } from './session';

interface Ended {
  readonly beganUntilS: number;
  readonly knownMs: EpochMs;
}

/** As long as the topic keeps them, and no longer: so memory is bounded. */
export class KnownEndedSessions {
  /** In the order of the topic. */
  private readonly byKey = new Map<string, Ended>();

  constructor(private readonly issuer: string) {}

  enter({ value, timestampMs }: Pick<KafkaRecord, 'value' | 'timestampMs'>): void {
    for (const [key, { knownMs }] of this.byKey) {
      if (knownMs >= timestampMs - endedSessionsKeptMs) break;
      this.byKey.delete(key);
    }
    const { data } = endedSessionSchema.safeParse(parseJson(value ?? ''));
    if (data === undefined) return;
    const key = endedSessionKey(data);
    const known = this.byKey.get(key)?.beganUntilS ?? 0;
    // Of two that came in another order than they were meant the later one counts.
    const beganUntilS = Math.max(known, data.beganUntilS);
    this.byKey.delete(key);
    this.byKey.set(key, { beganUntilS, knownMs: timestampMs });
  }

  isEnded(session: Pick<Session, 'sessionId' | 'sub' | 'sid' | 'issuedAtS'>): boolean {
    return endingsOf(session, this.issuer).some(
      (key) => session.issuedAtS <= (this.byKey.get(key)?.beganUntilS ?? -1),
    );
  }
}

/** Keys of whatever ends this session. */
function endingsOf(
  { sessionId, sub, sid }: Pick<Session, 'sessionId' | 'sub' | 'sid'>,
  issuer: string,
): string[] {
  return [
    endedSessionKey({ of: 'session', sessionId }),
    endedSessionKey({ of: 'person', issuer, sub }),
    ...(sid === undefined ? [] : [endedSessionKey({ of: 'issuers-session', issuer, sid })]),
  ];
}

export interface EndedSessionsDeps {
  readonly kafka: KafkaDoor;
  readonly topic: string;
  readonly issuer: string;
  readonly clock: Clock;
}

export class EndedSessions {
  private readonly known: KnownEndedSessions;
  private readonly followed: FollowedTopics;
  private readonly listeners = new Set<() => void>();

  constructor(private readonly deps: EndedSessionsDeps) {
    this.known = new KnownEndedSessions(deps.issuer);
    const enter = (record: KafkaRecord) => {
      this.known.enter(record);
      for (const listener of this.listeners) listener();
    };
    this.followed = new FollowedTopics(deps.kafka, { topic: deps.topic, enter });
  }

  start(): Promise<void> {
    return this.followed.start();
  }

  stop(): Promise<void> {
    return this.followed.stop();
  }

  checkHealth(): Promise<void> {
    return this.followed.checkHealth();
  }

  isEnded(session: Session): boolean {
    return this.known.isEnded(session);
  }

  /** Called whenever more has ended. @returns what ends that */
  onEnded(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  /** Known here once it resolves, and in a moment to each process. @throws Problem when Kafka has not said so in time */
  end(ended: EndedSession): Promise<void> {
    return kafkaInTime(this.deps.clock, this.write(ended), notEnded);
  }

  private async write(ended: EndedSession): Promise<void> {
    const { kafka, topic } = this.deps;
    await kafka.publish([{ topic, key: endedSessionKey(ended), value: JSON.stringify(ended) }]);
    await this.followed.catchUp();
  }
}

const notEnded = translated(pageServerWords, (said) => said.notEnded);
