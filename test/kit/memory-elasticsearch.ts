/** Elasticsearch in memory: what the contract of ElasticsearchDoor promises, and how a test has it go wrong. */
import { Registry } from 'prom-client';
import { systemRandom } from '../../connectors/common/clock';
import {
  BulkWriter,
  type BulkAnswer,
  type ItemAnswer,
} from '../../connectors/common/doors/elasticsearch/bulk';
import type {
  BulkLimits,
  ColumnScan,
  DocumentFilter,
  DocumentOperation,
  DocumentPage,
  DocumentScan,
  DocumentSearch,
  DocumentSort,
  ElasticsearchDoor,
  FoundDocument,
  IndexTemplate,
  PageSearch,
  StoredDocument,
} from '../../connectors/common/doors/elasticsearch/elasticsearch-door';
import { withColumns } from '../../connectors/common/doors/elasticsearch/columns';
import { createElasticsearchMetrics } from '../../connectors/common/doors/elasticsearch/metrics';
import type { Clock, Logger } from '../../connectors/common/runtime';
import { parseJsonWithLargeNumbers } from '../../connectors/common/lossless-json';
import { messageOf } from '../../connectors/common/message-of';
import {
  columnOf,
  compareEnds,
  fits as fitsFilter,
  picked,
  sortValuesOf,
  type Candidate,
} from './memory-search';

interface MemoryIndex {
  readonly documents: Map<string, { readonly source: string; readonly version: number }>;
  /** Of the templates that fitted when it was made. */
  mappings: Readonly<Record<string, unknown>>;
  readonly aliases: ReadonlySet<string>;
}

/** The cluster and what it holds. */
export class MemoryElasticsearch {
  private readonly indices = new Map<string, MemoryIndex>();
  private readonly templates = new Map<string, IndexTemplate>();
  /** Nobody answers. */
  isDown = false;
  /** Holds its answers back until it resolves. */
  held: Promise<void> = Promise.resolve();
  /** Indices that take nothing now, as when the disk is full. */
  readonly blocked = new Set<string>();
  /** What is looked for from now on takes until then. */
  searchesWaitFor: Promise<void> | undefined;

  door(
    deps: { readonly clock: Clock; readonly log: Logger },
    limits: Partial<BulkLimits> = {},
  ): ElasticsearchDoor {
    const closing = new AbortController();
    const metrics = createElasticsearchMetrics(new Registry());
    const writer = new BulkWriter(
      (operations) => this.bulk(operations),
      { ...deps, random: systemRandom, metrics },
      limits,
    );
    return {
      bulk: (operations, signal) =>
        writer.write(operations, AbortSignal.any([closing.signal, ...(signal ? [signal] : [])])),
      ensureTemplate: async (template) => {
        await this.up();
        this.templates.set(template.name, template);
      },
      addFields: async (indices, mappings) => {
        await this.up();
        for (const name of this.namesOf(indices)) {
          const index = this.index(name);
          index.mappings = merged(index.mappings, mappings);
        }
      },
      listIndices: async (pattern) => {
        await this.up();
        return this.namesOf(pattern);
      },
      deleteIndices: async (names) => {
        await this.up();
        const pattern = names.find((name) => name.includes('*'));
        if (pattern !== undefined) throw new Error(`${pattern} is not the full name of an index`);
        for (const name of names) this.indices.delete(name);
      },
      read: async (index, documents) => {
        await this.up();
        return documents.map(({ id }) => this.document(index, id));
      },
      find: async (indices, search) => {
        await this.searchesWaitFor;
        await this.up();
        return this.find(indices, search);
      },
      search: async (indices, search) => {
        await this.searchesWaitFor;
        await this.up();
        return this.page(indices, search);
      },
      scan: (indices, search) => this.scan(indices, search),
      scanColumns: (indices, search) => this.scanColumns(indices, search),
      count: async (indices, { filters }) => {
        await this.up();
        return this.candidates(indices, filters).length;
      },
      checkHealth: () => this.up(),
      close: () => {
        closing.abort(new Error('the door to Elasticsearch is closed'));
        return Promise.resolve();
      },
    };
  }

  /** All of an index or alias as it stands, by id. */
  documents(pattern: string): ReadonlyMap<string, string> {
    const all = this.namesOf(pattern).flatMap((name) => [
      ...(this.indices.get(name)?.documents ?? []),
    ]);
    return new Map(all.map(([id, { source }]) => [id, source]));
  }

  private find(
    indices: string,
    { where, newestBy, documentsMax }: DocumentSearch,
  ): readonly FoundDocument[] {
    const filters = Object.entries(where).map(
      ([field, values]) => ({ kind: 'one-of', field, values }) as const,
    );
    const sort: DocumentSort[] =
      newestBy === undefined ? [] : [{ field: newestBy, type: 'date', order: 'descending' }];
    return this.page(indices, { filters, sort, documentsMax, timeoutMs: 0 }).documents;
  }

  private page(
    indices: string,
    { filters, sort, after, documentsMax, fields }: PageSearch,
  ): DocumentPage {
    const all = this.candidates(indices, filters)
      .map((one) => ({ one, end: sortValuesOf(sort, one) }))
      .filter(({ end }) => after === undefined || compareEnds(sort, after, end) < 0)
      .sort((left, right) => compareEnds(sort, left.end, right.end))
      .slice(0, documentsMax);
    return {
      documents: all.map(({ one: { document } }) => shown(document, fields)),
      end: all.length < documentsMax ? undefined : all.at(-1)?.end,
    };
  }

  private async *scan(
    indices: string,
    { filters, fields, sort = [], ...batches }: DocumentScan,
  ): AsyncGenerator<readonly FoundDocument[]> {
    await this.up();
    const search = { filters, sort, documentsMax: Infinity, timeoutMs: 0 };
    const { documents } = this.page(indices, { ...search, ...(fields && { fields }) });
    yield* this.batchesOf(documents, batches);
  }

  private async *scanColumns(
    indices: string,
    { filters, fields, ...batches }: ColumnScan,
  ): AsyncGenerator<readonly object[]> {
    await this.up();
    const documents = this.candidates(indices, filters).map((one) => {
      const columns = fields.map((field) => [field, columnOf(one, field)] as const);
      return withColumns(Object.fromEntries(columns.filter(([, values]) => values.length > 0)));
    });
    yield* this.batchesOf(documents, batches);
  }

  private async *batchesOf<Document>(
    documents: readonly Document[],
    { documentsAtOnce = 1_000, signal }: Pick<DocumentScan, 'documentsAtOnce' | 'signal'>,
  ): AsyncGenerator<readonly Document[]> {
    for (let from = 0; from < documents.length; from += documentsAtOnce) {
      if (from > 0) await this.up();
      signal?.throwIfAborted();
      yield documents.slice(from, from + documentsAtOnce);
    }
  }

  private candidates(indices: string, filters: readonly DocumentFilter[]): Candidate[] {
    const all = this.namesOf(indices).flatMap((index) => {
      const { documents, mappings } = this.index(index);
      return [...documents].map(([id, { source, version }]) => {
        const document = { index, id, version, source: parseJsonWithLargeNumbers(source) };
        return { document, mappings };
      });
    });
    return all.filter((one) => filters.every((filter) => fitsFilter(filter, one)));
  }

  private document(index: string, id: string): StoredDocument | undefined {
    const found = this.indices.get(index)?.documents.get(id);
    return found && { source: parseJsonWithLargeNumbers(found.source), version: found.version };
  }

  private async up(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    await this.held;
    if (this.isDown) throw new Error('Elasticsearch does not answer');
  }

  private async bulk(operations: readonly DocumentOperation[]): Promise<BulkAnswer> {
    try {
      await this.up();
    } catch (error) {
      return { kind: 'not-now', problem: messageOf(error) };
    }
    return { kind: 'items', items: operations.map((one) => this.apply(one)) };
  }

  private apply(operation: DocumentOperation): ItemAnswer {
    const { kind, index: name, id } = operation;
    if (this.blocked.has(name)) {
      return { status: 429, error: { type: 'cluster_block_exception' } };
    }
    if (kind === 'delete' && !this.indices.has(name) && operation.version === undefined) {
      return { status: 404, error: { type: 'index_not_found_exception' } };
    }
    const { documents, mappings } = this.index(name);
    const there = documents.get(id);
    const wanted = kind === 'create' ? undefined : operation.version;
    const isOlder = wanted !== undefined && there !== undefined && wanted < there.version;
    if (isOlder || (kind === 'create' && there !== undefined)) {
      return { status: 409, error: { type: 'version_conflict_engine_exception' } };
    }
    if (kind === 'delete') {
      documents.delete(id);
      return there === undefined
        ? { status: 404, result: 'not_found' }
        : { status: 200, result: 'deleted' };
    }
    const problem = problemOf(operation.source, mappings);
    if (problem !== undefined) return { status: 400, error: { type: problem, reason: problem } };
    documents.set(id, { source: operation.source, version: wanted ?? (there?.version ?? 0) + 1 });
    return there === undefined
      ? { status: 201, result: 'created' }
      : { status: 200, result: 'updated' };
  }

  private index(name: string): MemoryIndex {
    const existing = this.indices.get(name);
    if (existing !== undefined) return existing;
    const [template] = [...this.templates.values()]
      .filter(({ patterns }) => patterns.some((pattern) => fits(pattern, name)))
      .sort((left, right) => right.priority - left.priority);
    const made: MemoryIndex = {
      documents: new Map(),
      mappings: template?.mappings ?? {},
      aliases: new Set(template?.aliases),
    };
    this.indices.set(name, made);
    return made;
  }

  private namesOf(pattern: string): string[] {
    return [...this.indices]
      .filter(([name, { aliases }]) =>
        pattern.split(',').some((one) => fits(one, name) || aliases.has(one)),
      )
      .map(([name]) => name)
      .sort();
  }
}

type Mapping = Readonly<Record<string, unknown>>;

function merged(known: Mapping, added: Mapping): Mapping {
  const properties = { ...(known['properties'] as Mapping | undefined) };
  for (const [name, field] of Object.entries((added['properties'] ?? {}) as Mapping)) {
    const before = properties[name] as Mapping | undefined;
    const after = field as Mapping;
    if (before !== undefined && before['type'] !== after['type']) {
      throw new Error(`${name} cannot be changed from ${String(before['type'])}`);
    }
    properties[name] = before === undefined ? after : merged(before, after);
  }
  const all = { ...known, ...added };
  return Object.keys(properties).length > 0 ? { ...all, properties } : all;
}

function shown(document: FoundDocument, fields: readonly string[] | undefined): FoundDocument {
  return fields === undefined ? document : { ...document, source: picked(document.source, fields) };
}

function fits(pattern: string, name: string): boolean {
  const escaped = pattern.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll('\\*', '.*');
  return new RegExp(`^${escaped}$`).test(name);
}

/** What of mappings tests need: strict fields, whole numbers. */
function problemOf(source: string, mappings: MemoryIndex['mappings']): string | undefined {
  let document: Record<string, unknown>;
  try {
    document = JSON.parse(source) as Record<string, unknown>;
  } catch {
    return 'document_parsing_exception';
  }
  const properties = (mappings['properties'] ?? {}) as Record<string, { readonly type?: string }>;
  for (const [field, value] of Object.entries(document)) {
    const mapped = properties[field];
    if (mapped === undefined) {
      if (mappings['dynamic'] === 'strict') return 'strict_dynamic_mapping_exception';
    } else if (mapped.type === 'long' && !/^-?\d+$/.test(String(value))) {
      return 'document_parsing_exception';
    }
  }
  return undefined;
}
