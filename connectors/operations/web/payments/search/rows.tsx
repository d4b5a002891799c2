/** Rows of payments, of which only those in sight are drawn. */
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { FoundPayment } from '../../api/types';
import { Button, ProblemNote } from '../../kit/parts';
import { useShortcuts } from '../../kit/shortcuts';
import { useWords } from '../../words/preferences';
import { Row } from './row';
import { keyOf } from './steady';
import styles from './search.module.css';
import { searchWords } from './words';

interface More {
  readonly hasNextPage: boolean;
  readonly isFetchingNextPage: boolean;
  readonly error: Error | null;
  readonly fetchNextPage: () => unknown;
}

interface RowsProps {
  readonly rows: readonly FoundPayment[];
  readonly gone: ReadonlySet<string>;
  readonly visited: ReadonlySet<string>;
  readonly list: More;
  /** Where one was, when one comes back. */
  readonly scrollTop: number;
}

const rowHeightPx = 64;
/** The page's own bar stays over the rows. */
const barHeightPx = 110;
const rowsAhead = 30;

export function Rows({ rows, gone, visited, list, scrollTop }: RowsProps) {
  const words = useWords(searchWords);
  const body = useRef<HTMLDivElement>(null);
  const virtual = useVirtualRows(rows, body, scrollTop);
  useRowKeys(rows.length, body, (index) => virtual.scrollToIndex(index, { align: 'auto' }));
  const items = virtual.getVirtualItems();
  useReadOn(list, (items.at(-1)?.index ?? 0) >= rows.length - rowsAhead);
  return (
    <>
      <div
        role="table"
        aria-label={words.results}
        aria-rowcount={list.hasNextPage ? -1 : rows.length + 1}
        className={styles['table']}
      >
        <Head />
        <div
          ref={body}
          role="rowgroup"
          className={styles['body']}
          style={{ height: virtual.getTotalSize() }}
        >
          {items.map(({ index, start, key }) => {
            const row = rows[index];
            return (
              row !== undefined && (
                <Row
                  key={key}
                  of={row}
                  index={index}
                  top={start - virtual.options.scrollMargin}
                  measure={virtual.measureElement}
                  isGone={gone.has(keyOf(row))}
                  isVisited={visited.has(row.transactionId)}
                />
              )
            );
          })}
        </div>
      </div>
      <End list={list} />
    </>
  );
}

function Head() {
  const { columns } = useWords(searchWords);
  return (
    <div role="rowgroup" className={styles['head']}>
      <div role="row" aria-rowindex={1} className={styles['row']}>
        {Object.entries(columns).map(([name, title]) => (
          <div key={name} role="columnheader">
            {title}
          </div>
        ))}
      </div>
    </div>
  );
}

function End({ list }: { readonly list: More }) {
  const words = useWords(searchWords);
  if (list.error !== null)
    return <ProblemNote of={list.error} again={() => list.fetchNextPage()} />;
  if (!list.hasNextPage) return <p className={styles['end']}>{words.end}</p>;
  return (
    <p className={styles['end']}>
      {list.isFetchingNextPage ? (
        words.readingMore
      ) : (
        <Button onClick={() => list.fetchNextPage()}>{words.more}</Button>
      )}
    </p>
  );
}

function useVirtualRows(
  rows: readonly FoundPayment[],
  body: { readonly current: HTMLDivElement | null },
  scrollTop: number,
) {
  const scrollMargin = useOffsetTop(body);
  // Another function is another list, which would be measured anew at each scroll.
  const getItemKey = useCallback(
    (index: number) => {
      const row = rows[index];
      return row === undefined ? index : keyOf(row);
    },
    [rows],
  );
  const virtual = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => rowHeightPx,
    overscan: 10,
    scrollMargin,
    scrollPaddingStart: barHeightPx,
    initialOffset: scrollTop,
    useFlushSync: false,
    getItemKey,
  });
  useLayoutEffect(() => {
    if (scrollTop > 0) window.scrollTo(0, scrollTop);
  }, [scrollTop]);
  return virtual;
}

/** Where the rows begin on the page: what stands over them opens and closes. */
function useOffsetTop(element: { readonly current: HTMLElement | null }): number {
  const [top, setTop] = useState(0);
  useLayoutEffect(() => {
    const measure = () => {
      const { current } = element;
      if (current !== null) setTop(current.getBoundingClientRect().top + window.scrollY);
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(document.body);
    return () => observer.disconnect();
  }, [element]);
  return top;
}

/** Before one comes to the end; what has failed waits until somebody asks again. */
function useReadOn(list: More, isNearEnd: boolean): void {
  const { hasNextPage, isFetchingNextPage, error, fetchNextPage } = list;
  const isDue = isNearEnd && hasNextPage && !isFetchingNextPage && error === null;
  useEffect(() => {
    if (isDue) void fetchNextPage();
  }, [isDue, fetchNextPage]);
}

const linkOf = (body: HTMLElement | null, index: number) =>
  body?.querySelector<HTMLElement>(`[data-index="${String(index)}"] a`);

/** j and k go from row to row; Enter opens the one that has the focus, as it does with any link. */
function useRowKeys(
  count: number,
  body: { readonly current: HTMLDivElement | null },
  scrollTo: (index: number) => void,
): void {
  const words = useWords(searchWords);
  const current = useRef(-1);
  const wanted = useRef<number>(undefined);
  const focusWanted = () => {
    const link = wanted.current === undefined ? null : linkOf(body.current, wanted.current);
    // It is drawn once the page has scrolled there.
    if (link == null) return;
    link.focus({ preventScroll: true });
    wanted.current = undefined;
  };
  useEffect(focusWanted);
  const move = (by: number) => {
    const row = document.activeElement?.closest<HTMLElement>('[data-index]');
    const at = row == null ? current.current : Number(row.dataset['index']);
    const to = Math.min(count - 1, Math.max(0, at + by));
    current.current = to;
    wanted.current = to;
    scrollTo(to);
    focusWanted();
  };
  useShortcuts([
    { key: 'j', does: words.next, run: () => move(1) },
    { key: 'k', does: words.previous, run: () => move(-1) },
  ]);
}
