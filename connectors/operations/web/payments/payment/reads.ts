/** What the view of a payment asks the API for. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { againWhileAway } from '../../api/again';
import { dataOf, operations } from '../../api/clients';
import type { Elements, Message, Story } from '../../api/types';
import { againAfterMs, restAgainAfterMs } from './again-after';

export interface PaymentAddress {
  readonly tenant: string;
  readonly transactionId: string;
}

const pathOf = ({ tenant, transactionId }: PaymentAddress) => ({
  params: { path: { tenant, transactionId } },
});

export function useStory(address: PaymentAddress) {
  const { tenant, transactionId } = address;
  return useQuery({
    queryKey: [tenant, 'waiting', 'story', transactionId],
    queryFn: () => readStory(address),
    refetchInterval: (query) => againWhileAway(query) || againAfterMs(query.state.data, Date.now()),
  });
}

/** @throws ApiProblem */
function readStory(
  address: PaymentAddress,
  headers: Readonly<Record<string, string>> = {},
): Promise<Story> {
  const asked = { ...pathOf(address), headers };
  return dataOf(operations.GET('/tenants/{tenant}/payments/{transactionId}', asked));
}

/** For tickets, which go to others. */
export function useStoryInEnglish(address: PaymentAddress, isWanted: boolean) {
  const { tenant, transactionId } = address;
  return useQuery({
    queryKey: [tenant, 'waiting', 'story', transactionId, 'en'],
    queryFn: () => readStory(address, { 'Accept-Language': 'en' }),
    enabled: isWanted,
  });
}

export function useElements(address: PaymentAddress, isWanted: boolean) {
  const { tenant, transactionId } = address;
  return useQuery({
    queryKey: [tenant, 'waiting', 'elements', transactionId],
    queryFn: () =>
      dataOf<Elements>(
        operations.GET('/tenants/{tenant}/payments/{transactionId}/elements', pathOf(address)),
      ),
    enabled: isWanted,
  });
}

export interface SideMessages {
  readonly side: 'payer' | 'payee' | null;
  readonly messages: readonly Message[];
  readonly isCut?: boolean;
}

export function useMessages(address: PaymentAddress, isWanted = true) {
  const { tenant, transactionId } = address;
  return useQuery({
    queryKey: [tenant, 'waiting', 'messages', transactionId],
    queryFn: () =>
      dataOf<{ readonly sides: readonly SideMessages[] }>(
        operations.GET('/tenants/{tenant}/payments/{transactionId}/messages', pathOf(address)),
      ),
    enabled: isWanted,
  });
}

type Read = 'story' | 'elements' | 'messages';

/** Read anew when something else has changed: of decisions and incidents the server tells, of engine and messages the story does. */
export function useReadAnewWith(
  changedMs: number,
  what: readonly Read[],
  { tenant, transactionId }: PaymentAddress,
): void {
  const queries = useQueryClient();
  const before = useRef(changedMs);
  useEffect(() => {
    const knownMs = before.current;
    before.current = changedMs;
    // 0: it was not read yet.
    if (knownMs === changedMs || knownMs === 0) return;
    for (const one of what) {
      void queries.invalidateQueries({ queryKey: [tenant, 'waiting', one, transactionId] });
    }
  }, [changedMs, what, queries, tenant, transactionId]);
}

/** A payment that has just been made: its story is there before the rest of it. */
export function useRestUntilItIsThere(
  storyChangedMs: number,
  { tenant, transactionId }: PaymentAddress,
): void {
  const queries = useQueryClient();
  useEffect(() => {
    const againMs = restAgainAfterMs(storyChangedMs, Date.now());
    if (againMs === false) return undefined;
    const timer = setInterval(() => {
      if (restAgainAfterMs(storyChangedMs, Date.now()) === false) clearInterval(timer);
      for (const one of behindStory) {
        void queries.invalidateQueries({ queryKey: [tenant, 'waiting', one, transactionId] });
      }
    }, againMs);
    return () => clearInterval(timer);
  }, [storyChangedMs, queries, tenant, transactionId]);
}

export const ofStory: readonly Read[] = ['story'];
export const behindStory: readonly Read[] = ['elements', 'messages'];
