/** Runs in a thread: one task after the other, each with an answer. */
import { parentPort } from 'node:worker_threads';
import { Problem, type ProblemName, type ProblemOptions } from '../../../common/api/problems';
import { carryOut, type Task } from './tasks';

export type ThreadAnswer =
  | { readonly kind: 'done'; readonly content: Uint8Array }
  | {
      readonly kind: 'problem';
      readonly problem: ProblemName;
      readonly options: Omit<ProblemOptions, 'cause'>;
    }
  /** A mistake of ours. */
  | { readonly kind: 'failed'; readonly stack: string };

parentPort?.on('message', (task: Task) => {
  void answerTo(task).then((answer) => parentPort?.postMessage(answer));
});

async function answerTo(task: Task): Promise<ThreadAnswer> {
  try {
    return { kind: 'done', content: await carryOut(task) };
  } catch (error) {
    if (!(error instanceof Problem))
      return { kind: 'failed', stack: String((error as Error).stack) };
    const { detail, errors, headers, members } = error.options;
    const options = {
      ...(detail !== undefined && { detail }),
      ...(errors !== undefined && { errors }),
      ...(headers !== undefined && { headers }),
      ...(members !== undefined && { members }),
    };
    return { kind: 'problem', problem: error.problem, options };
  }
}
