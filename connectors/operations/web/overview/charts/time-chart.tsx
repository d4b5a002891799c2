/** A chart over the buckets of a time: clicked, it leads to the payments of one of them; its figures stand beneath it. */
import type { ReactNode } from 'react';
import { useLocation } from 'wouter';
import { Panel } from '../../kit/parts';
import { usePreferences, useWords } from '../../words/preferences';
import type { Shown } from '../figures/shown';
import styles from '../overview.module.css';
import { tickOfTime, titleOfTime } from '../time-titles';
import { overviewWords } from '../words';
import type { TableProps } from '../../kit/table';
import { TableBeneath } from './table-beneath';
import type { Line } from './line-chart';
import { lazyView } from '../../kit/lazy-view';

const LineChart = lazyView(() => import('./line-chart'));

interface TimeChartProps {
  readonly title: string;
  readonly aside?: ReactNode;
  readonly note?: string;
  readonly shown: Shown;
  readonly lines: readonly Line[];
  readonly format: (value: number) => string;
  readonly range?: readonly [number, number];
  /** Of the payments of a bucket. */
  readonly linkOf: (index: number) => string;
  readonly table: Pick<TableProps, 'columns' | 'rows'>;
}

export function TimeChart(props: TimeChartProps) {
  const { title, aside, note, shown, lines, format, range, linkOf, table } = props;
  const words = useWords(overviewWords);
  const { preferences } = usePreferences();
  const [, go] = useLocation();
  const { bucket } = shown.range;
  return (
    <Panel title={title} aside={aside}>
      <p className={styles['quiet']}>
        {note} {words.pickHelp}
      </p>
      <LineChart
        {...{ label: title, lines, format, range }}
        times={shown.buckets.map(({ from }) => from)}
        formatTime={(from) => titleOfTime({ from }, bucket, preferences)}
        formatTick={(from) => tickOfTime({ from }, bucket, preferences)}
        onPick={(index) => go(linkOf(index))}
      />
      <TableBeneath caption={title} {...table} />
    </Panel>
  );
}
