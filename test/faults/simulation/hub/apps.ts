/**
 * The hub's HTTP servers and the definitions of its workers, made once for all runs: making an Express application
 * costs more than a payment. What differs from run to run is reached through `now`.
 */
import type { Express } from 'express';
import { createChannelApps } from '../../../../connectors/channel/app';
import { channelRole } from '../../../../connectors/channel/role';
import { channelEnvironment } from '../../../../connectors/channel/settings';
import { amsFineractRole } from '../../../../connectors/ams-fineract/role';
import type { JobDefinition, WorkerDefinition } from '../../../../connectors/common/hub/worker';
import type { Asker, Deps } from '../../../../connectors/common/runtime';
import { feeRulesRole } from '../../../../connectors/fee-rules/role';
import { createFspiopServer } from '../../../../connectors/mojaloop/inbound/server';
import { createStateQuestions } from '../../../../connectors/mojaloop/inbound/state-questions';
import { mojaloopRole } from '../../../../connectors/mojaloop/role';
import { mojaloopEnvironment, type MojaloopDeps } from '../../../../connectors/mojaloop/settings';
import { createSignatures } from '../../../../connectors/mojaloop/signature/signatures';
import { madePerSwitch } from '../../../../connectors/mojaloop/switches';
import { systemClock } from '../../../../connectors/common/clock';
import { silentLog } from '../../../kit/mojaloop';
import { channelTenants, mojaloopTenants } from './tenants';

/** What the servers of one run stand on. */
export interface ServerDeps extends Deps {
  readonly asker: Asker;
  readonly switchClocks: MojaloopDeps['switchClocks'];
}

export interface Apps {
  readonly channel: Express;
  readonly fspiop: Express;
  /** All workers of the hub, by job type. */
  readonly workers: ReadonlyMap<string, WorkerDefinition>;
  readonly signatures: MojaloopDeps['signatures'];
  /** From here on they serve this run. */
  use(deps: ServerDeps): void;
}

/** Fee rules are the books of others: see DECISIONS.md, 5. */
const roles = [channelRole, mojaloopRole, amsFineractRole, feeRulesRole];

export function createApps(): Apps {
  let current: ServerDeps | undefined;
  const now = (): ServerDeps => {
    if (current === undefined) throw new Error('no run has begun');
    return current;
  };
  const deps: Deps = {
    clock: { now: () => now().clock.now(), sleep: (ms, signal) => now().clock.sleep(ms, signal) },
    random: { uuid: () => now().random.uuid(), fraction: () => now().random.fraction() },
    http: { request: (request) => now().http.request(request) },
    log: silentLog,
    messages: {
      publish: (message) => now().messages.publish(message),
      broadcast: (signal) => now().messages.broadcast(signal),
    },
  };
  const asker: Asker = {
    ask: (question) => now().asker.ask(question),
    awaitAnswer: (id, timeoutMs) => now().asker.awaitAnswer(id, timeoutMs),
  };
  const signatures = madePerSwitch(mojaloopTenants, ({ signatures: settings }) =>
    createSignatures(settings, { ...deps, clock: systemClock }),
  );
  const mojaloopDeps: MojaloopDeps = {
    ...deps,
    tenants: mojaloopTenants,
    tls: () => undefined,
    signatures,
    switchClocks: {
      heard: (...args) => now().switchClocks.heard(...args),
      aheadOfEngine: (...args) => now().switchClocks.aheadOfEngine(...args),
      now: (via) => now().switchClocks.now(via),
      past: (...args) => now().switchClocks.past(...args),
    },
  };
  return {
    channel: createChannelApps(channelSettings, channelTenants, deps, { asker }).forApps,
    fspiop: fspiopApp(mojaloopDeps, asker),
    workers: new Map(
      roles.flatMap(({ jobs = [] }) => jobs.map((job) => [job.type, asWorker(job)])),
    ),
    signatures,
    use: (next) => (current = next),
  };
}

const channelSettings = channelEnvironment.parse({
  CHANNEL_UNSAFE_DEVELOPMENT_MODE: 'true',
  CHANNEL_REQUESTS_PER_MINUTE_MAX: 10_000_000,
});

function fspiopApp(deps: MojaloopDeps, asker: Asker): Express {
  const settings = mojaloopEnvironment.parse({});
  const stateQuestions = createStateQuestions(asker, deps, {
    timeoutMs: settings.MOJALOOP_STATE_TIMEOUT_MS,
    waitingMax: settings.MOJALOOP_STATE_QUESTIONS_MAX,
  });
  const bodies = {
    bodyMaxBytes: settings.MOJALOOP_BODY_MAX_BYTES,
    bodiesMaxBytes: settings.MOJALOOP_BODIES_MAX_BYTES,
  };
  return createFspiopServer(deps, stateQuestions, { bodies, defaultTenant: undefined });
}

/** What a role lists as its jobs are its workers. */
function asWorker(job: JobDefinition): WorkerDefinition {
  if (!('run' in job)) throw new Error(`${job.type} is no worker`);
  return job as WorkerDefinition;
}
