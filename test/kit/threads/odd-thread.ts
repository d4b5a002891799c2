/** Runs in a thread: whatever a task may do to it. */
import { threadId } from 'node:worker_threads';

export type OddTask =
  'echo' | 'thread' | 'throw' | 'exit' | 'endless' | 'too much memory' | 'throw later';

export async function run(task: OddTask): Promise<unknown> {
  switch (task) {
    case 'echo':
      return task;
    case 'thread':
      return threadId;
    case 'throw':
      throw new RangeError('out of range');
    case 'throw later':
      setTimeout(() => {
        throw new Error('with no task');
      });
      await new Promise((resolve) => setTimeout(resolve, 100));
      return task;
    case 'exit':
      return process.exit(3);
    case 'endless':
      for (;;);
    case 'too much memory': {
      const kept: number[][] = [];
      for (;;) kept.push(Array.from({ length: 100_000 }, (_, index) => index + kept.length));
    }
  }
}
