/** Payment events into documents of payments. */
import {
  paymentDocumentSchema,
  type PaymentDocument,
} from '../../common/contracts/payment-documents';
import { paymentEventSchema, type PaymentEvent } from '../../common/contracts/payment-events';
import type {
  DocumentOperation,
  ElasticsearchDoor,
} from '../../common/doors/elasticsearch/elasticsearch-door';
import type { KafkaRecord } from '../../common/doors/kafka/kafka-door';
import { canonicalJson, parseJson } from '../../common/json';
import { withoutForgotten, type IsForgotten } from './forgotten';
import { documentIdOf, withEvent } from './payment-document';
import { likelyIndices, paymentIndexOf } from './payment-index';
import { refusedWrites, type Applied, type Refused } from './outcomes';

interface Known {
  readonly index: string;
  readonly document: PaymentDocument;
}

const searchTimeoutMs = 10_000;

/**
 * Reads the documents as they stand, adds the events that they do not have yet and writes them back. The version is the
 * number of events: whoever knows fewer cannot write over who knows more.
 * @throws when somebody else writes the same documents: what comes again finds them as they are then
 */
export async function indexPayments(
  door: ElasticsearchDoor,
  alias: string,
  records: readonly KafkaRecord[],
  signal: AbortSignal,
  isForgotten: IsForgotten,
): Promise<Applied> {
  const { events, refused } = readEvents(records);
  const known = await readDocuments(door, alias, events);
  const changed = new Map<
    string,
    { readonly index: string; document: PaymentDocument; record: KafkaRecord }
  >();
  for (const { event, record } of events) {
    const id = documentIdOf(event);
    const before = changed.get(id) ?? known.get(id);
    const document = withEvent(before?.document, event);
    if (document === before?.document) continue;
    const index = before?.index ?? paymentIndexOf(alias, document.startedAt);
    changed.set(id, { index, document, record });
  }
  const writes = [...changed].map(([id, one]) => {
    const document = withoutForgotten(one.document, isForgotten);
    return { ...one, operation: operationOf(id, { ...one, document }) };
  });
  const outcomes = await door.bulk(
    writes.map(({ operation }) => operation),
    signal,
  );
  const stale = outcomes.filter(({ kind }) => kind === 'conflict').length;
  if (stale > 0) {
    throw new Error(`${stale} documents of payments were written by another indexer meanwhile`);
  }
  const notWritten = refusedWrites(writes, outcomes);
  const written = writes.length - notWritten.length;
  return { written, refused: [...refused, ...notWritten] };
}

interface ReadEvent {
  readonly event: PaymentEvent;
  readonly record: KafkaRecord;
}

function readEvents(records: readonly KafkaRecord[]): {
  readonly events: readonly ReadEvent[];
  readonly refused: readonly Refused[];
} {
  const events: ReadEvent[] = [];
  const refused: Refused[] = [];
  for (const record of records) {
    const event = paymentEventSchema.safeParse(parseJson(record.value ?? ''));
    if (event.success) events.push({ event: event.data, record });
    else refused.push({ record, reason: 'no-payment-event' });
  }
  return { events, refused };
}

/** By id. Almost all stand where they are likely to; of others the index is searched for. */
async function readDocuments(
  door: ElasticsearchDoor,
  alias: string,
  events: readonly ReadEvent[],
): Promise<Map<string, Known>> {
  const known = new Map<string, Known>();
  const missing = new Map<string, PaymentEvent>();
  const wanted = new Map<string, Set<string>>();
  for (const { event } of events) {
    const id = documentIdOf(event);
    missing.set(id, event);
    for (const index of likelyIndices(alias, event.occurredAt)) {
      wanted.set(index, (wanted.get(index) ?? new Set()).add(id));
    }
  }
  for (const [index, ids] of wanted) await readInto(door, index, [...ids], { known, missing });
  if (missing.size === 0) return known;
  const transactionIds = [...new Set([...missing.values()].map((one) => one.transactionId))];
  const found = await door.find(alias, {
    where: { transactionId: transactionIds },
    documentsMax: 10_000,
    timeoutMs: searchTimeoutMs,
  });
  for (const { index, id } of found) {
    if (missing.has(id)) await readInto(door, index, [id], { known, missing });
  }
  return known;
}

async function readInto(
  door: ElasticsearchDoor,
  index: string,
  ids: readonly string[],
  { known, missing }: { known: Map<string, Known>; missing: Map<string, unknown> },
): Promise<void> {
  const found = await door.read(
    index,
    ids.map((id) => ({ id })),
  );
  for (const [at, one] of found.entries()) {
    const id = ids[at];
    if (one === undefined || id === undefined) continue;
    known.set(id, { index, document: paymentDocumentSchema.parse(one.source) });
    missing.delete(id);
  }
}

function operationOf(id: string, { index, document }: Known): DocumentOperation {
  const source = canonicalJson(document);
  return { kind: 'index', index, id, source, version: document.steps.length };
}
