import type {
  Following,
  KafkaDoor,
  KafkaPublisher,
  KafkaRecord,
} from '../../common/doors/kafka/kafka-door';
import { NotYet } from '../../common/doors/kafka/kafka-door';
import type { Engine, Engines } from '../../common/engines/engine-list';
import { inTime } from '../../common/in-time';
import { messageOf } from '../../common/message-of';
import type { Clock, Logger } from '../../common/runtime';
import { readRecord, recordOf, type HandedOn } from './handed-on';
import type { MessageHop } from './hop';
import type { EngineMetrics, StrayReason } from './metrics';
import { keptTopic, strayTopic, topicFor, type BetweenEnginesSettings } from './settings';

export interface KeeperDeps {
  readonly kafka: Pick<KafkaDoor, 'ensureTopics' | 'openPublisher' | 'consume'>;
  readonly hop: Pick<MessageHop, 'pass'>;
  readonly engines: Engines;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: EngineMetrics;
}

/** The sender waits for its answer meanwhile. */
const kafkaTimeoutMs = 4_000;
/** After that one more forged message is counted and not kept. */
const forgedAtOnceMax = 20;
const againAfterMs = 5_000;
const groupId = 'payment-hub.for-engines';

/** Kafka, for what an engine that is away is to have, and for what belongs to none. */
export class Keeper {
  private readonly ending = new AbortController();
  private readonly topics = new Map<string, Promise<void>>();
  private readonly delivering: Following[] = [];
  /** Many senders wait at a time: a transaction for each would hold up the last for longer than it waits. */
  private readonly kept: KafkaPublisher;
  /** Of its own: whoever floods us with forged messages holds up no callback. */
  private readonly strays: KafkaPublisher;
  private forgedUnderWay = 0;

  constructor(
    private readonly deps: KeeperDeps,
    private readonly settings: BetweenEnginesSettings,
  ) {
    this.kept = deps.kafka.openPublisher();
    this.strays = deps.kafka.openPublisher();
  }

  /** Payments go on without Kafka, so nobody waits for it. What is kept from before is delivered. */
  start(): void {
    const { all } = this.deps.engines.current();
    const topics = all.map(({ name }) => topicFor(name, this.settings));
    for (const topic of [this.settings.STRAY_MESSAGES_TOPIC, ...topics]) void this.opened(topic);
  }

  async stop(): Promise<void> {
    this.ending.abort();
    await Promise.all(this.delivering.map((one) => one.stop()));
    await Promise.all([this.kept.close(), this.strays.close()]);
  }

  /** Resolves once all replicas in sync have it; it is delivered when the engine is back. */
  async keep({ name }: Engine, message: HandedOn): Promise<void> {
    await this.write(this.kept, topicFor(name, this.settings), message);
    this.deps.metrics.handedOn(name, 'kept');
  }

  /** For operators: counted, and resolves once it is kept. */
  async keepStray(reason: StrayReason, message: HandedOn): Promise<void> {
    const { log, metrics } = this.deps;
    const { tenant, method, id } = message;
    metrics.stray(reason);
    log.warn({ tenant, reason, method, id }, 'a message belongs to no engine: kept for operators');
    await this.write(this.strays, this.settings.STRAY_MESSAGES_TOPIC, message, reason);
  }

  /** Whoever forges messages is not waited for, and cannot make us do more than so much at a time. */
  noteForged(message: HandedOn): void {
    if (this.forgedUnderWay >= forgedAtOnceMax) {
      this.deps.metrics.stray('forged');
      return;
    }
    this.forgedUnderWay += 1;
    this.keepStray('forged', message)
      .catch((error: unknown) => {
        const reason = messageOf(error);
        this.deps.log.warn({ reason }, 'a forged message was counted, but not kept');
      })
      .finally(() => {
        this.forgedUnderWay -= 1;
      });
  }

  private async write(
    publisher: KafkaPublisher,
    topic: string,
    message: HandedOn,
    reason?: StrayReason,
  ): Promise<void> {
    const { clock, engines } = this.deps;
    const late = () => new Error(`Kafka did not take a message for ${topic} in time`);
    const endsAtMs = clock.now() + kafkaTimeoutMs;
    // Until then nobody holds what is to be written: it is refused, and its sender has it.
    await inTime(clock, kafkaTimeoutMs, this.ready(topic), late);
    const value = recordOf(message, {
      by: engines.current().own.name,
      keptAtMs: clock.now(),
      ...(reason !== undefined && { reason }),
    });
    const key = `${message.tenant}:${message.id}`;
    const written = publisher.publish([{ topic, key, value }]);
    await inTime(clock, Math.max(0, endsAtMs - clock.now()), written, late);
  }

  private async opened(topic: string): Promise<void> {
    const { clock, log } = this.deps;
    for (let attempt = 1; !this.ending.signal.aborted; attempt += 1) {
      try {
        await this.ready(topic);
        return;
      } catch (error) {
        const reason = messageOf(error);
        if (attempt === 1) log.warn({ topic, reason }, 'nothing can be kept yet: Kafka is away');
        await clock.sleep(againAfterMs, this.ending.signal);
      }
    }
  }

  /** Makes the topic where it is not there, and has what is on it delivered. */
  private ready(topic: string): Promise<void> {
    const known = this.topics.get(topic);
    if (known !== undefined) return known;
    const making = this.open(topic);
    this.topics.set(topic, making);
    // Tried again by who needs it next.
    making.catch(() => this.topics.delete(topic));
    return making;
  }

  private async open(topic: string): Promise<void> {
    const { kafka } = this.deps;
    if (topic === this.settings.STRAY_MESSAGES_TOPIC) {
      await kafka.ensureTopics([strayTopic(this.settings)]);
      return;
    }
    const name = topic.slice(this.settings.ENGINES_TOPIC_PREFIX.length + 1);
    await kafka.ensureTopics([keptTopic(name, this.settings)]);
    if (!this.ending.signal.aborted) void this.deliver(name, topic);
  }

  private async deliver(name: string, topic: string): Promise<void> {
    const { kafka, log, clock } = this.deps;
    const isEnding = () => this.ending.signal.aborted;
    while (!isEnding()) {
      const following = kafka.consume({
        // One for each topic: whoever waits for an engine holds up no other.
        groupId: `${groupId}.${name}`,
        topics: [topic],
        apply: async (records, signal) => {
          for (const record of records) if (!signal.aborted) await this.give(name, record);
          if (signal.aborted) throw new NotYet();
        },
      });
      this.delivering.push(following);
      await following.failed.catch((error: unknown) => {
        log.error({ engine: name, error }, 'what waits for an engine cannot be read: trying again');
      });
      await clock.sleep(againAfterMs, this.ending.signal);
    }
  }

  /** @throws NotYet while its engine is away */
  private async give(name: string, record: KafkaRecord): Promise<void> {
    const { engines, hop, clock, metrics, log } = this.deps;
    const kept = readRecord(record.value);
    if (kept === undefined) {
      const { topic, partition, offset } = record;
      log.error({ topic, partition, offset }, 'a record is no message of ours: passed over');
      return;
    }
    const { message, keptAtMs } = kept;
    const engine = engines.current().all.find((one) => one.name === name);
    if (engine === undefined) {
      await this.keepStray('gone', message);
      return;
    }
    if (clock.now() - keptAtMs > this.settings.ENGINES_KEPT_FOR) {
      await this.keepStray('expired', message);
      return;
    }
    const result = await hop.pass(engine, message);
    if (result.kind === 'away') throw new NotYet();
    if (result.kind === 'refused') await this.keepStray('refused', message);
    else metrics.handedOn(name, 'delivered');
  }
}
