import { Link } from 'wouter';
import { Bar } from '../charts/table-beneath';
import { paymentAddress } from '../../kit/addresses';
import { Table } from '../../kit/table';
import { Answered, Empty, Panel } from '../../kit/parts';
import type { PlaceProps } from '../../kit/place';
import { Age, Amount, AsOf } from '../../kit/values';
import { formatCount } from '../../words/formats';
import { usePreferences, useWords } from '../../words/preferences';
import { heldOf, type HeldRow } from '../figures';
import styles from '../overview.module.css';
import { useReport } from '../read-report';
import { overviewWords } from '../words';

export function Holds({ tenant }: PlaceProps) {
  const words = useWords(overviewWords);
  const holds = useReport({ tenant, report: 'holds' });
  return (
    <Panel title={words.held} aside={<AsOf at={holds.data?.asOf} />}>
      <p className={styles['quiet']}>{words.heldHelp}</p>
      <Answered read={holds}>
        {({ rows }) => {
          const held = heldOf(rows);
          if (held.length === 0) return <Empty>{words.nothingHeld}</Empty>;
          return <HoldsTable {...{ tenant, held }} />;
        }}
      </Answered>
    </Panel>
  );
}

function HoldsTable({ tenant, held }: PlaceProps & { readonly held: readonly HeldRow[] }) {
  const words = useWords(overviewWords);
  const { language } = usePreferences().preferences;
  const ages: Readonly<Record<string, string>> = words.ages;
  const most = Math.max(...held.map(({ payments }) => payments), 1);
  const columns = [
    ...[{ title: words.age }, { title: words.payments, isNumber: true }, { title: words.share }],
    ...[{ title: words.amount, isNumber: true }, { title: words.oldest }],
  ];
  const rows = held.map(
    ({ age, currency, payments, amount, oldestSince, oldestTransactionId }) => ({
      key: `${age} ${currency}`,
      cells: [
        ages[age] ?? age,
        formatCount(payments, language),
        <span key="bar" className={styles['barCell']}>
          <Bar share={payments / most} />
        </span>,
        <Amount key="amount" of={{ amount, currency }} />,
        oldestSince !== null && oldestTransactionId !== null && (
          <Link key="oldest" href={paymentAddress(tenant, oldestTransactionId)}>
            <Age since={oldestSince} />
          </Link>
        ),
      ],
    }),
  );
  return <Table {...{ caption: words.held, columns, rows }} />;
}
