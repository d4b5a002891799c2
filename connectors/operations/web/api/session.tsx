/** Who is signed in, and for which tenants. */
import { QueryClient, useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, use, useEffect, useState, type ReactNode } from 'react';
import { againWhileAway } from './again';
import { askServer, onSessionEnded } from './clients';
import { useAnswersInChosenLanguage } from './language';
import { ApiProblem, problemOf } from './problem';

export type Role = 'viewer' | 'operator' | 'approver' | 'admin';

export interface Session {
  readonly person: string;
  readonly name?: string;
  readonly tenants: readonly { readonly tenant: string; readonly roles: readonly Role[] }[];
  readonly expiresAt: string;
  /** Which APIs there are besides. */
  readonly apis: { readonly feeRules: boolean; readonly obligations: boolean };
}

async function readSession(): Promise<Session | null> {
  const response = await askServer('/bff/session');
  if (response.status === 401) return null;
  if (!response.ok) throw await problemOf(response);
  return (await response.json()) as Session;
}

/** Repeats what had no answer, at once and then now and again; what an API has refused, or cannot do, is not asked for again. */
export function createQueries(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 5_000,
        refetchOnWindowFocus: true,
        refetchInterval: againWhileAway,
        retry: (failed, error) => failed < 2 && error instanceof ApiProblem && error.mayPass,
      },
      mutations: { retry: false },
    },
  });
}

const Context = createContext<Session | undefined>(undefined);

interface SessionProviderProps {
  readonly children: ReactNode;
  /** Nobody is signed in. */
  readonly signedOut: ReactNode;
  /** The server of the page gives no answer. */
  readonly unreachable: (problem: Error, again: () => void) => ReactNode;
  readonly loading: ReactNode;
  /** Shown over what stands there, which stays: a draft is not lost with its session. */
  readonly ended: (again: () => void) => ReactNode;
}

export function SessionProvider(props: SessionProviderProps) {
  const queries = useQueryClient();
  useAnswersInChosenLanguage();
  const [hasEnded, setHasEnded] = useState(false);
  const [known, setKnown] = useState<Session>();
  const { data, error, refetch } = useQuery({
    queryKey: ['session'],
    queryFn: readSession,
    staleTime: Infinity,
  });
  // Another person's view is not what the one before has left open.
  if (data != null && data !== known) setKnown(data);
  useEffect(() => {
    onSessionEnded(() => {
      setHasEnded(true);
    });
  }, []);
  const person = data?.person ?? known?.person;
  useEffect(() => {
    if (person === undefined) return;
    // What this person was shown is not shown to another one.
    return () => queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session' });
  }, [person, queries]);
  const again = () => {
    void refetch().then((read) => {
      if (read.data === null || read.data === undefined) return;
      setHasEnded(false);
      void queries.invalidateQueries();
    });
  };
  const session = data ?? known;
  if (session === undefined) {
    if (data === null) return props.signedOut;
    return error === null ? props.loading : props.unreachable(error, again);
  }
  return (
    <Context key={session.person} value={session}>
      {props.children}
      {(hasEnded || data === null) && props.ended(again)}
    </Context>
  );
}

export function useSession(): Session {
  const session = use(Context);
  if (session === undefined) throw new Error('Nobody is signed in here');
  return session;
}

/** Whether the person may do that for the tenant, as the API will say too. */
export function hasRole({ tenants }: Session, tenant: string, role: Role): boolean {
  return tenants.some((one) => one.tenant === tenant && one.roles.includes(role));
}

export function signInAddress(path: string): string {
  return `/bff/login?return=${encodeURIComponent(path)}`;
}

/** @throws ApiProblem */
export async function signOut(): Promise<void> {
  const response = await askServer('/bff/logout', { method: 'POST' });
  if (!response.ok && response.status !== 401) throw await problemOf(response);
  const { next } = response.ok
    ? ((await response.json()) as { readonly next: string })
    : { next: '/app/signed-out' };
  location.assign(next);
}
