/** Rows under their columns. */
import type { ReactNode } from 'react';
import styles from './table.module.css';

export interface Column {
  readonly title: string;
  readonly isNumber?: boolean;
  /** Of sentences, which are not read a word a line. */
  readonly isProse?: boolean;
  /** What its row is called by. */
  readonly isHead?: boolean;
}

interface TableRow {
  readonly key: string;
  /** One a column. */
  readonly cells: readonly ReactNode[];
  /** It is the one that is shown elsewhere. */
  readonly isCurrent?: boolean;
}

export interface TableProps {
  readonly caption: string;
  readonly columns: readonly Column[];
  readonly rows: readonly TableRow[];
}

/** It scrolls in itself, by keys too. */
export function Table({ caption, columns, rows }: TableProps) {
  return (
    <div className={styles['scroll']} tabIndex={0} role="group" aria-label={caption}>
      <table aria-label={caption}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.title} scope="col" className={lookOf(column)}>
                {column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, cells, isCurrent = false }) => (
            <tr
              key={key}
              className={isCurrent ? styles['current'] : undefined}
              aria-current={isCurrent || undefined}
            >
              {columns.map((column, at) => {
                const { title, isHead = false } = column;
                const Cell = isHead ? 'th' : 'td';
                return (
                  <Cell key={title} scope={isHead ? 'row' : undefined} className={lookOf(column)}>
                    {cells[at]}
                  </Cell>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function lookOf({ isNumber, isProse }: Column): string | undefined {
  if (isNumber === true) return styles['number'];
  return isProse === true ? styles['prose'] : undefined;
}
