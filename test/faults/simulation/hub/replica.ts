/** One process with all workers of the hub: its memory is its own, and is lost with it. */
import { Registry } from 'prom-client';
import { openAms, type AmsDeps } from '../../../../connectors/ams-fineract/ams';
import type { ChannelWorkerDeps } from '../../../../connectors/channel/callbacks';
import { madeOnceFor } from '../../../../connectors/common/made-once';
import { namesToFetch } from '../../../../connectors/common/contracts/former-variables';
import { arrivalVariable } from '../../../../connectors/common/contracts/arrival';
import type { BoundWorker } from '../../../../connectors/common/hub/role';
import type { WorkerDefinition } from '../../../../connectors/common/hub/worker';
import type { Journal } from '../../../../connectors/common/journal/exchange';
import { tapped } from '../../../../connectors/common/journal/tap';
import type { Deps } from '../../../../connectors/common/runtime';
import type { RawJob } from '../../../../connectors/common/zeebe/gateway-protocol';
import { JobRunner } from '../../../../connectors/common/zeebe/job-runner';
import { MissingSettings } from '../../../../connectors/common/zeebe/missing-settings';
import { identifyingVariables } from '../../../../connectors/common/zeebe/problem-text';
import { doorThrough, type ZeebeDoor } from '../../../../connectors/common/zeebe/zeebe-door';
import { zeebeEnvironment } from '../../../../connectors/common/zeebe/environment';
import type { FeeRulesDeps } from '../../../../connectors/fee-rules/evaluation/evaluate-job';
import { createSwitchClocks } from '../../../../connectors/mojaloop/clocks/switch-clocks';
import type { MojaloopDeps } from '../../../../connectors/mojaloop/settings';
import { interchangeFee } from '../../../kit/fee-rules/interchange-fee';
import { bookOf, fixedSource } from '../../../kit/fee-rules/rule-books';
import { silentLog } from '../../../kit/mojaloop';
import type { TakenJob } from '../engine/engine';
import { documentOf } from '../engine/scope';
import type { Machine } from '../world/machine';
import type { Apps } from './apps';
import { mutated, withBug, type Mutation } from './mutation';
import { amsTenants, channelTenants, mojaloopTenants } from './tenants';

const zeebeSettings = zeebeEnvironment.parse({});
const callbackTimeoutMs = 5_000;
const dedupeWindowMs = 86_400_000;
const rules = fixedSource(bookOf(interchangeFee));

export interface Replica {
  readonly machine: Machine;
  readonly door: ZeebeDoor;
  readonly switchClocks: MojaloopDeps['switchClocks'];
  /** Undefined for jobs that a person does. */
  workerOf(jobType: string): BoundWorker | undefined;
  run(worker: BoundWorker, job: RawJob): void;
}

export function startReplica(
  apps: Apps,
  machine: Machine,
  {
    mutation,
    journal,
  }: { readonly mutation?: Mutation | undefined; readonly journal?: Journal | undefined },
): Replica {
  const metrics = new Registry();
  const { clock, random, gateway, http } = machine;
  const base = { clock, random, log: silentLog, metrics };
  const door = doorThrough(gateway, zeebeSettings, base);
  const switchClocks = createSwitchClocks(base);
  const told = journal === undefined ? http : tapped(http, journal, clock);
  const sent = withBug(told, random, mutation);
  const deps = { clock, random, http: sent, log: silentLog, messages: door };
  const depsOfPart = depsOfParts(apps, deps, switchClocks);
  const runner = new JobRunner({
    ...{ gateway, clock, random, log: silentLog, metrics: noMetrics },
    missingSettings: new MissingSettings({ ...base, metrics: new Registry() }),
    commandTimeoutMs: zeebeSettings.ZEEBE_COMMAND_TIMEOUT_MS,
  });
  const workers = new Map<string, BoundWorker>();
  return {
    ...{ machine, door, switchClocks },
    workerOf: (type) => {
      const known = workers.get(type);
      if (known !== undefined) return known;
      const definition = apps.workers.get(type);
      const own = depsOfPart[type.split(':')[0] ?? ''];
      if (definition === undefined || own === undefined) return undefined;
      const worker = { definition: mutated(definition, mutation), deps: own };
      workers.set(type, worker);
      return worker;
    },
    run: (worker, job) => void runner.run(worker, job, clock.now()),
  };
}

/** By the part whose workers have them: the first word of a job type. */
function depsOfParts(
  { signatures }: Apps,
  deps: Deps,
  switchClocks: MojaloopDeps['switchClocks'],
): Readonly<Record<string, Deps>> {
  const channel: ChannelWorkerDeps = {
    ...{ ...deps, tenants: channelTenants, callbackTimeoutMs, dedupeWindowMs },
  };
  const mojaloop: MojaloopDeps = {
    ...{ ...deps, tenants: mojaloopTenants, tls: nothing, signatures, switchClocks },
  };
  const ams: AmsDeps = { ...deps, amsOf: openAms(amsTenants, deps, nothing) };
  const alarm = { evaluated: nothing, missed: nothing };
  const fees: FeeRulesDeps = { ...deps, rules, rulesRead: Promise.resolve(), alarm };
  return { channel, mojaloop, ams, 'fee-rules': fees };
}

const nothing = (): undefined => undefined;
const noMetrics = { received: nothing, started: nothing, ended: nothing, handedBack: nothing };

/** As the engine gives it to such a worker: only with the variables that this one asks for. */
export function rawJobOf({ definition }: BoundWorker, { job, deadline, scope }: TakenJob): RawJob {
  return {
    ...{ key: job.key, type: definition.type, retries: job.retries, deadline: String(deadline) },
    processInstanceKey: job.wait.instance.key,
    elementId: job.wait.node.id,
    elementInstanceKey: `of ${job.key}`,
    variables: documentOf(namesOf(definition), scope),
  };
}

const namesOf = madeOnceFor(({ input }: WorkerDefinition) =>
  namesToFetch([...Object.keys(input.shape), ...identifyingVariables, arrivalVariable]),
);
