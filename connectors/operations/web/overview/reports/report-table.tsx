import { Link } from 'wouter';
import { paymentAddress } from '../../kit/addresses';
import { Table } from '../../kit/table';
import { useFirstRows } from '../../kit/first-rows';
import { Amount, Instant } from '../../kit/values';
import { formatCount, formatDuration, formatShare } from '../../words/formats';
import { usePreferences, useWords } from '../../words/preferences';
import type { ReportRow, Side } from '../figures';
import styles from '../overview.module.css';
import { paymentsLink, statesOf } from '../payments-link';
import type { AskedReport, Report } from '../read-report';
import { overviewWords } from '../words';
import { reportWords } from './words';

/** A report may have 10,000 rows. */
const rowsAtOnce = 200;

const amounts = new Set(['amount', 'paidAmount', 'byDebtor', 'byCreditor']);
const counts = new Set([
  'payments',
  'paid',
  'failed',
  'cancelled',
  'open',
  'standsStill',
  'entries',
]);
const isDuration = (column: string) => column.endsWith('Ms');
const isNumber = (column: string) =>
  amounts.has(column) || counts.has(column) || isDuration(column) || column === 'success';

const isProse = (column: string) => ['meaning', 'whatToDo'].includes(column);

interface ReportTableProps {
  readonly asked: AskedReport;
  readonly report: Report;
}

export function ReportTable({ asked, report: { columns, rows } }: ReportTableProps) {
  const words = useWords(reportWords);
  const { language } = usePreferences().preferences;
  const titles: Readonly<Record<string, string>> = words.columns;
  const { first, more } = useFirstRows(rows, rowsAtOnce);
  return (
    <>
      <p className={styles['quiet']}>
        {words.rows(rows.length, formatCount(rows.length, language))}
      </p>
      <Table
        caption={words.reports[asked.report]}
        columns={columns.map((column) => ({
          title: titles[column] ?? column,
          ...{ isNumber: isNumber(column), isProse: isProse(column) },
        }))}
        rows={first.map((row, at) => ({
          key: String(at),
          cells: columns.map((column) => <Cell key={column} {...{ asked, row, column }} />),
        }))}
      />
      {more}
    </>
  );
}

interface CellProps {
  readonly asked: AskedReport;
  readonly row: ReportRow;
  readonly column: string;
}

function Cell({ asked, row, column }: CellProps) {
  const { language } = usePreferences().preferences;
  const { ages, sides, spans } = useWords(overviewWords);
  const value = row[column] ?? null;
  const { currency } = row;
  if (value === null) return '–';
  const said: Readonly<Record<string, string>> = { ...ages, ...sides, ...spans };
  if (amounts.has(column) && typeof currency === 'string') {
    return <Amount of={{ amount: String(value), currency }} />;
  }
  if (counts.has(column)) return formatCount(Number(value), language);
  if (isDuration(column)) return formatDuration(Number(value));
  if (column === 'success') return formatShare(Number(value), language);
  if (column === 'oldestSince') return <Instant at={String(value)} />;
  if (column === 'oldestTransactionId') {
    return <Link href={paymentAddress(asked.tenant, String(value))}>{value}</Link>;
  }
  if (column === 'errorCode') return <ErrorLink {...{ asked, row, code: String(value) }} />;
  return ['age', 'side', 'span'].includes(column) ? (said[String(value)] ?? value) : value;
}

/** To the payments of the row's side that failed so in this time. */
function ErrorLink({
  asked: { tenant, from, to },
  row,
  code,
}: Pick<CellProps, 'asked' | 'row'> & { readonly code: string }) {
  const { side } = row;
  const isSide = (text: unknown): text is Side => text === 'payer' || text === 'payee';
  const search = {
    ...{ states: [...statesOf.failed, ...statesOf.cancelled], errorCodes: [code] },
    ...(isSide(side) && { side }),
    ...(from !== undefined && { startedFrom: from }),
    ...(to !== undefined && { startedBefore: to }),
  };
  return <Link href={paymentsLink(tenant, search)}>{code}</Link>;
}
