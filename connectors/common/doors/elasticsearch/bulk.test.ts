import * as fc from 'fast-check';
import { Registry } from 'prom-client';
import { silentLog } from '../../../../test/kit/mojaloop';
import { systemRandom } from '../../clock';
import { BulkWriter, type BulkAnswer, type ItemAnswer } from './bulk';
import type { DocumentOperation, OperationOutcome } from './elasticsearch-door';
import { createElasticsearchMetrics } from './metrics';

const clock = {
  now: () => 0,
  sleep: () => new Promise<void>((resolve) => setImmediate(resolve)),
};
const metrics = createElasticsearchMetrics(new Registry());
const requestBytesMax = 600;
const bytesInFlightMax = 1_200;

/** What happens to one request: it is lost, or done and its answer lost, or some items are not for now. */
type Fate = 'lost' | 'answer-lost' | number;

/** A cluster that has its moods, and what it holds. */
class Moody {
  readonly documents = new Map<string, string>();
  private inFlight = 0;
  mostInFlight = 0;

  constructor(private readonly fates: readonly Fate[]) {}

  readonly send = async (operations: readonly DocumentOperation[]): Promise<BulkAnswer> => {
    const fate = this.fates[this.requests++] ?? -1;
    this.inFlight += 1;
    this.mostInFlight = Math.max(this.mostInFlight, this.inFlight);
    await clock.sleep();
    this.inFlight -= 1;
    if (fate === 'lost') return { kind: 'not-now', problem: 'lost' };
    const items = operations.map((one, at) => this.apply(one, at === fate));
    if (fate === 'answer-lost') return { kind: 'not-now', problem: 'answer lost' };
    return { kind: 'items', items };
  };
  private requests = 0;

  private apply(operation: DocumentOperation, isBusy: boolean): ItemAnswer {
    if (isBusy) return { status: 429, error: { type: 'busy' } };
    const { id } = operation;
    if (operation.kind === 'delete') {
      return this.documents.delete(id)
        ? { status: 200, result: 'deleted' }
        : { status: 404, result: 'not_found' };
    }
    if (operation.source === 'bad') return { status: 400, error: { type: 'bad' } };
    const result = this.documents.has(id) ? 'updated' : 'created';
    this.documents.set(id, operation.source);
    return { status: 200, result };
  }
}

const operation = fc.record({
  id: fc.constantFrom('1', '2', '3', '4'),
  source: fc.constantFrom('a', 'b', 'c', 'bad', undefined),
});
const fate = fc.oneof(
  fc.constantFrom('lost' as const, 'answer-lost' as const),
  fc.integer({ min: -1, max: 3 }),
);

/** One operation after the other, each once: what must be true in the end. */
function inOrder(operations: readonly DocumentOperation[]): ReadonlyMap<string, string> {
  const documents = new Map<string, string>();
  for (const one of operations) {
    if (one.kind === 'delete') documents.delete(one.id);
    else if (one.source !== 'bad') documents.set(one.id, one.source);
  }
  return documents;
}

test('whatever is lost, late or refused: documents are as if each operation was done once, in order', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(operation, { maxLength: 30 }),
      fc.array(fate, { maxLength: 30 }),
      async (drawn, fates) => {
        const operations = drawn.map(({ id, source }): DocumentOperation =>
          source === undefined
            ? { kind: 'delete', index: 'i', id }
            : { kind: 'index', index: 'i', id, source },
        );
        const cluster = new Moody(fates);
        const writer = new BulkWriter(
          cluster.send,
          { clock, random: systemRandom, log: silentLog, metrics },
          { requestBytesMax, bytesInFlightMax },
        );
        const outcomes = await writer.write(operations, new AbortController().signal);
        expect(cluster.documents).toEqual(inOrder(operations));
        expect(outcomes).toHaveLength(operations.length);
        for (const [at, outcome] of outcomes.entries()) expectFitting(drawn[at]?.source, outcome);
        // Each has some 151 bytes: three in a request, two requests at a time.
        expect(cluster.mostInFlight).toBeLessThanOrEqual(2);
      },
    ),
    { numRuns: 300 },
  );
});

function expectFitting(source: string | undefined, { kind }: OperationOutcome): void {
  if (source === 'bad') expect(kind).toBe('refused');
  else if (source === undefined) expect(['stored', 'absent']).toContain(kind);
  else expect(kind).toBe('stored');
}
