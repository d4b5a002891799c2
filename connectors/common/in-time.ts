import type { Clock } from './runtime';

/** As `work` ends, or with the error of `late` when that takes longer: what is begun goes on, and nobody waits for it. */
export async function inTime<Result>(
  clock: Clock,
  timeoutMs: number,
  work: Promise<Result>,
  late: () => Error,
): Promise<Result> {
  const over = new AbortController();
  const timeIsOver = clock.sleep(timeoutMs, over.signal).then(() => {
    throw late();
  });
  try {
    return await Promise.race([work, timeIsOver]);
  } finally {
    over.abort();
    // Whichever loses has nobody who waits for it.
    for (const one of [work, timeIsOver]) one.catch(() => undefined);
  }
}
