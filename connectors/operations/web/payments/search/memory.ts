/** What a tab knows while it is open: what may stand in no address, and where one was in a list. Never stored. */
import type { Asked } from './query';

interface List {
  readonly begunAtMs: number;
  readonly scrollTop: number;
}

export interface SearchMemory {
  /** @returns the key under which it is found again */
  hide(typed: string, search: Asked): string;
  hidden(key: string): { readonly typed: string; readonly search: Asked } | undefined;
  list(address: string): List | undefined;
  keep(address: string, list: List): void;
}

/** Those before them were long ago. */
const listsMax = 50;

export function createMemory(newKey: () => string): SearchMemory {
  const searches = new Map<string, { readonly typed: string; readonly search: Asked }>();
  const lists = new Map<string, List>();
  return {
    hide: (typed, search) => {
      const key = newKey();
      searches.set(key, { typed, search });
      return key;
    },
    hidden: (key) => searches.get(key),
    list: (address) => lists.get(address),
    keep: (address, list) => {
      lists.delete(address);
      lists.set(address, list);
      const [oldest] = lists.keys();
      if (lists.size > listsMax && oldest !== undefined) lists.delete(oldest);
    },
  };
}
