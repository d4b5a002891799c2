import express from 'express';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { z } from 'zod';
import { systemClock, systemRandom } from './clock';
import { readEnvironment } from './config/environment';
import { ConfigurationError } from './config/problems';
import { loadTenants } from './config/tenants';
import { createAxiosTransport } from './http/axios-transport';
import { createManagementApp } from './http/management-server';
import { requestMetrics } from './http/request-metrics';
import { listen, type ListeningServer } from './http/server';
import { createLogger, loggingEnvironment } from './observability/logging';
import type { Part, RunningPart } from './part';
import type { Logger } from './runtime';
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
 * Starts the given roles in this process.
 * @throws ConfigurationError with every problem of every part at once.
 */
export async function startHub(parts: readonly Part[]): Promise<RunningHub> {
  const configuration = readConfiguration(parts);
  const { hub, zeebe } = configuration;
  const log = createLogger(configuration.logging.LOG_LEVEL);
  const metrics = new Registry();
  collectDefaultMetrics({ register: metrics });
  const http = createAxiosTransport();
  const door = connectZeebe(zeebe, { clock: systemClock, random: systemRandom, log, metrics });
  const deps = { clock: systemClock, random: systemRandom, http, log, messages: door };

  const running: RunningPart[] = [];
  for (const { part, environment, tenants } of configuration.parts) {
    const partDeps = { ...deps, log: log.child({ role: part.role }) };
    running.push(await part.start({ environment, tenants, deps: partDeps, asker: door, metrics }));
  }
  door.run(running.flatMap((part) => part.workers));

  let stopping = false;
  const health = { name: 'zeebe', check: () => door.checkHealth() };
  const shutdown = {
    name: 'shutdown',
    check: () => (stopping ? Promise.reject(new Error('the hub is stopping')) : Promise.resolve()),
  };
  const servers = await listenAll(running, metrics, hub, [health, shutdown], log);
  const addresses = Object.fromEntries(
    servers.map(([name, one]) => [name, `${one.protocol}://${one.host}:${one.port}`]),
  );
  log.info({ roles: parts.map((part) => part.role), addresses }, 'hub started');
  return {
    addresses,
    stop: async () => {
      stopping = true;
      await stopAll(servers, running, door, hub.HUB_SHUTDOWN_GRACE_MS, log);
      http.close();
    },
  };
}

function readConfiguration(parts: readonly Part[]) {
  const hub = () => readEnvironment(hubEnvironment);
  const zeebe = () => readEnvironment(zeebeEnvironment);
  const logging = () => readEnvironment(loggingEnvironment);
  const readers = parts.map((part) => ({
    part,
    environment: () => readEnvironment(part.environment),
    tenants: () =>
      loadTenants(hub().HUB_TENANTS_DIRECTORY, part.tenantSection.name, part.tenantSection.schema),
  }));
  throwAllProblems([
    hub,
    zeebe,
    logging,
    ...readers.flatMap((one) => [one.environment, one.tenants]),
  ]);
  return {
    hub: hub(),
    zeebe: zeebe(),
    logging: logging(),
    parts: readers.map(({ part, environment, tenants }) => ({
      part,
      environment: environment(),
      tenants: tenants(),
    })),
  };
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

async function listenAll(
  running: readonly RunningPart[],
  metrics: Registry,
  hub: z.output<typeof hubEnvironment>,
  checks: Parameters<typeof createManagementApp>[1],
  log: Logger,
): Promise<[string, ListeningServer][]> {
  const servers: [string, ListeningServer][] = [];
  try {
    for (const { app, tls, ...at } of running.flatMap((part) => part.servers)) {
      const measured = express()
        .disable('x-powered-by')
        .use(requestMetrics(metrics, at.name))
        .use(app);
      const secured = tls && { source: tls, log: log.child({ server: at.name }) };
      servers.push([at.name, await listen(measured, { ...at, tls: secured })]);
    }
    const management = createManagementApp(metrics, checks);
    const at = { name: 'management', host: hub.HUB_MANAGEMENT_HOST, port: hub.HUB_MANAGEMENT_PORT };
    servers.push([at.name, await listen(management, at)]);
  } catch (error) {
    await Promise.all(servers.map(([, server]) => server.close(0)));
    throw error;
  }
  return servers;
}

/** Requests and what they left under way first, since they need the engine; then jobs; health last, so that probes see it going. */
async function stopAll(
  servers: readonly [string, ListeningServer][],
  running: readonly RunningPart[],
  door: ZeebeDoor,
  graceMs: number,
  log: Logger,
): Promise<void> {
  log.info({}, 'hub stops: no new requests, no new jobs');
  const ofParts = servers.filter(([name]) => name !== 'management');
  const requestsEnded = Promise.all(ofParts.map(([, server]) => server.close(graceMs)));
  const partsClosed = requestsEnded.then(async () => {
    for (const part of running) await part.close?.();
  });
  await door.drain(graceMs, partsClosed);
  await Promise.all(servers.map(([, server]) => server.close(0)));
  log.info({}, 'hub stopped');
}
