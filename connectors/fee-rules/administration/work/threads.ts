/** Threads that check and try rules, so that nobody else waits for it. */
import { join } from 'node:path';
import { Problem } from '../../../common/api/problems';
import type { Clock } from '../../../common/runtime';
import { createThreadPool, ThreadStopped } from '../../../common/thread-pool';
import { translated } from '../../../common/words/languages';
import { administrationWords } from '../administration-words';
import type { Task } from './tasks';
import type { ThreadAnswer } from './thread';

export interface ThreadLimits {
  readonly timeoutMs: number;
  readonly memoryMaxMb: number;
}

export interface Threads {
  /** Waits for a thread. Rejects with a Problem for what the caller can mend, too much work among it. */
  run(task: Task): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** A thread takes a second to begin: people who try rules do so again and again. */
const idleMs = 600_000;

export function createThreads(threadsMax: number, limits: ThreadLimits, clock: Clock): Threads {
  const modulePath = join(__dirname, 'thread');
  const settings = { modulePath, threadsMax, idleMs, ...limits };
  const pool = createThreadPool<Task, ThreadAnswer>(settings, clock);
  return {
    run: async (task) => {
      const answer = await pool.run(task).catch((error: unknown) => {
        throw error instanceof ThreadStopped ? tooMuchWork(error, limits) : error;
      });
      if (answer.kind === 'problem') throw new Problem(answer.problem, answer.options);
      return answer.content;
    },
    close: () => pool.close(),
  };
}

function tooMuchWork({ limit }: ThreadStopped, { timeoutMs, memoryMaxMb }: ThreadLimits): Problem {
  const detail = translated(administrationWords, (said) =>
    limit === 'time' ? said.tookTime(String(timeoutMs)) : said.tookMemory(String(memoryMaxMb)),
  );
  return new Problem('too-much-work', { detail });
}
