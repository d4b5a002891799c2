/** Which engine a message is for: decided by the message and the list of engines alone (DECISIONS.md, 30). */
import { engineNumberIn } from '../../common/engines/engine-mark';
import { isDrained, type Engine, type EngineList } from '../../common/engines/engine-list';
import { orderFor } from '../../common/engines/rendezvous';
import type { EpochMs } from '../../common/runtime';
import type { Resource } from '../api/media-type';
import type { Route } from '../inbound/route';

export type Whereabouts =
  /** Whoever gets it works on it. */
  | { readonly kind: 'anywhere' }
  /** All must hear it; one that does not misses no more than an answer that is asked for again. */
  | { readonly kind: 'everywhere' }
  /** Its payment runs there, drained or not. */
  | { readonly kind: 'owner'; readonly engine: Engine }
  /** Each of these must have it: one of them waits for it. */
  | { readonly kind: 'holders'; readonly engines: readonly Engine[] }
  /** A peer's request: theirs that have it already, if one of `askFirst` has; else the first of `takers` that takes it. */
  | {
      readonly kind: 'taken-once';
      readonly askFirst: readonly Engine[];
      readonly takers: readonly Engine[];
    }
  /** A question: the first one that knows answers. */
  | { readonly kind: 'asked'; readonly engines: readonly Engine[] }
  | { readonly kind: 'nowhere'; readonly reason: 'foreign' | 'gone' };

export interface Located {
  readonly resource: Resource;
  readonly method: Route['method'];
  /** As the route has it: `/:id/error`. */
  readonly path: Route['path'];
  /** What the message is about: of the path, or of the body of a POST; undefined where it names none. */
  readonly id: string | undefined;
  /** Of the tenant that it is for. */
  readonly fspId: string;
  /** For how long after a request its peer may send it again. */
  readonly repeatedWithinMs: number;
}

/** Whose id the message names. */
type Whose =
  /** None at all, and a process waits for it all the same. */
  | 'nobodys'
  /** Of a request of ours. */
  | 'ours'
  /** Of a request of a peer's. */
  | 'peers'
  /** PUT /transfers/{ID} answers our POST as the payer's DFSP, and our GET as the payee's. */
  | 'either'
  /** Another id leads to the process that knows of it. */
  | 'anyones'
  /** None, and each time it is a question of its own. */
  | 'new'
  /** No process waits for it. */
  | 'unawaited';

const whoseIds: Readonly<Record<Resource, Partial<Record<Route['method'], Whose>>>> = {
  parties: { get: 'new', put: 'nobodys' },
  participants: { put: 'nobodys' },
  transactionRequests: { post: 'peers', get: 'peers', put: 'ours' },
  quotes: { post: 'peers', get: 'peers', put: 'ours' },
  authorizations: { get: 'ours', put: 'peers' },
  transfers: { post: 'peers', get: 'peers', put: 'either', patch: 'peers' },
  transactions: { get: 'anyones', put: 'unawaited' },
  bulkQuotes: { post: 'peers', get: 'peers', put: 'unawaited' },
  bulkTransfers: { post: 'peers', get: 'peers', put: 'unawaited' },
};

export function whereaboutsOf(located: Located, list: EngineList, now: EpochMs): Whereabouts {
  const { method, id } = located;
  const whose = whoseIdIn(located);
  if (whose === 'unawaited') return { kind: 'anywhere' };
  if (whose === 'nobodys') return { kind: 'everywhere' };
  // What names nothing is refused by whoever has it.
  if (id === undefined) return { kind: 'anywhere' };
  if (whose === 'anyones') return { kind: 'asked', engines: ownFirst(list) };
  if (whose === 'new') return { kind: 'taken-once', askFirst: [], takers: ownOpen(list, now) };
  if (whose === 'peers') return ofPeers(located, id, list, now);
  const found = makerOf(id, located.fspId, list);
  if (found !== undefined) return ofOurs(found, method);
  if (whose === 'either') return ofPeers(located, id, list, now);
  if (list.ofUnmarkedIds !== undefined) return ofOurs(list.ofUnmarkedIds, method);
  const isTaken = method === 'get' || isWordOfPeers(located);
  return isTaken ? { kind: 'anywhere' } : nowhere('foreign');
}

function whoseIdIn({ resource, method, path }: Located): Whose {
  // The answer about many participants, not about the one of a party.
  if (resource === 'participants' && path.startsWith('/:id')) return 'unawaited';
  return whoseIds[resource][method] ?? 'unawaited';
}

/** So the switch says, too, that it could not bring a peer our answer to a request of its own: nobody waits for that. */
const isWordOfPeers = ({ method, path }: Located): boolean =>
  method === 'put' && path.endsWith('/error');

const nowhere = (reason: 'foreign' | 'gone'): Whereabouts => ({ kind: 'nowhere', reason });

/** Undefined: none of ours has made it. */
function makerOf(id: string, fspId: string, list: EngineList): Engine | 'gone' | undefined {
  const number = engineNumberIn(id, fspId);
  if (number === undefined) return undefined;
  return list.all.find((engine) => engine.number === number) ?? 'gone';
}

function ofOurs(maker: Engine | 'gone', method: Route['method']): Whereabouts {
  // A question that nobody can answer any more is denied by whoever has it.
  if (maker === 'gone') return method === 'get' ? { kind: 'anywhere' } : nowhere('gone');
  return method === 'get' ? { kind: 'asked', engines: [maker] } : { kind: 'owner', engine: maker };
}

function ofPeers({ method, ...located }: Located, id: string, list: EngineList, now: EpochMs) {
  const order = orderFor(id, list.all);
  const takers = takersIn(order, now);
  if (method === 'post') {
    const [taker] = takers;
    const known = takersSince(order, now - located.repeatedWithinMs, now);
    const askFirst = known.filter((engine) => engine !== taker);
    return { kind: 'taken-once', askFirst, takers } as const;
  }
  const before = list.ofUnmarkedIds === undefined ? [] : [list.ofUnmarkedIds];
  const engines = [...new Set([...order.slice(0, 2), ...takers.slice(0, 1), ...before])];
  return { kind: method === 'get' ? 'asked' : 'holders', engines } as const;
}

/** Somebody must: where all are drained, as if none were. */
function takersIn(order: readonly Engine[], now: EpochMs): readonly Engine[] {
  const open = order.filter((engine) => !isDrained(engine, now));
  return open.length === 0 ? order : open;
}

/** The first of all that were not drained, at each moment since `from`: whoever was given the request then is one of them. */
function takersSince(order: readonly Engine[], from: EpochMs, now: EpochMs): readonly Engine[] {
  const ends = order.flatMap(({ drained }) =>
    drained.flatMap(({ since, until = Infinity }) => [since, until]),
  );
  // Between two of these moments nothing changes.
  const moments = [from, ...ends.filter((at) => from < at && at <= now)];
  return [...new Set(moments.flatMap((at) => takersIn(order, at).slice(0, 1)))];
}

/** It matters to nobody which one: rather no hop. */
function ownOpen(list: EngineList, now: EpochMs): readonly Engine[] {
  return takersIn(ownFirst(list), now);
}

function ownFirst({ own, all }: EngineList): readonly Engine[] {
  return [own, ...all.filter(({ name }) => name !== own.name)];
}
