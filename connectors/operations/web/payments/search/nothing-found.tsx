/** Why nothing was found, and what would find more. */
import { Button } from '../../kit/parts';
import { useWords } from '../../words/preferences';
import { focusContent } from './focus';
import { changed, isEmpty, withTime, type Query } from './query';
import styles from './search.module.css';
import { searchWords } from './words';

export function NothingFound({
  query,
  show,
}: {
  readonly query: Query;
  readonly show: (query: Query) => void;
}) {
  const words = useWords(searchWords);
  if (query.id !== undefined) return <p>{words.emptyId(query.id)}</p>;
  if (isEmpty(query)) return <p>{words.emptyAll}</p>;
  const hasTime = [query.time, query.startedFrom, query.startedBefore].some(Boolean);
  const isShort = query.time === 'today' || query.time === '24h';
  const ways: readonly (readonly [boolean, string, Query])[] = [
    [isShort, words.wider, withTime(query, { time: '7d' })],
    [hasTime, words.anyTime, withTime(query, {})],
    [query.text !== undefined, words.noText, changed(query, { text: undefined })],
    [query.hidden !== undefined, words.noHidden, changed(query, { hidden: undefined })],
    [true, words.clearAll, {}],
  ];
  return (
    <>
      <p>
        {words.empty} {words.emptyHow}
      </p>
      <div className={styles['ways']}>
        {ways
          .filter(([isOne]) => isOne)
          .map(([, name, to]) => (
            <Button
              key={name}
              onClick={() => {
                focusContent();
                show(to);
              }}
            >
              {name}
            </Button>
          ))}
      </div>
    </>
  );
}
