/** What was found, how old it is, and what is new. */
import { useEffect, useRef, useState } from 'react';
import { Answered, Button, Empty } from '../../kit/parts';
import { AsOf, Badge } from '../../kit/values';
import { formatCount } from '../../words/formats';
import { usePreferences, useWords } from '../../words/preferences';
import { Export } from './export';
import { NothingFound } from './nothing-found';
import { focusContent } from './focus';
import { pageRows, useFound } from './found';
import type { SearchMemory } from './memory';
import { searchOf, writeQuery, type Query, type Asked } from './query';
import { Rows } from './rows';
import styles from './search.module.css';
import { searchWords } from './words';

interface ResultsProps {
  readonly tenant: string;
  readonly query: Query;
  /** What is looked for and stands in no address. */
  readonly typed: Asked;
  readonly memory: SearchMemory;
  readonly visited: ReadonlySet<string>;
  readonly show: (query: Query) => void;
}

export function Results({ tenant, query, typed, memory, visited, show }: ResultsProps) {
  const words = useWords(searchWords);
  const { zone } = usePreferences().preferences;
  const { begunAtMs, begin, scrollTop } = useList(memory, `${writeQuery(query)} ${zone}`);
  const search = searchOf(query, typed, { nowMs: begunAtMs, zone });
  const { list, newest, rows, news } = useFound(tenant, search, begunAtMs);
  const isTopAll = rows.length <= pageRows;
  return (
    <section className={styles['results']} aria-label={words.results}>
      <div className={styles['status']}>
        <Count of={rows.length} isAll={!list.hasNextPage} isRead={list.data !== undefined} />
        <AsOf at={isTopAll && newest.dataUpdatedAt > 0 ? newest.dataUpdatedAt : begunAtMs} />
        <span role="status">{news.newCount > 0 && <News {...news} showNew={begin} />}</span>
        {newest.error !== null && <Badge tone="warning">{words.notAnew}</Badge>}
        <Button look="link" onClick={begin}>
          {words.again}
        </Button>
        <Export tenant={tenant} search={search} />
      </div>
      {!isTopAll && newest.dataUpdatedAt > 0 && (
        <p className={styles['hint']}>{words.olderThanShown}</p>
      )}
      <Answered read={{ ...list, data: list.data && rows, error: list.data ? null : list.error }}>
        {(found) =>
          found.length === 0 ? (
            <Empty>
              <NothingFound query={query} show={show} />
            </Empty>
          ) : (
            <Rows
              rows={found}
              gone={news.gone}
              visited={visited}
              list={list}
              scrollTop={scrollTop}
            />
          )
        }
      </Answered>
    </section>
  );
}

function Count(props: { readonly of: number; readonly isAll: boolean; readonly isRead: boolean }) {
  const words = useWords(searchWords);
  const { language } = usePreferences().preferences;
  const number = formatCount(props.of, language);
  return (
    <span role="status" className={styles['count']}>
      {props.isRead && (props.isAll ? words.shown(props.of, number) : words.shownMore(number))}
    </span>
  );
}

function News(props: {
  readonly newCount: number;
  readonly isAtLeast: boolean;
  readonly showNew: () => void;
}) {
  const words = useWords(searchWords);
  const { language } = usePreferences().preferences;
  return (
    <Button look="main" onClick={props.showNew}>
      {words.newRows(formatCount(props.newCount, language), props.isAtLeast)}
    </Button>
  );
}

/** Older ones are read anew when somebody comes back to them. */
const keptMs = 10 * 60_000;

/** Where one was in the list, when one comes back from a payment. */
function useList(memory: SearchMemory, address: string) {
  const [list, setList] = useState(() => {
    const known = memory.list(address);
    const nowMs = Date.now();
    return known === undefined || nowMs - known.begunAtMs > keptMs
      ? { begunAtMs: nowMs, scrollTop: 0 }
      : known;
  });
  const scrollTop = useRef(list.scrollTop);
  useEffect(() => {
    const scrolled = () => {
      scrollTop.current = window.scrollY;
    };
    window.addEventListener('scroll', scrolled, { passive: true });
    return () => window.removeEventListener('scroll', scrolled);
  }, []);
  const { begunAtMs } = list;
  useEffect(
    () => () => memory.keep(address, { begunAtMs, scrollTop: scrollTop.current }),
    [memory, address, begunAtMs],
  );
  const begin = () => {
    focusContent();
    setList({ begunAtMs: Date.now(), scrollTop: 0 });
  };
  return { ...list, begin };
}
