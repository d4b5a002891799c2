/** The mojaloop part on a real port, with an engine in memory. */
import express from 'express';
import { Registry } from 'prom-client';
import type { KafkaDoor } from '../../../connectors/common/doors/kafka/kafka-door';
import { readEnvironment } from '../../../connectors/common/config/environment';
import { listen, type ServerTimeouts } from '../../../connectors/common/http/server';
import type { Journal } from '../../../connectors/common/journal/exchange';
import { hears } from '../../../connectors/common/journal/hear';
import type { Deps, HttpRequest } from '../../../connectors/common/runtime';
import { mojaloopRole } from '../../../connectors/mojaloop/role';
import type { MojaloopTenant } from '../../../connectors/mojaloop/settings';
import { engineOf } from '../engine';
import { MemoryKafka } from '../memory-kafka';
import { EngineInMemory } from '../engine-in-memory';
import { job, surroundings, traceparent } from '../mojaloop';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

export interface Call {
  readonly method: string;
  readonly path: string;
  /** Beside the right ones for the path; undefined takes one away. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly body?: object | string | Uint8Array;
  readonly version?: string;
}

export interface RunningMojaloop {
  readonly url: string;
  /** Where other engines hand on messages; empty where this one is alone. */
  readonly enginesUrl: string;
  readonly engine: EngineInMemory;
  /** As /metrics shows them. */
  readonly metrics: Registry;
  /** What went out to the switch. */
  readonly sent: readonly HttpRequest[];
  call(call: Call): Promise<Answer>;
  /** Runs a job as the executor does: input and output go through the worker's schemas. */
  run(type: string, input: object): Promise<Record<string, unknown>>;
  /** Ends as `hub stop` does: waits for questions under way. */
  close(): Promise<void>;
}

/** Where there are several engines. */
interface Beside {
  readonly kafka?: KafkaDoor;
  /** 0: any. */
  readonly enginesPort?: number;
}

const nowhere: Journal = { note: () => undefined };

export async function startMojaloop(
  tenants: readonly MojaloopTenant[],
  environment: Record<string, string> = {},
  overrides: Partial<Deps> = {},
  timeouts: Partial<ServerTimeouts> = {},
  journal: Journal = nowhere,
  { kafka = new MemoryKafka().door(), enginesPort = 0 }: Beside = {},
): Promise<RunningMojaloop> {
  const engine = new EngineInMemory();
  const metrics = new Registry();
  const around = surroundings(tenants);
  const { messages, ...deps } = { ...around, messages: engine, ...overrides };
  const part = await mojaloopRole.start({
    environment: readEnvironment(mojaloopRole.environment, environment),
    tenants: around.tenants,
    deps,
    engine: engineOf({
      publish: (message) => messages.publish(message),
      broadcast: (signal) => messages.broadcast(signal),
      ask: (question) => engine.ask(question),
      awaitAnswer: (id, timeoutMs) => engine.awaitAnswer(id, timeoutMs),
    }),
    metrics,
    kafka,
  });
  const [server, forEngines] = part.servers ?? [];
  if (server === undefined) throw new Error('the part has no server');
  // As common/hub/start.ts mounts it.
  const app = express()
    .disable('x-powered-by')
    .use(hears('switch', journal, deps.clock), server.app);
  const listening = await listen(app, {
    ...server,
    port: 0,
    tls: server.tls && { source: server.tls, log: deps.log },
    timeouts: { ...server.timeouts, ...timeouts },
  });
  const between =
    forEngines &&
    (await listen(forEngines.app, {
      ...forEngines,
      port: enginesPort,
      tls: forEngines.tls && { source: forEngines.tls, log: deps.log },
    }));
  const url = `${listening.protocol}://127.0.0.1:${listening.port}`;
  return {
    url,
    enginesUrl: between === undefined ? '' : `https://127.0.0.1:${between.port}`,
    engine,
    metrics,
    sent: around.sent,
    call: async ({ method, path, headers = {}, body, version = '1.1' }) => {
      const response = await fetch(url + path, {
        method,
        headers: present({ ...usualHeaders(method, path, version), ...headers }),
        body:
          typeof body === 'object' && !(body instanceof Uint8Array) ? JSON.stringify(body) : body,
      });
      return { status: response.status, headers: response.headers, text: await response.text() };
    },
    run: async (type, input) => {
      const worker = part.workers?.find(({ definition }) => definition.type === type);
      if (worker === undefined) throw new Error(`there is no worker ${type}`);
      const { definition, deps } = worker;
      return definition.output.parse(
        await definition.run(definition.input.parse(input), deps, job),
      );
    },
    close: async () => {
      await Promise.all([listening.close(1_000), between?.close(1_000)]);
      await part.close?.();
    },
  };
}

function usualHeaders(method: string, path: string, version: string) {
  const mediaType = `application/vnd.interoperability.${path.split(/[/?]/)[1] ?? ''}+json;version=`;
  return {
    'Content-Type': `${mediaType}${version}`,
    ...((method === 'GET' || method === 'POST') && { Accept: mediaType + version }),
    Date: 'Sat, 21 Nov 2026 10:24:00 GMT',
    'FSPIOP-Source': 'lionfsp',
    'FSPIOP-Destination': 'buffalofsp',
    traceparent,
  };
}

function present(headers: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
