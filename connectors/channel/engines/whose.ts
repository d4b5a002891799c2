/** Whose what an app asks for is: decided by its id and the list of engines alone (DECISIONS.md, 28). */
import { isDrained, type Engine, type EngineList } from '../../common/engines/engine-list';
import { orderFor } from '../../common/engines/rendezvous';
import type { EpochMs } from '../../common/runtime';

export interface Whose {
  /** Begins it, if anybody does; undefined: all are drained. */
  readonly taker: Engine | undefined;
  /** Of the last change by which it may have become the taker's; 0: there was none. */
  readonly since: EpochMs;
  /** May have begun it at a time since when its app may repeat it, and are asked first. */
  readonly before: readonly Engine[];
  /** Our own engine may have begun it as a hub that was alone, which wrote no notes. */
  readonly ownLacksNotes: boolean;
}

/** A process may have a file that is so old, and the time that a change takes to come to its end. */
export const oldFileMs = 7 * 60_000;

/** @param rememberedMs for how long after its first request an app may repeat it */
export function whoseIs(id: string, list: EngineList, now: EpochMs, rememberedMs: number): Whose {
  const order = orderFor(id, list.all);
  const taker = order.find((engine) => !isDrained(engine, now));
  const begunBy = mayHaveBegun(order, now - rememberedMs - oldFileMs, now);
  const before = distinct([...begunBy, list.ofUnmarkedIds]).filter((engine) => engine !== taker);
  const ownLacksNotes = list.ofUnmarkedIds === list.own;
  return { taker, since: lastChangeOf(order, now), before, ownLacksNotes };
}

function lastChangeOf(order: readonly Engine[], now: EpochMs): EpochMs {
  const changes = order.flatMap(({ drained }) =>
    drained.flatMap(({ since, until = Infinity }) => [since, until]),
  );
  return Math.max(0, ...changes.filter((at) => at <= now));
}

/** Those that may know of it, the likeliest first. With the second: it is next when the list loses the first. */
export function whoMayKnow(id: string, list: EngineList, whose: Whose): readonly Engine[] {
  const [first, second] = orderFor(id, list.all);
  return distinct([whose.taker, ...whose.before, first, second]);
}

/** Where an id says nothing of its engine. */
export function allOwnFirst({ own, all }: EngineList): readonly Engine[] {
  return distinct([own, ...all]);
}

/**
 * An engine may have had what those before it in the order did not take. That they were drained at the same time is not
 * looked at: one that has not read the newest file takes itself for the next.
 */
function mayHaveBegun(order: readonly Engine[], from: EpochMs, now: EpochMs): readonly Engine[] {
  const untouched = order.findIndex(({ drained }) =>
    drained.every(({ since, until = Infinity }) => now < since || until <= from),
  );
  const asked = untouched < 0 ? order : order.slice(0, untouched + 1);
  return asked.filter(({ drained }) =>
    drained.every(({ since, until = Infinity }) => from < since || until <= now),
  );
}

function distinct(engines: readonly (Engine | undefined)[]): Engine[] {
  return [...new Set(engines.filter((engine) => engine !== undefined))];
}
