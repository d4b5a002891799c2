/** What a search of Elasticsearch finds, in memory. */
import type {
  DocumentFilter,
  DocumentRange,
  DocumentSort,
  FoundDocument,
  PageEnd,
} from '../../connectors/common/doors/elasticsearch/elasticsearch-door';

type Mapping = Readonly<Record<string, unknown>>;
type Value = string | number;

/** A document, and the mapping of its index. */
export interface Candidate {
  readonly document: FoundDocument;
  readonly mappings: Mapping;
}

export function fits(filter: DocumentFilter, one: Candidate): boolean {
  switch (filter.kind) {
    case 'one-of': {
      const wanted = filter.values.map(String);
      return textsOf(one, filter.field).some((text) => wanted.includes(text));
    }
    case 'range':
      return valuesOf(one, filter.field).some((value) => isWithin(value, filter));
    case 'exists':
      return valuesOf(one, filter.field).length > 0;
    case 'prefix': {
      const plain = (text: string) => (filter.anyCase === true ? text.toLowerCase() : text);
      return textsOf(one, filter.field).some((text) =>
        plain(text).startsWith(plain(filter.prefix)),
      );
    }
    case 'any-of':
      return filter.filters.some((each) => fits(each, one));
    case 'all-of':
      return filter.filters.every((each) => fits(each, one));
    case 'not':
      return !fits(filter.filter, one);
  }
}

export function sortValuesOf(sort: readonly DocumentSort[], one: Candidate): PageEnd {
  return sort.map(({ field, order }) => {
    const values = valuesOf(one, field).toSorted(compare);
    return (order === 'ascending' ? values[0] : values.at(-1)) ?? null;
  });
}

/** Negative: `left` comes first. */
export function compareEnds(sort: readonly DocumentSort[], left: PageEnd, right: PageEnd): number {
  for (const [at, { order }] of sort.entries()) {
    const [a = null, b = null] = [left[at], right[at]];
    if (a === b) continue;
    if (a === null) return 1;
    if (b === null) return -1;
    const way = compare(a, b);
    if (way !== 0) return order === 'ascending' ? way : -way;
  }
  return 0;
}

/** Of the source only what is asked for. */
export function picked(source: unknown, fields: readonly string[]): unknown {
  const pick = (value: unknown, path: string): unknown => {
    if (Array.isArray(value)) return value.map((each) => pick(each, path));
    if (typeof value !== 'object' || value === null) return value;
    const kept = Object.entries(value).flatMap(([name, inner]) => {
      const at = path === '' ? name : `${path}.${name}`;
      if (fields.some((field) => at === field || at.startsWith(`${field}.`))) {
        return [[name, inner] as const];
      }
      if (!fields.some((field) => field.startsWith(`${at}.`))) return [];
      return typeof inner === 'object' && inner !== null ? [[name, pick(inner, at)] as const] : [];
    });
    return Object.fromEntries(kept);
  };
  return pick(source, '');
}

function isWithin(value: Value, { from, to, before }: DocumentRange): boolean {
  const bound = (text: Value): Value =>
    typeof value === 'number' && typeof text === 'string' ? numberOf(text) : text;
  return (
    (from === undefined || compare(value, bound(from)) >= 0) &&
    (to === undefined || compare(value, bound(to)) <= 0) &&
    (before === undefined || compare(value, bound(before)) < 0)
  );
}

function compare(left: Value, right: Value): number {
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  const [a, b] = [String(left), String(right)];
  return a < b ? -1 : a > b ? 1 : 0;
}

const textsOf = (one: Candidate, field: string): string[] => valuesOf(one, field).map(String);

const numberTypes: ReadonlySet<string | undefined> = new Set(['long', 'integer', 'double']);

/** As they are indexed: lists are many values, dates and numbers compare as such, what is not mapped is not found. */
function valuesOf(one: Candidate, field: string): Value[] {
  const mapped = mappedAt(one.mappings, field.split('.'));
  if (mapped === undefined) return [];
  const values = columnOf(one, field);
  if (mapped.type === 'date') return values.map((one) => Date.parse(String(one)));
  // What a double does not hold is text already.
  if (numberTypes.has(mapped.type)) {
    return values.map((one) => (Number.isSafeInteger(Math.trunc(Number(one))) ? Number(one) : one));
  }
  return values;
}

/** As they stand in the document; none where the field is not mapped. */
export function columnOf({ document, mappings }: Candidate, field: string): Value[] {
  const path = mappedAt(mappings, field.split('.'))?.path;
  const raw = path?.reduce<unknown[]>(
    (values, name) => values.flatMap((value) => inOf(value, name)),
    [document.source],
  );
  return (raw ?? []).flat(Infinity).filter((one) => one !== null && one !== undefined) as Value[];
}

function inOf(value: unknown, name: string): unknown[] {
  if (Array.isArray(value)) return value.flatMap((each) => inOf(each, name));
  return typeof value === 'object' && value !== null
    ? [(value as Record<string, unknown>)[name]]
    : [];
}

interface Mapped {
  readonly type: string | undefined;
  /** In the source: of a field within a field that of the outer one. */
  readonly path: readonly string[];
}

/** Undefined: it is not searched. An index without mappings searches all of it. */
function mappedAt(mappings: Mapping, path: readonly string[]): Mapped | undefined {
  if (mappings['properties'] === undefined) return { type: undefined, path };
  let at: Mapping = mappings;
  for (const [depth, name] of path.entries()) {
    if (at['enabled'] === false) return undefined;
    const inner = (at['properties'] as Record<string, Mapping> | undefined)?.[name];
    if (inner !== undefined) {
      at = inner;
      continue;
    }
    const within = (at['fields'] as Record<string, Mapping> | undefined)?.[name];
    if (within === undefined || depth !== path.length - 1) return undefined;
    return { type: within['type'] as string, path: path.slice(0, -1) };
  }
  return { type: at['type'] as string | undefined, path };
}

function numberOf(text: string): number {
  const number = Number(text);
  return Number.isNaN(number) ? Date.parse(text) : number;
}
