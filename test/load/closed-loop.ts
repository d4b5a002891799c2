/** Runs `count` pieces of work, always `concurrency` at a time, and says how long each took. */
export async function closedLoop(
  count: number,
  concurrency: number,
  work: (index: number) => Promise<void>,
): Promise<Run> {
  const latenciesMs: number[] = [];
  let next = 0;
  const startedAt = performance.now();
  const worker = async (): Promise<void> => {
    while (next < count) {
      const index = next;
      next += 1;
      const began = performance.now();
      await work(index);
      latenciesMs.push(performance.now() - began);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  return { count, durationMs: performance.now() - startedAt, latenciesMs };
}

export interface Run {
  readonly count: number;
  readonly durationMs: number;
  readonly latenciesMs: readonly number[];
}

/** Several runs as if they were one. */
export function together(runs: readonly Run[]): Run {
  return {
    count: runs.reduce((sum, run) => sum + run.count, 0),
    durationMs: runs.reduce((sum, run) => sum + run.durationMs, 0),
    latenciesMs: runs.flatMap((run) => run.latenciesMs),
  };
}

export function percentile(values: readonly number[], fraction: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * fraction))] ?? NaN;
}
