import { Link } from 'wouter';
import { TimeChart } from '../charts/time-chart';
import type { Line } from '../charts/line-chart';
import { Answered, Empty, Facts, Panel } from '../../kit/parts';
import { formatCount, formatDuration } from '../../words/formats';
import { usePreferences, useWords } from '../../words/preferences';
import {
  ofSide,
  percentiles,
  settledBy,
  settledIn,
  spans,
  type ReportRow,
  type Settled,
  type Span,
} from '../figures';
import { paymentsLink, statesOf } from '../payments-link';
import { useReport } from '../read-report';
import { titleOfTime } from '../time-titles';
import { overviewWords } from '../words';
import { searchOf, type Shown } from './shown';

const looks: Readonly<Record<(typeof percentiles)[number], Pick<Line, 'colour' | 'dash'>>> = {
  p50Ms: { colour: '--good' },
  p95Ms: { colour: '--warning', dash: [8, 4] },
  p99Ms: { colour: '--bad', dash: [2, 3] },
};

interface TimeToSettleProps {
  readonly shown: Shown;
  readonly span: Span;
  readonly choose: (span: Span) => void;
}

export function TimeToSettle(props: TimeToSettleProps) {
  const { shown, span } = props;
  const { tenant, side, range } = shown;
  const { from, to, bucket } = range;
  const words = useWords(overviewWords);
  const whole = useReport({ tenant, report: 'time-to-settle', from, to });
  const byBucket = useReport({ tenant, report: 'time-to-settle', from, to, by: bucket });
  return (
    <Answered read={whole}>
      {({ rows }) => {
        const settled = settledIn(ofSide(rows, side), span);
        if (settled === undefined) {
          return (
            <Panel title={words.settle} aside={<SpanChoice {...props} />}>
              <Empty>{words.noneSettled}</Empty>
            </Panel>
          );
        }
        return (
          <>
            <Panel title={words.settle} aside={<SpanChoice {...props} />}>
              <p>{words.settleHelp}</p>
              <SettledFacts settled={settled} />
            </Panel>
            <Answered read={byBucket}>
              {(report) => <SettleChart {...{ shown, span }} rows={ofSide(report.rows, side)} />}
            </Answered>
          </>
        );
      }}
    </Answered>
  );
}

function SettledFacts({ settled }: { readonly settled: Settled }) {
  const words = useWords(overviewWords);
  const { language } = usePreferences().preferences;
  return (
    <Facts
      of={[
        ...percentiles.map((name) => [nameOf(name), formatDuration(settled[name])] as const),
        [words.payments, formatCount(settled.payments, language)],
      ]}
    />
  );
}

const nameOf = (percentile: string) => percentile.replace('Ms', '');

function SpanChoice({ span, choose }: Pick<TimeToSettleProps, 'span' | 'choose'>) {
  const words = useWords(overviewWords);
  return (
    <select
      aria-label={words.span}
      value={span}
      onChange={({ target }) => choose(target.value === 'committed' ? 'committed' : 'whole')}
    >
      {spans.map((one) => (
        <option key={one} value={one}>
          {words.spans[one]}
        </option>
      ))}
    </select>
  );
}

function SettleChart({
  shown,
  span,
  rows: counted,
}: {
  readonly shown: Shown;
  readonly span: Span;
  readonly rows: readonly ReportRow[];
}) {
  const words = useWords(overviewWords);
  const { preferences } = usePreferences();
  const { tenant, buckets, range } = shown;
  const names = buckets.map(({ name }) => name);
  const settled = settledBy(counted, span, range.bucket, names);
  const lines = percentiles.map((name) => ({
    ...{ name: nameOf(name), ...looks[name] },
    values: settled.map((one) => one?.[name] ?? null),
  }));
  const linkOf = (at: number) =>
    paymentsLink(tenant, searchOf(shown, buckets[at] ?? range, statesOf.paid));
  const rows = buckets.map((bucket, at) => {
    const own = settled[at];
    return {
      key: bucket.name,
      cells: [
        <Link key="time" href={linkOf(at)}>
          {titleOfTime(bucket, range.bucket, preferences)}
        </Link>,
        ...percentiles.map((name) => (own === undefined ? '–' : formatDuration(own[name]))),
        formatCount(own?.payments ?? 0, preferences.language),
      ],
    };
  });
  const columns = [
    { title: words.bucket[range.bucket] },
    ...[...percentiles.map(nameOf), words.payments].map((title) => ({ title, isNumber: true })),
  ];
  return (
    <TimeChart
      {...{ title: `${words.settle}: ${words.spans[span]}`, shown, lines, linkOf }}
      {...{ table: { columns, rows }, format: formatDuration }}
    />
  );
}
