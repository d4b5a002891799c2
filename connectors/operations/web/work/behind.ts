/** A list of which the first rows are told anew all the time, and those behind them when somebody reads on. Pure. */

interface Placed {
  readonly matterKey: string;
  readonly since: string;
}

/**
 * What is not among the first any more, and stands before the last of them, waits no more.
 * @param first the oldest, as they are now
 * @param behind all that was read on, from the beginning; possibly longer ago
 */
export function withBehind<Row extends Placed>(
  first: readonly Row[],
  behind: readonly Row[],
): readonly Row[] {
  const last = first.at(-1);
  if (last === undefined || behind.length === 0) return first;
  return [...first, ...behind.filter((row) => isAfter(row, last))];
}

/** As the API sorts them. */
function isAfter(row: Placed, other: Placed): boolean {
  if (row.since !== other.since) return row.since > other.since;
  return row.matterKey > other.matterKey;
}

/** As it is kept: page after page. */
export interface ReadOn {
  readonly pages: readonly { readonly rows: readonly Placed[] }[];
  readonly pageParams: readonly unknown[];
}

/** The row says who has it now, without all of it being read anew. */
export function withOwner(
  read: ReadOn,
  matterKey: string,
  owner: { readonly name: string } | null,
): ReadOn {
  const owned = (row: Placed) =>
    'owner' in row ? { ...row, owner } : { ...row, owners: owner === null ? [] : [owner.name] };
  const pages = read.pages.map((page) => {
    if (!page.rows.some((row) => row.matterKey === matterKey)) return page;
    return {
      ...page,
      rows: page.rows.map((row) => (row.matterKey === matterKey ? owned(row) : row)),
    };
  });
  return { ...read, pages };
}
