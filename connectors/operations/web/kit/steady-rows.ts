/** A list that does not jump under the pointer: what is new waits until it is asked for, what has gone stays, and says so. */
import { useMemo, useState } from 'react';

export interface SteadyRow<Row> {
  readonly row: Row;
  readonly isGone: boolean;
}

export interface SteadyRows<Row> {
  readonly shown: readonly SteadyRow<Row>[];
  readonly newCount: number;
}

/**
 * Rows keep the places they had; each is told as it is now.
 * @param shownKeys in the order in which they stand on the page
 */
export function steadyRows<Row>(
  shownKeys: readonly string[],
  remembered: ReadonlyMap<string, Row>,
  latest: readonly Row[],
  keyOf: (row: Row) => string,
): SteadyRows<Row> {
  const now = new Map(latest.map((row) => [keyOf(row), row]));
  const shown = shownKeys.flatMap((key) => {
    const row = now.get(key) ?? remembered.get(key);
    return row === undefined ? [] : [{ row, isGone: !now.has(key) }];
  });
  const known = new Set(shownKeys);
  const newCount = latest.filter((row) => !known.has(keyOf(row))).length;
  return { shown, newCount };
}

interface Held<Row> {
  readonly keys: readonly string[];
  readonly rows: ReadonlyMap<string, Row>;
}

const nothing = <Row>(): Held<Row> => ({ keys: [], rows: new Map() });

/** What stands behind the last row that is shown, and still there: nothing moves when it is shown too. */
export function endOf<Row>(
  shownKeys: readonly string[],
  latest: readonly Row[],
  keyOf: (row: Row) => string,
): readonly Row[] {
  const known = new Set(shownKeys);
  return latest.slice(latest.findLastIndex((row) => known.has(keyOf(row))) + 1);
}

/**
 * @param latest undefined while nothing was read
 * @param keyOf always the same function
 * @param isReadOn what comes at the end is shown at once
 */
export function useSteadyRows<Row>(
  latest: readonly Row[] | undefined,
  keyOf: (row: Row) => string,
  isReadOn = false,
): SteadyRows<Row> & { readonly showAll: () => void } {
  const [held, setHeld] = useState<Held<Row>>();
  const take = (rows: readonly Row[], before = nothing<Row>()) => {
    const entries = rows.map((row) => [keyOf(row), row] as const);
    setHeld({
      keys: [...before.keys, ...entries.map(([key]) => key)],
      rows: new Map([...before.rows, ...entries]),
    });
  };
  // Of thousands of rows each of these takes milliseconds: not at every look.
  const end = useMemo(
    () => (isReadOn && held !== undefined ? endOf(held.keys, latest ?? [], keyOf) : []),
    [isReadOn, held, latest, keyOf],
  );
  const current = useMemo(
    () => steadyRows(held?.keys ?? [], held?.rows ?? new Map<string, Row>(), latest ?? [], keyOf),
    [held, latest, keyOf],
  );
  // What is shown first, and what comes while nothing is shown, moves nothing.
  if (latest !== undefined && (held === undefined || (held.keys.length === 0 && latest.length > 0)))
    take(latest);
  else if (end.length > 0) take(end, held);
  return {
    ...current,
    showAll: () => {
      take(latest ?? []);
    },
  };
}
