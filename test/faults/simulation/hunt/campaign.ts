/** Schedules and planted bugs, given out to processes on all cores, one piece after the other. */
import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { neverReached } from './tally';

export type Work =
  | { readonly kind: 'schedules'; readonly from: number; readonly to: number }
  | { readonly kind: 'bug'; readonly name: string; readonly schedulesMax: number };

type Counts = readonly (readonly [string, number])[];

/** What some schedules came to. */
interface Share {
  readonly kind: 'schedules';
  readonly schedules: number;
  readonly payments: number;
  readonly faults: Counts;
  readonly elements: Counts;
  /** Seeds that went wrong, with their stories. */
  readonly failed: readonly (readonly [number, string])[];
  readonly cpuMs: number;
}

interface BugAnswer {
  readonly kind: 'bug';
  readonly name: string;
  readonly foundAfter: number | undefined;
}

export type Answer = { readonly kind: 'ready' } | Share | BugAnswer;

export interface Campaign {
  readonly schedules: number;
  readonly payments: number;
  readonly faults: Counts;
  readonly elements: Counts;
  readonly faultsThatNeverStruck: readonly string[];
  readonly elementsNeverReached: readonly string[];
  readonly failed: Share['failed'];
  /** After how many schedules each planted bug was found; undefined: it was not. */
  readonly found: ReadonlyMap<string, number | undefined>;
  readonly cpuMs: number;
  readonly seconds: number;
  readonly processes: number;
}

/** So few that all processes end at about one time. */
const schedulesAtOnce = 25;

/** Each of these is hunted for from seed 1 on. */
export interface Bugs {
  readonly names: readonly string[];
  readonly schedulesMax: number;
}

export async function campaign(
  seed: number,
  schedules: number,
  bugs: Bugs = { names: [], schedulesMax: 0 },
): Promise<Campaign> {
  const end = seed + schedules;
  const { schedulesMax } = bugs;
  const work: Work[] = bugs.names.map((name) => ({ kind: 'bug', name, schedulesMax }));
  for (let from = seed; from < end; from += schedulesAtOnce) {
    work.push({ kind: 'schedules', from, to: Math.min(end, from + schedulesAtOnce) });
  }
  const processes = Math.min(availableParallelism(), work.length);
  const beganMs = performance.now();
  const answers: Answer[] = [];
  const left = work.values();
  await Promise.all(
    Array.from({ length: processes }, () => workThrough(left, (answer) => answers.push(answer))),
  );
  return { ...summary(answers), seconds: (performance.now() - beganMs) / 1_000, processes };
}

/** One process, until no work is left. */
function workThrough(left: Iterator<Work>, onAnswer: (answer: Answer) => void): Promise<void> {
  const child = fork(join(__dirname, 'run.mjs'), [join(__dirname, 'share/main.ts')], {
    execArgv: [],
  });
  return new Promise((resolve, reject) => {
    child.on('message', (answer: Answer) => {
      onAnswer(answer);
      const next = left.next();
      if (next.done === true) child.disconnect();
      else child.send(next.value);
    });
    child.once('exit', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`a process of the hunt has ended with ${code}`));
    });
  });
}

function summary(answers: readonly Answer[]): Omit<Campaign, 'seconds' | 'processes'> {
  const shares = answers.filter((one) => one.kind === 'schedules');
  const sum = (of: (share: Share) => number): number =>
    shares.reduce((all, one) => all + of(one), 0);
  const faults = summed(shares.map((share) => share.faults));
  const elements = summed(shares.map((share) => share.elements));
  return {
    ...{ faults, elements, elementsNeverReached: neverReached(elements) },
    schedules: sum((share) => share.schedules),
    payments: sum((share) => share.payments),
    faultsThatNeverStruck: faults.filter(([, count]) => count === 0).map(([kind]) => kind),
    failed: shares.flatMap((share) => share.failed),
    found: new Map(
      answers
        .filter((one) => one.kind === 'bug')
        .map(({ name, foundAfter }) => [name, foundAfter] as const),
    ),
    cpuMs: sum((share) => share.cpuMs),
  };
}

function summed(all: readonly Counts[]): Counts {
  const counts = new Map<string, number>();
  for (const [name, count] of all.flat()) counts.set(name, (counts.get(name) ?? 0) + count);
  return [...counts];
}
