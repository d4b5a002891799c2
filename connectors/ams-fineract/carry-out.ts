import { CannotWork } from '../common/failures';
import type { Clock, Random } from '../common/runtime';
import type { JobContext } from '../common/worker';
import type { Ams } from './ams';
import { decide, type Action, type Decision } from './decide';
import { tryAgain } from './failures';
import type { NotOk } from './fineract/answer';
import type { Transfer, TransferAction } from './fineract/client';
import type { Problem, Side } from './fineract/problems';

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
  /** Refused under this key, but an earlier one may have done it. */
  | { readonly outcome: 'unclear'; readonly problem: Problem; readonly keyNumber: number };

const requests: Record<Action, { readonly action: TransferAction; readonly letter: string }> = {
  hold: { action: 'PREPARE', letter: 'P' },
  debit: { action: 'CREATE', letter: 'C' },
  release: { action: 'RELEASE', letter: 'R' },
  // Not C: two DFSPs of one Fineract tenant share its keys, and the payer's CREATE would answer for ours.
  credit: { action: 'CREATE', letter: 'D' },
};

/** More would mean that Fineract fails every time: an operator's matter. */
const keysMax = 40;
/** Fineract tries a conflicting command for about 3 s (waits of 1 s and 2 s). */
const settleMs = 4_000;
const freshConflictsMax = 2;
const conflictPauseMs = 500;
const inProgressPauseMs = 10_000;
/** After so many attempts, 10 s apart, a command still "in progress" has died with its server. */
const patientAttempts = 3;

/**
 * Without any memory: each attempt starts at the first key. Keys that are used up repeat their stored
 * answers in milliseconds, and so lead to the key that counts.
 * @throws TryAgain while the outcome is unknown
 */
export async function carryOut(command: Command, session: Session): Promise<CarriedOut> {
  const startedAt = session.clock.now();
  let freshConflicts = 0;
  let last: NotOk | undefined;
  for (let keyNumber = 1; keyNumber <= keysMax; keyNumber += 1) {
    const { decision, failure } = await sendUntilSettled(command, keyNumber, session, startedAt);
    if (failure === undefined || decision === 'done') return { outcome: 'done' };
    const { problem } = failure;
    if (decision === 'refused') return { outcome: 'refused', problem };
    if (decision === 'check-outcome') return { outcome: 'unclear', problem, keyNumber };
    if (decision === 'again') throw tryAgainLater(failure, session);
    last = failure;
    if (problem === 'conflict' && !failure.fromCache) {
      freshConflicts += 1;
      if (freshConflicts >= freshConflictsMax) break;
      const pauseMs = Math.round(conflictPauseMs * (0.5 + session.random.fraction()));
      await session.clock.sleep(pauseMs, session.job.signal);
    }
  }
  throw tryAgain(last?.problem ?? 'failed', session.side, 'no key led to an answer so far');
}

/**
 * Whether a hold was made under one of the keys before `keyNumber`: they repeat their stored answers.
 * @throws TryAgain while that is unknown
 */
export async function wasDoneEarlier(
  command: Command,
  keyNumber: number,
  session: Session,
): Promise<boolean> {
  for (let earlier = 1; earlier < keyNumber; earlier += 1) {
    // A key that is still in progress leaves it open, whatever the patience.
    const known = { keyNumber: earlier, settled: true, patienceOver: false };
    const { decision, failure } = await send(command, session, known);
    if (failure === undefined) return true;
    if (decision === 'again') throw tryAgainLater(failure, session);
  }
  return false;
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
  const passedMs = session.clock.now() - startedAt;
  const known = { keyNumber, settled: passedMs >= settleMs, patienceOver: patienceOver(session) };
  const step = await send(command, session, known);
  if (step.decision !== 'wait') return step;
  await session.clock.sleep(settleMs - passedMs, session.job.signal);
  return send(command, session, { ...known, settled: true });
}

async function send(
  { action, transfer }: Command,
  { ams, job }: Session,
  known: { keyNumber: number; settled: boolean; patienceOver: boolean },
): Promise<Step> {
  const request = requests[action];
  const key = `${transfer.transferCode}:${request.letter}${known.keyNumber}`;
  const answer = await ams.fineract.transfer(request.action, transfer, key, job.signal);
  const failure = answer.ok ? undefined : answer;
  const fromCache = answer.fromCache;
  return { decision: decide(action, failure?.problem, { ...known, fromCache }), failure };
}

function patienceOver({ job }: Session): boolean {
  return job.attempt > patientAttempts;
}

function tryAgainLater({ problem, detail }: NotOk, { side }: Session) {
  const notBeforeMs = problem === 'in-progress' ? inProgressPauseMs : undefined;
  return tryAgain(problem, side, detail, notBeforeMs);
}

/** Fineract takes keys of 50 characters: `<transferCode>:P40`. */
const transferCodeLengthMax = 46;

/** Operators find the payment in Fineract by its transferId. */
export function transferCodeOf(transferId: string): string {
  if (transferId.length > transferCodeLengthMax) {
    throw new CannotWork(`the transferId has more than ${transferCodeLengthMax} characters`);
  }
  return transferId;
}
