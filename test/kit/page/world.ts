/** The operators' page as it is served, with a real identity provider, over Kafka and Elasticsearch in memory. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import { Registry } from 'prom-client';
import { systemClock, systemRandom } from '../../../connectors/common/clock';
import { readEnvironment } from '../../../connectors/common/config/environment';
import type { OperationsAct } from '../../../connectors/common/contracts/operations-audit';
import { createAxiosTransport } from '../../../connectors/common/http/axios-transport';
import type { Clock, Logger } from '../../../connectors/common/runtime';
import {
  operationsEnvironment,
  type OperationsEnvironment,
} from '../../../connectors/operations/api/settings';
import { openOperations } from '../../../connectors/operations/open-operations';
import { startLocalServer } from '../local-server';
import { MemoryElasticsearch } from '../memory-elasticsearch';
import { MemoryKafka, type MemoryDoor } from '../memory-kafka';
import { actsIn } from '../parts/acts-in';
import { silentLog } from '../parts/channel';
import { developmentIssuer, type DevelopmentIssuer } from '../stack/issuer/development-issuer';
import { stackPersons, type Person } from '../stack/issuer/persons';

export interface PageWorldOptions {
  /** Default: those of `make up`. */
  readonly persons?: readonly Person[];
  readonly accessTokenS?: number;
  /** Of the role. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Where the page's files are; default: where they are built. */
  readonly builtIn?: readonly string[];
  readonly log?: Logger;
}

export interface IssuerInWorld extends DevelopmentIssuer {
  readonly url: string;
  readonly signingKey: JWK;
  /** Requests that it has had, `POST /token`. */
  readonly asked: readonly string[];
  close(): Promise<void>;
}

export interface PageProcess {
  readonly url: string;
  readonly door: MemoryDoor;
  /** As the hub does at its stop: streams first. */
  close(): Promise<void>;
}

export interface PageWorld {
  /** Of the page; what people open is `/app/`. */
  readonly url: string;
  readonly issuer: IssuerInWorld;
  readonly kafka: MemoryKafka;
  readonly elasticsearch: MemoryElasticsearch;
  readonly first: PageProcess;
  /** One more process of the role, behind the same origin; its clock ahead, other settings. */
  another(options?: {
    readonly aheadMs?: number;
    readonly settings?: Readonly<Record<string, string>>;
  }): Promise<PageProcess>;
  /** Of the audit, in order. */
  acts(): OperationsAct[];
  close(): Promise<void>;
}

export const pageAudience = 'payment-hub';
export const pageClientId = 'payment-hub-page';
const clientSecret = 'a secret of no real page, of the characters + / %';
export const cookieKeys = {
  first: Buffer.alloc(32, 1).toString('base64url'),
  second: Buffer.alloc(32, 2).toString('base64url'),
};

export async function startPageWorld(options: PageWorldOptions = {}): Promise<PageWorld> {
  // Who serves the page is to be known to the issuer before there is a page.
  const front = createServer();
  front.listen(0, '127.0.0.1');
  await once(front, 'listening');
  const url = `http://127.0.0.1:${(front.address() as AddressInfo).port}`;
  const issuer = await startIssuer(options, url);
  const kafka = new MemoryKafka(() => systemClock.now());
  const elasticsearch = new MemoryElasticsearch();
  const environmentWith = (settings: Readonly<Record<string, string>>): OperationsEnvironment =>
    readEnvironment(operationsEnvironment, {
      OPERATIONS_TOKEN_ISSUER: issuer.url,
      OPERATIONS_TOKEN_AUDIENCE: pageAudience,
      OPERATIONS_TOKEN_JWKS_URL: `${issuer.url}/jwks`,
      OPERATIONS_REQUESTS_PER_MINUTE_MAX: '1000000',
      OPERATIONS_PAGE_URL: url,
      OPERATIONS_PAGE_CLIENT_ID: pageClientId,
      OPERATIONS_PAGE_CLIENT_SECRET: clientSecret,
      OPERATIONS_PAGE_COOKIE_KEYS: cookieKeys.first,
      ...options.settings,
      ...settings,
    });
  const log = options.log ?? silentLog;
  const start = async (server: Server, aheadMs = 0, settings = {}): Promise<PageProcess> =>
    startPageProcess(server, {
      ...{ environment: environmentWith(settings), kafka, elasticsearch, log },
      clock: { ...systemClock, now: () => systemClock.now() + aheadMs },
      builtIn: options.builtIn,
    });
  const first = await start(front);
  const others: PageProcess[] = [];
  return {
    ...{ url, issuer, kafka, elasticsearch, first },
    another: async ({ aheadMs, settings } = {}) => {
      const server = createServer();
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      const one = await start(server, aheadMs, settings);
      others.push(one);
      return one;
    },
    acts: () => actsIn(kafka, environmentWith({})),
    close: async () => {
      for (const one of [...others, first]) await one.close();
      await issuer.close();
    },
  };
}

async function startIssuer(
  { persons = stackPersons, accessTokenS }: PageWorldOptions,
  origin: string,
): Promise<IssuerInWorld> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  const signingKey = { ...(await exportJWK(privateKey)), alg: 'ES256', use: 'sig', kid: 'one' };
  const asked: string[] = [];
  const running: { issuer?: DevelopmentIssuer } = {};
  const server = await startLocalServer((request, response) => {
    asked.push(`${request.method ?? ''} ${(request.url ?? '').split('?')[0] ?? ''}`);
    running.issuer?.listener(request, response);
  });
  const issuer = await developmentIssuer({
    ...{ issuer: server.url, signingKey, persons, audience: pageAudience, accessTokenS },
    client: { id: pageClientId, secret: clientSecret, origin },
  });
  running.issuer = issuer;
  return { ...issuer, url: server.url, signingKey, asked, close: () => server.close() };
}

interface ProcessParts {
  readonly environment: OperationsEnvironment;
  readonly kafka: MemoryKafka;
  readonly elasticsearch: MemoryElasticsearch;
  readonly clock: Clock;
  readonly log: Logger;
  readonly builtIn: readonly string[] | undefined;
}

async function startPageProcess(
  server: Server,
  { environment, kafka, elasticsearch, clock, log, builtIn }: ProcessParts,
): Promise<PageProcess> {
  const http = createAxiosTransport();
  const deps = { clock, random: systemRandom, http, log };
  const door = kafka.door();
  const operations = await openOperations({
    ...{ environment, deps, kafka: door, metrics: new Registry(), builtIn },
    elasticsearch: elasticsearch.door(deps),
  });
  // As common/hub/start.ts mounts it.
  server.on('request', express().disable('x-powered-by').use(operations.app));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    door,
    close: async () => {
      operations.page?.live.endAll();
      await new Promise((resolve) => {
        server.close(resolve);
        server.closeIdleConnections();
      });
      await operations.close();
      http.close();
    },
  };
}
