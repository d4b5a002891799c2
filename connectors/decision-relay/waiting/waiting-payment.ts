/** A payment that waits for a person, as its open job tells it. */
import type { z } from 'zod';
import type { ErrorInformation } from '../../common/contracts/fspiop';
import type { OpenJob, OpenJobs } from '../../common/runtime';
import { parseDateTime } from '../../common/time';
import { withoutPersonalData } from '../../common/zeebe/problem-text';
import { askOperator } from '../ask-operator';

type Asked = z.output<typeof askOperator.input>;
export type Decision = z.output<typeof askOperator.output>['operatorDecision'];

export interface WaitingPayment {
  readonly jobKey: string;
  readonly processInstanceKey: string;
  readonly elementId: string;
  readonly tenant: string;
  readonly transactionId: string;
  readonly transferId: string;
  readonly reason: Asked['operatorReason'];
  readonly choices: readonly Decision[];
  readonly since: string;
  /** The switch's last word; none when it has not spoken. */
  readonly verdict: string | undefined;
  /** Code and description, without what may be personal. */
  readonly error: string | undefined;
}

export interface Waiting {
  readonly payments: readonly WaitingPayment[];
  /** Keys of open jobs whose variables nobody can understand. */
  readonly unreadable: readonly string[];
  /** There may be more. */
  readonly isCut: boolean;
}

/** More would be no help to a person. That there are more is told. */
export const waitingMax = 10_000;

export async function readWaiting(openJobs: OpenJobs, isThorough: boolean): Promise<Waiting> {
  const jobs = await openJobs.list({
    type: askOperator.type,
    variables: Object.keys(askOperator.input.shape),
    jobsMax: waitingMax,
    isThorough,
  });
  const readable = jobs.flatMap((job) => waitingPayment(job) ?? []);
  const read = new Set(readable.map(({ jobKey }) => jobKey));
  return {
    payments: newestOfEach(readable).sort((left, right) => (left.since < right.since ? -1 : 1)),
    unreadable: jobs.map(({ key }) => key).filter((key) => !read.has(key)),
    isCut: jobs.length >= waitingMax,
  };
}

/** A process that has tried by itself between two looks is seen with the job that it took back and the one after it. */
function newestOfEach(payments: readonly WaitingPayment[]): WaitingPayment[] {
  const newest = new Map<string, WaitingPayment>();
  for (const payment of payments) {
    const wait = `${payment.processInstanceKey} ${payment.elementId}`;
    const other = newest.get(wait);
    if (other === undefined || BigInt(payment.jobKey) > BigInt(other.jobKey)) {
      newest.set(wait, payment);
    }
  }
  return [...newest.values()];
}

function waitingPayment(job: OpenJob): WaitingPayment | undefined {
  const { success, data } = askOperator.input.safeParse(job.variables);
  if (!success) return undefined;
  const { tenant, transactionId, transferId, errorInformation, transferAnswer } = data;
  return {
    jobKey: job.key,
    processInstanceKey: job.processInstanceKey,
    elementId: job.elementId,
    ...{ tenant, transactionId, transferId },
    reason: data.operatorReason,
    choices: data.operatorChoices,
    since: data.operatorNeededSince,
    verdict: transferAnswer?.verdict,
    error: errorInformation == null ? undefined : errorText(errorInformation),
  };
}

function errorText({ errorCode, errorDescription }: ErrorInformation): string {
  return `${errorCode} ${withoutPersonalData(errorDescription)}`;
}

/** Of an unreadable time: nothing, for an alarm on age must not go off at random. */
export function waitingS({ since }: WaitingPayment, nowMs: number): number {
  const sinceMs = parseDateTime(since) ?? nowMs;
  return Math.max(0, Math.round((nowMs - sinceMs) / 1_000));
}

/** What to type: the ids stay the same when the process takes its job back and asks anew. */
export function decideLine({ tenant, transferId, choices }: WaitingPayment): string {
  const words = choices.length === 1 ? choices.join() : `<${choices.join('|')}>`;
  return `hub payments decide ${transferId} ${words} --tenant ${tenant}`;
}
