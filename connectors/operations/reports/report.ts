/** What every report is: payments that it counts, one after the other, and the rows that come of it. */
import { z } from 'zod';
import { Problem } from '../../common/api/problems';
import { paymentDocumentSchema } from '../../common/contracts/payment-documents';
import { add, exact, readNumber, showExact, type Exact } from '../../common/decimal/exact';
import type { DocumentFilter } from '../../common/doors/elasticsearch/elasticsearch-door';
import type { EpochMs } from '../../common/runtime';
import { translated, type Language } from '../../common/words/languages';
import type { DiagramStore } from '../diagrams/diagram-store';
import { reportWords } from './report-words';

const { side, state, startedAt, endedAt, origin, amount, payer, payee, terms, hold, errorCode } =
  paymentDocumentSchema.shape;
const { standsAt, incidentsOpen } = paymentDocumentSchema.shape;

const countedStepSchema = z.object({
  ...{ kind: z.string(), occurredAt: z.string() },
  ...{ processDefinitionKey: z.string().optional(), elementId: z.string().optional() },
});
const countedIncidentSchema = z.object({
  ...{ element: z.string(), raisedAt: z.string(), endedAt: z.string().optional() },
});

/** As much of a payment as its report has asked for. */
export const countedSchema = z.object({
  // A null stands in no column.
  side: side.default(null),
  ...{ state: state.optional(), startedAt: startedAt.optional(), endedAt, origin, amount },
  ...{ payer: payer.optional(), payee: payee.optional(), terms, hold, errorCode },
  ...{ standsAt, incidentsOpen: incidentsOpen.optional() },
  transactionId: z.string().optional(),
  engine: z.string().optional(),
  fees: paymentDocumentSchema.shape.fees.optional(),
  steps: z.array(countedStepSchema).optional(),
  incidents: z.array(countedIncidentSchema).optional(),
});
export type Counted = z.output<typeof countedSchema>;

export type ReportRow = Readonly<Record<string, string | number | null>>;

export interface Report {
  /**
   * Of documents; `side` is always among them. `columns` are single values of which a payment has one at most: they are read
   * in a third of the time.
   */
  readonly reads: { readonly columns: readonly string[] } | { readonly fields: readonly string[] };
  readonly filters: readonly DocumentFilter[];
  /** It says how things stand now, and no time can be asked for. */
  readonly isOfNow: boolean;
  /** What it can be split by, beside what it always is. */
  readonly splits: readonly string[];
  /** In the order of a table. */
  columns(by: readonly string[]): readonly string[];
  begin(by: readonly string[], told: Told): Counting;
  /** What payments do not tell of its rows, and diagrams do. */
  named?(rows: readonly ReportRow[], diagrams: KnownDiagrams): Promise<readonly ReportRow[]>;
}

/** Terms that were only asked for are no payments. */
export const notOnlyQuoted: DocumentFilter = {
  kind: 'not',
  filter: { kind: 'one-of', field: 'state', values: ['quoted'] },
};

export type KnownDiagrams = Pick<DiagramStore, 'known'>;

export interface Told {
  readonly nowMs: EpochMs;
  /** Of what its rows say in words. */
  readonly language: Language;
}

export interface Counting {
  add(payment: Counted): void;
  rows(): readonly ReportRow[];
}

/** Rows are in memory, payments are not. */
const groupsMax = 10_000;

/** What is counted of payments that are alike. */
export class Groups<Group> {
  private readonly groups = new Map<string, { readonly key: ReportRow; readonly group: Group }>();

  /** @param max how many there may be */
  constructor(
    private readonly make: () => Group,
    private readonly max = groupsMax,
  ) {}

  /** @throws Problem when there are too many of them */
  of(key: ReportRow): Group {
    const name = JSON.stringify(Object.values(key));
    const known = this.groups.get(name);
    if (known !== undefined) return known.group;
    if (this.groups.size >= this.max) {
      throw new Problem('too-much-work', {
        detail: translated(reportWords, (said) => said.tooManyRows(this.max)),
      });
    }
    const group = this.make();
    this.groups.set(name, { key, group });
    return group;
  }

  /** In the order of their keys. */
  rows(rowOf: (group: Group, key: ReportRow) => ReportRow): ReportRow[] {
    return [...this.groups]
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([, { key, group }]) => ({ ...key, ...rowOf(group, key) }));
  }
}

/** An exact sum of one currency. */
export class Sum {
  private total: Exact = exact(0n, 0);

  add(value: string): void {
    this.total = add(this.total, readNumber(value));
  }

  /** As a decimal; may be negative. */
  toString(): string {
    return showExact(this.total);
  }
}

type Split = (payment: Counted) => string | null;

export const splits = {
  hour: ({ startedAt: at }) => at?.slice(0, 13) ?? null,
  day: ({ startedAt: at }) => at?.slice(0, 10) ?? null,
  month: ({ startedAt: at }) => at?.slice(0, 7) ?? null,
  state: (payment) => payment.state ?? null,
  useCase: (payment) => payment.origin ?? null,
  counterpart: (payment) =>
    (payment.side === 'payer' ? payment.payee?.fspId : payment.payer?.fspId) ?? null,
} as const satisfies Readonly<Record<string, Split>>;

/** What documents have to tell for them. */
export const splitFields: readonly string[] = [
  ...['side', 'state', 'startedAt', 'origin', 'payer.fspId', 'payee.fspId'],
];

/** Of a payment, by what it is split. */
export function keyOf(payment: Counted, by: readonly string[]): ReportRow {
  const known: Readonly<Record<string, Split>> = splits;
  return Object.fromEntries(by.map((name) => [name, known[name]?.(payment) ?? null]));
}
