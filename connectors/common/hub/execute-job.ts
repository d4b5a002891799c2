import { waitsForAnswer } from '../contracts/job-messages';
import type { z } from 'zod';
import {
  AwaitsAnswer,
  CannotWork,
  GaveUp,
  NotConfiguredHere,
  Refused,
  TryAgain,
} from '../failures';
import { withFormerVariables } from '../contracts/former-variables';
import { errorInformation, meaningOf } from '../fspiop-errors';
import { parseDateTime } from '../time';
import { sendsFor } from '../journal/job-of';
import { attemptOf, type Attempt } from './attempts';
import type { BoundWorker } from './role';
import { TransportError } from '../runtime';
import { backoffMs } from '../zeebe/backoff';
import type { BegunJob, Job, Outcome } from '../zeebe/job';
import { describeProblem, withoutPersonalData } from '../zeebe/problem-text';

/** The reason with which a job's signal aborts. */
export class JobAborted extends Error {
  override readonly name = 'JobAborted';
  constructor(readonly why: 'time-over' | 'shutdown') {
    super(why === 'time-over' ? 'its time was over' : 'the hub is shutting down');
  }
}

/**
 * Runs a worker on a job and says what is to become of it. Never rejects, and returns soon after
 * `signal` aborts even if the worker does not.
 */
export async function executeJob(
  worker: BoundWorker,
  job: BegunJob,
  signal: AbortSignal,
): Promise<Outcome> {
  const { definition, deps } = worker;
  const input = definition.input.safeParse(withFormerVariables(job.variables));
  if (!input.success) {
    return incident(worker, job, `cannot start: wrong variables ${problemsOf(input.error)}`, {
      advice: 'Mend the variables, then resolve the incident. Nothing was done.',
    });
  }
  const { key, processInstanceKey, engineAheadMs } = job;
  const { number: attempt, retriesLeft: attemptsLeft } = attemptAt(worker, job);
  sendsFor(job, signal);
  const context = { key, processInstanceKey, attempt, attemptsLeft, engineAheadMs, signal };
  let result: unknown;
  try {
    result = await orAborted(() => definition.run(input.data, deps, context), signal);
  } catch (error) {
    return outcomeOfFailure(worker, job, error, signal);
  }
  const output = definition.output.safeParse(result);
  if (!output.success) {
    return incident(worker, job, `gave a wrong result: ${problemsOf(output.error)}`, {
      advice: 'The step itself was carried out. This is a defect of the hub.',
    });
  }
  return { kind: 'complete', variables: output.data };
}

/** Which attempt of the job this is, as its tenant has it. */
export function attemptAt({ definition, retriesOf }: BoundWorker, job: Job): Attempt {
  const { tenant } = job.variables;
  return attemptOf(definition, job, typeof tenant === 'string' ? retriesOf?.(tenant) : undefined);
}

function outcomeOfFailure(
  worker: BoundWorker,
  job: BegunJob,
  error: unknown,
  signal: AbortSignal,
): Outcome {
  if (error instanceof Refused) return refused(worker, job, error);
  if (error instanceof AwaitsAnswer) return awaitsAnswer(worker, job, error);
  if (error instanceof CannotWork) {
    return incident(worker, job, `cannot work: ${withoutPersonalData(error.message)}`, {
      advice: 'No retry can help: mend the cause, then resolve the incident.',
    });
  }
  if (error instanceof NotConfiguredHere) {
    const what = `waits for another replica or for its configuration: ${error.message}`;
    const message = describeProblem(worker.definition, job, what);
    return { kind: 'hand-back', backoffMs: 0, missing: error.missing, message };
  }
  const aborted: unknown = signal.reason;
  if (aborted instanceof JobAborted && aborted.why === 'shutdown') {
    const message = describeProblem(worker.definition, job, `stopped: ${aborted.message}`);
    return { kind: 'hand-back', backoffMs: 0, message };
  }
  return tryAgain(worker, job, asTryAgain(worker, job, error));
}

function refused(worker: BoundWorker, job: Job, { errorInformation }: Refused): Outcome {
  const { errorCode, errorDescription } = errorInformation;
  const what = `was refused: ${errorCode} ${withoutPersonalData(errorDescription)}`;
  if (worker.definition.bpmnErrors.REFUSED === undefined) {
    return incident(worker, job, what, {
      advice: `This step has no way to be refused: look into it, then resolve the incident. ${meaningOf(errorCode).operator}`,
    });
  }
  return {
    kind: 'bpmn-error',
    code: 'REFUSED',
    message: describeProblem(worker.definition, job, what),
    variables: { errorInformation },
  };
}

function awaitsAnswer(worker: BoundWorker, job: Job, { forMs }: AwaitsAnswer): Outcome {
  const { retriesLeft: retries } = attemptAt(worker, job);
  if (retries > 0) {
    return { kind: 'awaits-answer', retries, backoffMs: forMs, message: waitsForAnswer };
  }
  return incident(worker, job, 'waits for an answer, and has no attempt left to do without', {
    advice: 'Give the job retries: each asks once more, the last one tells that no answer came.',
  });
}

function asTryAgain({ definition, deps }: BoundWorker, job: Job, error: unknown): TryAgain {
  if (error instanceof TryAgain) return error;
  if (error instanceof TransportError) {
    const sent = error.notSent ? 'the request was not sent' : 'whether it acted is unknown';
    const what = `no answer from the peer (${error.reason}; ${sent})`;
    const information = errorInformation('DESTINATION_COMMUNICATION_ERROR');
    return new TryAgain(what, information, error.notBeforeMs);
  }
  if (error instanceof JobAborted) {
    const what = `no end within ${definition.timeoutMs} ms`;
    return new TryAgain(what, errorInformation('SERVER_TIMED_OUT'));
  }
  const ids = { jobType: job.type, jobKey: job.key, processInstanceKey: job.processInstanceKey };
  deps.log.error({ ...ids, error }, 'a worker threw what it should not');
  // Its message may hold anything; the log line above, which is redacted, has it.
  const name = error instanceof Error ? error.name : typeof error;
  const what = `unexpected ${name}, see the log for job ${job.key}`;
  return new TryAgain(what, errorInformation('INTERNAL_SERVER_ERROR'));
}

function tryAgain(worker: BoundWorker, job: BegunJob, failure: TryAgain): Outcome {
  const { definition, deps } = worker;
  const what = withoutPersonalData(failure.message);
  const { number, retriesLeft, pause } = attemptAt(worker, job);
  const wait = failure.notBeforeMs ?? 0;
  const waitMs = wait > 0 ? wait : backoffMs(number, pause, deps.random.fraction());
  const isTooLate = wouldBeTooLate(worker, job, waitMs);
  const retries = failure instanceof GaveUp || isTooLate ? 0 : retriesLeft;
  if (retries > 0) {
    const message = describeProblem(definition, job, `failed, is tried again: ${what}`);
    return { kind: 'retry', retries, backoffMs: waitMs, message };
  }
  const allFailed = isTooLate
    ? `failed, and no further attempt would be in time: ${what}`
    : `failed in its last attempt: ${what}`;
  if (definition.whenExhausted === 'bpmn-error') {
    return {
      kind: 'bpmn-error',
      code: 'UNAVAILABLE',
      message: describeProblem(definition, job, allFailed),
      variables: { errorInformation: failure.errorInformation },
    };
  }
  const { errorCode, errorDescription } = failure.errorInformation;
  const reason = `${allFailed} (${errorCode} ${withoutPersonalData(errorDescription)})`;
  return incident(worker, job, reason, {
    advice: `${meaningOf(errorCode).operator} Then give the job retries and resolve the incident.`,
  });
}

/** By the engine's clock: ours may be off, and the job is given out again by that one. */
function wouldBeTooLate(
  { definition: { until }, deps }: BoundWorker,
  { variables, engineAheadMs }: BegunJob,
  waitMs: number,
): boolean {
  if (until === undefined) return false;
  const text = until.reduce<unknown>(
    (value, name) => (value as Readonly<Record<string, unknown>> | null | undefined)?.[name],
    variables,
  );
  const endsAt = typeof text === 'string' ? parseDateTime(text) : undefined;
  return endsAt !== undefined && deps.clock.now() + engineAheadMs + waitMs > endsAt;
}

function incident(
  { definition }: BoundWorker,
  job: Job,
  what: string,
  { advice }: { readonly advice: string },
): Outcome {
  return { kind: 'incident', message: describeProblem(definition, job, what, advice) };
}

/** Every wrong variable by its path, never its value. */
function problemsOf(error: z.ZodError): string {
  const problems = error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  return problems.join('; ');
}

/** Settles as `work` does, or rejects with the signal's reason; `work` then ends unheard. */
function orAborted<Result>(work: () => Promise<Result>, signal: AbortSignal): Promise<Result> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason as Error);
    if (signal.aborted) {
      onAbort();
      return;
    }
    signal.addEventListener('abort', onAbort, { once: true });
    void work()
      .then(resolve, reject)
      .finally(() => signal.removeEventListener('abort', onAbort));
  });
}
