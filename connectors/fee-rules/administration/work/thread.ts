/** Runs in a thread: see threads.ts. */
import { Problem, type ProblemName, type ProblemOptions } from '../../../common/api/problems';
import { carryOut, type Task } from './tasks';

export type ThreadAnswer =
  | { readonly kind: 'done'; readonly content: Uint8Array }
  /** As data: it would be an error like others on the other side. */
  | {
      readonly kind: 'problem';
      readonly problem: ProblemName;
      readonly options: Omit<ProblemOptions, 'cause'>;
    };

export async function run(task: Task): Promise<ThreadAnswer> {
  try {
    return { kind: 'done', content: await carryOut(task) };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
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
