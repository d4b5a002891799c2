import { arrivalVariable } from '../contracts/arrival';
import type { BoundWorker } from '../hub/role';
import type { Clock, Random } from '../runtime';
import { backoffMs } from './backoff';
import type { Gateway } from './gateway';
import type { RawJob } from './gateway-protocol';
import type { IntakeTrouble } from './intake-trouble';
import { activationTimeoutMs } from './job-runner';
import type { Way } from './job';
import type { JobSlots } from './job-slots';
import { namesToFetch } from '../contracts/former-variables';
import { identifyingVariables } from './problem-text';

export interface JobPumpDeps {
  readonly gateway: Gateway;
  readonly slots: JobSlots;
  readonly clock: Clock;
  readonly random: Random;
  readonly trouble: IntakeTrouble;
  /** Stands in the engine's records. */
  readonly workerName: string;
  readonly longPollMs: number;
  /** For the answer to a poll to come, once the engine has decided to give it. */
  readonly commandTimeoutMs: number;
}

type OnJob = (job: RawJob, way: Way) => void;

/** Streams are renewed now and then, so that gateways that come later get their share of them. */
const streamLifetimeMs = 3_600_000;

/** A poll or stream that ended sooner without a job counts as failed: else we would spin. */
const endedTooSoonMs = 1_000;

/** A stream that breaks after this long had been opened well. */
const healthyAfterMs = 15_000;

const afterFailure = { baseMs: 200, maxMs: 10_000 };

/**
 * Brings in the jobs of one worker until `signal` aborts: pushed by the engine within milliseconds, and
 * by long polls those that the push leaves out (from before the stream opened, or handed back to the
 * engine because we were full).
 */
export async function pumpJobs(
  worker: BoundWorker,
  deps: JobPumpDeps,
  signal: AbortSignal,
  onJob: OnJob,
): Promise<void> {
  await Promise.all([
    keepGoing(worker, deps, signal, () => takePushed(worker, deps, signal, onJob)),
    keepGoing(worker, deps, signal, () => poll(worker, deps, signal, onJob)),
  ]);
}

/** Resolves when the stream ends. @throws GatewayError */
async function takePushed(
  worker: BoundWorker,
  { gateway, slots, ...deps }: JobPumpDeps,
  signal: AbortSignal,
  onJob: OnJob,
): Promise<number> {
  let jobs = 0;
  const { type } = worker.definition;
  const timeoutMs = Math.round(streamLifetimeMs * (0.5 + deps.random.fraction() / 2));
  const stream = gateway.stream(
    'streamActivatedJobs',
    jobRequest(worker, deps.workerName),
    { timeoutMs, signal, whenTimeIsOver: 'end' },
    (job) => {
      jobs += 1;
      onJob(job, 'push');
      if (slots.room(type) > 0) return;
      // The engine sees that we read no more and keeps the jobs for others.
      stream.pause();
      void slots.whenRoom(type).then(() => stream.resume());
    },
  );
  await stream.ended;
  return jobs;
}

/** One long poll, for as many jobs as there is room for. @throws GatewayError */
async function poll(
  worker: BoundWorker,
  { gateway, slots, ...deps }: JobPumpDeps,
  signal: AbortSignal,
  onJob: OnJob,
): Promise<number> {
  let jobs = 0;
  const { type } = worker.definition;
  await slots.whenRoom(type);
  const requestTimeout = Math.round(deps.longPollMs * (0.75 + deps.random.fraction() / 4));
  const stream = gateway.stream(
    'activateJobs',
    {
      ...jobRequest(worker, deps.workerName),
      maxJobsToActivate: slots.room(type),
      requestTimeout,
    },
    { timeoutMs: requestTimeout + deps.commandTimeoutMs, signal, whenTimeIsOver: 'fail' },
    (batch) => {
      jobs += batch.jobs.length;
      for (const job of batch.jobs) onJob(job, 'poll');
    },
  );
  await stream.ended;
  return jobs;
}

/** Calls `take` again and again, with a growing, jittered pause while it brings nothing but failures. */
async function keepGoing(
  { definition: { type } }: BoundWorker,
  { clock, random, trouble }: JobPumpDeps,
  signal: AbortSignal,
  take: () => Promise<number>,
): Promise<void> {
  const isStopped = (): boolean => signal.aborted;
  let failures = 0;
  while (!isStopped()) {
    const startedAt = clock.now();
    let problem: unknown;
    let jobs = 0;
    try {
      jobs = await take();
    } catch (error) {
      problem = error;
    }
    if (isStopped()) return;
    const isFine = problem === undefined && (jobs > 0 || clock.now() - startedAt >= endedTooSoonMs);
    if (isFine) {
      trouble.works(type);
      failures = 0;
      continue;
    }
    failures = clock.now() - startedAt >= healthyAfterMs ? 1 : failures + 1;
    trouble.failed(type, problem);
    await clock.sleep(backoffMs(failures, afterFailure, random.fraction()), signal);
  }
}

function jobRequest(worker: BoundWorker, workerName: string) {
  const { type, input } = worker.definition;
  return {
    type,
    worker: workerName,
    timeout: activationTimeoutMs(worker),
    fetchVariable: namesToFetch([
      ...Object.keys(input.shape),
      ...identifyingVariables,
      arrivalVariable,
    ]),
  };
}
