/** What the server tells of changes: views that show a kind read it anew. */
import { useQueryClient } from '@tanstack/react-query';
import { createContext, use, useEffect, useState, type ReactNode } from 'react';
import { followLive, type LiveState } from './follow-live';
import { kindsOf } from './kinds-of';

export const liveKinds = [
  'work',
  'decisions',
  'waiting',
  'incidents',
  'calls',
  'reconciliations',
] as const;

const Context = createContext<LiveState>('connecting');

/** The first part of a query's key after its tenant is its kind: `[tenant, 'work']`. */
export function LiveProvider({
  tenant,
  children,
}: {
  readonly tenant: string;
  readonly children: ReactNode;
}) {
  const queries = useQueryClient();
  const [state, setState] = useState<LiveState>('connecting');
  useEffect(() => {
    const changed = (kinds: readonly string[]) => {
      for (const kind of kinds) void queries.invalidateQueries({ queryKey: [tenant, kind] });
    };
    return followLive(tenant, {
      told: setState,
      changed: (data) => changed(kindsOf(data, liveKinds)),
      // Nobody has told what changed in between.
      missed: () => changed(liveKinds),
      signedOut: () => void queries.invalidateQueries(),
    });
  }, [tenant, queries]);
  return <Context value={state}>{children}</Context>;
}

export function useLive(): LiveState {
  return use(Context);
}
