/** Work that arrives at a rate of its own, as payments do, however long each takes. */
import { setTimeout as sleep } from 'node:timers/promises';

export interface Paced {
  readonly count: number;
  /** Of those that succeeded. */
  readonly latenciesMs: readonly number[];
  readonly errors: readonly unknown[];
  /** How many were still under way when the last had begun. */
  readonly waitingAtEnd: number;
  /** From the first's beginning to the last's end. */
  readonly durationMs: number;
}

export async function paced(
  perSecond: number,
  durationS: number,
  work: (index: number) => Promise<void>,
): Promise<Paced> {
  const count = Math.round(perSecond * durationS);
  const latenciesMs: number[] = [];
  const errors: unknown[] = [];
  const startedAt = performance.now();
  const all: Promise<void>[] = [];
  for (let index = 0; index < count; index += 1) {
    const due = startedAt + (index * 1000) / perSecond;
    await sleep(Math.max(0, due - performance.now()));
    all.push(
      work(index).then(
        () => void latenciesMs.push(performance.now() - due),
        (error: unknown) => void errors.push(error),
      ),
    );
  }
  const waitingAtEnd = count - latenciesMs.length - errors.length;
  await Promise.all(all);
  return { count, latenciesMs, errors, waitingAtEnd, durationMs: performance.now() - startedAt };
}
