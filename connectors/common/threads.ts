/** Threads that can take no more memory than they may. */
import { Worker } from 'node:worker_threads';

/** Where the source runs as it is written (tsx, jest), the thread must be taught TypeScript too. */
const isSource = __filename.endsWith('.ts');
const extension = isSource ? '.ts' : '.js';
const execArgv = isSource ? ['--require', require.resolve('tsx/cjs')] : [];

export interface ThreadOptions {
  readonly memoryMaxMb: number;
  readonly workerData?: unknown;
}

/** @param path of the thread's module, without its ending */
export function startThread(path: string, { memoryMaxMb, workerData }: ThreadOptions): Worker {
  return new Worker(`${path}${extension}`, {
    workerData,
    execArgv,
    resourceLimits: { maxOldGenerationSizeMb: memoryMaxMb },
  });
}

/** Whether the thread ended because it would have taken more. */
export function isOutOfMemory(error: Error): boolean {
  return 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
}
