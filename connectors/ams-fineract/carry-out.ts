import type { Clock, Random } from '../common/runtime';
import type { JobContext } from '../common/hub/worker';
import type { Ams } from './ams';
import { decide, settleAfterMs, type Action, type Decision, type Known } from './decide';
import { tryAgain } from './failures';
import type { NotOk } from './fineract/answer';
import type { Transfer, TransferAction } from './fineract/client';
import type { Problem, Side } from './fineract/problems';
import { idempotencyKeyOf, keysMax } from './keys';

/** A command to Fineract that one job wants carried out, once and only once. */
export interface Command {
  readonly action: Action;
  readonly transfer: Transfer;
}

/** Where and for whom: the same for all commands of one job. */
export interface Session {
  readonly ams: Ams;
  readonly side: Side;
  readonly job: JobContext;
  readonly clock: Clock;
  readonly random: Random;
}

export type CarriedOut =
  | { readonly outcome: 'done' }
  | { readonly outcome: 'refused'; readonly problem: Problem }
  /** Refused, but another key, or another payment, may have done it. */
  | { readonly outcome: 'unclear'; readonly problem: Problem };

const requests: Record<Action, TransferAction> = {
  hold: 'PREPARE',
  debit: 'CREATE',
  release: 'RELEASE',
  credit: 'CREATE',
};

const freshConflictsMax = 2;
const conflictPauseMs = 500;
const inProgressPauseMs = 10_000;
const patientAttempts = 3;

/**
 * Without any memory: each attempt starts at the first key. Keys that are used up repeat their stored
 * answers in milliseconds, and so lead to the key that counts.
 * @throws TryAgain while the outcome is unknown
 */
export async function carryOut(
  command: Command,
  session: Session,
  startedAt = session.clock.now(),
): Promise<CarriedOut> {
  let freshConflicts = 0;
  let last: NotOk | undefined;
  for (let keyNumber = 1; keyNumber <= keysMax; keyNumber += 1) {
    const { decision, failure } = await sendUntilSettled(command, keyNumber, session, startedAt);
    if (failure === undefined) return { outcome: 'done' };
    const { problem } = failure;
    if (decision === 'refused') return { outcome: 'refused', problem };
    if (decision === 'check-outcome') return { outcome: 'unclear', problem };
    if (decision === 'again') throw tryAgainLater(failure, session);
    last = failure;
    if (problem === 'conflict' && !failure.fromCache) {
      freshConflicts += 1;
      if (freshConflicts >= freshConflictsMax) break;
      const pauseMs = Math.round(conflictPauseMs * (0.5 + session.random.fraction()));
      await session.clock.sleep(pauseMs, session.job.signal);
    }
  }
  // All keys that a hold can have are used up. None can make it any more, and each tells whether it has.
  if (command.action === 'hold' && last?.fromCache === true) {
    return { outcome: 'unclear', problem: last.problem };
  }
  throw tryAgain(last?.problem ?? 'failed', session.side, 'no key led to an answer so far');
}

export type OwnHold =
  /** One of its own keys has made it. */
  | 'made'
  /** Every key that can ever have been sent has an answer, and none has made it. */
  | 'not-made'
  /** One of its keys has died with its server, before or after it made the hold. */
  | 'open';

/**
 * Whether this payment itself has made the hold. That the code was used does not tell: a payment that begins
 * anew has the same code. Its own keys repeat what they have done; they are used in order, so behind the
 * first that was never used there is none.
 * @throws TryAgain while one of them may still make it
 */
export async function findOwnHold(
  transfer: Transfer,
  session: Session,
  startedAt: number,
): Promise<OwnHold> {
  let found: OwnHold = 'not-made';
  for (let keyNumber = 1; keyNumber <= keysMax; keyNumber += 1) {
    const command = { action: 'hold', transfer } as const;
    const { decision, failure } = await sendUntilSettled(command, keyNumber, session, startedAt);
    if (failure === undefined) return 'made';
    if (decision === 'again') throw tryAgainLater(failure, session);
    if (failure.problem === 'in-progress') found = 'open';
    if (!failure.fromCache) break;
  }
  return found;
}

interface Step {
  readonly decision: Decision;
  readonly failure: NotOk | undefined;
}

async function sendUntilSettled(
  command: Command,
  keyNumber: number,
  session: Session,
  startedAt: number,
): Promise<Step> {
  const known = { keyNumber, patienceOver: patienceOver(session) };
  let waitedMs = session.clock.now() - startedAt;
  let step = await send(command, session, { ...known, waitedMs });
  while (step.decision === 'wait') {
    const problem = step.failure?.problem === 'conflict' ? 'conflict' : 'in-progress';
    await session.clock.sleep(settleAfterMs[problem] - waitedMs, session.job.signal);
    waitedMs = settleAfterMs[problem];
    step = await send(command, session, { ...known, waitedMs });
  }
  return step;
}

async function send(
  { action, transfer }: Command,
  { ams, job }: Session,
  known: Omit<Known, 'fromCache'>,
): Promise<Step> {
  const key = idempotencyKeyOf(action, transfer, job.key, known.keyNumber);
  const answer = await ams.fineract.transfer(requests[action], transfer, key, job.signal);
  const failure = answer.ok ? undefined : answer;
  const fromCache = answer.fromCache;
  return { decision: decide(action, failure?.problem, { ...known, fromCache }), failure };
}

function patienceOver({ job }: Session): boolean {
  return job.attempt > patientAttempts;
}

function tryAgainLater({ problem, detail, ...answer }: NotOk, { side }: Session) {
  const notBeforeMs = problem === 'in-progress' ? inProgressPauseMs : answer.notBeforeMs;
  return tryAgain(problem, side, detail, notBeforeMs);
}
