/** The figures of a chart, as a table: by keyboard, for readers, and to the payments. */
import { Table, type TableProps } from '../../kit/table';
import { useWords } from '../../words/preferences';
import { overviewWords } from '../words';
import styles from './charts.module.css';

/** Under its chart, closed: the chart says the same. */
export function TableBeneath(props: TableProps) {
  const words = useWords(overviewWords);
  return (
    <details className={styles['table']}>
      <summary>{words.asTable(props.caption)}</summary>
      <Table {...props} />
    </details>
  );
}

/** @param share of the largest, 0 to 1 */
export function Bar({
  share,
  isBad = false,
}: {
  readonly share: number;
  readonly isBad?: boolean;
}) {
  const classes = `${styles['bar'] ?? ''} ${isBad ? (styles['bad'] ?? '') : ''}`;
  return <span aria-hidden className={classes} style={{ width: `${String(share * 100)}%` }} />;
}
