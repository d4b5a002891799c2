import type { Clock, Logger, Random } from '../../runtime';
import { BytesInFlight } from './bytes-in-flight';
import type { BulkLimits, DocumentOperation, OperationOutcome } from './elasticsearch-door';
import type { ElasticsearchMetrics } from './metrics';

/** What Elasticsearch says to one request. */
export type BulkAnswer =
  | { readonly kind: 'items'; readonly items: readonly ItemAnswer[] }
  /** Not as a whole, at any time: what is wrong with it is found by sending less. */
  | { readonly kind: 'unacceptable'; readonly type: string; readonly reason: string }
  | { readonly kind: 'not-now'; readonly problem: string };

export interface ItemAnswer {
  readonly status: number;
  readonly result?: string | undefined;
  readonly error?: { readonly type: string; readonly reason?: string | undefined } | undefined;
}

export type SendBulk = (
  operations: readonly DocumentOperation[],
  signal: AbortSignal,
) => Promise<BulkAnswer>;

export interface BulkDeps {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Logger;
  readonly metrics: ElasticsearchMetrics;
}

const defaultLimits: BulkLimits = {
  bytesInFlightMax: 20 * 1024 * 1024,
  requestBytesMax: 5 * 1024 * 1024,
};

/** Of one operation besides its document: action, names, line ends. */
const operationBytes = 150;

const pauseMs = { first: 100, most: 10_000 };

interface Entry {
  readonly at: number;
  readonly operation: DocumentOperation;
  readonly bytes: number;
}

/** Cuts calls into requests, and repeats what was not for now until each operation has its outcome. */
export class BulkWriter {
  private readonly inFlight: BytesInFlight;
  private readonly limits: BulkLimits;

  constructor(
    private readonly send: SendBulk,
    private readonly deps: BulkDeps,
    limits: Partial<BulkLimits> = {},
  ) {
    this.limits = { ...defaultLimits, ...limits };
    this.inFlight = new BytesInFlight(this.limits.bytesInFlightMax);
  }

  async write(
    operations: readonly DocumentOperation[],
    signal: AbortSignal,
  ): Promise<readonly OperationOutcome[]> {
    const outcomes: OperationOutcome[] = [];
    for (const wave of wavesOf(operations.map(entryOf))) {
      const requests = requestsOf(wave, this.limits.requestBytesMax);
      await Promise.all(requests.map((entries) => this.writeAll(entries, outcomes, signal)));
    }
    return outcomes;
  }

  private async writeAll(
    entries: readonly Entry[],
    outcomes: OperationOutcome[],
    signal: AbortSignal,
  ): Promise<void> {
    let left = entries;
    for (let attempt = 1; left.length > 0; attempt += 1) {
      const answer = await this.request(left, signal);
      if (answer.kind === 'unacceptable' && left.length > 1) {
        const middle = left.length >> 1;
        await this.writeAll(left.slice(0, middle), outcomes, signal);
        await this.writeAll(left.slice(middle), outcomes, signal);
        return;
      }
      left = this.take(left, answer, outcomes);
      if (left.length > 0) await this.pause(attempt, left.length, answer, signal);
    }
  }

  private async request(entries: readonly Entry[], signal: AbortSignal): Promise<BulkAnswer> {
    const bytes = entries.reduce((sum, one) => sum + one.bytes, 0);
    await this.inFlight.enter(bytes, signal);
    this.deps.metrics.inFlight(this.inFlight.bytes);
    try {
      const operations = entries.map(({ operation }) => operation);
      return await this.send(operations, signal);
    } finally {
      this.inFlight.leave(bytes);
      this.deps.metrics.inFlight(this.inFlight.bytes);
    }
  }

  /** Notes the outcomes that there are, and gives the entries that have none yet. */
  private take(
    entries: readonly Entry[],
    answer: BulkAnswer,
    outcomes: OperationOutcome[],
  ): readonly Entry[] {
    if (answer.kind === 'not-now') return entries;
    const left: Entry[] = [];
    for (const [index, entry] of entries.entries()) {
      const outcome =
        answer.kind === 'unacceptable'
          ? ({ ...answer, kind: 'refused' } as const)
          : outcomeOf(answer.items[index]);
      if (outcome === undefined) {
        left.push(entry);
        continue;
      }
      outcomes[entry.at] = outcome;
      this.deps.metrics.done(outcome.kind);
    }
    return left;
  }

  private async pause(
    attempt: number,
    operations: number,
    answer: BulkAnswer,
    signal: AbortSignal,
  ): Promise<void> {
    const { clock, random, log, metrics } = this.deps;
    metrics.repeated(operations);
    log.warn(
      { attempt, operations, problem: causeOf(answer) },
      'Elasticsearch did not take documents: they are sent again',
    );
    const longestMs = Math.min(pauseMs.first * 2 ** (attempt - 1), pauseMs.most);
    await clock.sleep(longestMs * (0.5 + random.fraction() / 2), signal);
    signal.throwIfAborted();
  }
}

/** Without `reason`, which may quote a document. */
function causeOf(answer: BulkAnswer): string {
  if (answer.kind === 'not-now') return answer.problem;
  if (answer.kind === 'unacceptable') return answer.type;
  const types = answer.items.flatMap(({ error }) => (error === undefined ? [] : [error.type]));
  return [...new Set(types)].join(', ');
}

function outcomeOf(item: ItemAnswer | undefined): OperationOutcome | undefined {
  if (item === undefined) return undefined;
  const { status, result = '', error } = item;
  if (status >= 200 && status < 300 && isStored(result)) return { kind: 'stored', result };
  if (status === 404 && error === undefined) return { kind: 'absent' };
  if (status === 409) return { kind: 'conflict' };
  // Only the document itself can be at fault. Rights, blocks, indices that are not there may change.
  if (status !== 400) return undefined;
  return { kind: 'refused', type: error?.type ?? 'unknown', reason: error?.reason ?? '' };
}

function isStored(result: string): result is 'created' | 'updated' | 'deleted' {
  return result === 'created' || result === 'updated' || result === 'deleted';
}

function entryOf(operation: DocumentOperation, at: number): Entry {
  if (operation.kind === 'delete') return { at, operation, bytes: operationBytes };
  if (operation.source.includes('\n')) {
    throw new Error(`the document ${operation.index}/${operation.id} is not in one line`);
  }
  return { at, operation, bytes: operationBytes + Buffer.byteLength(operation.source) };
}

/**
 * No document twice in one of them: a repetition of what was not for now must not overtake what was to be
 * done after it.
 */
function* wavesOf(entries: readonly Entry[]): Generator<readonly Entry[]> {
  let wave: Entry[] = [];
  let documents = new Set<string>();
  for (const entry of entries) {
    const { index, id } = entry.operation;
    const document = `${index}/${id}`;
    if (documents.has(document)) {
      yield wave;
      wave = [];
      documents = new Set();
    }
    documents.add(document);
    wave.push(entry);
  }
  if (wave.length > 0) yield wave;
}

function requestsOf(entries: readonly Entry[], bytesMax: number): Entry[][] {
  const requests: Entry[][] = [];
  let bytes = Infinity;
  for (const entry of entries) {
    if (bytes + entry.bytes > bytesMax) {
      requests.push([]);
      bytes = 0;
    }
    requests.at(-1)?.push(entry);
    bytes += entry.bytes;
  }
  return requests;
}
