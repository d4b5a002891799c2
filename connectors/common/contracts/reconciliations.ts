/**
 * What hub, Fineract and switch do not agree on, on Kafka: `hub reconcile --keep` writes it, the operations API reads it. Version 1:
 * fields may be added, none changes its meaning.
 */
import { z } from 'zod';
import { instantSchema } from './fees';
import { personNameSchema } from './person-name';
import { parseJson } from '../json';
import type { TopicSettings } from '../doors/kafka/kafka-door';

export const differenceKindNames = [
  'missing-debit',
  'double-debit',
  'debit-without-payment',
  'missing-credit',
  'double-credit',
  'credit-without-payment',
  'other-amount-booked',
  'hold-left',
  'paid-but-aborted',
  'paid-but-open',
  'failed-but-committed',
  'other-amount-at-switch',
  'unknown-to-switch',
  'unknown-to-hub',
  'position-differs',
] as const;
export type DifferenceKind = (typeof differenceKindNames)[number];

const text = z.string();

/** No personal data: ids, amounts, and whose word it is. */
export const differenceSchema = z.object({
  differenceId: text.describe('The same whenever it is found.'),
  tenant: text,
  date: text.describe('The day of which it was found.'),
  kind: z.enum(differenceKindNames),
  severity: z
    .enum(['high', 'medium'])
    .describe('high: somebody’s money is not where it belongs. medium: it may still come right.'),
  side: z.enum(['payer', 'payee']).nullable(),
  transferId: text.nullable(),
  transactionId: text.nullable(),
  currency: text,
  hub: text.describe('What the hub says: a state and an amount.'),
  ams: text.describe('What Fineract says: its bookings.'),
  switch: text.describe('What the switch says: a state and an amount, or positions.'),
  what: text.describe('What has happened.'),
  whatToDo: text,
});
export type Difference = z.output<typeof differenceSchema>;

const count = z.int().min(0);

const settlementSchema = z.object({
  by: personNameSchema,
  why: text,
  at: instantSchema,
  of: differenceSchema
    .pick({ hub: true, ams: true, switch: true })
    .optional()
    .describe('What was said then: when something else is, it is open again. Older ones lack it.'),
});
export type Settlement = z.output<typeof settlementSchema>;

/** Key: what it is, and its id. The newest of a key stands. */
export const reconciliationRecordSchema = z.discriminatedUnion('record', [
  z.object({
    record: z.literal('difference'),
    version: z.literal(1),
    state: z.enum(['open', 'gone']).describe('gone: a later comparison has not found it any more.'),
    since: instantSchema.describe(
      'When it was found first, since it was gone last, or has changed after it was settled.',
    ),
    comparedAt: instantSchema,
    difference: differenceSchema,
    formerly: settlementSchema
      .optional()
      .describe('How it was settled before something else was said of it.'),
  }),
  z.object({
    record: z.literal('settlement'),
    version: z.literal(1),
    differenceId: text,
    since: instantSchema.describe('Of the difference: what is found anew is not settled by it.'),
    ...settlementSchema.shape,
  }),
  z.object({
    record: z.literal('day'),
    version: z.literal(1),
    tenant: text,
    date: text,
    from: instantSchema,
    until: instantSchema.describe('Up to when it was compared.'),
    comparedAt: instantSchema,
    ...{ compared: count, differences: count, underWay: count, outOfReach: count },
  }),
]);
export type ReconciliationRecord = z.output<typeof reconciliationRecordSchema>;
export type RecordOf<Name extends ReconciliationRecord['record']> = Extract<
  ReconciliationRecord,
  { readonly record: Name }
>;
export type ComparedDay = RecordOf<'day'>;

export interface KnownDifference extends Pick<
  RecordOf<'difference'>,
  'since' | 'comparedAt' | 'difference'
> {
  readonly state: 'open' | 'gone' | 'settled';
  readonly settlement: Settlement | null;
  /** It was settled, and what is said of it has changed since. */
  readonly formerly: Settlement | null;
}

/** What a settlement is of. */
export function saidOf({ hub, ams, switch: ofSwitch }: Difference) {
  return { hub, ams, switch: ofSwitch };
}

/** Whether the three say what they said when it was settled: what grows under a settlement is settled by nobody. */
export function isAsSettled(
  { of }: Settlement,
  now: Pick<Difference, 'hub' | 'ams' | 'switch'>,
): boolean {
  if (of === undefined) return true;
  return of.hub === now.hub && of.ams === now.ams && of.switch === now.switch;
}

export function keyOfRecord(record: ReconciliationRecord): string {
  switch (record.record) {
    case 'difference':
      return `difference:${record.difference.differenceId}`;
    case 'settlement':
      return `settlement:${record.differenceId}`;
    case 'day':
      return `day:${record.tenant}:${record.date}`;
  }
}

/** What the topic says now. */
export class KnownReconciliations {
  private readonly found = new Map<string, RecordOf<'difference'>>();
  private readonly settlements = new Map<string, RecordOf<'settlement'>>();
  private readonly compared = new Map<string, ComparedDay>();

  enter(value: string | undefined): void {
    const { data } = reconciliationRecordSchema.safeParse(parseJson(value ?? ''));
    if (data?.record === 'difference') this.found.set(data.difference.differenceId, data);
    if (data?.record === 'settlement') this.settlements.set(data.differenceId, data);
    if (data?.record === 'day') this.compared.set(keyOfRecord(data), data);
  }

  tenantOf(differenceId: string): string | undefined {
    return this.found.get(differenceId)?.difference.tenant;
  }

  /** The newest first. */
  days(tenant: string): readonly ComparedDay[] {
    return [...this.compared.values()]
      .filter((day) => day.tenant === tenant)
      .sort((left, right) => right.date.localeCompare(left.date));
  }

  /** The oldest first. */
  differences(tenant: string): readonly KnownDifference[] {
    return [...this.found.values()]
      .filter(({ difference }) => difference.tenant === tenant)
      .map((one) => this.asItStands(one))
      .sort((left, right) => left.since.localeCompare(right.since));
  }

  private asItStands(found: RecordOf<'difference'>): KnownDifference {
    const { state, since, comparedAt, difference } = found;
    const settlement = this.settlements.get(difference.differenceId);
    const own = settlement?.since === since ? settlement : undefined;
    const isSettled = own !== undefined && isAsSettled(own, difference);
    return {
      ...{ since, comparedAt, difference },
      state: state === 'open' && isSettled ? 'settled' : state,
      settlement: isSettled ? own : null,
      // A comparison that ran while it was settled could not know of it.
      formerly: (isSettled ? undefined : own) ?? found.formerly ?? null,
    };
  }
}

/** Under which key somebody takes it: see operator-work.ts. */
export function workKeyOf(differenceId: string): string {
  return `difference:${differenceId}`;
}

export const reconciliationsEnvironment = z.object({
  RECONCILIATIONS_TOPIC: z
    .string()
    .min(1)
    .default('payment-hub.reconciliations')
    .describe(
      'Topic of what hub, Fineract and switch do not agree on: the newest record of a key stands',
    ),
});

/** Longer than anybody asks what became of a day. */
const keptMs = 400 * 86_400_000;

export function reconciliationsTopic(
  settings: z.output<typeof reconciliationsEnvironment>,
): TopicSettings {
  return {
    name: settings.RECONCILIATIONS_TOPIC,
    partitions: 1,
    settings: { 'cleanup.policy': 'compact,delete', 'retention.ms': String(keptMs) },
  };
}
