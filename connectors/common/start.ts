import express from 'express';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { z } from 'zod';
import { systemClock, systemRandom } from './clock';
import { readEnvironment } from './config/environment';
import { ConfigurationError } from './config/problems';
import { loadTenants } from './config/tenants';
import { createAxiosTransport } from './http/axios-transport';
import { createManagementApp, type HealthCheck } from './http/management-server';
import { requestMetrics } from './http/request-metrics';
import { listen, type ListeningServer } from './http/server';
import { createLogger, loggingEnvironment } from './observability/logging';
import type { HubPart, RunningPart } from './part';
import type { Deps, Logger } from './runtime';
import { connectZeebe, type ZeebeDoor } from './zeebe/zeebe-door';
import { zeebeEnvironment } from './zeebe/environment';

export const hubEnvironment = z.object({
  HUB_TENANTS_DIRECTORY: z
    .string()
    .default('tenants')
    .describe('Folder of the tenant files, `<tenant>.yaml`'),
  HUB_MANAGEMENT_HOST: z.string().default('127.0.0.1').describe('Where health and metrics listen'),
  HUB_MANAGEMENT_PORT: z.coerce
    .number()
    .int()
    .min(0)
    .max(65_535)
    .default(5000)
    .describe('Port of health and metrics'),
  HUB_SHUTDOWN_GRACE_MS: z.coerce
    .number()
    .int()
    .min(0)
    .default(20_000)
    .describe('How long requests and jobs under way may take to end after SIGTERM'),
});

export interface RunningHub {
  /** Addresses by server name: `management`, and those of the parts. */
  readonly addresses: Readonly<Record<string, string>>;
  /** Refuses new work, ends what is under way, and leaves. */
  stop(): Promise<void>;
}

/**
 * Starts the given roles in this process. The engine is connected to only when one of them works on it.
 * @throws ConfigurationError with every problem of every part at once.
 */
export async function startHub(parts: readonly HubPart[]): Promise<RunningHub> {
  const configuration = readConfiguration(parts);
  const { hub, zeebe } = configuration;
  const log = createLogger(configuration.logging.LOG_LEVEL);
  const metrics = new Registry();
  collectDefaultMetrics({ register: metrics });
  const http = createAxiosTransport();
  const base = { clock: systemClock, random: systemRandom, http };
  const door = zeebe && connectZeebe(zeebe, { ...base, log, metrics });

  let state: 'is starting' | 'runs' | 'is stopping' = 'is starting';
  const isRunning = () =>
    state === 'runs' ? Promise.resolve() : Promise.reject(new Error(`the hub ${state}`));
  const checks: HealthCheck[] = [{ name: 'hub', check: isRunning }];
  if (door !== undefined) checks.push({ name: 'zeebe', check: () => door.checkHealth() });
  // First of all: a role may read for minutes before it is ready, and is alive all the while.
  const management = await listenForProbes(metrics, hub, checks);
  const running: RunningPart[] = [];
  const servers: NamedServer[] = [management];
  try {
    for (const start of configuration.parts) {
      running.push(await start({ deps: { ...base, log }, metrics, door }));
    }
    checks.push(...running.flatMap((part) => part.checks ?? []));
    servers.push(...(await listenAll(running, metrics, log)));
  } catch (error) {
    await management[1].close(0);
    throw error;
  }
  door?.run(running.flatMap((part) => part.workers));
  state = 'runs';
  const addresses = Object.fromEntries(
    servers.map(([name, one]) => [name, `${one.protocol}://${one.host}:${one.port}`]),
  );
  log.info({ roles: parts.map((part) => part.role), addresses }, 'hub started');
  return {
    addresses,
    stop: async () => {
      state = 'is stopping';
      await stopAll(servers, running, door, hub.HUB_SHUTDOWN_GRACE_MS, log);
      http.close();
    },
  };
}

interface Surroundings {
  readonly deps: Omit<Deps, 'messages'>;
  readonly metrics: Registry;
  /** Undefined when no role works on the engine. */
  readonly door: ZeebeDoor | undefined;
}

/** Of one part, once all that it needs to know has been read. */
type StartPart = (surroundings: Surroundings) => Promise<RunningPart>;

function readConfiguration(parts: readonly HubPart[]) {
  const hub = () => readEnvironment(hubEnvironment);
  const logging = () => readEnvironment(loggingEnvironment);
  const usesEngine = parts.some((part) => !('usesEngine' in part));
  const zeebe = () => (usesEngine ? readEnvironment(zeebeEnvironment) : undefined);
  const readers = parts.map((part) => () => starterOf(part, hub));
  throwAllProblems([hub, zeebe, logging, ...readers]);
  return { hub: hub(), zeebe: zeebe(), logging: logging(), parts: readers.map((read) => read()) };
}

function starterOf(part: HubPart, hub: () => z.output<typeof hubEnvironment>): StartPart {
  if ('usesEngine' in part) {
    const environment = readEnvironment(part.environment);
    return async ({ deps, metrics }) => {
      const log = deps.log.child({ role: part.role });
      return {
        workers: [],
        ...(await part.start({ environment, deps: { ...deps, log }, metrics })),
      };
    };
  }
  if ('usesTenants' in part) {
    const environment = readEnvironment(part.environment);
    return async ({ deps, metrics, door }) => {
      const { openJobs } = required(door, part.role);
      const log = deps.log.child({ role: part.role });
      const running = await part.start({ environment, deps: { ...deps, log }, openJobs, metrics });
      return { workers: [], ...running };
    };
  }
  const { name, schema } = part.tenantSection;
  const readOwn = () => readEnvironment(part.environment);
  const readTenants = () => loadTenants(hub().HUB_TENANTS_DIRECTORY, name, schema);
  throwAllProblems([readOwn, readTenants]);
  const environment = readOwn();
  const tenants = readTenants();
  return async ({ deps, metrics, door: maybeDoor }) => {
    const door = required(maybeDoor, part.role);
    const log = deps.log.child({ role: part.role });
    const partDeps = { ...deps, log, messages: door };
    return part.start({ environment, tenants, deps: partDeps, asker: door, metrics });
  };
}

function required(door: ZeebeDoor | undefined, role: string): ZeebeDoor {
  if (door === undefined) throw new Error(`the role ${role} works on the engine`);
  return door;
}

/** A person should see everything that is wrong in one go, so all are tried before any is used. */
function throwAllProblems(readers: readonly (() => unknown)[]): void {
  const problems = new Set<string>();
  for (const read of readers) {
    try {
      read();
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error;
      for (const problem of error.problems) problems.add(problem);
    }
  }
  if (problems.size > 0) throw new ConfigurationError([...problems]);
}

type NamedServer = readonly [name: string, server: ListeningServer];

async function listenForProbes(
  metrics: Registry,
  { HUB_MANAGEMENT_HOST: host, HUB_MANAGEMENT_PORT: port }: z.output<typeof hubEnvironment>,
  checks: readonly HealthCheck[],
): Promise<NamedServer> {
  const name = 'management';
  return [name, await listen(createManagementApp(metrics, checks), { name, host, port })];
}

async function listenAll(
  running: readonly RunningPart[],
  metrics: Registry,
  log: Logger,
): Promise<NamedServer[]> {
  const servers: NamedServer[] = [];
  try {
    for (const { app, tls, ...at } of running.flatMap((part) => part.servers)) {
      const measured = express()
        .disable('x-powered-by')
        .use(requestMetrics(metrics, at.name))
        .use(app);
      const secured = tls && { source: tls, log: log.child({ server: at.name }) };
      servers.push([at.name, await listen(measured, { ...at, tls: secured })]);
    }
  } catch (error) {
    await Promise.all(servers.map(([, server]) => server.close(0)));
    throw error;
  }
  return servers;
}

/** Requests and what they left under way first, since they need the engine; then jobs; health last, so that probes see it going. */
async function stopAll(
  servers: readonly NamedServer[],
  running: readonly RunningPart[],
  door: ZeebeDoor | undefined,
  graceMs: number,
  log: Logger,
): Promise<void> {
  log.info({}, 'hub stops: no new requests, no new jobs');
  const ofParts = servers.filter(([name]) => name !== 'management');
  const requestsEnded = Promise.all(ofParts.map(([, server]) => server.close(graceMs)));
  const partsClosed = requestsEnded.then(async () => {
    for (const part of running) await part.close?.();
  });
  await (door === undefined ? partsClosed : door.drain(graceMs, partsClosed));
  await Promise.all(servers.map(([, server]) => server.close(0)));
  log.info({}, 'hub stopped');
}
