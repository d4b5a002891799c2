import { hostname } from 'node:os';
import type { Clock, OpenJob, OpenJobs, OpenJobsQuery } from '../runtime';
import type { Gateway } from './gateway';
import type { RawJob } from './gateway-protocol';
import { knowsKey } from './known-key';

/**
 * The engine shows a job only to who takes it. So it is taken for a moment, in which other onlookers do not see
 * it, and nobody works on it: it can be completed by its key all the while.
 */
const holdMs = 300;
/** Where they are many: the engine gives the oldest first, and those must not come again before all were given. */
const holdManyMs = 1_500;

/** Once a second the engine looks whose time is over. After this, whatever another one held was there again. */
const thoroughMs = holdManyMs + 1_100;

const betweenLooksMs = 200;
const jobsPerCall = 1_000;

/** Below zero the gateway answers at once, whether there are jobs or not. */
const withoutWaiting = -1;

export function openJobsAt(gateway: Gateway, clock: Clock, timeoutMs: number): OpenJobs {
  return {
    list: (query) => list(gateway, query, clock, timeoutMs),
    complete: async (jobKey, variables) => {
      const request = { jobKey, variables: JSON.stringify(variables) };
      const isKnown = await knowsKey(gateway.call('completeJob', request, timeoutMs));
      return isKnown ? 'completed' : 'unknown';
    },
    setVariables: async (elementInstanceKey, variables) => {
      const document = JSON.stringify(variables);
      const request = { elementInstanceKey, variables: document, local: false };
      const isKnown = await knowsKey(gateway.call('setVariables', request, timeoutMs));
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
  const giveUpAt = clock.now() + (query.isThorough ? thoroughMs : 0);
  for (;;) {
    await take(gateway, query, jobs, timeoutMs);
    if (jobs.size >= query.jobsMax || clock.now() >= giveUpAt) break;
    await clock.sleep(betweenLooksMs);
  }
  return [...jobs.values()].slice(0, query.jobsMax);
}

/**
 * All that can be had now. A call that brings no new ones ends it, for the first ones are there again; not so when it
 * is full of those, for others may stand behind them.
 */
async function take(
  gateway: Gateway,
  { type, variables, jobsMax }: OpenJobsQuery,
  jobs: Map<string, OpenJob>,
  timeoutMs: number,
): Promise<void> {
  const callsMax = 3 * Math.ceil(jobsMax / jobsPerCall);
  for (let calls = 0; calls < callsMax && jobs.size < jobsMax; calls += 1) {
    const known = jobs.size;
    let got = 0;
    const stream = gateway.stream(
      'activateJobs',
      {
        type,
        worker: `${hostname()}:${process.pid}, only looking`,
        timeout: jobs.size < jobsPerCall ? holdMs : holdManyMs,
        fetchVariable: variables,
        maxJobsToActivate: jobsPerCall,
        requestTimeout: withoutWaiting,
      },
      { timeoutMs, signal: new AbortController().signal, whenTimeIsOver: 'fail' },
      (batch) => {
        got += batch.jobs.length;
        for (const job of batch.jobs) jobs.set(job.key, openJob(job));
      },
    );
    await stream.ended;
    if (jobs.size === known && got < jobsPerCall) return;
  }
}

function openJob({ variables, ...job }: RawJob): OpenJob {
  const { key, processInstanceKey, elementId, elementInstanceKey } = job;
  const parsed = JSON.parse(variables) as Record<string, unknown>;
  return { key, processInstanceKey, elementId, elementInstanceKey, variables: parsed };
}
