/** An API that its openapi.yaml describes, on a real port: every answer is held to the description. */
import { generateKeyPairSync } from 'node:crypto';
import express, { type Express } from 'express';
import { Ajv2020 } from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { SignJWT, type JWTPayload } from 'jose';
import type { DescribedApi } from '../../../connectors/common/api/operations';
import { listen } from '../../../connectors/common/http/server';

const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const issuer = 'https://id.scheme.example';
const audience = 'fee-rules';

/** A token of `sub` with these scopes; `claims` changes or adds to what it says. */
export function token(sub: string, scopes: string, claims: JWTPayload = {}): Promise<string> {
  return new SignJWT({ sub, scope: scopes, iss: issuer, aud: audience, ...claims })
    .setProtectedHeader({ alg: 'ES256' })
    .setExpirationTime(claims.exp ?? Math.floor(Date.now() / 1_000) + 600)
    .sign(privateKey);
}

export const allScopes =
  'fee-rules:read fee-rules:write fee-rules:approve obligations:read obligations:write obligations:acknowledge';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Buffer;
  readonly text: string;
  /** Empty when the answer is no JSON. */
  readonly body: Record<string, unknown>;
}

export interface Call {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array | object;
  /** Of whom; a person with all scopes without it, nobody for null. */
  readonly token?: string | null;
}

export interface ApiCaller {
  request(method: string, path: string, call?: Call): Promise<Answer>;
  get(path: string, call?: Call): Promise<Answer>;
  post(path: string, call?: Call): Promise<Answer>;
}

export interface RunningApi extends ApiCaller {
  readonly url: string;
  close(): Promise<void>;
}

/** Settings of the API with this prefix, so that it takes these tokens. */
export function tokenEnvironment(prefix: string): Readonly<Record<string, string>> {
  return {
    [`${prefix}_TOKEN_ISSUER`]: issuer,
    [`${prefix}_TOKEN_AUDIENCE`]: audience,
    [`${prefix}_TOKEN_PUBLIC_KEY`]: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  };
}

export async function serve(
  api: DescribedApi,
  app: Express,
  close: () => Promise<void>,
): Promise<RunningApi> {
  // As common/hub/start.ts mounts it.
  const mounted = express().disable('x-powered-by').use(app);
  const listening = await listen(mounted, { name: 'api', host: '127.0.0.1', port: 0 });
  const url = `http://127.0.0.1:${listening.port}`;
  return {
    url,
    ...callerOf(api, url),
    close: async () => {
      await listening.close(0);
      await close();
    },
  };
}

/** Calls the API at this address; every answer is held to the OpenAPI document. */
export function callerOf(api: DescribedApi, url: string): ApiCaller {
  const expectConforming = conformanceOf(api);
  const everybody = token('amina', allScopes);
  const request = async (method: string, path: string, call: Call = {}): Promise<Answer> => {
    const { body, token: given = await everybody } = call;
    const isJson = typeof body === 'object' && !(body instanceof Uint8Array);
    const response = await fetch(url + path, {
      method,
      redirect: 'manual',
      headers: {
        ...(given !== null && { authorization: `Bearer ${given}` }),
        ...(isJson && { 'content-type': 'application/json' }),
        ...call.headers,
      },
      ...(body !== undefined && {
        body: isJson ? JSON.stringify(body) : (body as string | Uint8Array<ArrayBuffer>),
      }),
    });
    const bytes = Buffer.from(await response.arrayBuffer());
    const text = bytes.toString();
    const type = response.headers.get('content-type') ?? '';
    const json = /[/+]json(;|$)/.test(type) ? (JSON.parse(text) as Answer['body']) : {};
    const answer = { status: response.status, headers: response.headers, bytes, text, body: json };
    expectConforming(method, path, answer);
    return answer;
  };
  return {
    request,
    get: (path, call) => request('GET', path, call),
    post: (path, call) => request('POST', path, call),
  };
}

interface Described {
  readonly $ref?: string;
  readonly content?: Readonly<Record<string, { schema?: object }>>;
  readonly headers?: Readonly<Record<string, { required?: boolean }>>;
}

interface WrittenOperation {
  readonly operationId: string;
  readonly responses: Record<string, Described>;
}

interface WrittenDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, WrittenOperation>>>>;
  readonly components: { readonly responses: Readonly<Record<string, Described>> };
}

export interface DocumentedOperation {
  readonly operationId: string;
  readonly method: string;
  readonly path: string;
}

/** Each operation, with its path's parameters filled in. */
export function documentedOperations({ operations }: DescribedApi): readonly DocumentedOperation[] {
  return operations.map(({ operationId, method, path }) => ({
    operationId,
    method: method.toUpperCase(),
    path: path
      .replace('/rule-sets/{id}', `/rule-sets/${'0'.repeat(64)}`)
      .replace(/\{\w+\}/g, 'one'),
  }));
}

/** Status, content type, headers and body of an answer must be among those that the document names. */
function conformanceOf(api: DescribedApi) {
  const document = api.document as unknown as WrittenDocument;
  const ajv = new Ajv2020({ allErrors: true, strict: false });
  addFormats(ajv);
  ajv.addSchema(document, 'api');
  return (method: string, path: string, answer: Answer): void => {
    const named = Object.keys(document.paths).filter((template) =>
      new RegExp(`^${template.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(path.split('?')[0] ?? ''),
    );
    const template = named.find((one) => !one.includes('{')) ?? named[0];
    if (template === undefined && answer.status < 400) return;
    const responses = document.paths[template ?? '']?.[method.toLowerCase()]?.responses;
    const written = responses?.[String(answer.status)] ?? {
      $ref: '#/components/responses/Problem',
    };
    expect({ path, method, status: answer.status, ok: answer.status < 400 }).toMatchObject({
      ok: responses?.[String(answer.status)] !== undefined,
    });
    const response =
      written.$ref === undefined
        ? written
        : document.components.responses[written.$ref.split('/').at(-1) ?? ''];
    const type = answer.headers.get('content-type')?.split(';')[0] ?? '';
    expect(Object.keys(response?.content ?? {})).toContain(type);
    for (const [name, header] of Object.entries(response?.headers ?? {})) {
      if (header.required === true)
        expect([...answer.headers.keys()]).toContain(name.toLowerCase());
    }
    if (!/[/+]json$/.test(type)) return;
    const schema = JSON.parse(
      JSON.stringify(response?.content?.[type]?.schema).replaceAll('"#/', '"api#/'),
    ) as object;
    const validate = ajv.compile(schema);
    const isValid = validate(answer.body);
    expect({ isValid, errors: validate.errors, body: answer.body }).toMatchObject({
      isValid: true,
    });
    if (answer.status >= 400) expect(answer.body['status']).toBe(answer.status);
  };
}
