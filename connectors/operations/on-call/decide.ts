/** Whether to call somebody now, whom, and because of what. Pure: the same for whoever asks with the same words. */
import type { EpochMs } from '../../common/runtime';
import { onDuty } from './duty';
import type { OnCallSettings } from './settings';
import type { Stuck } from './stuck';

/** What people were called for. */
export interface Told {
  readonly since: string;
  readonly firstAtMs: EpochMs;
  readonly lastAtMs: EpochMs;
  /** How often it was the reason of a call. */
  readonly times: number;
}

/** Of one tenant: what was called so far. */
export interface CalledSoFar {
  readonly lastCallAtMs?: EpochMs;
  /** By matterKey. */
  readonly told: ReadonlyMap<string, Told>;
}

export const calledNever: CalledSoFar = { told: new Map() };

export interface CallToMake {
  /** Which one it is for whatever has been told most often: 1, 2, ... */
  readonly number: number;
  /** All that is stuck and that nobody has taken, the oldest first. */
  readonly open: readonly Stuck[];
  /** Those of them that are stuck for longest are remembered one by one. */
  readonly reasons: readonly Stuck[];
  /** Whom to call in turn, each one once: those on duty, then each step. */
  readonly steps: readonly (readonly string[])[];
  /** So many steps at once; the next ones where none of these can be reached. */
  readonly stepsCalled: number;
}

export interface Decided {
  readonly call?: CallToMake;
  readonly calledSoFar: CalledSoFar;
}

/** More at a time are told, but not remembered one by one: what is called for them is called for the oldest. */
export const rememberedMax = 1_000;

export function decide(
  nowMs: EpochMs,
  stuck: readonly Stuck[],
  before: CalledSoFar,
  settings: OnCallSettings,
): Decided {
  const open = stuck
    .filter((one) => isOpen(one, nowMs, settings))
    .toSorted((left, right) => left.stuckSinceMs - right.stuckSinceMs);
  const calledSoFar = withoutForgotten(before, stuck, nowMs - settings.repeatEvery);
  const { lastCallAtMs = -Infinity } = before;
  const reasons = open
    .slice(0, rememberedMax)
    .filter((one) => isDue(one, before, nowMs, settings.repeatEvery));
  if (reasons.length === 0 || isWithin(nowMs, lastCallAtMs, settings.callAtMostEvery)) {
    return { calledSoFar };
  }
  const told = new Map(calledSoFar.told);
  for (const one of reasons) told.set(one.matterKey, toldAgain(one, toldOf(one, before), nowMs));
  const number = Math.max(...reasons.map((one) => told.get(one.matterKey)?.times ?? 1));
  const call = { number, open, reasons, ...whomToCall(nowMs, number, settings) };
  return { call, calledSoFar: { lastCallAtMs: nowMs, told } };
}

/** Who has taken it and does nothing has let it go. */
export function isOpen({ taken }: Stuck, nowMs: EpochMs, { limits }: OnCallSettings): boolean {
  return taken === undefined || nowMs - taken.atMs > limits.takenForMax;
}

function isDue(one: Stuck, before: CalledSoFar, nowMs: EpochMs, everyMs: number): boolean {
  const told = toldOf(one, before);
  return told === undefined || !isWithin(nowMs, told.lastAtMs, everyMs);
}

/** A time to come is that of a clock that was wrong: it silences nothing. */
function isWithin(nowMs: EpochMs, atMs: EpochMs, forMs: number): boolean {
  return atMs <= nowMs && nowMs - atMs < forMs;
}

function toldOf({ matterKey, since }: Stuck, { told }: CalledSoFar): Told | undefined {
  const known = told.get(matterKey);
  return known?.since === since ? known : undefined;
}

function toldAgain({ since }: Stuck, known: Told | undefined, nowMs: EpochMs): Told {
  const { firstAtMs = nowMs, times = 0 } = known ?? {};
  return { since, firstAtMs, lastAtMs: nowMs, times: times + 1 };
}

/** What comes back within the interval is still the same: a process that tries by itself is away for a moment. */
function withoutForgotten(
  before: CalledSoFar,
  stuck: readonly Stuck[],
  keptFromMs: EpochMs,
): CalledSoFar {
  const there = new Set(stuck.map(({ matterKey }) => matterKey));
  const kept = [...before.told]
    .filter(([key, { lastAtMs }]) => there.has(key) || lastAtMs > keptFromMs)
    .slice(-rememberedMax);
  return kept.length === before.told.size ? before : { ...before, told: new Map(kept) };
}

function whomToCall(
  nowMs: EpochMs,
  number: number,
  settings: OnCallSettings,
): Pick<CallToMake, 'steps' | 'stepsCalled'> {
  const everybody = Object.keys(settings.people);
  const duty = onDuty(settings, nowMs);
  // A gap in the rota is no reason to be silent.
  const first = duty.length > 0 ? duty : everybody;
  const escalation = settings.escalation.toSorted((a, b) => a.afterRepeats - b.afterRepeats);
  const lists = [first, ...escalation.map(({ people }) => people), everybody];
  const stepsCalled =
    1 + escalation.filter(({ afterRepeats }) => number - 1 >= afterRepeats).length;
  const seen = new Set<string>();
  const steps = lists.map((names) => {
    const added = names.filter((name) => !seen.has(name));
    for (const name of added) seen.add(name);
    return added;
  });
  return { steps, stepsCalled };
}
