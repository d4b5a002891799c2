/** A payment that waits for a person, as its open job tells it. */
import { z } from 'zod';
import type { sides } from '../../common/contracts/decisions';
import { moneySchema, type ErrorInformation } from '../../common/contracts/fspiop';
import { operatorVariables } from '../../common/contracts/operator';
import type { Money } from '../../common/money';
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
  /** Of this wait. */
  readonly elementInstanceKey: string;
  readonly tenant: string;
  readonly side: (typeof sides)[number];
  readonly transactionId: string;
  readonly transferId: string;
  readonly reason: Asked['operatorReason'];
  readonly choices: readonly Decision[];
  readonly since: string;
  /** The switch's last word; none when it has not spoken. */
  readonly verdict: string | undefined;
  /** The description without what may be personal. */
  readonly error: Pick<ErrorInformation, 'errorCode' | 'errorDescription'> | undefined;
  readonly amount: Money | undefined;
  /** What was decided over Kafka last, of this wait or of one before it. */
  readonly decided: z.output<typeof operatorVariables.operatorDecided> | undefined;
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

const amountOf = z.object({ amount: moneySchema });

/** What is looked at besides: never a reason not to see that a payment waits. */
const beside = z.object({
  transaction: amountOf.optional().catch(undefined),
  /** Of a request that came: on the payee's side. */
  arrival: z.object({ transaction: amountOf }).optional().catch(undefined),
  payeeTimers: z.unknown().optional(),
  operatorDecided: operatorVariables.operatorDecided.nullish().catch(undefined),
});

export async function readWaiting(openJobs: OpenJobs, isThorough: boolean): Promise<Waiting> {
  const jobs = await openJobs.list({
    type: askOperator.type,
    variables: [...Object.keys(askOperator.input.shape), ...Object.keys(beside.shape)],
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
  const { transaction, arrival, payeeTimers, operatorDecided } = beside.parse(job.variables);
  const { processInstanceKey, elementId, elementInstanceKey } = job;
  return {
    jobKey: job.key,
    ...{ processInstanceKey, elementId, elementInstanceKey },
    // The processes of the payee's side have their own timers, whatever they are called.
    side: payeeTimers == null ? 'payer' : 'payee',
    ...{ tenant, transactionId, transferId },
    reason: data.operatorReason,
    choices: data.operatorChoices,
    since: data.operatorNeededSince,
    verdict: transferAnswer?.verdict,
    error: errorInformation == null ? undefined : withoutPerson(errorInformation),
    amount: (transaction ?? arrival?.transaction)?.amount,
    decided: operatorDecided ?? undefined,
  };
}

function withoutPerson({ errorCode, errorDescription }: ErrorInformation) {
  return { errorCode, errorDescription: withoutPersonalData(errorDescription) };
}

export function errorText({ error }: WaitingPayment): string | undefined {
  return error && `${error.errorCode} ${error.errorDescription}`;
}

/** The decision that is taken of this very wait, and not of one before it. */
export function decisionOf({ decided, elementInstanceKey }: WaitingPayment): string | undefined {
  return decided?.wait === elementInstanceKey ? decided.decisionId : undefined;
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
