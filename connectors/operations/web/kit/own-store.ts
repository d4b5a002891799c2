/** What the browser keeps of one person at one tenant: never what names a customer. */
import { useState } from 'react';
import { useSession } from '../api/session';
import { keepStored, readStored, storedName } from './stored';

interface Kept<Value> {
  readonly value: Value;
  /** false: the browser does not keep it, so that it is gone with this tab. */
  readonly change: (update: (now: Value) => Value) => boolean;
}

/** @param read takes what an older page has stored, or somebody by hand: anything */
export function useOwnStore<Value>(
  name: string,
  tenant: string,
  read: (stored: string | null) => Value,
): Kept<Value> {
  const { person } = useSession();
  const key = storedName(name, person, tenant);
  const [value, setValue] = useState(() => read(readStored('browser', key)));
  const change = (update: (now: Value) => Value) => {
    // Another tab may have changed it meanwhile.
    const next = update(read(readStored('browser', key)));
    setValue(next);
    return keepStored('browser', key, JSON.stringify(next));
  };
  return { value, change };
}
