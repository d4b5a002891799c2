/** Days that were compared, and what differs, as a work list. */
import { useFilters } from '../../kit/filters';
import { Answered, Button, Empty, Panel } from '../../kit/parts';
import type { PlaceProps } from '../../kit/place';
import { Title } from '../../kit/title';
import { AsOf, Instant } from '../../kit/values';
import type { ComparedDay } from '../../api/types';
import { formatCount } from '../../words/formats';
import { usePreferences, useWords } from '../../words/preferences';
import { Table } from '../../kit/table';
import styles from '../overview.module.css';
import { differenceStates, stateIn } from './acts';
import { Differences } from './differences';
import { useDays } from './read';
import { reconciliationWords } from './words';

export function Reconciliation({ tenant }: PlaceProps) {
  const words = useWords(reconciliationWords);
  const [query, change] = useFilters();
  const days = useDays(tenant);
  const date = query.get('date');
  const state = stateIn(query);
  return (
    <>
      <Title tab={words.title}>{words.title}</Title>
      <p>{words.intro}</p>
      <Panel title={words.days} aside={<AsOf at={days.dataUpdatedAt} />}>
        <Answered read={days}>
          {(data) =>
            data.days.length === 0 ? (
              <NoDays tenant={tenant} />
            ) : (
              <Days
                {...{ days: data.days, date }}
                choose={(one) => change({ date: one, state: 'all' })}
              />
            )
          }
        </Answered>
      </Panel>
      <div className={styles['choices']} role="group" aria-label={words.state}>
        {[...differenceStates, 'all' as const].map((one) => (
          <Button key={one} aria-pressed={one === state} onClick={() => change({ state: one })}>
            {words.states[one]}
          </Button>
        ))}
        {date !== null && (
          <Button look="link" onClick={() => change({ date: undefined })}>
            {words.allDays}
          </Button>
        )}
      </div>
      <Differences key={`${date ?? ''} ${state}`} asked={{ tenant, date, state }} />
    </>
  );
}

function Days({
  days,
  date,
  choose,
}: {
  readonly days: readonly ComparedDay[];
  readonly date: string | null;
  readonly choose: (date: string) => void;
}) {
  const words = useWords(reconciliationWords);
  const { language } = usePreferences().preferences;
  const count = (value: number) => formatCount(value, language);
  const numbers = [words.compared, words.differ, words.underWay, words.outOfReach];
  const columns = [
    { title: words.day },
    ...numbers.map((title) => ({ title, isNumber: true })),
    { title: words.comparedAt },
  ];
  const rows = days.map((day) => ({
    key: day.date,
    cells: [
      <Button
        key="day"
        look="link"
        aria-pressed={day.date === date}
        aria-label={words.showDay(day.date)}
        onClick={() => choose(day.date)}
      >
        {day.date}
      </Button>,
      ...[day.compared, day.differences, day.underWay, day.outOfReach].map(count),
      <Instant key="at" at={day.comparedAt} />,
    ],
  }));
  return <Table {...{ caption: words.days, columns, rows }} />;
}

function NoDays({ tenant }: PlaceProps) {
  const words = useWords(reconciliationWords);
  return (
    <Empty>
      <p>{words.noDays}</p>
      <p>{words.howTo}</p>
      <pre className={styles['commands']}>
        {`hub statement ${tenant} 2026-11-27 > bookings.ndjson\n`}
        {`hub reconcile ${tenant} 2026-11-28 --ams bookings.ndjson --switch transfers.csv --keep`}
      </pre>
      <p>{words.howToMore}</p>
    </Empty>
  );
}
