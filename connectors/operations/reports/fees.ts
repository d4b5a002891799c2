/** What DFSPs owe each other by the fee rules: each pair as it is, and on balance. */
import type { PaymentDocument } from '../../common/contracts/payment-documents';
import {
  compareExact,
  exact,
  negate,
  parseExact,
  add,
  showExact,
} from '../../common/decimal/exact';
import { Groups, Sum, type Counted, type Report, type ReportRow } from './report';

type Fee = PaymentDocument['fees'][number];

interface Owed {
  entries: number;
  readonly amount: Sum;
}

const fields = ['side', 'payer.fspId', 'payee.fspId', 'fees'];
const filters = [{ kind: 'exists', field: 'fees.entryId' }] as const;

export const fees: Report = {
  ...{ reads: { fields }, filters, isOfNow: false, splits: [] },
  columns: () => ['debtor', 'creditor', 'currency', 'ledgerEntryType', 'entries', 'amount'],
  begin: () => {
    const groups = new Groups<Owed>(() => ({ entries: 0, amount: new Sum() }));
    return {
      add: (payment) => {
        for (const fee of feesOf(payment)) {
          const { debtor, creditor, currency, ledgerEntryType } = fee;
          const group = groups.of({ debtor, creditor, currency, ledgerEntryType });
          group.entries += 1;
          group.amount.add(fee.amount);
        }
      },
      rows: () => groups.rows(({ entries, amount }) => ({ entries, amount: String(amount) })),
    };
  },
};

/** Between two customers of one bank the same entry is told on both sides. */
function feesOf({ side, payer, payee, fees: all = [] }: Counted): readonly Fee[] {
  const isOnUs = payer?.fspId !== undefined && payer.fspId === payee?.fspId;
  return isOnUs && side === 'payee' ? [] : all;
}

export const obligations: Report = {
  ...{ reads: { fields }, filters, isOfNow: false, splits: [] },
  columns: () => [
    ...['debtor', 'creditor', 'currency', 'ledgerEntryType', 'entries', 'amount'],
    ...['byDebtor', 'byCreditor'],
  ],
  begin: (by, told) => {
    const counting = fees.begin(by, told);
    return { add: (payment) => counting.add(payment), rows: () => netted(counting.rows()) };
  },
};

interface Pair {
  readonly row: ReportRow;
  entries: number;
  /** What the first of the two names owes the second, and the other way. */
  readonly owed: [string, string];
}

/** Of what two owe each other the difference: whoever owes more is the debtor. */
function netted(rows: readonly ReportRow[]): ReportRow[] {
  const pairs = new Map<string, Pair>();
  for (const row of rows) {
    const { debtor, creditor, currency, ledgerEntryType } = row;
    const [first, second] = [String(debtor), String(creditor)].sort();
    const name = JSON.stringify([first, second, currency, ledgerEntryType]);
    const known = pairs.get(name) ?? {
      row: {
        debtor: first ?? '',
        creditor: second ?? '',
        currency: currency ?? null,
        ledgerEntryType: ledgerEntryType ?? null,
      },
      entries: 0,
      owed: ['0', '0'],
    };
    known.entries += Number(row['entries']);
    known.owed[debtor === first ? 0 : 1] = String(row['amount']);
    pairs.set(name, known);
  }
  return [...pairs.values()].map(rowOfPair);
}

function rowOfPair({ row, entries, owed: [byFirst, bySecond] }: Pair): ReportRow {
  const net = add(parseExact(byFirst), negate(parseExact(bySecond)));
  const isTurned = compareExact(net, exact(0n, 0)) < 0;
  if (!isTurned) {
    return { ...row, entries, amount: showExact(net), byDebtor: byFirst, byCreditor: bySecond };
  }
  const turned = { debtor: row['creditor'] ?? null, creditor: row['debtor'] ?? null };
  const amount = showExact(negate(net));
  return { ...row, ...turned, entries, amount, byDebtor: bySecond, byCreditor: byFirst };
}
