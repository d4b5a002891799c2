/** Searches with a name: those that everybody has, and a person's own, which this browser keeps. */
import { parsedStored } from '../../kit/stored';
import { changed, readQuery, writeQuery, type Query } from './query';

export const presets = {
  waiting: { states: ['waiting-for-operator'], sort: 'oldest' },
  failedToday: { states: ['failed'], time: 'today' },
  largestToday: { time: 'today', sort: 'largest' },
  standsStill: { standsStill: true, sort: 'oldest' },
} as const satisfies Readonly<Record<string, Query>>;
export type PresetName = keyof typeof presets;

export interface OwnView {
  readonly name: string;
  /** As it stands in an address. */
  readonly search: string;
}

export const nameLengthMax = 60;
const viewsMax = 50;

/** What an older page has kept, or somebody by hand, may be anything. */
export function readViews(stored: string | null): readonly OwnView[] {
  const found = parsedStored(stored);
  if (!Array.isArray(found)) return [];
  return found.flatMap((one: unknown) => {
    const { name, search } = { ...(one as Partial<Record<keyof OwnView, unknown>> | null) };
    if (typeof name !== 'string' || name === '' || typeof search !== 'string') return [];
    return [{ name: name.slice(0, nameLengthMax), search: keptOf(readQuery(search).query) }];
  });
}

/** What names a person is kept nowhere. */
export function keptOf(query: Query): string {
  return writeQuery(changed(query, { hidden: undefined }));
}

/** The one of that name is replaced. */
export function withView(views: readonly OwnView[], view: OwnView): readonly OwnView[] {
  const name = view.name.trim().slice(0, nameLengthMax);
  const at = views.findIndex((one) => one.name === name);
  const next = { name, search: view.search };
  return at === -1 ? [...views, next].slice(-viewsMax) : views.with(at, next);
}

export function withoutView(views: readonly OwnView[], name: string): readonly OwnView[] {
  return views.filter((one) => one.name !== name);
}

/** @returns undefined: another one has that name, or it is none */
export function renamed(
  views: readonly OwnView[],
  from: string,
  to: string,
): readonly OwnView[] | undefined {
  const name = to.trim().slice(0, nameLengthMax);
  if (name === '' || (name !== from && views.some((one) => one.name === name))) return undefined;
  return views.map((one) => (one.name === from ? { ...one, name } : one));
}
