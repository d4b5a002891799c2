import { Link } from 'wouter';
import { TimeChart } from '../charts/time-chart';
import type { Line } from '../charts/line-chart';
import { formatCount, formatShare } from '../../words/formats';
import { usePreferences, useWords } from '../../words/preferences';
import { countsByBucket, outcomes, successOf, type Outcome, type ReportRow } from '../figures';
import styles from '../overview.module.css';
import { paymentsLink, statesOf } from '../payments-link';
import { titleOfTime } from '../time-titles';
import { overviewWords } from '../words';
import { searchOf, type Shown } from './shown';

const looks: Readonly<Record<Outcome, Pick<Line, 'colour' | 'dash'>>> = {
  paid: { colour: '--good' },
  failed: { colour: '--bad', dash: [8, 4] },
  cancelled: { colour: '--warning', dash: [2, 3] },
  open: { colour: '--info', dash: [10, 3, 2, 3] },
};

interface OutcomeChartsProps {
  readonly shown: Shown;
  readonly rows: readonly ReportRow[];
}

export function OutcomeCharts(props: OutcomeChartsProps) {
  return (
    <div className={styles['grid']}>
      <Outcomes {...props} />
      <Success {...props} />
    </div>
  );
}

function useCounts({ shown, rows }: OutcomeChartsProps) {
  const { buckets, range } = shown;
  const names = buckets.map(({ name }) => name);
  return countsByBucket(rows, range.bucket, names);
}

function Outcomes(props: OutcomeChartsProps) {
  const { shown } = props;
  const { tenant, buckets, range } = shown;
  const words = useWords(overviewWords);
  const { preferences } = usePreferences();
  const counts = useCounts(props);
  const count = (value: number) => formatCount(value, preferences.language);
  const lines = outcomes.map((outcome) => ({
    ...{ name: words.outcomes[outcome], ...looks[outcome] },
    values: counts.map((one) => one[outcome]),
  }));
  const linkTo = (at: number, outcome?: Outcome) => {
    const states = outcome && statesOf[outcome];
    return paymentsLink(tenant, searchOf(shown, buckets[at] ?? range, states));
  };
  const columns = [
    { title: words.bucket[range.bucket] },
    { title: words.payments, isNumber: true },
    ...outcomes.map((outcome) => ({ title: words.outcomes[outcome], isNumber: true })),
  ];
  const rows = buckets.map((bucket, at) => {
    const time = titleOfTime(bucket, range.bucket, preferences);
    const own = counts[at];
    const cell = (value: number, what: string, outcome?: Outcome) =>
      value === 0 ? (
        '0'
      ) : (
        <Link
          key={what}
          href={linkTo(at, outcome)}
          aria-label={words.showPayments(count(value), `${what}, ${time}`)}
        >
          {count(value)}
        </Link>
      );
    return {
      key: bucket.name,
      cells: [
        ...[time, cell(own?.payments ?? 0, words.payments)],
        ...outcomes.map((one) => cell(own?.[one] ?? 0, words.outcomes[one], one)),
      ],
    };
  });
  return (
    <TimeChart
      {...{ title: words.outcomeChart, shown, lines, linkOf: linkTo, table: { columns, rows } }}
      format={(value) => (Number.isInteger(value) ? count(value) : '')}
    />
  );
}

const whole: readonly [number, number] = [0, 1.02];

function Success(props: OutcomeChartsProps) {
  const { shown } = props;
  const { tenant, buckets, range } = shown;
  const words = useWords(overviewWords);
  const { preferences } = usePreferences();
  const counts = useCounts(props);
  const shares = counts.map((one) => successOf(one));
  const share = (value: number | undefined) =>
    value === undefined ? words.noneEnded : formatShare(value, preferences.language);
  const ended = [...statesOf.paid, ...statesOf.failed, ...statesOf.cancelled];
  const linkOf = (at: number) => paymentsLink(tenant, searchOf(shown, buckets[at] ?? range, ended));
  const rows = buckets.map((bucket, at) => {
    const time = titleOfTime(bucket, range.bucket, preferences);
    return {
      key: bucket.name,
      cells: [
        <Link key="time" href={linkOf(at)}>
          {time}
        </Link>,
        share(shares[at]),
      ],
    };
  });
  const columns = [{ title: words.bucket[range.bucket] }, { title: words.success, isNumber: true }];
  const line = { name: words.success, colour: '--brand', values: shares.map((one) => one ?? null) };
  return (
    <TimeChart
      {...{ title: words.successChart, shown, linkOf, range: whole, table: { columns, rows } }}
      lines={[line]}
      format={share}
    />
  );
}
