/**
 * Parses, checks and compiles rules in a thread of their own, so that payments go on meanwhile and no text,
 * however large or odd, can stop the process.
 */
import { join } from 'node:path';
import type { Clock } from '../../common/runtime';
import { createThreadPool, ThreadStopped } from '../../common/thread-pool';
import type { LoadAnswer, LoadRequest } from './load-text';

/** The text took more time or memory than it may. */
export class LoadStopped extends Error {
  override readonly name = 'LoadStopped';
}

export interface RuleLoader {
  /** One after the other. @throws LoadStopped */
  load(request: LoadRequest): Promise<LoadAnswer>;
}

export interface LoadLimits {
  readonly timeoutMs: number;
  readonly memoryMb: number;
}

export function threadedLoader(limits: LoadLimits, clock: Pick<Clock, 'sleep'>): RuleLoader {
  const { timeoutMs, memoryMb } = limits;
  const pool = createThreadPool<LoadRequest, LoadAnswer>(
    {
      modulePath: join(__dirname, 'load-thread'),
      threadsMax: 1,
      timeoutMs,
      memoryMaxMb: memoryMb,
      // Rules come seldom, and a thread holds the memory that they took.
      idleMs: 0,
    },
    clock,
  );
  return {
    load: (request) =>
      pool.run(request).catch((error: unknown) => {
        throw error instanceof ThreadStopped ? loadStopped(error, limits) : error;
      }),
  };
}

function loadStopped({ limit }: ThreadStopped, { timeoutMs, memoryMb }: LoadLimits): LoadStopped {
  return new LoadStopped(
    limit === 'time'
      ? `these rules take longer than ${timeoutMs} ms to load: use fewer`
      : `these rules take more than ${memoryMb} MB to load: use fewer`,
  );
}
