import { hostname } from 'node:os';
import type { Clock, OpenJob, OpenJobs, OpenJobsQuery } from '../runtime';
import { commandByKey, type CommandByKeyDeps } from './command-by-key';
import type { Gateway } from './gateway';
import type { RawJob } from './gateway-protocol';

/**
 * The engine shows a job only to who takes it. So it is taken for a moment, in which other onlookers do not see
 * it, and nobody works on it: it can be completed by its key all the while.
 */
const holdMs = 300;

/** Once a second the engine looks whose time is over: by then whatever somebody took is there again. */
const thereAgainMs = holdMs + 1_000;

/** Who has got some lets the others have them before looking again; who has got none looks on. */
const afterSomeMs = thereAgainMs + 100;
const afterNoneMs = 200;

/**
 * A thorough look ends when it has waited so long between looks in vain. It has looked three times by then, further apart than
 * one is held: to miss a job, each of the three would have to meet another hold, and nobody takes one so often. Only its own
 * pauses count: on a machine that stands still for a while, time alone says nothing.
 */
const thoroughMs = 2 * afterSomeMs + afterNoneMs;

/** Below zero the gateway answers at once, whether there are jobs or not. */
const withoutWaiting = -1;

export function openJobsAt(gateway: Gateway, deps: CommandByKeyDeps): OpenJobs {
  return {
    list: (query) => list(gateway, query, deps.clock, deps.timeoutMs),
    complete: async (jobKey, variables) => {
      const request = { jobKey, variables: JSON.stringify(variables) };
      const isKnown = await commandByKey((ms) => gateway.call('completeJob', request, ms), deps);
      return isKnown ? 'completed' : 'unknown';
    },
    setVariables: async (elementInstanceKey, variables) => {
      const document = JSON.stringify(variables);
      const request = { elementInstanceKey, variables: document, local: false };
      const isKnown = await commandByKey((ms) => gateway.call('setVariables', request, ms), deps);
      return isKnown ? 'set' : 'unknown';
    },
  };
}

async function list(
  gateway: Gateway,
  query: OpenJobsQuery,
  clock: Clock,
  timeoutMs: number,
): Promise<OpenJob[]> {
  const jobs = new Map<string, OpenJob>();
  let inVainMs = 0;
  for (;;) {
    const known = jobs.size;
    const got = await take(gateway, query, jobs, timeoutMs);
    if (jobs.size > known) inVainMs = 0;
    const isOver = !query.isThorough || inVainMs >= thoroughMs;
    if (jobs.size >= query.jobsMax || isOver) break;
    const pauseMs = got > 0 ? afterSomeMs : afterNoneMs;
    await clock.sleep(pauseMs);
    inVainMs += pauseMs;
  }
  return [...jobs.values()].slice(0, query.jobsMax);
}

/**
 * All that can be had now: in one call, for the engine gives the oldest first, and in several they might come again
 * before the others were given. What does not go into one answer the gateway fetches by itself.
 * @returns how many, those among them that are known already
 */
async function take(
  gateway: Gateway,
  { type, variables, jobsMax }: OpenJobsQuery,
  jobs: Map<string, OpenJob>,
  timeoutMs: number,
): Promise<number> {
  let got = 0;
  const { ended } = gateway.stream(
    'activateJobs',
    {
      type,
      worker: `${hostname()}:${process.pid}, only looking`,
      timeout: holdMs,
      fetchVariable: variables,
      maxJobsToActivate: jobsMax,
      requestTimeout: withoutWaiting,
    },
    { timeoutMs, signal: new AbortController().signal, whenTimeIsOver: 'fail' },
    (batch) => {
      got += batch.jobs.length;
      for (const job of batch.jobs) jobs.set(job.key, openJob(job));
    },
  );
  await ended;
  return got;
}

function openJob({ variables, ...job }: RawJob): OpenJob {
  const { key, processInstanceKey, elementId, elementInstanceKey } = job;
  const parsed = JSON.parse(variables) as Record<string, unknown>;
  return { key, processInstanceKey, elementId, elementInstanceKey, variables: parsed };
}
