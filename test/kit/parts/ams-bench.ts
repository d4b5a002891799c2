import { Registry } from 'prom-client';
import { amsFineractRole } from '../../../connectors/ams-fineract/role';
import { settingsSchema } from '../../../connectors/ams-fineract/settings';
import { createAxiosTransport } from '../../../connectors/common/http/axios-transport';
import type { BoundWorker, RunningRole } from '../../../connectors/common/hub/role';
import type {
  Clock,
  Deps,
  HttpTransport,
  Logger,
  Message,
} from '../../../connectors/common/runtime';
import { executeJob } from '../../../connectors/common/hub/execute-job';
import { engineOf } from '../engine';
import { fixedTenants } from '../tenants';

export type Variables = Readonly<Record<string, unknown>>;
export type Outcome = Awaited<ReturnType<typeof executeJob>>;

/** What a worker that writes no variables ends with. */
export const done = { kind: 'complete', variables: {} };

export function refusedWith(errorCode: string): object {
  return bpmnError('REFUSED', errorCode);
}

export function unavailableWith(errorCode: string): object {
  return bpmnError('UNAVAILABLE', errorCode);
}

function bpmnError(code: string, errorCode: string): object {
  return { kind: 'bpmn-error', code, variables: { errorInformation: { errorCode } } };
}

/** The ams-fineract part against some Fineract, with a clock that passes as soon as somebody waits. */
export interface AmsBench {
  /** One attempt. `retries` as the engine counts them down; without, the first attempt. */
  attempt(type: string, variables: Variables, retries?: number, jobKey?: string): Promise<Outcome>;
  /**
   * One attempt of a process that is killed at its n-th request to Fineract (1 for the first): before it
   * leaves, or when the answer comes. Nobody hears how it ended.
   */
  attemptKilled(type: string, variables: Variables, kill: Kill): Promise<void>;
  /** All attempts that the engine would give. Another job when the process tries again later. */
  run(type: string, variables: Variables, jobKey?: string): Promise<Outcome>;
  /** Milliseconds that workers have waited. */
  readonly waitedMs: number;
  readonly alarms: readonly string[];
  /** What other processes were told. */
  readonly published: readonly Message[];
  readonly metrics: Registry;
  close(): void;
}

export interface Kill {
  readonly request: number;
  readonly when: 'before' | 'after';
}

export interface AmsBenchOptions {
  /** `http://host:port/fineract-provider` */
  readonly baseUrl: string;
  readonly currencies?: readonly string[];
  readonly settings?: Readonly<Record<string, unknown>>;
}

const tenantName = 'lion';
const unused = () => Promise.reject(new Error('this part broadcasts nothing'));

export async function openAmsBench(options: AmsBenchOptions): Promise<AmsBench> {
  const clock = passingClock();
  const alarms: string[] = [];
  const published: Message[] = [];
  const publish = (message: Message) => {
    published.push(message);
    return Promise.resolve('published' as const);
  };
  const transport = createAxiosTransport();
  const mortal = mortalTransport(transport);
  const metrics = new Registry();
  const running = await startPart(
    options,
    {
      clock,
      random: { uuid: () => 'not used', fraction: () => 0.5 },
      http: mortal.transport,
      log: alarmLogger(alarms),
      messages: { publish, broadcast: unused },
    },
    metrics,
  );
  const attempt = async (type: string, variables: Variables, retries?: number, key = '1') => {
    const worker = workerOf(running, type);
    const job = {
      key,
      type,
      processInstanceKey: '2',
      elementId: 'step',
      retries: retries ?? worker.definition.retries,
      engineAheadMs: 0,
      variables: { tenant: tenantName, ...variables },
    };
    return executeJob(worker, job, new AbortController().signal);
  };
  return {
    attempt,
    attemptKilled: async (type, variables, kill) => {
      mortal.dieAt(kill);
      await attempt(type, variables);
      mortal.dieAt(undefined);
    },
    run: async (type, variables, jobKey) => {
      let outcome = await attempt(type, variables, undefined, jobKey);
      while (outcome.kind === 'retry') {
        await clock.sleep(outcome.backoffMs);
        outcome = await attempt(type, variables, outcome.retries, jobKey);
      }
      return outcome;
    },
    get waitedMs() {
      return clock.now();
    },
    alarms,
    published,
    metrics,
    close: () => transport.close(),
  };
}

/** What is sent has its effect; what a killed process does afterwards has none. */
function mortalTransport(transport: HttpTransport) {
  let requestsLeft = Infinity;
  let when: Kill['when'] = 'before';
  const killed = () => new Error('killed');
  return {
    dieAt: (kill: Kill | undefined) => {
      requestsLeft = kill?.request ?? Infinity;
      when = kill?.when ?? 'before';
    },
    transport: {
      request: async (request) => {
        requestsLeft -= 1;
        if (requestsLeft < 0 || (requestsLeft === 0 && when === 'before')) throw killed();
        const response = await transport.request(request);
        if (requestsLeft === 0) throw killed();
        return response;
      },
    } satisfies HttpTransport,
  };
}

function passingClock(): Clock {
  let nowMs = 0;
  return {
    now: () => nowMs,
    sleep: (durationMs) => {
      nowMs += durationMs;
      return Promise.resolve();
    },
  };
}

function alarmLogger(alarms: string[]): Logger {
  const silent = (): void => undefined;
  const logger: Logger = {
    debug: silent,
    info: silent,
    warn: silent,
    error: (fields, message) => alarms.push(`${message} ${JSON.stringify(fields)}`),
    child: () => logger,
  };
  return logger;
}

async function startPart(
  { baseUrl, currencies = ['TZS'], settings }: AmsBenchOptions,
  deps: Deps,
  metrics: Registry,
): Promise<RunningRole> {
  const access = { baseUrl, username: 'mifos', password: 'password', ...settings };
  const tenant = {
    tenant: tenantName,
    fspId: 'lionfsp',
    currencies: [...currencies],
    settings: settingsSchema.parse(access),
  };
  return amsFineractRole.start({
    environment: {},
    tenants: fixedTenants([tenant]),
    deps,
    engine: engineOf(deps.messages),
    metrics,
  });
}

function workerOf({ workers = [] }: RunningRole, type: string): BoundWorker {
  const worker = workers.find(({ definition }) => definition.type === type);
  if (worker === undefined) throw new Error(`no worker ${type}`);
  return worker;
}
