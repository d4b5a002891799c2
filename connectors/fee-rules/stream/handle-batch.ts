/** All that is decided about a batch of records. No I/O: what is to be written comes out. */
import type { TransferRecord } from '../../common/contracts/fees';
import { NotYet, type KafkaRecord, type OutgoingRecord } from '../../common/doors/kafka/kafka-door';
import type { EpochMs } from '../../common/runtime';
import { evaluateFees } from '../rule-sets/evaluate-fees';
import type { RuleBook } from '../rule-sets/rule-book';
import { preparedRecord, type Prepared } from './prepared-transfers';
import type { StreamTopics } from './settings';
import { readRecord, type PoisonReason, type Reading, type Source, type Task } from './work';
import { messageOf } from '../../common/message-of';

export interface Batch {
  readonly topics: StreamTopics;
  /** The rules for all of the batch. */
  readonly book: RuleBook;
  readonly findPrepared: (transferId: string) => Prepared | undefined;
  readonly nowMs: EpochMs;
}

/** What has to wait is looked at again after 1 s, then after twice as long each time, up to this. */
const waitMsMax = 300_000;

/** So long a commit waits for what was prepared; the switch writes both within seconds. */
const neverPreparedMs = 3_600_000;

/** A record that no broker takes would come again for ever, and hold up its partition. */
const keyCharactersMax = 200;
const valueCharactersMax = 10_000;
const reasonCharactersMax = 1_000;

export interface Handled {
  readonly outgoing: readonly OutgoingRecord[];
  readonly setAside: number;
  /** Transfers whose rules cannot be used now, and why the last of them could not. */
  readonly missed: number;
  readonly missedReason: string | undefined;
}

/** @throws NotYet when the batch is of waiting transfers, and it is not time yet. */
export function handleBatch(records: readonly KafkaRecord[], batch: Batch): Handled {
  const readings = records.map((record) => ({ record, reading: readRecord(record, batch.topics) }));
  const first = readings[0]?.reading;
  if (first?.kind === 'task' && (first.waited?.notBeforeMs ?? 0) > batch.nowMs) throw new NotYet();
  const handler = new BatchHandler(batch);
  for (const { record, reading } of readings) handler.handle(record, reading);
  return handler;
}

type Outcome =
  | { readonly kind: 'done' }
  | { readonly kind: 'wait'; readonly reason: string }
  | { readonly kind: 'poison'; readonly reason: PoisonReason; readonly detail: string };

const done: Outcome = { kind: 'done' };

class BatchHandler implements Handled {
  readonly outgoing: OutgoingRecord[] = [];
  setAside = 0;
  missed = 0;
  missedReason: string | undefined;
  /** What this batch itself says of the switch's transfers. */
  private readonly prepared = new Map<string, Prepared>();

  constructor(private readonly batch: Batch) {}

  handle(record: KafkaRecord, reading: Reading): void {
    switch (reading.kind) {
      case 'nothing':
        return;
      case 'prepared':
        // A repeated message must not bring back what is done.
        if (this.find(reading.transfer.transferId) === undefined) {
          this.remember(reading.transfer.transferId, reading.transfer);
        }
        return;
      case 'poison':
        this.putAside(record, record, reading);
        return;
      case 'task':
        this.work(record, reading);
    }
  }

  private work(record: KafkaRecord, reading: Extract<Reading, { kind: 'task' }>): void {
    const { source, task, waited } = reading;
    const { topics, nowMs } = this.batch;
    const outcome = this.carryOut(task);
    const sinceMs = waited?.sinceMs ?? nowMs;
    const isHopeless = task.kind === 'committed' && nowMs - sinceMs > neverPreparedMs;
    if (outcome.kind === 'wait' && !(isHopeless && this.find(task.transferId) === undefined)) {
      const attempts = (waited?.attempts ?? 0) + 1;
      const notBeforeMs = nowMs + Math.min(1_000 * 2 ** (attempts - 1), waitMsMax);
      const reason = outcome.reason.slice(0, reasonCharactersMax);
      this.put(topics.waiting, keyOf(source), {
        source,
        task,
        reason,
        sinceMs,
        attempts,
        notBeforeMs,
      });
      return;
    }
    if (outcome.kind === 'wait') {
      this.putAside(record, source, { reason: 'never-prepared', detail: outcome.reason });
    }
    if (outcome.kind === 'poison') this.putAside(record, source, outcome);
    if (waited !== undefined) this.delete(topics.waiting, keyOf(source));
  }

  private carryOut(task: Task): Outcome {
    if (task.kind === 'evaluate') return this.evaluate(task.transfer);
    const { transferId, occurredAt } = task;
    const prepared = this.find(transferId);
    if (prepared === 'done') return done;
    if (prepared === undefined)
      return { kind: 'wait', reason: 'what was prepared is not known yet' };
    const { transaction } = prepared;
    if (transaction === null)
      return { kind: 'poison', reason: 'no-transaction', detail: transferId };
    const outcome = this.evaluate({
      transferId,
      executionPoint: 'transfer.committed',
      occurredAt,
      transaction,
    });
    if (outcome.kind === 'done') this.remember(transferId, 'done');
    return outcome;
  }

  private evaluate({
    transferId,
    executionPoint,
    occurredAt,
    transaction,
  }: TransferRecord): Outcome {
    const { transactionId } = transaction;
    const occurredAtMs = Date.parse(occurredAt);
    const point = executionPoint;
    const occasion = { transactionId, transferId, point, occurredAtMs, transaction };
    try {
      const outcome = evaluateFees(this.batch.book, occasion);
      if (outcome.kind === 'missed') {
        this.missed += 1;
        this.missedReason = outcome.reason;
        return { kind: 'wait', reason: outcome.reason };
      }
      for (const entry of outcome.entries)
        this.put(this.batch.topics.entries, transactionId, entry);
      return done;
    } catch (error) {
      return { kind: 'poison', reason: 'evaluation-failed', detail: messageOf(error) };
    }
  }

  private find(transferId: string): Prepared | undefined {
    return this.prepared.get(transferId) ?? this.batch.findPrepared(transferId);
  }

  private remember(transferId: string, prepared: Prepared): void {
    this.prepared.set(transferId, prepared);
    this.outgoing.push(preparedRecord(this.batch.topics.prepared, transferId, prepared));
  }

  private putAside(
    { key, value, timestampMs }: KafkaRecord,
    { topic, partition, offset }: Source,
    { reason, detail }: { readonly reason: PoisonReason; readonly detail: string },
  ): void {
    const source = { topic, partition, offset };
    this.setAside += 1;
    this.put(this.batch.topics.setAside, keyOf(source), {
      reason,
      detail,
      source: { ...source, key: key?.slice(0, keyCharactersMax), timestampMs },
      value: value?.slice(0, valueCharactersMax),
      isCut: (value?.length ?? 0) > valueCharactersMax,
    });
  }

  private put(topic: string, key: string, value: object): void {
    this.outgoing.push({ topic, key, value: JSON.stringify(value) });
  }

  private delete(topic: string, key: string): void {
    this.outgoing.push({ topic, key, value: null });
  }
}

function keyOf({ topic, partition, offset }: Source): string {
  return `${topic}/${partition}/${offset}`;
}
