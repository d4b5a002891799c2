/**
 * Parses, checks and compiles rules in a thread of their own, so that payments go on meanwhile and no text,
 * however large or odd, can stop the process.
 */
import { join } from 'node:path';
import type { Worker } from 'node:worker_threads';
import type { Clock } from '../../common/runtime';
import { isOutOfMemory, startThread } from '../../common/threads';
import { Turns } from '../../common/turns';
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
  const turns = new Turns();
  return { load: (request) => turns.take(() => loadInThread(request, limits, clock)) };
}

async function loadInThread(
  request: LoadRequest,
  { timeoutMs, memoryMb }: LoadLimits,
  clock: Pick<Clock, 'sleep'>,
): Promise<LoadAnswer> {
  const worker = startThread(join(__dirname, 'load-thread'), {
    memoryMaxMb: memoryMb,
    workerData: request,
  });
  const over = new AbortController();
  try {
    return await Promise.race([
      answerOf(worker, memoryMb),
      clock.sleep(timeoutMs, over.signal).then(() => {
        throw new LoadStopped(`these rules take longer than ${timeoutMs} ms to load: use fewer`);
      }),
    ]);
  } finally {
    over.abort();
    await worker.terminate();
  }
}

function answerOf(worker: Worker, memoryMb: number): Promise<LoadAnswer> {
  return new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', (error: Error) => {
      const message = `these rules take more than ${memoryMb} MB to load: use fewer`;
      reject(isOutOfMemory(error) ? new LoadStopped(message) : error);
    });
    worker.once('exit', (code) => reject(new Error(`the thread ended with ${code} and no answer`)));
  });
}
