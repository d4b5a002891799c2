import { Link } from 'wouter';
import { Table } from '../../kit/table';
import { TimeChart } from '../charts/time-chart';
import { Empty, Panel } from '../../kit/parts';
import { Amount } from '../../kit/values';
import { formatCount } from '../../words/formats';
import { usePreferences, useWords } from '../../words/preferences';
import { byCurrency, type CurrencyFigures, type ReportRow } from '../figures';
import styles from '../overview.module.css';
import { paymentsLink, statesOf } from '../payments-link';
import { titleOfTime } from '../time-titles';
import { overviewWords } from '../words';
import { searchOf, type Shown } from './shown';

interface ValuesProps {
  readonly shown: Shown;
  readonly rows: readonly ReportRow[];
  readonly chosen: string | null;
  readonly choose: (currency: string) => void;
}

/** Amounts of two currencies stand in no chart together. */
export function Values({ shown, rows, chosen, choose }: ValuesProps) {
  const words = useWords(overviewWords);
  const { buckets, range } = shown;
  const names = buckets.map(({ name }) => name);
  const figures = byCurrency(rows, range.bucket, names);
  const current = figures.find(({ currency }) => currency === chosen) ?? figures[0];
  if (current === undefined) {
    return (
      <Panel title={words.value}>
        <Empty>{words.noAmounts}</Empty>
      </Panel>
    );
  }
  return (
    <div className={styles['grid']}>
      <Totals shown={shown} figures={figures} />
      <ValueChart
        {...{ shown, current, choose }}
        currencies={figures.map(({ currency }) => currency)}
      />
    </div>
  );
}

function Totals({
  shown,
  figures,
}: {
  readonly shown: Shown;
  readonly figures: readonly CurrencyFigures[];
}) {
  const words = useWords(overviewWords);
  const { language } = usePreferences().preferences;
  const columns = [
    { title: words.currency },
    ...[words.payments, words.asked, words.made].map((title) => ({ title, isNumber: true })),
  ];
  const rows = figures.map(({ currency, payments, amount, paidAmount }) => ({
    key: currency,
    cells: [
      <Link
        key="link"
        href={paymentsLink(shown.tenant, { ...searchOf(shown, shown.range), currency })}
      >
        {currency}
      </Link>,
      formatCount(payments, language),
      <Amount key="asked" of={{ amount, currency }} />,
      <Amount key="made" of={{ amount: paidAmount, currency }} />,
    ],
  }));
  return (
    <Panel title={words.value}>
      <Table {...{ caption: words.value, columns, rows }} />
    </Panel>
  );
}

interface ValueChartProps extends Pick<ValuesProps, 'shown' | 'choose'> {
  readonly current: CurrencyFigures;
  readonly currencies: readonly string[];
}

function ValueChart({ shown, current, currencies, choose }: ValueChartProps) {
  const words = useWords(overviewWords);
  const { preferences } = usePreferences();
  const { tenant, buckets, range } = shown;
  const { currency, paidByBucket } = current;
  const short = new Intl.NumberFormat(preferences.language, { notation: 'compact' });
  const linkOf = (at: number) =>
    paymentsLink(tenant, { ...searchOf(shown, buckets[at] ?? range, statesOf.paid), currency });
  const rows = buckets.map((bucket, at) => ({
    key: bucket.name,
    cells: [
      <Link key="time" href={linkOf(at)}>
        {titleOfTime(bucket, range.bucket, preferences)}
      </Link>,
      <Amount key="amount" of={{ amount: paidByBucket[at] ?? '0', currency }} />,
    ],
  }));
  const columns = [{ title: words.bucket[range.bucket] }, { title: words.made, isNumber: true }];
  return (
    <TimeChart
      {...{ title: words.valueChart(currency), shown, linkOf, table: { columns, rows } }}
      // A point may be off by the width of a hair: the table beneath it is exact.
      lines={[{ name: currency, colour: '--brand', values: paidByBucket.map(Number) }]}
      format={(value) => short.format(value)}
      aside={
        currencies.length > 1 && (
          <select
            aria-label={words.currency}
            value={currency}
            onChange={({ target }) => choose(target.value)}
          >
            {currencies.map((one) => (
              <option key={one}>{one}</option>
            ))}
          </select>
        )
      }
    />
  );
}
