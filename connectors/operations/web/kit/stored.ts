/** What the browser keeps for one person: in this tab alone, or beyond it. It may be full, or not allowed to keep anything. */

/** `tab`: it outlives a reload and signing in again, and goes with the tab. */
export type Keeper = 'tab' | 'browser';

const storageOf = { tab: () => sessionStorage, browser: () => localStorage } as const;

/** Another person at the same machine does not find it. Of what, where there is more than one at a tenant. */
export function storedName(name: string, person: string, tenant: string, what?: string): string {
  const parts = [person, tenant, ...(what === undefined ? [] : [what])].map(encodeURIComponent);
  return [`payment-hub-${name}`, ...parts].join(':');
}

export function readStored(keeper: Keeper, name: string): string | null {
  try {
    return storageOf[keeper]().getItem(name);
  } catch {
    return null;
  }
}

/**
 * @param value undefined: there is nothing to keep any more
 * @returns false: it is not kept, which whoever typed it has to be told
 */
export function keepStored(keeper: Keeper, name: string, value: string | undefined): boolean {
  try {
    const storage = storageOf[keeper]();
    if (value === undefined) storage.removeItem(name);
    else storage.setItem(name, value);
    return true;
  } catch {
    // What cannot be written cannot have been kept, either: nothing is lost by what is not there.
    return value === undefined;
  }
}

/** What an older page has stored, or somebody by hand, may be anything. */
export function parsedStored(stored: string | null): unknown {
  try {
    return JSON.parse(stored ?? 'null');
  } catch {
    return null;
  }
}

export function parsedObject(stored: string | null): Readonly<Record<string, unknown>> {
  const found = parsedStored(stored);
  return typeof found === 'object' && found !== null ? { ...found } : {};
}
