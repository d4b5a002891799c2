/** A whole list in a window of its own, so that what stands below it stays near; of its rows those in sight are drawn. */
import { useVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useEffect, useRef, type ReactNode } from 'react';
import { ProblemNote } from '../kit/parts';
import { AsOf } from '../kit/values';
import type { SteadyRow } from '../kit/steady-rows';
import { RowPlaceContext } from './row-place';
import styles from './work.module.css';

/** What has not been read yet. */
export interface Behind {
  readonly hasNextPage: boolean;
  readonly isFetching: boolean;
  readonly error: Error | null;
  readonly dataUpdatedAt: number;
  readonly fetchNextPage: () => unknown;
}

interface AllRowsProps<Row> {
  readonly title: string;
  readonly count: number;
  readonly shown: readonly SteadyRow<Row>[];
  readonly keyOf: (row: Row) => string;
  readonly behind: Behind | undefined;
  readonly children: (row: SteadyRow<Row>) => ReactNode;
}

const rowHeightPx = 140;
const rowsAhead = 100;
const gapPx = 3;

export function AllRows<Row>(props: AllRowsProps<Row>) {
  const { title, count, shown, keyOf, behind, children } = props;
  const around = useRef<HTMLDivElement>(null);
  // Another function is another list, which would be measured anew at each scroll.
  const getItemKey = useCallback(
    (index: number) => {
      const one = shown[index];
      return one === undefined ? index : keyOf(one.row);
    },
    [shown, keyOf],
  );
  // eslint-disable-next-line react-hooks/incompatible-library -- nothing here is memoized
  const virtual = useVirtualizer({
    count: shown.length,
    getScrollElement: () => around.current,
    estimateSize: () => rowHeightPx,
    ...{ getItemKey, overscan: 5, gap: gapPx, useFlushSync: false },
  });
  const items = virtual.getVirtualItems();
  useReadOn(behind, (items.at(-1)?.index ?? 0) >= shown.length - rowsAhead);
  const [top, bottom] = [items[0]?.start ?? 0, items.at(-1)?.end ?? 0];
  const padding = { paddingBlock: `${String(top)}px ${String(virtual.getTotalSize() - bottom)}px` };
  return (
    <>
      {behind !== undefined && behind.dataUpdatedAt > 0 && <AsOf at={behind.dataUpdatedAt} />}
      <div ref={around} className={styles['whole']} tabIndex={0} role="group" aria-label={title}>
        <ul className={styles['rows']} style={padding}>
          {items.map(({ index, key }) => {
            const one = shown[index];
            const place = { index, count, measure: virtual.measureElement };
            return (
              one !== undefined && (
                <RowPlaceContext key={key} value={place}>
                  {children(one)}
                </RowPlaceContext>
              )
            );
          })}
        </ul>
      </div>
      {behind !== undefined && behind.error !== null && (
        <ProblemNote of={behind.error} again={() => behind.fetchNextPage()} />
      )}
    </>
  );
}

/** Before one comes to the end; what has failed waits until somebody asks again. */
function useReadOn(behind: Behind | undefined, isNearEnd: boolean): void {
  const isDue =
    isNearEnd && behind?.hasNextPage === true && !behind.isFetching && behind.error === null;
  const read = behind?.fetchNextPage;
  useEffect(() => {
    if (isDue) void read?.();
  }, [isDue, read]);
}
