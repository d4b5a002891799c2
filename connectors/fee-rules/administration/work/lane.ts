/** One thread, which does one task at a time. A thread that fails, or takes too much, is thrown away. */
import { join } from 'node:path';
import type { Worker } from 'node:worker_threads';
import { Problem } from '../../../common/api/problems';
import type { Clock } from '../../../common/runtime';
import { isOutOfMemory, startThread } from '../../../common/threads';
import type { Task } from './tasks';
import type { ThreadAnswer } from './thread';

export interface ThreadLimits {
  readonly timeoutMs: number;
  readonly memoryMaxMb: number;
}

const thread = join(__dirname, 'thread');

export class Lane {
  private worker: Worker | undefined;
  /** Of the task under way. */
  private settle: { resolve(answer: ThreadAnswer): void; reject(error: Error): void } | undefined;

  constructor(
    private readonly limits: ThreadLimits,
    private readonly clock: Clock,
  ) {}

  /** Rejects with a {@link Problem} for what the caller can mend, too much work among it. */
  async run(task: Task): Promise<Uint8Array> {
    const answer = await this.answerTo(task);
    switch (answer.kind) {
      case 'done':
        return answer.content;
      case 'problem':
        throw new Problem(answer.problem, answer.options);
      case 'failed':
        throw new Error(`a thread failed: ${answer.stack}`);
    }
  }

  async close(): Promise<void> {
    const { worker } = this;
    this.worker = undefined;
    await worker?.terminate();
  }

  private async answerTo(task: Task): Promise<ThreadAnswer> {
    const { timeoutMs } = this.limits;
    const worker = (this.worker ??= this.startThread());
    const answered = new AbortController();
    try {
      return await new Promise<ThreadAnswer>((resolve, reject) => {
        this.settle = { resolve, reject };
        void this.clock.sleep(timeoutMs, answered.signal).then(() => {
          reject(tooMuchWork(`It took longer than ${timeoutMs} ms`));
        });
        worker.postMessage(task);
      });
    } catch (error) {
      await this.close();
      throw error;
    } finally {
      answered.abort();
    }
  }

  private startThread(): Worker {
    const { memoryMaxMb } = this.limits;
    const worker = startThread(thread, { memoryMaxMb });
    worker.on('message', (answer: ThreadAnswer) => this.settle?.resolve(answer));
    worker.on('error', (error: Error) => this.settle?.reject(problemOf(error, memoryMaxMb)));
    worker.on('exit', () => {
      if (this.worker === worker) this.worker = undefined;
      this.settle?.reject(new Error('the thread has ended'));
    });
    return worker;
  }
}

function problemOf(error: Error, memoryMaxMb: number): Error {
  return isOutOfMemory(error)
    ? tooMuchWork(`It took more than ${memoryMaxMb} MB of memory`)
    : error;
}

function tooMuchWork(detail: string): Problem {
  return new Problem('too-much-work', { detail });
}
