/** Lists that are in memory, in pages: each goes on behind what the last row of the one before was sorted by. */
import type { Call } from '../../common/api/call';
import { Problem } from '../../common/api/problems';
import { matterKey, type Matter } from '../../common/contracts/back-office';
import { translated } from '../../common/words/languages';
import { apiWords } from './api-words';
import { cursorOf, endIn, type Searched } from './cursor';

/** A person reads no more at a time, and the count says how many there are. */
const rowsUsual = 500;

/** What a row is sorted by, ascending: no two rows of a list have the same. */
export type Place = readonly [string | number, string];

export interface Page<Row> {
  readonly count: number;
  readonly rows: readonly Row[];
  readonly next: string | null;
}

/** The oldest first. */
export function placeOfMatter(matter: Matter): Place {
  return [matter.since, matterKey(matter)];
}

/** The lists of one answer. An `after` goes on with the list that it is of; the others are told from their beginning. */
export class Pages<Name extends string> {
  private readonly rowsMax: number;
  /** Tenant, and whatever else the list was asked by: of another list a cursor means nothing. */
  private readonly filters: Readonly<Record<string, string>>;
  private readonly goesOn: { readonly name: Name; readonly behind: Place } | undefined;

  /** @throws Problem for an `after` that is of none of these lists */
  constructor(names: readonly Name[], { parameters }: Pick<Call, 'parameters'>) {
    const { after, limit = String(rowsUsual), ...filters } = parameters;
    this.rowsMax = Number(limit);
    this.filters = filters;
    if (after === undefined) return;
    for (const name of names) {
      const end = endIn(this.searched(name), after);
      if (end === undefined) continue;
      this.goesOn = { name, behind: end as unknown as Place };
      return;
    }
    const detail = translated(apiWords, (said) => said.otherList);
    throw new Problem('invalid-request', { errors: [{ parameter: 'after', detail }] });
  }

  of<Row>(name: Name, all: readonly Row[], placeOf: (row: Row) => Place): Page<Row> {
    const sorted = all
      .map((row) => ({ row, place: placeOf(row) }))
      .sort((left, right) => compare(left.place, right.place));
    const end = this.goesOn?.name === name ? this.goesOn.behind : undefined;
    const behind = end ? sorted.filter(({ place }) => compare(place, end) > 0) : sorted;
    const page = behind.slice(0, this.rowsMax);
    const last = page.at(-1);
    const hasMore = last !== undefined && behind.length > page.length;
    return {
      count: all.length,
      rows: page.map(({ row }) => row),
      next: hasMore ? cursorOf(this.searched(name), last.place) : null,
    };
  }

  private searched(name: Name): Searched {
    return { filters: { list: name, ...this.filters }, sort: ['first', 'second'] };
  }
}

function compare(left: Place, right: Place): number {
  for (const at of [0, 1] as const) {
    if (left[at] < right[at]) return -1;
    if (left[at] > right[at]) return 1;
  }
  return 0;
}
