/** Money of payers that is held now, by how long it has been. */
import type { EpochMs } from '../../common/runtime';
import { Groups, Sum, type Report, type ReportRow } from './report';

const ages = [
  ['under a minute', 60],
  ['1 to 15 minutes', 15 * 60],
  ['15 to 60 minutes', 60 * 60],
  ['1 to 24 hours', 24 * 60 * 60],
  ['1 to 7 days', 7 * 24 * 60 * 60],
  ['over 7 days', Infinity],
] as const;

interface Held {
  payments: number;
  readonly amount: Sum;
  oldest: { readonly since: string; readonly transactionId: string } | undefined;
}

export const holds: Report = {
  reads: { fields: ['side', 'transactionId', 'amount', 'terms', 'hold'] },
  filters: [{ kind: 'one-of', field: 'hold.state', values: ['held'] }],
  isOfNow: true,
  splits: [],
  columns: () => ['age', 'currency', 'payments', 'amount', 'oldestSince', 'oldestTransactionId'],
  begin: (_by, { nowMs }) => {
    const groups = new Groups<Held>(() => ({ payments: 0, amount: new Sum(), oldest: undefined }));
    return {
      add: ({ hold, terms, amount, transactionId = '' }) => {
        const sent = terms?.transferAmount ?? amount;
        if (hold === undefined) return;
        const currency = sent?.currency ?? null;
        const group = groups.of({ age: ageOf(hold.since, nowMs), currency });
        group.payments += 1;
        // One whose amount is not known is told all the same, in a row without a currency.
        if (sent !== undefined) group.amount.add(sent.amount);
        // Held with it is what our own DFSP charges.
        if (sent !== undefined && terms?.payerFspFee !== undefined)
          group.amount.add(terms.payerFspFee.amount);
        if (group.oldest === undefined || hold.since < group.oldest.since) {
          group.oldest = { since: hold.since, transactionId };
        }
      },
      rows: () =>
        groups
          .rows(({ payments, amount, oldest }) => ({
            ...{ payments, amount: String(amount) },
            oldestSince: oldest?.since ?? null,
            oldestTransactionId: oldest?.transactionId ?? null,
          }))
          .sort((left, right) => orderOf(left) - orderOf(right)),
    };
  },
};

function ageOf(since: string, nowMs: EpochMs): string {
  const ageS = (nowMs - Date.parse(since)) / 1_000;
  return ages.find(([, belowS]) => ageS < belowS)?.[0] ?? '';
}

function orderOf({ age }: ReportRow): number {
  return ages.findIndex(([name]) => name === age);
}
