/** A list that is read on while new payments come. Pure. */
import type { FoundPayment } from '../../api/types';

export interface FoundPage {
  readonly payments: readonly FoundPayment[];
  readonly next: string | null;
}

/** A payment between two tenants of one hub, and one of a tenant with itself, is told from both sides. */
export function keyOf({ transactionId, side }: FoundPayment): string {
  return `${transactionId} ${side ?? ''}`;
}

/** Each once: what was added between two pages moves the others on. */
export function rowsOf(pages: readonly FoundPage[]): readonly FoundPayment[] {
  const rows = new Map<string, FoundPayment>();
  for (const { payments } of pages) {
    for (const one of payments) if (!rows.has(keyOf(one))) rows.set(keyOf(one), one);
  }
  return [...rows.values()];
}

/** Rows where they were, each as it is now. The same pages where nothing has changed. */
export function refreshed(
  pages: readonly FoundPage[],
  latest: readonly FoundPayment[],
): readonly FoundPage[] {
  const now = new Map(latest.map((one) => [keyOf(one), one]));
  return pages.map((page) => {
    if (!page.payments.some((one) => now.has(keyOf(one)))) return page;
    return { ...page, payments: page.payments.map((one) => now.get(keyOf(one)) ?? one) };
  });
}

export interface News {
  readonly newCount: number;
  /** There may be more than were read. */
  readonly isAtLeast: boolean;
  /** Keys of rows that fit the search no more. */
  readonly gone: ReadonlySet<string>;
}

/**
 * What the newest page says of the list, newest first, that stands there.
 * @param isWhole the list goes to its end
 */
export function newsOf(
  rows: readonly FoundPayment[],
  isWhole: boolean,
  newest: FoundPage | undefined,
): News {
  if (newest === undefined) return { newCount: 0, isAtLeast: false, gone: new Set() };
  const known = new Set(rows.map(keyOf));
  const now = new Set(newest.payments.map(keyOf));
  const last = rows.at(-1)?.startedAt ?? '';
  const added = newest.payments.filter(
    (one) => !known.has(keyOf(one)) && (isWhole || one.startedAt >= last),
  );
  const reach = newest.next === null ? '' : (newest.payments.at(-1)?.startedAt ?? '');
  const gone = rows.filter((one) => one.startedAt > reach && !now.has(keyOf(one))).map(keyOf);
  return {
    newCount: added.length,
    isAtLeast: newest.next !== null && added.length === newest.payments.length,
    gone: new Set(gone),
  };
}
