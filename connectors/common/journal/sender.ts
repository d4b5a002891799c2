import { journalTopic, type JournalSettings } from '../contracts/message-journal';
import {
  QueueFull,
  TooLarge,
  type KafkaDoor,
  type KafkaPublisher,
} from '../doors/kafka/kafka-door';
import { missingTopics } from '../doors/kafka/missing-topics';
import type { Clock, Logger } from '../runtime';
import type { JournalMetrics } from './metrics';
import type { Segment, Spool } from './spool';

interface SenderDeps {
  readonly kafka: KafkaDoor;
  readonly spool: Spool;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: JournalMetrics;
}

const pauses = { firstMs: 500, mostMs: 30_000 };

const lineStart = '{"messageId":"';

/** Brings what waits on disk to Kafka, the oldest first, and removes what Kafka has acknowledged. */
export class Sender {
  private readonly publisher: KafkaPublisher;
  private hasTopic = false;
  private failures = 0;

  constructor(
    private readonly deps: SenderDeps,
    private readonly settings: JournalSettings,
  ) {
    this.publisher = deps.kafka.openPublisher();
  }

  /** Until `signal` aborts. Never rejects. */
  async run(signal: AbortSignal): Promise<void> {
    const isOver = (): boolean => signal.aborted;
    const { spool, clock, metrics } = this.deps;
    while (!isOver()) {
      try {
        const segment = await spool.next(signal);
        if (segment === undefined) return;
        await this.send(segment);
        await spool.remove(segment);
        metrics.waiting(spool.waitingBytes);
        this.works();
      } catch (error) {
        if (isOver()) return;
        this.failed(error);
        const { firstMs, mostMs } = pauses;
        await clock.sleep(Math.min(firstMs * 2 ** (this.failures - 1), mostMs), signal);
      }
    }
  }

  private async send(segment: Segment): Promise<void> {
    const { spool, metrics } = this.deps;
    await this.prepare();
    const { lines, isTorn } = await spool.read(segment);
    const whole = lines.filter((line) => line.startsWith(lineStart));
    const torn = lines.length - whole.length + (isTorn ? 1 : 0);
    try {
      await this.publish(whole);
    } catch (error) {
      if (!(error instanceof TooLarge)) throw error;
      await this.publishOneByOne(whole);
    }
    if (torn > 0) metrics.lost('torn', torn);
  }

  /** Where somebody else has made the topic, the right to make one is not needed. */
  private async prepare(): Promise<void> {
    if (this.hasTopic) return;
    const { kafka } = this.deps;
    const topic = journalTopic(this.settings);
    if ((await missingTopics(kafka, [topic.name])).length > 0) await kafka.ensureTopics([topic]);
    this.hasTopic = true;
  }

  private async publish(lines: readonly string[]): Promise<void> {
    const topic = this.settings.MESSAGE_JOURNAL_TOPIC;
    const records = lines.map((value) => {
      const key = value.slice(lineStart.length, value.indexOf('"', lineStart.length));
      return { topic, key, value };
    });
    for (;;) {
      try {
        await this.publisher.publish(records);
        break;
      } catch (error) {
        if (!(error instanceof QueueFull)) throw error;
        await this.publisher.room();
      }
    }
    this.deps.metrics.written(lines.length);
  }

  private async publishOneByOne(lines: readonly string[]): Promise<void> {
    for (const line of lines) {
      try {
        await this.publish([line]);
      } catch (error) {
        if (!(error instanceof TooLarge)) throw error;
        this.deps.metrics.lost('too-large', 1);
        this.deps.log.error(
          { topic: this.settings.MESSAGE_JOURNAL_TOPIC },
          'ALARM: a message is missing from the journal: Kafka takes none so large. Raise max.message.bytes of the topic, or lower MESSAGE_JOURNAL_BODY_BYTES_MAX',
        );
      }
    }
  }

  private failed(error: unknown): void {
    this.failures += 1;
    const { spool, log, metrics } = this.deps;
    metrics.waiting(spool.waitingBytes);
    if (this.failures > 1) return;
    const { MESSAGE_JOURNAL_SPOOL_DIRECTORY: folder } = this.settings;
    log.warn(
      { error, folder, bytesMax: this.settings.MESSAGE_JOURNAL_SPOOL_BYTES_MAX },
      'the message journal cannot be sent to Kafka: it waits on disk, and payments go on. Mend Kafka, or the folder, before it is full',
    );
  }

  private works(): void {
    if (this.failures > 0) this.deps.log.info({}, 'the message journal is sent to Kafka again');
    this.failures = 0;
  }
}
