import type { Asker, Logger } from '../common/runtime';
import { reportSchema, type Report } from './report';

/** Somebody at the other end of an HTTP connection who waits for a report. */
export interface Wait {
  readonly questionId: string;
  readonly seconds: number;
  /** Resolves with undefined when no report came in time. Never rejects. */
  readonly report: Promise<Report | undefined>;
}

/** Begins to wait at once; undefined when too many wait already. */
export type Waiter = (questionId: string, seconds: number, log: Logger) => Wait | undefined;

export function createWaiter(asker: Asker, countMax: number): Waiter {
  let count = 0;
  const receive = async (questionId: string, seconds: number, log: Logger) => {
    count += 1;
    try {
      const answer = await asker.awaitAnswer(questionId, seconds * 1_000);
      return answer === undefined ? undefined : reportSchema.parse(answer);
    } catch (error) {
      // The payment itself is not touched by this: its sender just does not hear at once.
      log.error({ error, questionId }, 'a wait for an outcome failed');
      return undefined;
    } finally {
      count -= 1;
    }
  };
  return (questionId, seconds, log) =>
    count < countMax
      ? { questionId, seconds, report: receive(questionId, seconds, log) }
      : undefined;
}
