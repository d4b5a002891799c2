import type { KeyObject } from 'node:crypto';
import { z } from 'zod';
import { parseJson } from '../../common/json';
import type { Deps } from '../../common/runtime';
import { readJwk } from './keys';
import type { KeysByFspId, PeerKeys } from './peer-keys';
import { messageOf } from '../../common/message-of';

const fetchTimeoutMs = 5_000;
/** A key that was taken away is believed no longer than this. */
const refreshAfterMs = 60_000;
/** Wrong signatures must not make us ask all the time. */
const fetchPauseMs = 5_000;
const keysMax = 2_000;

const jwksSchema = z.object({ keys: z.array(z.unknown()).min(1).max(keysMax) });
/** Only the public parts: what else lies in it is none of ours. */
const keySchema = z.object({
  kty: z.string(),
  kid: z.string(),
  use: z.literal('sig').optional(),
  n: z.string().optional(),
  e: z.string().optional(),
  crv: z.string().optional(),
  x: z.string().optional(),
  y: z.string().optional(),
});

/**
 * Keys from a JWKS (RFC 7517) whose `kid` is the fspId; several entries may have the same one. Fetched when
 * first used and once a minute while used; what was fetched last stays in use when that fails.
 */
export function jwksKeys(url: string, deps: Pick<Deps, 'clock' | 'http' | 'log'>): PeerKeys {
  const { clock, log } = deps;
  const isOfOurKind = createKindCheck(url, log);
  let keys: KeysByFspId | undefined;
  let fetchedAtMs = -Infinity;
  let fetching: Promise<void> | undefined;

  const fetchOnce = (): Promise<void> => {
    fetchedAtMs = clock.now();
    fetching ??= fetchKeys(url, keys, isOfOurKind, deps)
      .then(
        (fetched) => {
          keys = fetched;
        },
        (error: unknown) => {
          log.error(
            { url, error },
            'the keys of the peers could not be fetched: the old ones stay',
          );
        },
      )
      .finally(() => {
        fetching = undefined;
      });
    return fetching;
  };
  const isOlderThan = (ageMs: number): boolean => Math.abs(clock.now() - fetchedAtMs) >= ageMs;

  return {
    of: async (fspId) => {
      if (isOlderThan(keys === undefined ? fetchPauseMs : refreshAfterMs)) void fetchOnce();
      if (keys === undefined) await fetching;
      if (keys === undefined) throw new Error(`no keys of peers could be fetched from ${url}`);
      return keys.get(fspId) ?? [];
    },
    refresh: async () => {
      if (fetching === undefined && !isOlderThan(fetchPauseMs)) return false;
      await (fetching ?? fetchOnce());
      return true;
    },
  };
}

/** Tells of each key of another kind once: its owner's messages will be refused. */
function createKindCheck(url: string, log: Deps['log']) {
  const told = new Set<string>();
  return ({ kid, kty, crv }: z.output<typeof keySchema>): boolean => {
    if (kty === 'RSA' || (kty === 'EC' && crv === 'P-256')) return true;
    const name = [kid, kty, crv].join(' ');
    if (!told.has(name)) {
      const kind = crv === undefined ? kty : `${kty} ${crv}`;
      log.error({ url, kid, kind }, 'key of a peer is passed over: neither RSA nor one of P-256');
    }
    told.add(name);
    return false;
  };
}

async function fetchKeys(
  url: string,
  previous: KeysByFspId | undefined,
  isOfOurKind: ReturnType<typeof createKindCheck>,
  { http, log }: Pick<Deps, 'http' | 'log'>,
): Promise<KeysByFspId> {
  const answer = await http.request({
    method: 'GET',
    url,
    headers: { Accept: 'application/json' },
    timeoutMs: fetchTimeoutMs,
  });
  if (answer.status !== 200) throw new Error(`the answer is ${answer.status}`);
  const { keys } = jwksSchema.parse(parseJson(answer.body));
  const found = new Map<string, KeyObject[]>();
  for (const entry of keys) {
    const jwk = keySchema.safeParse(entry);
    // Keys for other uses may lie beside ours.
    if (!jwk.success) continue;
    const { kid } = jwk.data;
    if (!isOfOurKind(jwk.data)) continue;
    try {
      found.set(kid, [...(found.get(kid) ?? []), readJwk(jwk.data)]);
    } catch (error) {
      log.error({ url, kid, reason: messageOf(error) }, 'key of a peer cannot be used');
      found.set(kid, [...(found.get(kid) ?? []), ...(previous?.get(kid) ?? [])]);
    }
  }
  return found;
}
