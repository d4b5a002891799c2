/** What every report is: payments that it counts, one after the other, and the rows that come of it. */
import { z } from 'zod';
import { Problem } from '../../common/api/problems';
import { paymentDocumentSchema } from '../../common/contracts/payment-documents';
import { add, exact, readNumber, showExact, type Exact } from '../../common/decimal/exact';
import type { DocumentFilter } from '../../common/doors/elasticsearch/elasticsearch-door';
import type { EpochMs } from '../../common/runtime';

const { side, state, startedAt, endedAt, origin, amount, payer, payee, terms, hold, errorCode } =
  paymentDocumentSchema.shape;

/** As much of a payment as its report has asked for. */
export const countedSchema = z.object({
  side,
  ...{ state: state.optional(), startedAt: startedAt.optional(), endedAt, origin, amount },
  ...{ payer: payer.optional(), payee: payee.optional(), terms, hold, errorCode },
  transactionId: z.string().optional(),
  fees: paymentDocumentSchema.shape.fees.optional(),
  steps: z.array(z.object({ kind: z.string(), occurredAt: z.string() })).optional(),
});
export type Counted = z.output<typeof countedSchema>;

export type ReportRow = Readonly<Record<string, string | number | null>>;

export interface Report {
  /** Of documents; `side` is always among them. */
  readonly fields: readonly string[];
  readonly filters: readonly DocumentFilter[];
  /** It says how things stand now, and no time can be asked for. */
  readonly isOfNow: boolean;
  /** What it can be split by, beside what it always is. */
  readonly splits: readonly string[];
  /** In the order of a table. */
  columns(by: readonly string[]): readonly string[];
  begin(by: readonly string[], nowMs: EpochMs): Counting;
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

  constructor(private readonly make: () => Group) {}

  /** @throws Problem when there are too many of them */
  of(key: ReportRow): Group {
    const name = JSON.stringify(Object.values(key));
    const known = this.groups.get(name);
    if (known !== undefined) return known.group;
    if (this.groups.size >= groupsMax) {
      throw new Problem('too-much-work', {
        detail: `This report has more than ${groupsMax} rows: ask for a shorter time, or split it by less`,
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
