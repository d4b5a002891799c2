/** Threads for what takes long: nobody else waits for it meanwhile, and what goes wrong there stays there. */
import { Piscina } from 'piscina';
import type { Clock } from './runtime';
import { Turns } from './turns';

/** Where the source runs as it is written (tsx, jest), the thread must be taught TypeScript too. */
const isSource = __filename.endsWith('.ts');
const extension = isSource ? '.ts' : '.js';
const execArgv = isSource ? ['--require', require.resolve('tsx/cjs')] : [];

export interface ThreadPoolSettings {
  /** Of the module whose function `run` does a task, without its ending. Plain data in, plain data out. */
  readonly modulePath: string;
  readonly threadsMax: number;
  /** How long a task may take once its turn has come, the start of a thread included. */
  readonly timeoutMs: number;
  /** That a thread may take. */
  readonly memoryMaxMb: number;
  /** How long a thread waits for the next task before it ends. */
  readonly idleMs: number;
}

/** A task took more time or memory than it may; its thread is no more. */
export class ThreadStopped extends Error {
  override readonly name = 'ThreadStopped';

  constructor(readonly limit: 'time' | 'memory') {
    super(`a thread was stopped: its task took more ${limit} than it may`);
  }
}

export interface ThreadPool<Task, Result> {
  /** Waits for a thread, in the order of the calls. Rejects with {@link ThreadStopped} or what `run` has thrown. */
  run(task: Task): Promise<Result>;
  /** What is under way or waits is rejected. */
  close(): Promise<void>;
}

export function createThreadPool<Task, Result>(
  settings: ThreadPoolSettings,
  clock: Pick<Clock, 'sleep'>,
): ThreadPool<Task, Result> {
  const { threadsMax, timeoutMs } = settings;
  const pool = openPool(settings);
  // In front of the library's own queue: a task's time begins with its turn, and what waits in that queue is
  // forgotten there when a thread dies.
  const turns = new Turns(threadsMax);
  let isClosed = false;
  const runNow = async (task: Task): Promise<Result> => {
    if (isClosed) throw new Error('the threads have been closed');
    const stop = new AbortController();
    const done = new AbortController();
    void clock.sleep(timeoutMs, done.signal).then(() => {
      if (!done.signal.aborted) stop.abort();
    });
    try {
      return (await pool.run(task, { signal: stop.signal })) as Result;
    } catch (error) {
      if (stop.signal.aborted) throw new ThreadStopped('time');
      throw isOutOfMemory(error) ? new ThreadStopped('memory') : error;
    } finally {
      done.abort();
    }
  };
  return {
    run: (task) => turns.take(() => runNow(task)),
    close: async () => {
      isClosed = true;
      await pool.destroy();
    },
  };
}

function openPool({ modulePath, threadsMax, memoryMaxMb, idleMs }: ThreadPoolSettings): Piscina {
  const pool = new Piscina({
    filename: `${modulePath}${extension}`,
    name: 'run',
    execArgv,
    minThreads: 0,
    maxThreads: threadsMax,
    idleTimeout: idleMs,
    resourceLimits: { maxOldGenerationSizeMb: memoryMaxMb },
  });
  // A thread that dies without a task: the next task gets another one.
  pool.on('error', () => undefined);
  return pool;
}

function isOutOfMemory(error: unknown): boolean {
  return (error as NodeJS.ErrnoException | undefined)?.code === 'ERR_WORKER_OUT_OF_MEMORY';
}
