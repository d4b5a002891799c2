/** What waits, who has taken it, and whom we have called: as Kafka says it, from when it can be reached on. */
import { readLook } from '../../common/contracts/back-office';
import { KnownMatters } from '../../common/contracts/known-matters';
import { KnownWork } from '../../common/contracts/operator-work';
import { FollowedTopics } from '../../common/doors/kafka/followed-topics';
import type { KafkaDoor, KafkaRecord, TopicSettings } from '../../common/doors/kafka/kafka-door';
import { inTime } from '../../common/in-time';
import { messageOf } from '../../common/message-of';
import type { Clock, EpochMs, Logger } from '../../common/runtime';
import { KnownCalls } from './known-calls';
import type { OnCallEnvironment } from './settings';

export interface OnCallTopicsDeps {
  readonly kafka: KafkaDoor;
  readonly clock: Clock;
  readonly log: Logger;
  readonly environment: OnCallEnvironment;
  /** They are made, where they are not there. */
  readonly topics: readonly TopicSettings[];
}

/** A start waits for Kafka for so long; then it goes on without, and tries again. */
const waitsMs = 5_000;
const againAfterMs = 5_000;
/** A stop waits so long for what Kafka does not end. */
const stopMs = 5_000;

export class OnCallTopics {
  readonly matters = new KnownMatters();
  readonly work = new KnownWork();
  readonly known = new KnownCalls();
  private relayLookedMs: EpochMs | undefined;
  private readonly followed: FollowedTopics;
  private readonly ending = new AbortController();
  private connecting: Promise<void> = Promise.resolve();
  private isConnected = false;

  constructor(private readonly deps: OnCallTopicsDeps) {
    const { kafka, environment } = deps;
    const enterMatter = ({ key, value, timestampMs }: KafkaRecord) => {
      if (readLook(value) !== undefined) this.relayLookedMs = timestampMs;
      else this.matters.enter(key, value);
    };
    this.followed = new FollowedTopics(
      kafka,
      { topic: environment.BACK_OFFICE_TOPIC, enter: enterMatter },
      { topic: environment.OPERATOR_WORK_TOPIC, enter: ({ value }) => this.work.enter(value) },
      { topic: environment.ON_CALL_CALLS_TOPIC, enter: (record) => this.known.enter(record) },
    );
  }

  /** When the decision relay has looked last, by Kafka's clock; undefined: it has never said. */
  get relayLookedAtMs(): EpochMs | undefined {
    return this.relayLookedMs;
  }

  /** Never rejects: a Kafka that is away must keep nobody from being called. */
  async start(): Promise<void> {
    const { clock, log } = this.deps;
    const first = this.connect();
    const late = () => new Error(`it has not answered in ${waitsMs} ms`);
    await inTime(clock, waitsMs, first, late).catch((error: unknown) => {
      const reason = messageOf(error);
      log.warn({ reason }, 'Kafka is not reached: it is tried again and again');
    });
    this.connecting = this.keepConnecting(first);
  }

  /** Ends in time, whatever Kafka says: what is left goes with the door. */
  async stop(): Promise<void> {
    const { clock, log } = this.deps;
    this.ending.abort();
    const ended = this.connecting.then(() => this.followed.stop());
    const late = () => new Error(`it has not answered in ${stopMs} ms`);
    await inTime(clock, stopMs, ended, late).catch((error: unknown) => {
      log.warn({ reason: messageOf(error) }, 'Kafka is left without its leave');
    });
  }

  /** Resolves once all that was written until now is known here. Rejects while Kafka has not been reached. */
  async catchUp(): Promise<void> {
    this.requireConnected();
    await this.followed.catchUp();
  }

  async checkHealth(): Promise<void> {
    this.requireConnected();
    await this.followed.checkHealth();
  }

  private isEnding(): boolean {
    return this.ending.signal.aborted;
  }

  private requireConnected(): void {
    if (!this.isConnected) {
      throw new Error('Kafka has not been reached since the start: it is tried again and again');
    }
  }

  private async connect(): Promise<void> {
    const { kafka, topics } = this.deps;
    await kafka.ensureTopics(topics);
    await this.followed.start();
    this.isConnected = true;
  }

  private async keepConnecting(first: Promise<void>): Promise<void> {
    let attempt = first;
    while (!this.isEnding()) {
      try {
        await attempt;
        return;
      } catch {
        // What keeps it away is what the health check of Kafka says.
        await this.deps.clock.sleep(againAfterMs, this.ending.signal);
        if (!this.isEnding()) attempt = this.connect();
      }
    }
    await attempt.catch(() => undefined);
  }
}
