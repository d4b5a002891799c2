/** Follows the records of an engine and keeps the log of each of its partitions. */
import { kafkaPartitionOf } from '../../common/contracts/engine-records-topic';
import type { Following, KafkaDoor, KafkaRecord } from '../../common/doors/kafka/kafka-door';
import type { Clock, Logger } from '../../common/runtime';
import type { AuditLogMetrics } from './metrics';
import { PartitionLog, type Taken } from './partition-log';
import { folderOf, logKeysOf, recordsTopicOf, type AuditLogSettings } from './settings';

interface Deps {
  readonly kafka: KafkaDoor;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: AuditLogMetrics;
}

/** So many entries are signed at once at the most: what is not signed is held in memory. */
const unsignedMax = 50_000;
const alarmEveryMs = 60_000;

export interface KeptLogs {
  /** Rejects when the logs are not kept any more. */
  checkHealth(): Promise<void>;
  /** Signs what there is. */
  close(): Promise<void>;
}

/** @throws LogSpoilt when a log on disk is not what was signed */
export function keepLogs(deps: Deps, settings: AuditLogSettings, partitions: number): KeptLogs {
  const logs = new Map(
    Array.from({ length: partitions }, (_, at) => [
      kafkaPartitionOf(at + 1),
      new PartitionLog({
        folder: folderOf(settings, at + 1),
        engine: settings.ENGINE_NAME,
        ...logKeysOf(settings, at + 1),
      }),
    ]),
  );
  const keeper = new Keeper(deps, settings, logs);
  return { checkHealth: () => keeper.checkHealth(), close: () => keeper.close() };
}

class Keeper {
  private readonly closing = new AbortController();
  /** Undefined until it has caught up; the door ends it all the same. */
  private following: Following | undefined;
  private readonly signing: Promise<void>;
  private broken: Error | undefined;
  private quietUntilMs = 0;

  constructor(
    private readonly deps: Deps,
    private readonly settings: AuditLogSettings,
    private readonly logs: ReadonlyMap<number, PartitionLog>,
  ) {
    const following = deps.kafka.follow({
      topic: recordsTopicOf(settings),
      fromOffsets: new Map([...logs].map(([partition, one]) => [partition, one.fromOffset])),
      apply: (records) => this.apply(records),
    });
    following
      .then((caughtUp) => {
        this.following = caughtUp;
        return caughtUp.failed;
      })
      .catch((error: unknown) => this.fail(error));
    this.signing = this.signNowAndThen();
  }

  async checkHealth(): Promise<void> {
    if (this.broken !== undefined) throw this.broken;
    await this.deps.kafka.checkHealth();
  }

  async close(): Promise<void> {
    this.closing.abort();
    await this.following?.stop();
    await this.signing;
    await this.signAll();
  }

  private async apply(records: readonly KafkaRecord[]): Promise<void> {
    const [first] = records;
    if (first === undefined) return;
    const one = this.logs.get(first.partition);
    if (one === undefined) {
      throw new Error(`the topic has a new partition ${first.partition}: start the role anew`);
    }
    this.watch(one.take(records));
    while (one.unsigned > unsignedMax && !this.isClosing()) {
      if (await this.sign(first.partition, one)) continue;
      await this.deps.clock.sleep(this.settings.AUDIT_LOG_CHECKPOINT_EVERY, this.closing.signal);
    }
  }

  private async signNowAndThen(): Promise<void> {
    for (;;) {
      await this.deps.clock.sleep(this.settings.AUDIT_LOG_CHECKPOINT_EVERY, this.closing.signal);
      if (this.isClosing()) return;
      await this.signAll();
    }
  }

  private isClosing(): boolean {
    return this.closing.signal.aborted;
  }

  private async signAll(): Promise<void> {
    for (const [partition, one] of this.logs) await this.sign(partition, one);
  }

  /** Whether it is on disk; that Kafka has not heard of it is an alarm, and the next one says all that it would. */
  private async sign(partition: number, one: PartitionLog): Promise<boolean> {
    const { kafka, metrics, clock, log } = this.deps;
    try {
      const signed = await one.sign();
      if (signed === undefined) return true;
      metrics.signed(partition + 1, signed.size, clock.now());
      const { origin: key, note: value } = signed;
      await kafka
        .publish([{ topic: this.settings.AUDIT_LOG_CHECKPOINTS_TOPIC, key, value }])
        .catch((error: unknown) => {
          metrics.trouble('untold', 1);
          log.warn({ origin: key, error }, 'a checkpoint of the audit log stands on disk only');
        });
      return true;
    } catch (error) {
      metrics.trouble('unsigned', 1);
      log.error({ partition: partition + 1, error }, 'ALARM: the audit log could not be signed');
      return false;
    }
  }

  private watch({ unreadable, skippedOffsets }: Taken): void {
    const { metrics, clock, log } = this.deps;
    metrics.trouble('unreadable', unreadable.length);
    metrics.trouble('deleted', skippedOffsets);
    if (unreadable.length + skippedOffsets === 0 || clock.now() < this.quietUntilMs) return;
    this.quietUntilMs = clock.now() + alarmEveryMs;
    log.error(
      { unreadable: unreadable.slice(0, 5), skippedOffsets },
      'ALARM: records of the engine stand in no audit log: see connectors/exporters/audit-log',
    );
  }

  private fail(error: unknown): void {
    if (this.isClosing()) return;
    this.broken = new Error('the audit log is not kept any more', { cause: error });
    this.deps.log.error({ error }, 'ALARM: the audit log is not kept any more');
  }
}
