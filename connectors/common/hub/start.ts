import express from 'express';
import { collectDefaultMetrics, Registry } from 'prom-client';
import type { z } from 'zod';
import { systemClock } from '../clock';
import { ConfigurationError } from '../config/problems';
import { showChecks } from '../http/check-metrics';
import { createManagementApp, type HealthCheck } from '../http/management-server';
import { requestMetrics } from '../http/request-metrics';
import { listen, type ListeningServer } from '../http/server';
import { tracedRequests } from '../http/traced';
import { hears } from '../journal/hear';
import { createLogger } from '../observability/logging';
import { openTracing } from '../observability/open-tracing';
import type { Logger } from '../runtime';
import type { ZeebeDoor } from '../zeebe/zeebe-door';
import { tellAtStart } from '../check';
import { readConfiguration, type hubEnvironment, type SettledRole } from './read-configuration';
import type { Role, RunningRole } from './role';
import { contextOf, openSurroundings, type Surroundings } from './surroundings';

export interface RunningHub {
  /** Addresses by server name: `management`, and those of the parts. */
  readonly addresses: Readonly<Record<string, string>>;
  /** Refuses new work, ends what is under way, and leaves. */
  stop(): Promise<void>;
}

/**
 * How late the event loop is. Its alarm is at 500 ms; to look each 10 ms, as by default, alone took a third of the CPU that a
 * role takes which has nothing to do.
 */
const looksAtLoopEveryMs = 50;

/**
 * Starts the given roles in this process, of all that there are, one after the other in the order of all: whoever makes
 * a topic comes before those that read it. The engine is connected to only when one of them works on it.
 * @throws ConfigurationError with every problem of every role at once.
 */
export async function startHub(
  roles: readonly Role[],
  allRoles: readonly Role[] = roles,
): Promise<RunningHub> {
  const configuration = readConfiguration(inOrderOf(allRoles, roles), allRoles);
  const { hub, tenantFiles } = configuration;
  const log = createLogger(configuration.logging.LOG_LEVEL);
  const metrics = new Registry();
  collectDefaultMetrics({ register: metrics, eventLoopMonitoringPrecision: looksAtLoopEveryMs });
  tenantFiles?.tell(log, metrics);
  const tracing = openTracing(configuration.tracing, { clock: systemClock, log, metrics });
  const surroundings = openSurroundings(configuration, log, metrics, 'work', tracing);
  const { door } = surroundings;

  let state: 'is starting' | 'runs' | 'is stopping' = 'is starting';
  const isRunning = () =>
    state === 'runs' ? Promise.resolve() : Promise.reject(new Error(`the hub ${state}`));
  const checks: HealthCheck[] = [{ name: 'hub', check: isRunning }];
  if (door !== undefined) checks.push({ name: 'zeebe', check: () => door.checkHealth() });
  showChecks(metrics, checks, surroundings.deps.clock);
  // First of all: a role may read for minutes before it is ready, and is alive all the while.
  const management = await listenForProbes(metrics, hub, checks);
  let running: readonly RunningRole[];
  const servers: NamedServer[] = [management];
  try {
    running = await startRoles(configuration.roles, surroundings);
    checks.push(...running.flatMap((role) => role.health ?? []));
    servers.push(...(await listenAll(running, metrics, surroundings)));
  } catch (error) {
    await management[1].close(0);
    throw error;
  }
  const retriesOf = (tenant: string) => tenantFiles?.baseOf(tenant)?.retries;
  const workers = running.flatMap((role) => role.workers ?? []);
  door?.run(workers.map((worker) => ({ ...worker, retriesOf })));
  state = 'runs';
  const addresses = Object.fromEntries(
    servers.map(([name, one]) => [name, `${one.protocol}://${one.host}:${one.port}`]),
  );
  log.info({ roles: roles.map(({ name }) => name), addresses }, 'hub started');
  void tellAtStart(
    running.flatMap((role) => role.checks ?? []),
    log,
  );
  return {
    addresses,
    stop: async () => {
      state = 'is stopping';
      await stopAll(servers, running, door, hub.HUB_SHUTDOWN_GRACE_MS, log);
      await surroundings.close();
    },
  };
}

function inOrderOf(allRoles: readonly Role[], roles: readonly Role[]): readonly Role[] {
  return roles.toSorted((one, other) => allRoles.indexOf(one) - allRoles.indexOf(other));
}

async function startRoles(
  roles: readonly SettledRole[],
  surroundings: Surroundings,
): Promise<RunningRole[]> {
  const running: RunningRole[] = [];
  const problems: string[] = [];
  for (const one of roles) {
    try {
      running.push(await one.role.start(contextOf(one, surroundings)));
    } catch (error) {
      // What the next ones find wrong should be seen in the same go.
      if (!(error instanceof ConfigurationError)) throw error;
      problems.push(...error.problems);
    }
  }
  if (problems.length > 0) throw new ConfigurationError([...new Set(problems)]);
  return running;
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
  running: readonly RunningRole[],
  metrics: Registry,
  { deps: { log, clock }, journal, tracing }: Surroundings,
): Promise<NamedServer[]> {
  const servers: NamedServer[] = [];
  try {
    for (const { app, tls, speaksWith, ...at } of running.flatMap(({ servers: own = [] }) => own)) {
      const measured = express().disable('x-powered-by').use(requestMetrics(metrics, at.name));
      if (journal !== undefined && speaksWith !== undefined) {
        measured.use(hears(speaksWith, journal, clock));
      }
      if (tracing !== undefined) measured.use(tracedRequests(tracing, at.name));
      measured.use(app);
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
  running: readonly RunningRole[],
  door: ZeebeDoor | undefined,
  graceMs: number,
  log: Logger,
): Promise<void> {
  log.info({}, 'hub stops: no new requests, no new jobs');
  for (const role of running) role.stopping?.();
  const ofParts = servers.filter(([name]) => name !== 'management');
  const requestsEnded = Promise.all(ofParts.map(([, server]) => server.close(graceMs)));
  const partsClosed = requestsEnded.then(async () => {
    for (const role of running) await role.close?.();
  });
  await (door === undefined ? partsClosed : door.drain(graceMs, partsClosed));
  await Promise.all(servers.map(([, server]) => server.close(0)));
  log.info({}, 'hub stopped');
}
