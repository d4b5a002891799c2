/** What an engine told of the processes of a payment, from Elasticsearch. */
import { Problem } from '../../common/api/problems';
import { recordsAlias, recordsIndex } from '../../common/contracts/engine-records-indices';
import type { PaymentDocument } from '../../common/contracts/payment-documents';
import type {
  DocumentFilter,
  ElasticsearchDoor,
} from '../../common/doors/elasticsearch/elasticsearch-door';
import type { EpochMs } from '../../common/runtime';
import { translated } from '../../common/words/languages';
import { searchElasticsearch } from '../api/ask-elasticsearch';
import { elementWords } from './element-words';
import {
  engineRecordSchema,
  inOrder,
  processRecordSchema,
  recordFields,
  recordTypes,
  type EngineRecord,
  type ProcessRecord,
} from './engine-record';

export interface RecordsSource {
  readonly elasticsearch: Pick<ElasticsearchDoor, 'search'>;
  /** Of the engine's indices. */
  readonly prefix: string;
  readonly nowMs: EpochMs;
}

/** Of one kind in one answer, which is the most that Elasticsearch gives. A payment has some 130 of all kinds. */
const recordsMax = 10_000;

/** Processes that call processes that call processes: the hub's own are two deep. */
const depthMax = 8;

/** Processes of the payment that are known from its own document. */
export function processesOf({ steps }: PaymentDocument): string[] {
  return [...new Set(steps.map(({ processInstanceKey }) => processInstanceKey))];
}

/**
 * All records of the payment's processes and of those that they have called, in order. Empty: they are kept no longer.
 * @throws Problem
 */
export async function readRecords(
  source: RecordsSource,
  document: PaymentDocument,
): Promise<readonly EngineRecord[]> {
  const all = await withCalled(source, document, processesOf(document));
  const read = recordTypes.map((type) => search(source, document, type, [ofProcesses(all)]));
  const records = (await Promise.all(read)).flat().map((one) => engineRecordSchema.parse(one));
  return records.sort(inOrder);
}

/** Of each of these processes that it began. @throws Problem */
export async function readProcesses(
  source: RecordsSource,
  document: PaymentDocument,
): Promise<readonly ProcessRecord[]> {
  const all = await withCalled(source, document, processesOf(document));
  const found = await search(source, document, 'process-instance', [
    ...[ofProcesses(all), processesOnly],
    { kind: 'one-of', field: 'intent', values: ['ELEMENT_ACTIVATED'] },
  ]);
  return found.map((one) => processRecordSchema.parse(one));
}

const ofProcesses = (keys: readonly string[]): DocumentFilter => ({
  ...{ kind: 'one-of', field: 'value.processInstanceKey', values: keys },
});

const processesOnly: DocumentFilter = {
  ...{ kind: 'one-of', field: 'value.bpmnElementType', values: ['PROCESS'] },
};

async function withCalled(
  source: RecordsSource,
  document: PaymentDocument,
  keys: readonly string[],
): Promise<readonly string[]> {
  const all = new Set(keys);
  let callers = keys;
  for (let depth = 0; callers.length > 0 && depth < depthMax; depth += 1) {
    const found = await search(source, document, 'process-instance', [
      { kind: 'one-of', field: 'value.parentProcessInstanceKey', values: callers },
      processesOnly,
    ]);
    const called = found.map((one) => processRecordSchema.parse(one).value.processInstanceKey);
    callers = [...new Set(called)].filter((one) => !all.has(one));
    for (const one of callers) all.add(one);
  }
  if (callers.length > 0) {
    throw new Problem('too-much-work', {
      detail: translated(elementWords, (said) =>
        said.tooDeep(depthMax, recordsAlias(source.prefix, 'process-instance')),
      ),
    });
  }
  return [...all];
}

async function search(
  { elasticsearch, prefix, nowMs }: RecordsSource,
  document: PaymentDocument,
  type: string,
  filters: readonly DocumentFilter[],
): Promise<readonly unknown[]> {
  const { documents, end } = await searchElasticsearch(
    elasticsearch,
    indicesOf(prefix, type, document, nowMs),
    {
      filters,
      fields: recordFields,
      sort: [{ field: 'position', type: 'number', order: 'ascending' }],
      documentsMax: recordsMax,
    },
  );
  if (end !== undefined) {
    throw new Problem('too-much-work', {
      detail: translated(elementWords, (said) =>
        said.tooMany(recordsMax, recordsAlias(prefix, type)),
      ),
    });
  }
  return documents.map(({ source }) => source);
}

const dayMs = 86_400_000;
/** A process stays for a while after its payment has ended, to tell it to whoever asks. */
const afterEndMs = 2 * dayMs;
/** Names stand in the address, which has 4,096 bytes. */
const daysMax = 14;

/** Only those of the days of the payment, where these are few: each engine has an index for each day and kind. */
export function indicesOf(
  prefix: string,
  type: string,
  { startedAt, endedAt }: Pick<PaymentDocument, 'startedAt' | 'endedAt'>,
  nowMs: EpochMs,
): string {
  const firstMs = Math.floor(Date.parse(startedAt) / dayMs) * dayMs;
  const lastMs = endedAt === undefined ? nowMs : Math.min(nowMs, Date.parse(endedAt) + afterEndMs);
  const days: string[] = [];
  for (let atMs = firstMs; atMs <= Math.max(firstMs, lastMs); atMs += dayMs) {
    if (days.length === daysMax) return recordsAlias(prefix, type);
    const day = new Date(atMs).toISOString().slice(0, 10);
    days.push(recordsIndex(prefix, { type, version: '*', day }));
  }
  return days.join();
}
