/** One box, filters, and what they find. All of it is in the address, but what names a person. */
import { useMemo } from 'react';
import { useLocation, useSearch } from 'wouter';
import { Note } from '../../kit/parts';
import { Title } from '../../kit/title';
import { usePreferences, useWords } from '../../words/preferences';
import { Box } from './box';
import { Filters } from './filters';
import type { SearchMemory } from './memory';
import { changed, readQuery, writeQuery, type Query, type Asked } from './query';
import { Results } from './results';
import { SavedViews } from './saved-views';
import styles from './search.module.css';
import { searchWords } from './words';

export interface SearchProps {
  readonly tenant: string;
  readonly memory: SearchMemory;
  readonly visited: ReadonlySet<string>;
}

const nothing: Asked = {};

export function Search({ tenant, memory, visited }: SearchProps) {
  const words = useWords(searchWords);
  const { zone } = usePreferences().preferences;
  const [, go] = useLocation();
  const address = useSearch();
  const { query, ignored } = useMemo(() => readQuery(address), [address]);
  const hidden = query.hidden === undefined ? undefined : memory.hidden(query.hidden);
  const show = (next: Query) => {
    const search = writeQuery(next);
    go(search === '' ? '' : `?${search}`);
  };
  const isForgotten = query.hidden !== undefined && hidden === undefined;
  return (
    <>
      <Title tab={words.title}>{words.title}</Title>
      <section className={styles['search']} aria-label={words.box}>
        <Box tenant={tenant} query={query} typed={hidden?.typed} memory={memory} show={show} />
        <SavedViews tenant={tenant} query={query} />
        <Filters
          query={query}
          typed={hidden?.typed}
          // An id is looked for alone: whoever filters looks for something else.
          show={(next) => show(changed(next, { id: undefined }))}
        />
        {ignored.length > 0 && (
          <Note tone="info" role="alert">
            {words.ignored(ignored.join(', '))}
          </Note>
        )}
        {hidden !== undefined && <Note tone="info">{words.hiddenNote}</Note>}
      </section>
      {isForgotten ? (
        <Note tone="info" role="alert">
          {words.hiddenGone}
        </Note>
      ) : (
        <Results
          key={`${writeQuery(query)} ${zone}`}
          tenant={tenant}
          query={query}
          typed={hidden?.search ?? nothing}
          memory={memory}
          visited={visited}
          show={show}
        />
      )}
    </>
  );
}
