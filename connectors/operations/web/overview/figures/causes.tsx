import { Link } from 'wouter';
import { Bar } from '../charts/table-beneath';
import { Table } from '../../kit/table';
import { Answered, Empty, Panel } from '../../kit/parts';
import { Amount } from '../../kit/values';
import { formatCount } from '../../words/formats';
import { usePreferences, useWords } from '../../words/preferences';
import { causesOf, ofSide, type Cause } from '../figures';
import styles from '../overview.module.css';
import { paymentsLink, statesNotMade } from '../payments-link';
import { useReport } from '../read-report';
import { overviewWords } from '../words';
import { searchOf, type Shown } from './shown';

export function Causes({ shown }: { readonly shown: Shown }) {
  const { tenant, side, range } = shown;
  const words = useWords(overviewWords);
  const { from, to } = range;
  const failures = useReport({ tenant, report: 'failures', from, to });
  return (
    <Panel title={words.causes}>
      <Answered read={failures}>
        {({ rows }) => {
          const causes = causesOf(ofSide(rows, side));
          if (causes.length === 0) return <Empty>{words.noCauses}</Empty>;
          return <CausesTable {...{ shown, causes }} />;
        }}
      </Answered>
    </Panel>
  );
}

function CausesTable({
  shown,
  causes,
}: {
  readonly shown: Shown;
  readonly causes: readonly Cause[];
}) {
  const words = useWords(overviewWords);
  const { language } = usePreferences().preferences;
  const most = causes[0]?.payments ?? 1;
  const columns = [
    ...[{ title: words.cause }, { title: words.payments, isNumber: true }, { title: words.share }],
    ...[
      { title: words.amount, isNumber: true },
      { title: words.meaning, isProse: true },
    ],
    ...[{ title: words.area }, { title: words.whatToDo, isProse: true }],
  ];
  const rows = causes.map(({ errorCode, payments, amounts, meaning, area, whatToDo }) => {
    // What has no code is found among all that were not made.
    const errorCodes = errorCode === null ? {} : { errorCodes: [errorCode] };
    const search = { ...searchOf(shown, shown.range, statesNotMade), ...errorCodes };
    return {
      key: errorCode ?? '',
      cells: [
        <Link key="link" href={paymentsLink(shown.tenant, search)}>
          {errorCode ?? words.noCause}
        </Link>,
        formatCount(payments, language),
        <span key="bar" className={styles['barCell']}>
          <Bar share={payments / most} isBad />
        </span>,
        <span key="amounts" className={styles['stack']}>
          {amounts.map((amount) => (
            <Amount key={amount.currency} of={amount} />
          ))}
        </span>,
        ...[meaning, area, whatToDo],
      ],
    };
  });
  return <Table {...{ caption: words.causes, columns, rows }} />;
}
