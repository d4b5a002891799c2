/** What differs, card by card. */
import type { Difference } from '../../api/types';
import { useFirstRows } from '../../kit/first-rows';
import { Answered, Button, Empty, Panel } from '../../kit/parts';
import { SaveButton } from '../../kit/save-button';
import { saveFile } from '../../kit/save-file';
import { useSteadyRows } from '../../kit/steady-rows';
import { AsOf } from '../../kit/values';
import { kitWords } from '../../kit/words';
import { formatCount } from '../../words/formats';
import { usePreferences, useWords } from '../../words/preferences';
import styles from '../overview.module.css';
import { DifferenceCard } from './difference-card';
import { pathOf, useDifferences, type AskedDifferences } from './read';
import { reconciliationWords } from './words';

const keyOf = ({ differenceId }: Difference) => differenceId;
/** Something that went wrong for a whole day has as many as the day has payments. */
const shownAtOnce = 50;

const nameOf = ({ tenant, date, state }: AskedDifferences) =>
  `differences-${[tenant, date, state].filter((one) => one !== null).join('-')}.csv`;

export function Differences({ asked }: { readonly asked: AskedDifferences }) {
  const words = useWords(reconciliationWords);
  const read = useDifferences(asked);
  return (
    <Panel
      title={asked.date === null ? words.differences : words.ofDay(asked.date)}
      aside={
        <>
          <AsOf at={read.dataUpdatedAt} />
          <SaveButton
            title={words.saveCsv}
            save={() => saveFile({ path: pathOf(asked), accept: 'text/csv', name: nameOf(asked) })}
          />
        </>
      }
    >
      <p className={styles['quiet']}>{words.stateHelp[asked.state]}</p>
      <Answered read={read}>
        {({ differences }) => <List asked={asked} differences={differences} />}
      </Answered>
    </Panel>
  );
}

function List({
  asked: { tenant, state, date },
  differences,
}: {
  readonly asked: AskedDifferences;
  readonly differences: readonly Difference[];
}) {
  const words = useWords(reconciliationWords);
  const { newRows } = useWords(kitWords);
  const { language } = usePreferences().preferences;
  const { shown, newCount, showAll } = useSteadyRows(differences, keyOf);
  const { first, more } = useFirstRows(shown, shownAtOnce);
  if (shown.length === 0) {
    return <Empty>{state === 'open' && date === null ? words.noneOpen : words.noneHere}</Empty>;
  }
  return (
    <>
      <div role="status">
        {newCount > 0 && (
          <Button onClick={showAll}>{newRows(formatCount(newCount, language))}</Button>
        )}
      </div>
      <ul className={styles['cards']}>
        {first.map(({ row, isGone }) => (
          <li key={keyOf(row)}>
            <DifferenceCard {...{ tenant, difference: row, isGone }} />
          </li>
        ))}
      </ul>
      {more}
    </>
  );
}
