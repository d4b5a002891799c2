import { FairPlaces } from '../common/fair-places';
import type { Asker, Logger } from '../common/runtime';
import { z } from 'zod';
import { reportSchema } from './report';
import { requestReportSchema } from './requests/request-report';

const waitedForSchema = z.union([reportSchema, requestReportSchema]);
type WaitedFor = z.output<typeof waitedForSchema>;

/** Somebody at the other end of an HTTP connection who waits for a report. */
export interface Wait {
  readonly questionId: string;
  readonly seconds: number;
  /** Resolves with undefined when no report came in time. Never rejects. */
  readonly report: Promise<WaitedFor | undefined>;
}

/** Begins to wait at once; undefined when too many wait already, of all or of this tenant. */
export type Waiter = (who: Waiting, questionId: string, seconds: number) => Wait | undefined;

interface Waiting {
  readonly tenant: string;
  readonly log: Logger;
}

export function createWaiter(asker: Asker, countMax: number): Waiter {
  const places = new FairPlaces(countMax);
  const receive = async ({ tenant, log }: Waiting, questionId: string, seconds: number) => {
    places.take(tenant);
    try {
      const answer = await asker.awaitAnswer(questionId, seconds * 1_000);
      return answer === undefined ? undefined : waitedForSchema.parse(answer);
    } catch (error) {
      // The payment itself is not touched by this: its sender just does not hear at once.
      log.error({ error, questionId }, 'a wait for an outcome failed');
      return undefined;
    } finally {
      places.leave(tenant);
    }
  };
  return (who, questionId, seconds) =>
    places.refusal(who.tenant) === undefined
      ? { questionId, seconds, report: receive(who, questionId, seconds) }
      : undefined;
}
