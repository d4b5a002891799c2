/** What the hub asks of Elasticsearch. Only this folder knows its client. */

interface OfDocument {
  readonly index: string;
  readonly id: string;
  /** Documents of one routing stand in one shard. Default: the id. */
  readonly routing?: string;
}

export type DocumentOperation =
  | (OfDocument & {
      readonly kind: 'index';
      /** JSON in one line. Goes to Elasticsearch as it is. */
      readonly source: string;
      /** Stored when it is not lower than the version that stands there (`external_gte`). */
      readonly version?: number;
    })
  /** In conflict with any document of this id that stands there. */
  | (OfDocument & { readonly kind: 'create'; readonly source: string })
  | (OfDocument & { readonly kind: 'delete'; readonly version?: number });

export type OperationOutcome =
  | { readonly kind: 'stored'; readonly result: 'created' | 'updated' | 'deleted' }
  /** There was nothing to delete. */
  | { readonly kind: 'absent' }
  /** What stands there stays: it is newer, or was not to be replaced. */
  | { readonly kind: 'conflict' }
  /**
   * Never to be stored as it is: its mapping, its size, its JSON. `reason` is for a person and may quote the
   * document: never to a log.
   */
  | { readonly kind: 'refused'; readonly type: string; readonly reason: string };

export interface IndexTemplate {
  readonly name: string;
  readonly patterns: readonly string[];
  /** Of several that fit, the highest counts. */
  readonly priority: number;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly mappings: Readonly<Record<string, unknown>>;
  readonly aliases: readonly string[];
}

export interface StoredDocument {
  readonly source: unknown;
  readonly version: number;
}

/** What is looked for: each field has one of its values. Fields are keywords; those in objects have dots. */
export interface DocumentSearch {
  readonly where: Readonly<Record<string, readonly string[]>>;
  /** A date: the newest come first. */
  readonly newestBy?: string;
  readonly documentsMax: number;
  /** Whoever waits for an answer may have no longer. */
  readonly timeoutMs: number;
}

export interface FoundDocument extends StoredDocument {
  readonly index: string;
  readonly id: string;
}

/**
 * What documents have to be like. Fields in objects have dots; of a list of objects each may be the one that fits, and
 * two filters may mean two of them.
 */
export type DocumentFilter =
  /** Has one of these values, to the letter. */
  | { readonly kind: 'one-of'; readonly field: string; readonly values: readonly string[] }
  | ({ readonly kind: 'range'; readonly field: string } & DocumentRange)
  | { readonly kind: 'exists'; readonly field: string }
  /** A keyword that begins so: to the letter, unless capitals shall not matter. */
  | {
      readonly kind: 'prefix';
      readonly field: string;
      readonly prefix: string;
      readonly anyCase?: boolean;
    }
  | { readonly kind: 'any-of'; readonly filters: readonly DocumentFilter[] }
  | { readonly kind: 'all-of'; readonly filters: readonly DocumentFilter[] }
  | { readonly kind: 'not'; readonly filter: DocumentFilter };

/** Of dates as text with time and zone, or of numbers. Numbers are doubles there: to filter, never to add up. */
export interface DocumentRange {
  readonly from?: string | number;
  /** Itself among them. */
  readonly to?: string | number;
  /** Itself no more. */
  readonly before?: string | number;
}

/** What lacks the field comes last, whatever the order. */
export interface DocumentSort {
  readonly field: string;
  readonly type: 'date' | 'number' | 'keyword';
  readonly order: 'ascending' | 'descending';
}

/** Where a page ended. Means something only with the same sort. */
export type PageEnd = readonly (string | number | null)[];

export interface PageSearch {
  /** All of them have to fit. */
  readonly filters: readonly DocumentFilter[];
  /** Together they must tell any two documents apart: else pages leave out some, or tell them twice. */
  readonly sort: readonly DocumentSort[];
  readonly after?: PageEnd | undefined;
  readonly documentsMax: number;
  /** Of the source only these; with objects all that is in them. */
  readonly fields?: readonly string[];
  readonly timeoutMs: number;
}

export interface DocumentPage {
  readonly documents: readonly FoundDocument[];
  /** Undefined: there is no more. */
  readonly end: PageEnd | undefined;
}

export interface DocumentScan {
  readonly filters: readonly DocumentFilter[];
  readonly fields?: readonly string[];
  /** Without: as it goes fastest. */
  readonly sort?: readonly DocumentSort[];
  /** In memory at a time, twice. */
  readonly documentsAtOnce?: number;
  /** Of each request. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

/** Of fields with one value at most in each document. */
export type ColumnScan = Omit<DocumentScan, 'fields' | 'sort'> & {
  /** Of single values, not of objects: `amount.currency`. */
  readonly fields: readonly string[];
};

export interface ElasticsearchDoor {
  /**
   * Resolves once each operation has its outcome, in their order; those on one document are done in it.
   * What Elasticsearch has no room for, does not answer or may not do now is repeated, later each time, for
   * as long as the door is open: an operation says the same however often it is done, but that a `create`
   * whose answer was lost is a conflict.
   * Waits while as many bytes are under way as may be. Rejects only when `signal` aborts or the door closes:
   * then any of them may have been done.
   */
  bulk(
    operations: readonly DocumentOperation[],
    signal?: AbortSignal,
  ): Promise<readonly OperationOutcome[]>;
  /** Makes or replaces it. Indices that are there already stay as they are. */
  ensureTemplate(template: IndexTemplate): Promise<void>;
  /** To indices that are there: fields that they do not have yet. Rejects when one is there as something else. */
  addFields(indices: string, mappings: Readonly<Record<string, unknown>>): Promise<void>;
  /** Names of the indices that a pattern (`payments-*`) or an alias stands for, in order. */
  listIndices(pattern: string): Promise<readonly string[]>;
  /** By their full names; those that are not there count as deleted. */
  deleteIndices(names: readonly string[]): Promise<void>;
  /** As they stand now, whether a search finds them yet or not; undefined for those that are not there. */
  read(
    index: string,
    documents: readonly Omit<OfDocument, 'index'>[],
  ): Promise<readonly (StoredDocument | undefined)[]>;
  /**
   * Those that a search finds in indices, or behind an alias, as of their last refresh: what was written within the last
   * second may be missing. None where there is no such index yet. Rejects when it has no answer, of all shards, in time.
   */
  find(indices: string, search: DocumentSearch): Promise<readonly FoundDocument[]>;
  /** As `find`, by filters of several kinds and a page at a time: however many there are, each page costs the same. */
  search(indices: string, search: PageSearch): Promise<DocumentPage>;
  /**
   * All that fit, as they were when it began, in batches: the next one is fetched while one is worked on, and none before.
   * For as many as there are. Rejects when one has to wait for its turn for longer than five minutes.
   */
  scan(indices: string, scan: DocumentScan): AsyncIterable<readonly FoundDocument[]>;
  /**
   * The same for these fields alone, read from where Elasticsearch keeps a field of all documents together, which takes it a
   * third of the time. Rejects when a document has several values of one. Times come as their index writes them.
   */
  scanColumns(indices: string, scan: ColumnScan): AsyncIterable<readonly object[]>;
  /** How many fit, exactly. */
  count(
    indices: string,
    search: { readonly filters: readonly DocumentFilter[]; readonly timeoutMs: number },
  ): Promise<number>;
  /** Rejects when nobody answers in time, or shards are missing. */
  checkHealth(): Promise<void>;
  close(): Promise<void>;
}

export interface BulkLimits {
  /** Bytes of the documents under way at a time, over all calls. */
  readonly bytesInFlightMax: number;
  /** Of one request, unless a single document is larger. */
  readonly requestBytesMax: number;
}
