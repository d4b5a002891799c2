import { belongsTo, type Span, type Tracing } from '../observability/spans';
import { traceIdOf } from '../observability/tracing';
import type { BoundWorker } from '../hub/role';
import { leaseMs } from '../retries/steps';
import type { Clock, Logger, Random } from '../runtime';
import { attemptAt, executeJob, JobAborted } from '../hub/execute-job';
import type { BegunJob, Job, Outcome } from './job';
import type { Gateway } from './gateway';
import type { RawJob } from './gateway-protocol';
import { variablesOf } from './job-variables';
import { keepJob } from './job-lease';
import type { JobEnd, JobMetrics } from './metrics';
import { describeProblem, identityOf } from './problem-text';
import type { MissingSettings } from './missing-settings';
import { reportOutcome } from './report-outcome';
import { retryCall } from './retry-call';

/** Left after a worker's time is over for telling the engine so, before it gives the job to another. */
const reportingTimeMs = 5_000;

/** Given because without a reason each abort makes an error, with its stack. */
const overReason = 'the job is over';

/** How long the engine leaves a job to us, unless we prolong it: see job-lease.ts. */
export function activationTimeoutMs({ definition }: BoundWorker): number {
  return Math.min(leaseMs, definition.timeoutMs + reportingTimeMs);
}

export interface JobRunnerDeps {
  readonly gateway: Gateway;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Logger;
  readonly metrics: JobMetrics;
  readonly missingSettings: MissingSettings;
  readonly commandTimeoutMs: number;
  readonly tracing?: Tracing | undefined;
}

/** Carries out one job from receipt to report. */
export class JobRunner {
  private readonly running = new Set<AbortController>();
  private stopping = false;

  constructor(private readonly deps: JobRunnerDeps) {}

  /** Never rejects. */
  async run(worker: BoundWorker, raw: RawJob, receivedAt: number): Promise<void> {
    const { metrics, clock, log } = this.deps;
    const startedAt = clock.now();
    const waitedMs = startedAt - receivedAt;
    // Nobody has prolonged it in line.
    if (waitedMs >= Math.min(worker.definition.timeoutMs, activationTimeoutMs(worker))) {
      const ids = { jobType: raw.type, jobKey: raw.key };
      log.warn(ids, 'job waited too long in line: left to the engine, which gives it again');
      return;
    }
    metrics.started(raw.type);
    let end: JobEnd = 'unreported';
    let span: Span | undefined;
    try {
      const variables = variablesOf(raw);
      const engineAheadMs = Number(raw.deadline) - activationTimeoutMs(worker) - receivedAt;
      const job = { ...raw, variables, engineAheadMs };
      span = this.beginSpan(worker, job);
      const done = await this.execute(worker, job, receivedAt, span);
      const outcome = this.withBackoff(done);
      end = await this.report(worker, job, outcome, receivedAt);
      this.logEnd(worker, job, outcome, end, clock.now() - startedAt);
    } catch (error) {
      log.error({ jobType: raw.type, jobKey: raw.key, error }, 'job could not be handled');
    } finally {
      metrics.ended(raw.type, end, clock.now() - startedAt);
      span?.end({ 'hub.job.end': end }, isTrouble(end) ? end : undefined);
    }
  }

  /** Gives a job back that was not begun, with its attempts as they were, for `backoffMs`. Never rejects. */
  async handBack(worker: BoundWorker, raw: RawJob, backoffMs: number): Promise<void> {
    const { gateway, log, metrics, commandTimeoutMs } = this.deps;
    const fields = { jobType: raw.type, jobKey: raw.key };
    try {
      const job = { ...raw, variables: variablesOf(raw) };
      const tenant = identityOf(job, 'tenant');
      const what = 'waits: its tenant has as many jobs under way here as one may have';
      const message = describeProblem(worker.definition, job, what);
      const outcome: Outcome = { kind: 'hand-back', backoffMs, message };
      metrics.handedBack(raw.type);
      log.debug({ ...fields, tenant, backoffMs }, 'job handed back');
      await reportOutcome(gateway, job, outcome, commandTimeoutMs);
    } catch (error) {
      // The engine gives it out again when its time is over.
      log.warn({ ...fields, error }, 'a job could not be handed back');
    }
  }

  /** Jobs that have not begun are handed back instead of begun. */
  stopStarting(): void {
    this.stopping = true;
  }

  /** Those under way are told to stop, and handed back. */
  abortAll(): void {
    for (const controller of this.running) controller.abort(new JobAborted('shutdown'));
  }

  /** Waiting in line counts: when the engine gives the job to another, this attempt must be over. */
  private async execute(
    worker: BoundWorker,
    job: BegunJob,
    receivedAt: number,
    span: Span | undefined,
  ): Promise<Outcome> {
    const controller = new AbortController();
    if (span !== undefined) belongsTo(span.traceparent, controller.signal);
    const done = new AbortController();
    this.running.add(controller);
    if (this.stopping) controller.abort(new JobAborted('shutdown'));
    const untilMs = receivedAt + worker.definition.timeoutMs;
    void keepJob(job.key, { receivedAt, untilMs, over: done.signal }, this.deps).then(() => {
      if (!done.signal.aborted) controller.abort(new JobAborted('time-over'));
    });
    try {
      return await executeJob(worker, job, controller.signal);
    } finally {
      done.abort(overReason);
      this.running.delete(controller);
    }
  }

  /** Undefined where nobody traces, and for a job of no trace: one of a timer, or of a process of others. */
  private beginSpan(worker: BoundWorker, job: Job): Span | undefined {
    const { tracing } = this.deps;
    const parent = identityOf(job, 'traceparent');
    if (tracing === undefined || parent === undefined) return undefined;
    return tracing.begin({
      ...{ name: job.type, kind: 'job', parent },
      attributes: {
        'hub.job.type': job.type,
        'hub.job.attempt': attemptAt(worker, job).number,
        'hub.process_instance_key': job.processInstanceKey,
        'hub.element_id': job.elementId,
        'hub.tenant': identityOf(job, 'tenant'),
        'hub.transaction_id': identityOf(job, 'transactionId'),
        'hub.transfer_id': identityOf(job, 'transferId'),
      },
    });
  }

  private withBackoff(outcome: Outcome): Outcome {
    if (outcome.kind !== 'hand-back' || outcome.missing === undefined) return outcome;
    return { ...outcome, backoffMs: this.deps.missingSettings.asked(outcome.missing) };
  }

  /** Tried for as long as the job is ours: a result that is not told is work that is done twice. */
  private async report(
    worker: BoundWorker,
    job: Job,
    outcome: Outcome,
    receivedAt: number,
  ): Promise<JobEnd> {
    const { gateway, clock, log, commandTimeoutMs } = this.deps;
    const leftMs = receivedAt + worker.definition.timeoutMs + reportingTimeMs - clock.now();
    const budgetMs = Math.max(commandTimeoutMs, leftMs);
    const limits = { attemptTimeoutMs: commandTimeoutMs, budgetMs };
    try {
      const result = await retryCall(
        (timeoutMs) => reportOutcome(gateway, job, outcome, timeoutMs),
        limits,
        this.deps,
      );
      return result === 'gone' ? 'gone' : outcome.kind;
    } catch (error) {
      log.error({ jobType: job.type, jobKey: job.key, error }, 'the engine could not be told');
      return 'unreported';
    }
  }

  private logEnd(
    worker: BoundWorker,
    job: Job,
    outcome: Outcome,
    end: JobEnd,
    durationMs: number,
  ): void {
    const fields = {
      jobType: job.type,
      jobKey: job.key,
      processInstanceKey: job.processInstanceKey,
      elementId: job.elementId,
      tenant: identityOf(job, 'tenant'),
      transactionId: identityOf(job, 'transactionId'),
      transferId: identityOf(job, 'transferId'),
      traceId: traceIdOf(identityOf(job, 'traceparent')),
      attempt: attemptAt(worker, job).number,
      durationMs,
      end,
      ...(outcome.kind === 'bpmn-error' ? { bpmnError: outcome.code } : {}),
      ...('message' in outcome ? { reason: outcome.message } : {}),
    };
    const isForOperator = worker.definition.failureLeavesMoneyToOperator === true;
    if (end === 'bpmn-error' && isForOperator) {
      this.deps.log.warn(fields, 'job ended: money waits for an operator');
    } else {
      this.deps.log[levelOf(outcome, end)](fields, `job ended: ${end}`);
    }
  }
}

/** Nobody has to act on a try that is not the last; what ends without a result needs a person, or its process. */
function levelOf(outcome: Outcome, end: JobEnd): 'info' | 'warn' | 'error' {
  // Done, and of no more interest: the answer to a look-up may overtake our own receipt.
  if (end === 'gone') return isDone(outcome) ? 'info' : 'warn';
  if (end === 'unreported') return 'warn';
  const isLastTry = outcome.kind === 'bpmn-error' && outcome.code === 'UNAVAILABLE';
  return end === 'incident' || isLastTry ? 'error' : 'info';
}

/** Ends that a process does not go on from by itself. */
function isTrouble(end: JobEnd): boolean {
  return end === 'incident' || end === 'retry' || end === 'unreported';
}

function isDone({ kind }: Outcome): boolean {
  return kind === 'complete' || kind === 'awaits-answer';
}
