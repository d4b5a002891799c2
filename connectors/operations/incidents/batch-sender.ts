/** Sends the decisions of batches, some at a time, and goes on with those of a process that is gone. */
import type { Clock, Logger } from '../../common/runtime';
import { messageOf } from '../../common/message-of';
import type { OperatorTopics } from '../following/operator-topics';
import { retryOf, toSendOf } from './batch';
import type { KnownBatch } from './known-batches';

export interface BatchSenderDeps {
  readonly topics: OperatorTopics;
  readonly clock: Clock;
  readonly log: Logger;
  readonly decisionsTopic: string;
}

/** Others look so often; and whoever could not send tries again. */
const lookEveryMs = 5_000;

/** So long nothing of a batch was sent though it could be: who was sending it is gone. To send it twice harms nothing. */
const goneAfterMs = 15_000;

export class BatchSender {
  /** Those that were asked for here. */
  private readonly own = new Set<string>();
  private readonly over = new Set<string>();
  private readonly ending = new AbortController();
  private wake = new AbortController();
  private running: Promise<void> = Promise.resolve();

  constructor(private readonly deps: BatchSenderDeps) {}

  start(): void {
    const { topics } = this.deps;
    topics.onMoved(() => this.wake.abort());
    this.running = this.run();
  }

  async stop(): Promise<void> {
    this.ending.abort();
    this.wake.abort();
    await this.running;
  }

  /** From here it is sent at once. */
  add(batchId: string): void {
    this.own.add(batchId);
    this.wake.abort();
  }

  private async run(): Promise<void> {
    const { clock, log } = this.deps;
    let isFailing = false;
    while (!this.ending.signal.aborted) {
      this.wake = new AbortController();
      try {
        await this.sendAll();
        isFailing = false;
      } catch (error) {
        if (!isFailing) log.warn({ reason: messageOf(error) }, 'retries cannot be sent now');
        isFailing = true;
        // What moves meanwhile is no reason to try sooner.
        await clock.sleep(lookEveryMs, this.ending.signal);
      }
      await clock.sleep(lookEveryMs, this.wake.signal);
    }
  }

  private async sendAll(): Promise<void> {
    for (const known of this.deps.topics.batches.all()) await this.send(known);
  }

  private async send(known: KnownBatch): Promise<void> {
    const { topics, clock, decisionsTopic: topic } = this.deps;
    const { batch } = known;
    if (this.over.has(batch.batchId)) return;
    const { incidentKeys, quietMs, isOver } = toSendOf(known, topics.findDecision, clock.now());
    if (isOver) this.over.add(batch.batchId);
    if (incidentKeys.length === 0) return;
    if (!this.own.has(batch.batchId) && quietMs < goneAfterMs) return;
    const decisions = incidentKeys.map((incidentKey) => retryOf(batch, incidentKey));
    await topics.publish(
      decisions.map((one) => ({ topic, key: one.decisionId, value: JSON.stringify(one) })),
    );
  }
}
