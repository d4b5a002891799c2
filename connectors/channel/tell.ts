import type { JobContext } from '../common/hub/worker';
import { postReport, type ChannelWorkerDeps } from './callbacks';
import { answerQuestions } from './questions';
import type { Report } from './report';
import type { RequestReport } from './requests/request-report';

/** Whoever can be told of a payment. */
interface Listeners {
  readonly tenant: string;
  readonly traceparent: string;
  /** Of those who wait at the channel. */
  readonly questionIds: readonly string[];
  readonly callbackUrl: string | undefined;
}

/**
 * Both ways, and neither waits for the other: an engine that takes no answers for those who wait, for the partition
 * that they wait on has no leader, keeps no app from hearing. What is said again is the same event to both.
 */
export async function tell(
  report: Report | RequestReport,
  { tenant, traceparent, questionIds, callbackUrl }: Listeners,
  deps: ChannelWorkerDeps,
  job: JobContext,
): Promise<void> {
  const told = await Promise.allSettled([
    answerQuestions(deps.messages, questionIds, report),
    callbackUrl === undefined
      ? Promise.resolve()
      : postReport(report, { tenant, traceparent, callbackUrl }, deps, job),
  ]);
  for (const one of told) {
    if (one.status === 'rejected') throw one.reason as Error;
  }
}
