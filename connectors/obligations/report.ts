/** A cycle as one CSV file for a finance clerk: what each pair owes, then what each DFSP gets or owes. */
import type { Obligation, Position } from '../common/contracts/fee-cycles';
import { csvText, guard } from '../common/csv';
import type { Cycle } from './obligations';

const obligationHeadings = [
  'Debtor',
  'Creditor',
  'Amount',
  'Currency',
  'Type',
  'Entries',
  'Debtor, signed',
  'Creditor, signed',
  'Debtor owes, before netting',
  'Creditor owes, before netting',
];

/** Positive is credited to that DFSP, negative is owed by it. */
export function reportCsv(cycle: Cycle): string {
  const { cycleId, from, to, state, entries, late } = cycle;
  return csvText([
    ['Cycle', cycleId],
    ['From', from],
    ['Until before', to],
    ['State', state === 'closed' ? 'closed' : 'open: figures may change'],
    ...(cycle.state === 'closed' ? [['Hash', cycle.hash]] : []),
    ['Entries', String(entries)],
    ['Signs', 'positive is credited, negative is owed'],
    [''],
    obligationHeadings,
    ...cycle.obligations.map(obligationRow),
    [''],
    ['DFSP', 'Position', 'Currency'],
    ...cycle.positions.map(positionRow),
    [''],
    ['Late entries of cycle', 'Entries'],
    ...late.map((one) => [one.originCycleId, String(one.entries)]),
  ]);
}

function obligationRow(obligation: Obligation): string[] {
  const { debtor, creditor, amount, currency, ledgerEntryType, entries, gross } = obligation;
  return [
    ...[guard(debtor), guard(creditor), amount, guard(currency), guard(ledgerEntryType)],
    String(entries),
    // Amounts are plain numbers, which a spreadsheet takes for nothing else.
    amount === '0' ? '0' : `-${amount}`,
    amount,
    gross.byDebtor,
    gross.byCreditor,
  ];
}

function positionRow({ dfspId, amount, currency }: Position): string[] {
  return [guard(dfspId), amount, guard(currency)];
}
