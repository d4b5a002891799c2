/** What a search is by its address, and the address of a search. Pure. Numbers of persons stand in no address. */
import type { PaymentSearch, PaymentState, PaymentStep } from '../../api/types';
import { steps } from '../../kit/payment-steps';

/** Of what it asks for; how much of it is read at a time is another matter. */
export type Asked = Omit<PaymentSearch, 'limit' | 'after'>;

export const states = [
  'waiting-for-operator',
  'waiting-for-payer',
  'under-way',
  'paid',
  'failed',
  'cancelled',
  'quoted',
] as const satisfies readonly PaymentState[];

export const sides = ['payer', 'payee'] as const;
export const times = ['today', '24h', '7d', '30d'] as const;
export const sorts = ['newest', 'oldest', 'changed', 'largest', 'smallest'] as const;

export type Side = (typeof sides)[number];
export type Time = (typeof times)[number];
export type Sort = (typeof sorts)[number];

/** All but `time` and `hidden` as the API calls it. */
export interface Query {
  readonly id?: string;
  readonly text?: string;
  /** What was typed names a person: it is remembered under this key, in this tab alone. */
  readonly hidden?: string;
  readonly states?: readonly PaymentState[];
  readonly side?: Side;
  readonly counterpart?: string;
  readonly time?: Time;
  readonly startedFrom?: string;
  readonly startedBefore?: string;
  readonly amountFrom?: string;
  readonly amountTo?: string;
  readonly currency?: string;
  readonly errorCodes?: readonly string[];
  readonly standsAt?: readonly PaymentStep[];
  readonly wentThrough?: readonly PaymentStep[];
  readonly standsStill?: boolean;
  readonly engine?: string;
  readonly ranBy?: string;
  readonly wentThroughElement?: string;
  readonly standsAtElement?: string;
  readonly sort?: Sort;
}
export type QueryField = keyof Query;

const amountPattern = /^(0|[1-9]\d{0,17})(\.\d{1,4})?$/;
const currencyPattern = /^[A-Z]{3}$/;
const errorCodePattern = /^\d{4}$/;
const enginePattern = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
const ranByPattern = /^[^/,]{1,63}\/\d{1,20}$/;
const elementPattern = /^[^\s,]{1,255}$/;
const keyPattern = /^[a-z0-9]{1,32}$/;
const instantPattern = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$/;

interface Reader<Value> {
  /** undefined: it is no such value. */
  readonly read: (text: string) => Value | undefined;
  readonly write: (value: Value) => string;
}

const among = <Value extends string>(values: readonly Value[]): Reader<Value> => ({
  read: (text) => values.find((value) => value === text),
  write: (value) => value,
});

const like = (is: (text: string) => boolean): Reader<string> => ({
  read: (text) => (is(text) ? text : undefined),
  write: (value) => value,
});

const matching = (pattern: RegExp) => like((text) => pattern.test(text));

const list = <Value extends string>(
  one: Reader<Value>,
  most: number,
): Reader<readonly Value[]> => ({
  read: (text) => {
    const read = [...new Set(text.split(','))].map(one.read);
    const known = read.filter((value) => value !== undefined);
    return known.length === read.length && known.length <= most ? known : undefined;
  },
  write: (values) => values.join(','),
});

const upTo = (charactersMax: number) =>
  like((text) => text.trim() === text && text !== '' && text.length <= charactersMax);

const instant = like((text) => instantPattern.test(text) && !Number.isNaN(Date.parse(text)));

const readers: { readonly [Field in QueryField]-?: Reader<NonNullable<Query[Field]>> } = {
  id: upTo(128),
  text: upTo(400),
  hidden: matching(keyPattern),
  states: list(among(states), 7),
  side: among(sides),
  counterpart: upTo(128),
  time: among(times),
  startedFrom: instant,
  startedBefore: instant,
  amountFrom: matching(amountPattern),
  amountTo: matching(amountPattern),
  currency: matching(currencyPattern),
  errorCodes: list(matching(errorCodePattern), 100),
  standsAt: list(among(steps), 40),
  wentThrough: list(among(steps), 40),
  standsStill: {
    read: (text) => (text === 'true' ? true : text === 'false' ? false : undefined),
    write: String,
  },
  engine: matching(enginePattern),
  ranBy: matching(ranByPattern),
  wentThroughElement: matching(elementPattern),
  standsAtElement: matching(elementPattern),
  sort: among(sorts),
};
const fields = Object.keys(readers) as readonly QueryField[];

export interface ReadQuery {
  readonly query: Query;
  /** Of the address, what says nothing here: without it more is found than was meant, which the view must say. */
  readonly ignored: readonly string[];
}

export function readQuery(search: string): ReadQuery {
  const ignored: string[] = [];
  const found: Partial<Record<QueryField, unknown>> = {};
  for (const [name, text] of new URLSearchParams(search)) {
    const field = fields.find((one) => one === name);
    const value = field === undefined ? undefined : readers[field].read(text);
    if (field === undefined || value === undefined || field in found) ignored.push(name);
    else found[field] = value;
  }
  return { query: found as Query, ignored };
}

/** The same search has the same address, in whatever order it was put together. */
export function writeQuery(query: Query): string {
  const params = new URLSearchParams();
  for (const field of fields) {
    const value = query[field];
    if (value === undefined) continue;
    const { write } = readers[field] as Reader<typeof value>;
    params.set(field, write(value));
  }
  return params.toString();
}

/** Undefined takes a part away; what is empty says nothing. */
export type Change = { readonly [Field in QueryField]?: Query[Field] | undefined };

export function changed(query: Query, change: Change): Query {
  const next: Readonly<Record<string, unknown>> = { ...query, ...change };
  const said = Object.entries(next).filter(
    ([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0),
  );
  return Object.fromEntries(said);
}

/** A span that moves with the clock and one of two instants exclude each other. */
export function withTime(
  query: Query,
  span: Pick<Change, 'time' | 'startedFrom' | 'startedBefore'>,
): Query {
  const none = { time: undefined, startedFrom: undefined, startedBefore: undefined };
  return changed(query, { ...none, ...span });
}

/** All but how it is sorted. */
export function isEmpty(query: Query): boolean {
  return Object.keys(query).every((field) => field === 'sort');
}

export type Zone = 'own' | 'utc';
const dayMs = 86_400_000;

/** When the span begins, seen from now. */
export function startOf(time: Time, nowMs: number, zone: Zone): number {
  if (time === '24h') return nowMs - dayMs;
  if (time === '7d') return nowMs - 7 * dayMs;
  if (time === '30d') return nowMs - 30 * dayMs;
  if (zone === 'utc') return Math.floor(nowMs / dayMs) * dayMs;
  return new Date(nowMs).setHours(0, 0, 0, 0);
}

export interface When {
  /** Fixed for all pages of one list: a page's end is of one search only. */
  readonly nowMs: number;
  readonly zone: Zone;
}

/** What the API is asked; of an id nothing else. */
export function searchOf(query: Query, typed: Asked, { nowMs, zone }: When): Asked {
  if (query.id !== undefined) return { id: query.id };
  const { time, ...others } = changed(query, { hidden: undefined });
  return {
    ...(others as Asked),
    ...(time !== undefined && { startedFrom: new Date(startOf(time, nowMs, zone)).toISOString() }),
    ...typed,
  };
}

/** As people write them: `10,000.50`. undefined: it is no amount. */
export function readAmount(text: string): string | undefined {
  const plain = text.replaceAll(/\s/g, '');
  const grouped = /^\d{1,3}(,\d{3})+(\.\d+)?$/.test(plain) ? plain.replaceAll(',', '') : plain;
  return amountPattern.test(grouped) ? grouped : undefined;
}

export function readCurrency(text: string): string | undefined {
  const code = text.toUpperCase();
  return currencyPattern.test(code) ? code : undefined;
}

export function readErrorCodes(text: string): readonly string[] | undefined {
  return readers.errorCodes.read(
    text
      .split(/[\s,;]+/)
      .filter(Boolean)
      .join(','),
  );
}
