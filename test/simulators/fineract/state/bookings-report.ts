import { exact } from './json';
import type { Account, Tenant, Transaction } from './model';

interface Wanted {
  /** Rows with higher numbers only. */
  readonly after: number;
  readonly from: string;
  readonly limit: number;
}

const typeNumbers = { deposit: 1, withdrawal: 2, hold: 20 } as const;
const hasNumber = (type: string): type is keyof typeof typeNumbers => type in typeNumbers;

const columns = [
  ...['bookingId', 'type', 'reversed', 'amount', 'currency', 'transferCode', 'routingCode'],
  ...['releasedBy', 'bookedAt'],
];

/** What a real Fineract's database answers to the SQL of the report, in the form of its own reports. */
export function bookingsReport(tenant: Tenant, { after, from, limit }: Wanted): object {
  const isOpenHold = (row: Transaction) =>
    row.type === 'hold' && !row.reversed && row.releaseTransactionId === undefined;
  const rows = [...tenant.accounts.values()]
    .flatMap((account) => account.transactions.map((row) => ({ account, row })))
    .filter(({ row }) => row.id > after && hasNumber(row.type) && row.reverses === undefined)
    .filter(({ row }) => (row.receiptNumber ?? '') !== '')
    .filter(({ row }) => row.submittedOn >= from || isOpenHold(row))
    .sort((left, right) => left.row.id - right.row.id)
    .slice(0, limit);
  return {
    columnHeaders: columns.map((columnName) => ({ columnName })),
    data: rows.map(({ account, row }) => ({ row: cells(account, row) })),
  };
}

function cells({ currency }: Account, row: Transaction): readonly unknown[] {
  const routingCode = row.viaInteroperation ? 'INTEROPERATION' : '';
  const type = hasNumber(row.type) ? typeNumbers[row.type] : 0;
  return [
    ...[row.id, type, row.reversed, exact(row.amount), currency],
    ...[row.receiptNumber, routingCode, row.releaseTransactionId ?? null],
    new Date(row.createdMillis).toISOString(),
  ];
}
