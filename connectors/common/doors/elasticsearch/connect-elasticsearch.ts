import type { Client } from '@elastic/elasticsearch';
import type { Registry } from 'prom-client';
import type { Clock, Logger, Random, TlsSource } from '../../runtime';
import { BulkWriter, type BulkAnswer, type ItemAnswer } from './bulk';
import { createClientSource } from './client';
import type {
  BulkLimits,
  DocumentOperation,
  ElasticsearchDoor,
  IndexTemplate,
  StoredDocument,
} from './elasticsearch-door';
import type { ElasticsearchSettings } from './environment';
import { createElasticsearchMetrics } from './metrics';
import { count, find, scan, scanColumns, searchPage } from './search';

export interface ElasticsearchDeps {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Logger;
  readonly metrics: Registry;
  /** What ELASTICSEARCH_TLS_DIRECTORY holds. */
  readonly tls?: TlsSource | undefined;
}

const healthTimeoutMs = 3_000;

/** Names stand in the address, which has 4,096 bytes. */
const deletedAtOnceMax = 20;

/** All that is read of an answer: the rest of it is half of what a bulk costs. */
const bulkFilter = [
  'items.*.status',
  'items.*.result',
  'items.*.error.type',
  'items.*.error.reason',
];

/** Connects with the first call. One door a process: its metrics are registered here. */
export function connectElasticsearch(
  settings: ElasticsearchSettings,
  deps: ElasticsearchDeps,
  limits: Partial<BulkLimits> = {},
): ElasticsearchDoor {
  const clients = createClientSource(settings, deps.tls);
  const closing = new AbortController();
  const writer = new BulkWriter(
    async (operations, signal) => sendBulk(await clients.current(), operations, signal),
    { ...deps, metrics: createElasticsearchMetrics(deps.metrics) },
    limits,
  );
  return {
    bulk: (operations, signal) =>
      writer.write(
        operations,
        signal === undefined ? closing.signal : AbortSignal.any([signal, closing.signal]),
      ),
    ensureTemplate: async (template) => ensureTemplate(await clients.current(), template),
    addFields: async (indices, mappings) => addFields(await clients.current(), indices, mappings),
    listIndices: async (pattern) => listIndices(await clients.current(), pattern),
    deleteIndices: async (names) => deleteIndices(await clients.current(), names),
    read: async (index, documents) => read(await clients.current(), index, documents),
    find: async (indices, search) => find(await clients.current(), indices, search),
    search: async (indices, search) => searchPage(await clients.current(), indices, search),
    scan: (indices, search) => scan(() => clients.current(), indices, search),
    scanColumns: (indices, search) => scanColumns(() => clients.current(), indices, search),
    count: async (indices, search) => count(await clients.current(), indices, search),
    checkHealth: async () => checkHealth(await clients.current()),
    async close() {
      closing.abort(new Error('the door to Elasticsearch is closed'));
      await clients.close();
    },
  };
}

async function sendBulk(
  client: Client,
  operations: readonly DocumentOperation[],
  signal: AbortSignal,
): Promise<BulkAnswer> {
  const lines: string[] = [];
  for (const operation of operations) {
    lines.push(actionLineOf(operation));
    if (operation.kind !== 'delete') lines.push(operation.source);
  }
  try {
    const { items } = await client.bulk({ operations: lines, filter_path: bulkFilter }, { signal });
    return { kind: 'items', items: items.map((item) => Object.values(item)[0] as ItemAnswer) };
  } catch (error) {
    signal.throwIfAborted();
    // Not the error itself: it holds the request, and so the documents.
    const { message, statusCode } = error as Error & { readonly statusCode?: number };
    if (statusCode !== 400 && statusCode !== 413) return { kind: 'not-now', problem: message };
    return { kind: 'unacceptable', type: `http_${statusCode}`, reason: message };
  }
}

function actionLineOf(operation: DocumentOperation): string {
  const { kind, index, id, routing } = operation;
  const version =
    operation.kind === 'create' || operation.version === undefined
      ? {}
      : { version: operation.version, version_type: 'external_gte' };
  return JSON.stringify({ [kind]: { _index: index, _id: id, routing, ...version } });
}

async function ensureTemplate(client: Client, template: IndexTemplate): Promise<void> {
  const { name, patterns, priority, settings, mappings, aliases } = template;
  await client.indices.putIndexTemplate({
    name,
    index_patterns: [...patterns],
    priority,
    template: {
      settings,
      mappings,
      aliases: Object.fromEntries(aliases.map((alias) => [alias, {}])),
    },
  });
}

async function addFields(
  client: Client,
  indices: string,
  mappings: Readonly<Record<string, unknown>>,
): Promise<void> {
  await client.indices.putMapping({ index: indices, ...mappings }, { ignore: [404] });
}

async function listIndices(client: Client, pattern: string): Promise<readonly string[]> {
  const found = await client.indices.getAlias({ index: pattern }, { ignore: [404], meta: true });
  return found.statusCode === 404 ? [] : Object.keys(found.body).sort();
}

async function deleteIndices(client: Client, names: readonly string[]): Promise<void> {
  const pattern = names.find((name) => /[*,?]|^_all$|^-/.test(name));
  if (pattern !== undefined) throw new Error(`${pattern} is not the full name of an index`);
  for (let at = 0; at < names.length; at += deletedAtOnceMax) {
    const index = names.slice(at, at + deletedAtOnceMax);
    await client.indices.delete({ index, ignore_unavailable: true });
  }
}

async function read(
  client: Client,
  index: string,
  documents: readonly { readonly id: string; readonly routing?: string }[],
): Promise<readonly (StoredDocument | undefined)[]> {
  if (documents.length === 0) return [];
  const { docs } = await client.mget({
    docs: documents.map(({ id, routing }) => ({
      _index: index,
      _id: id,
      ...(routing !== undefined && { routing }),
    })),
  });
  return docs.map((one) => {
    if ('error' in one) {
      if (one.error.type === 'index_not_found_exception') return undefined;
      // A shard that is not there yet, after a restart: that is not to say that the document is not there.
      throw new Error(`Elasticsearch could not read a document of ${index}: ${one.error.type}`);
    }
    return one.found ? { source: one._source, version: one._version ?? 0 } : undefined;
  });
}

async function checkHealth(client: Client): Promise<void> {
  const { status } = await client.cluster.health({}, { requestTimeout: healthTimeoutMs });
  if (status.toLowerCase() === 'red') throw new Error('Elasticsearch misses shards: it is red');
}
