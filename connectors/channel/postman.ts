/**
 * What openapi.yaml describes as a Postman collection (format 2.1): a request for each of its examples, which another can
 * follow: what a request is answered fills in the addresses of the next.
 */
import type { OpenApiDocument } from './openapi';

interface Example {
  readonly summary?: string;
  readonly value: object;
}
interface Operation {
  readonly summary: string;
  readonly tags: readonly [string];
  readonly parameters?: readonly { readonly in?: string; readonly name?: string }[];
  readonly requestBody?: {
    readonly content: {
      readonly 'application/json': { readonly examples: Readonly<Record<string, Example>> };
    };
  };
  readonly responses: Readonly<Record<string, unknown>>;
}
interface SecurityScheme {
  readonly type: string;
  readonly name?: string;
}

export function postmanCollection(document: OpenApiDocument): object {
  const { info, paths, tags, components } = document;
  const [scheme] = Object.values(components.securitySchemes) as SecurityScheme[];
  const items = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, operation]) =>
      requestsOf(method.toUpperCase(), path, operation as unknown as Operation),
    ),
  );
  const folders = tags.map(({ name }) => ({
    name,
    item: items.filter(({ tag }) => tag === name).map(({ item }) => item),
  }));
  return {
    info: {
      name: info.title,
      schema: 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json',
    },
    auth: authOf(scheme),
    variable: [
      { key: 'baseUrl', value: 'http://localhost:5001' },
      { key: 'token', value: '', description: 'Of your DFSP’s identity provider' },
    ],
    item: folders,
  };
}

/** In `{{token}}` is the token or, where no tokens are checked, the tenant. */
function authOf(scheme: SecurityScheme | undefined): object {
  const value = { key: 'value', value: '{{token}}' };
  return scheme?.type === 'apiKey'
    ? { type: 'apikey', apikey: [{ key: 'key', value: scheme.name }, value] }
    : { type: 'bearer', bearer: [{ ...value, key: 'token' }] };
}

function requestsOf(method: string, path: string, operation: Operation) {
  const query = (operation.parameters ?? []).filter((parameter) => parameter.in === 'query');
  const search = query.map(({ name = '' }) => `${name}={{${name}}}`).join('&');
  const url = `{{baseUrl}}${path.replaceAll('{', '{{').replaceAll('}', '}}')}`;
  const examples = Object.values(
    operation.requestBody?.content['application/json'].examples ?? { none: undefined },
  );
  return examples.map((example) => ({
    tag: operation.tags[0],
    item: {
      name: example?.summary ?? operation.summary,
      event: eventsOf(operation, example),
      request: {
        method,
        url: search === '' ? url : `${url}?${search}`,
        ...(example && {
          header: [{ key: 'Content-Type', value: 'application/json' }],
          body: { mode: 'raw', raw: bodyOf(example) },
        }),
      },
    },
  }));
}

const isForPayment = ({ value }: Example) => 'clientCorrelationId' in value;

/** Sent twice as it stands in the example, the second would be a repeat of the first. */
function bodyOf(example: Example): string {
  const { value } = example;
  const own = isForPayment(example) ? { clientCorrelationId: '{{clientCorrelationId}}' } : {};
  return JSON.stringify({ ...value, ...own }, undefined, 2);
}

function eventsOf({ responses }: Operation, example: Example | undefined): object[] {
  const good = Object.keys(responses).filter((status) => status.startsWith('2'));
  const after = [
    `pm.test('is answered as it is described', () => pm.expect(pm.response.code).to.be.oneOf([${good.join(', ')}]));`,
    "const address = pm.response.headers.get('Location');",
    "if (address) pm.collectionVariables.set('id', address.split('/').pop());",
  ];
  const before =
    "pm.collectionVariables.set('clientCorrelationId', pm.variables.replaceIn('{{$guid}}'));";
  const script = (listen: string, exec: readonly string[]) => ({ listen, script: { exec } });
  const isNew = example !== undefined && isForPayment(example);
  return [...(isNew ? [script('prerequest', [before])] : []), script('test', after)];
}
