/** From the rows of reports to what is shown of them. Pure. */
import { sumOf } from '../kit/decimals';

export type ReportRow = Readonly<Record<string, string | number | null>>;
export type Side = 'payer' | 'payee';

export const outcomes = ['paid', 'failed', 'cancelled', 'open'] as const;
export type Outcome = (typeof outcomes)[number];
export type Counts = Readonly<Record<Outcome | 'payments', number>>;

const nothing: Counts = { payments: 0, paid: 0, failed: 0, cancelled: 0, open: 0 };

const numberIn = (row: ReportRow, column: string): number => Number(row[column] ?? 0);
const textIn = (row: ReportRow, column: string): string | null => {
  const value = row[column] ?? null;
  return value === null ? null : String(value);
};

function plus(counts: Counts, row: ReportRow): Counts {
  const sum = (name: keyof Counts) => counts[name] + numberIn(row, name);
  return {
    payments: sum('payments'),
    ...{ paid: sum('paid'), failed: sum('failed'), cancelled: sum('cancelled'), open: sum('open') },
  };
}

export function ofSide(rows: readonly ReportRow[], side: Side): readonly ReportRow[] {
  return rows.filter((row) => row['side'] === side);
}

export function countsOf(rows: readonly ReportRow[]): Counts {
  return rows.reduce(plus, nothing);
}

/** Of those that have ended; undefined while there are none. */
export function successOf({ paid, failed, cancelled }: Counts): number | undefined {
  const ended = paid + failed + cancelled;
  return ended === 0 ? undefined : paid / ended;
}

/** A row each bucket, in their order; those without a payment too. */
export function countsByBucket(
  rows: readonly ReportRow[],
  bucketColumn: string,
  names: readonly string[],
): readonly Counts[] {
  const found = new Map<string, Counts>();
  for (const row of rows) {
    const name = textIn(row, bucketColumn) ?? '';
    found.set(name, plus(found.get(name) ?? nothing, row));
  }
  return names.map((name) => found.get(name) ?? nothing);
}

export interface CurrencyFigures {
  readonly currency: string;
  readonly payments: number;
  readonly amount: string;
  readonly paidAmount: string;
  /** By bucket, what was paid: exact. */
  readonly paidByBucket: readonly string[];
}

/** Amounts of two currencies are never added. Payments of which no amount is known yet are in none. */
export function byCurrency(
  rows: readonly ReportRow[],
  bucketColumn: string,
  names: readonly string[],
): readonly CurrencyFigures[] {
  const currencies = [...new Set(rows.map((row) => textIn(row, 'currency')))];
  return currencies
    .filter((currency) => currency !== null)
    .sort()
    .map((currency) => {
      const own = rows.filter((row) => row['currency'] === currency);
      const sum = (some: readonly ReportRow[], column: string) =>
        sumOf(some.map((row) => textIn(row, column) ?? '0'));
      return {
        currency,
        payments: countsOf(own).payments,
        ...{ amount: sum(own, 'amount'), paidAmount: sum(own, 'paidAmount') },
        paidByBucket: names.map((name) =>
          sum(
            own.filter((row) => row[bucketColumn] === name),
            'paidAmount',
          ),
        ),
      };
    });
}

export const percentiles = ['p50Ms', 'p95Ms', 'p99Ms'] as const;
export type Settled = Readonly<Record<(typeof percentiles)[number] | 'payments', number>>;
export const spans = ['whole', 'committed'] as const;
export type Span = (typeof spans)[number];

function settledOf(row: ReportRow): Settled {
  const [p50Ms, p95Ms, p99Ms] = percentiles.map((name) => numberIn(row, name));
  return {
    payments: numberIn(row, 'payments'),
    ...{ p50Ms: p50Ms ?? 0, p95Ms: p95Ms ?? 0, p99Ms: p99Ms ?? 0 },
  };
}

/** Percentiles of several times cannot be put together: they are counted by the API, of the whole and of each bucket. */
export function settledBy(
  rows: readonly ReportRow[],
  span: Span,
  bucketColumn: string,
  names: readonly string[],
): readonly (Settled | undefined)[] {
  const own = rows.filter((row) => row['span'] === span);
  const found = new Map(own.map((row) => [textIn(row, bucketColumn), settledOf(row)]));
  return names.map((name) => found.get(name));
}

export function settledIn(rows: readonly ReportRow[], span: Span): Settled | undefined {
  const row = rows.find((one) => one['span'] === span);
  return row === undefined ? undefined : settledOf(row);
}

export interface Cause {
  /** Null: nobody has said why. */
  readonly errorCode: string | null;
  readonly payments: number;
  readonly amounts: readonly { readonly currency: string; readonly amount: string }[];
  readonly meaning: string;
  readonly area: string | null;
  readonly whatToDo: string;
}

/** One a cause, the most frequent first. */
export function causesOf(rows: readonly ReportRow[]): readonly Cause[] {
  const codes = [...new Set(rows.map((row) => textIn(row, 'errorCode')))];
  return codes
    .map((errorCode) => {
      const own = rows.filter((row) => textIn(row, 'errorCode') === errorCode);
      const [first] = own;
      const payments = own.reduce((sum, row) => sum + numberIn(row, 'payments'), 0);
      const amounts = own.flatMap((row) => {
        const currency = textIn(row, 'currency');
        return currency === null ? [] : [{ currency, amount: textIn(row, 'amount') ?? '0' }];
      });
      const words = (column: string) => (first && textIn(first, column)) ?? '';
      return {
        ...{ errorCode, payments, amounts, area: first ? textIn(first, 'area') : null },
        ...{ meaning: words('meaning'), whatToDo: words('whatToDo') },
      };
    })
    .sort((left, right) => right.payments - left.payments);
}

export interface HeldRow {
  readonly age: string;
  readonly currency: string;
  readonly payments: number;
  readonly amount: string;
  readonly oldestSince: string | null;
  readonly oldestTransactionId: string | null;
}

/** As the API orders them: the youngest first. */
export function heldOf(rows: readonly ReportRow[]): readonly HeldRow[] {
  return rows.map((row) => ({
    ...{ age: textIn(row, 'age') ?? '', currency: textIn(row, 'currency') ?? '' },
    ...{ payments: numberIn(row, 'payments'), amount: textIn(row, 'amount') ?? '0' },
    oldestSince: textIn(row, 'oldestSince'),
    oldestTransactionId: textIn(row, 'oldestTransactionId'),
  }));
}

/** Of payments that went through something. */
export interface PassedFigures {
  readonly payments: number;
  readonly notMade: number;
  readonly open: number;
  readonly standsStill: number;
}

export interface StepFigures extends PassedFigures {
  readonly step: string;
  /** The API's; null of a step that it does not know. */
  readonly text: string | null;
}

/** As payments go. */
export function stepsOf(rows: readonly ReportRow[]): readonly StepFigures[] {
  return rows.map((row) => ({
    ...{ step: textIn(row, 'step') ?? '', text: textIn(row, 'text') },
    ...passedIn(row),
  }));
}

function passedIn(row: ReportRow): PassedFigures {
  return {
    payments: numberIn(row, 'payments'),
    notMade: numberIn(row, 'failed') + numberIn(row, 'cancelled'),
    ...{ open: numberIn(row, 'open'), standsStill: numberIn(row, 'standsStill') },
  };
}

export interface ElementFigures extends PassedFigures {
  readonly elementId: string;
  /** As its diagram has it; null where it has none, or no diagram is known. */
  readonly name: string | null;
}

export interface ProcessFigures {
  readonly engine: string;
  readonly processDefinitionKey: string;
  /** Null: no indexer has seen how it was deployed. */
  readonly bpmnProcessId: string | null;
  readonly version: string | null;
  /** As payments go. */
  readonly elements: readonly ElementFigures[];
}

/** Those by which most payments ran come first. */
export function processesOf(rows: readonly ReportRow[]): readonly ProcessFigures[] {
  const found = new Map<string, ReportRow[]>();
  for (const row of rows) {
    const name = JSON.stringify([row['engine'], row['processDefinitionKey']]);
    const known = found.get(name);
    if (known === undefined) found.set(name, [row]);
    else known.push(row);
  }
  const most = ({ elements }: ProcessFigures) =>
    Math.max(...elements.map(({ payments }) => payments));
  return [...found.values()].map(processOf).sort((left, right) => most(right) - most(left));
}

/** @param rows at least one */
function processOf(rows: readonly ReportRow[]): ProcessFigures {
  const [first = {}] = rows;
  return {
    engine: textIn(first, 'engine') ?? '',
    processDefinitionKey: textIn(first, 'processDefinitionKey') ?? '',
    ...{ bpmnProcessId: textIn(first, 'bpmnProcessId'), version: textIn(first, 'version') },
    elements: rows.map((row) => ({
      ...{ elementId: textIn(row, 'elementId') ?? '', name: textIn(row, 'name') },
      ...passedIn(row),
    })),
  };
}
