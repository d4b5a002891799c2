/** The channel API on a real port, with an engine in memory, every answer held to the OpenAPI document. */
import express from 'express';
import { Ajv2020 } from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { Registry } from 'prom-client';
import { z } from 'zod';
import { channelRole } from '../../../connectors/channel/role';
import { openApiDocument } from '../../../connectors/channel/openapi';
import { channelTenantSection, type ChannelTenant } from '../../../connectors/channel/settings';
import { systemClock, systemRandom } from '../../../connectors/common/clock';
import { readEnvironment } from '../../../connectors/common/config/environment';
import { createAxiosTransport } from '../../../connectors/common/http/axios-transport';
import { listen } from '../../../connectors/common/http/server';
import type { HeldBackMs } from '../../../connectors/common/hub/role';
import type { Journal } from '../../../connectors/common/journal/exchange';
import { hears } from '../../../connectors/common/journal/hear';
import type { Clock, Logger } from '../../../connectors/common/runtime';
import { engineOf } from '../engine';
import { authorizationsOfTenant } from '../mojaloop';
import { EngineInMemory } from '../engine-in-memory';
import { MemoryElasticsearch } from '../memory-elasticsearch';
import { fixedTenants } from '../tenants';

export const silentLog: Logger & { lines: string[] } = {
  lines: [],
  debug: () => undefined,
  info: () => undefined,
  warn: (_fields, message) => void silentLog.lines.push(message),
  error: (_fields, message) => void silentLog.lines.push(message),
  child: () => silentLog,
};

/** The tenant `name` with the section `channel` as a tenant file would have it. */
export function tenantOf(
  tenant: string,
  section: Partial<z.input<typeof channelTenantSection>> = {},
): ChannelTenant {
  const idSecret = `the id secret of ${tenant}`;
  const settings = channelTenantSection.parse({ idSecret, ...section });
  const authorizations = authorizationsOfTenant(tenant);
  const currencies = ['TZS', 'JPY', 'BHD'];
  return { tenant, fspId: `${tenant}fsp`, currencies, authorizations, settings };
}

/** What tests look at in answers: reports and problem details alike. */
interface AnswerBody {
  readonly transactionId?: string;
  readonly state?: string;
  readonly links?: { readonly decision: string };
  readonly type?: string;
  readonly status?: number;
  readonly detail?: string;
  readonly errors?: readonly { readonly pointer?: string; readonly header?: string }[];
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Empty when the answer is no JSON. */
  readonly body: AnswerBody;
}

export interface Call {
  readonly headers?: Record<string, string>;
  readonly body?: string | Uint8Array | object;
}

export interface Channel {
  readonly url: string;
  /** Where other engines hand on requests; empty where this one is alone. */
  readonly enginesUrl: string;
  readonly engine: EngineInMemory;
  /** As /metrics shows them. */
  readonly metrics: Registry;
  post(path: string, call: Call): Promise<Answer>;
  request(method: string, path: string, call?: Call): Promise<Answer>;
  close(): Promise<void>;
}

/** Where there are several engines. */
interface Beside {
  /** 0: any. */
  readonly enginesPort?: number;
}

export async function startChannel(
  tenants: readonly ChannelTenant[],
  environment: Record<string, string> = {},
  clock: Clock = systemClock,
  engine = new EngineInMemory(),
  elasticsearch = new MemoryElasticsearch(),
  heldBackMs?: HeldBackMs,
  journal: Journal = { note: () => undefined },
  { enginesPort = 0 }: Beside = {},
): Promise<Channel> {
  const http = createAxiosTransport();
  const metrics = new Registry();
  const part = await channelRole.start({
    environment: readEnvironment(channelRole.environment, environment),
    tenants: fixedTenants(tenants),
    deps: { clock, random: systemRandom, http, log: silentLog },
    engine: engineOf(engine),
    elasticsearch: elasticsearch.door({ clock, log: silentLog }),
    metrics,
    ...(heldBackMs && { heldBackMs }),
  });
  const [server, forEngines] = part.servers ?? [];
  if (server === undefined) throw new Error('the channel has no server');
  // As common/hub/start.ts mounts it.
  const app = express()
    .disable('x-powered-by')
    .use(hears('app', journal, clock), server.app);
  const listening = await listen(app, { name: 'channel', host: '127.0.0.1', port: 0 });
  const url = `http://127.0.0.1:${listening.port}`;
  const between =
    forEngines &&
    (await listen(forEngines.app, {
      ...forEngines,
      port: enginesPort,
      tls: forEngines.tls && { source: forEngines.tls, log: silentLog },
    }));

  const request = async (method: string, path: string, { headers, body }: Call = {}) => {
    const response = await fetch(url + path, {
      method,
      redirect: 'manual',
      headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
      ...(body !== undefined && {
        body: typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body),
      }),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json') === true;
    const answer = {
      status: response.status,
      headers: response.headers,
      text,
      body: (isJson ? JSON.parse(text) : {}) as AnswerBody,
    };
    if (path.startsWith('/channel')) expectConforming(method, path, answer);
    return answer;
  };
  return {
    url,
    enginesUrl: between === undefined ? '' : `https://127.0.0.1:${between.port}`,
    engine,
    metrics,
    request,
    post: (path, call) => request('POST', path, call),
    close: async () => {
      await Promise.all([listening.close(0), between?.close(0)]);
      await part.close?.();
      http.close();
    },
  };
}

const ajv = new Ajv2020({ allErrors: true, strict: false });
addFormats(ajv);
ajv.addSchema(openApiDocument(), 'api');

/** Holds a body to a schema of the OpenAPI document; to just one of them, where there are several. */
export function expectSchema(names: string | readonly string[], body: unknown): void {
  const oneOf = [names].flat().map((name) => ({ $ref: `api#/components/schemas/${name}` }));
  expectValid(oneOf.length === 1 ? (oneOf[0] ?? {}) : { oneOf }, body);
}

function expectValid(schema: object, value: unknown): void {
  const validate = ajv.compile(schema);
  expect({ valid: validate(value), errors: validate.errors, value }).toEqual({
    valid: true,
    errors: null,
    value,
  });
}

interface Described {
  readonly $ref?: string;
  readonly headers?: Record<string, { $ref: string }>;
  readonly content?: Record<string, { schema: object }>;
  readonly required?: boolean;
  readonly schema?: object;
}

/** Status, content type, headers and body of an answer must be among those that the document names. */
function expectConforming(method: string, path: string, answer: Answer): void {
  const document = openApiDocument() as unknown as {
    paths: Record<string, Record<string, { responses: Record<string, Described> }> | undefined>;
    components: { headers: Record<string, Described>; responses: Record<string, Described> };
  };
  const template = path
    .replace(/\?.*$/, '')
    .replace(/^\/channel\/([a-z-]+)\/[^/]+/, '/channel/$1/{id}');
  const operation = document.paths[template]?.[method.toLowerCase()];
  const described = operation?.responses[String(answer.status)] ??
    operation?.responses['default'] ?? { $ref: '#/components/responses/Problem' };
  const name = described.$ref?.split('/').at(-1);
  const response = name === undefined ? described : document.components.responses[name];

  const type = answer.headers.get('content-type')?.split(';')[0] ?? '';
  expect(Object.keys(response?.content ?? {})).toContain(type);
  const schema = response?.content?.[type]?.schema as { $ref: string };
  expectValid({ $ref: schema.$ref.replace('#', 'api#') }, answer.body);
  for (const [header, { $ref }] of Object.entries(response?.headers ?? {})) {
    const value = answer.headers.get(header);
    const rule = document.components.headers[$ref.split('/').at(-1) ?? ''];
    if (value === null)
      expect({ header, required: rule?.required }).not.toMatchObject({ required: true });
    else expectValid(rule?.schema ?? {}, value);
  }
  if (answer.status >= 400) expect(answer.body.status).toBe(answer.status);
}
