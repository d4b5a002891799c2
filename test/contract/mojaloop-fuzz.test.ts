/**
 * Every route against bodies made from the published schemas, whole and spoiled, against bytes, headers and
 * URIs that nobody foresaw. FUZZ_RUNS multiplies the cases, FUZZ_SEED repeats a run.
 */
import { Agent, request as httpRequest } from 'node:http';
import fc from 'fast-check';
import { resources, type Resource } from '../../connectors/mojaloop/api/media-type';
import type { Route } from '../../connectors/mojaloop/inbound/route';
import { routesByResource } from '../../connectors/mojaloop/inbound/routes';
import { bodyProblem, schemaVersionOf } from '../../connectors/mojaloop/openapi/validators';
import { cpuTimeMs } from '../kit/cpu-time';
import { bodiesOf, patternsOf, spoiled, spoilerNames } from '../kit/fspiop-bodies';
import { mojaloopTenant } from '../kit/mojaloop';
import { authorizationQuery } from '../kit/parts/mojaloop-calls';
import { startMojaloop, type RunningMojaloop } from '../kit/parts/mojaloop';

const seed = Number(process.env['FUZZ_SEED'] ?? Date.now() % 2 ** 31);
const factor = Number(process.env['FUZZ_RUNS'] ?? 1);
const runs = (numRuns: number) => ({ seed, numRuns: numRuns * factor });

const patienceMs = 5_000;
const agent = new Agent({ keepAlive: true });
let mojaloop: RunningMojaloop;

beforeAll(async () => {
  process.stdout.write(`FUZZ_SEED=${seed} FUZZ_RUNS=${factor}\n`);
  mojaloop = await startMojaloop([mojaloopTenant('buffalo')], {
    MOJALOOP_STATE_QUESTIONS_MAX: '1000',
  });
});

afterAll(async () => {
  agent.destroy();
  await mojaloop.close();
});

interface Target {
  readonly resource: Resource;
  readonly route: Route;
  readonly name: string;
}

const targets: Target[] = resources.flatMap((resource) =>
  routesByResource[resource].map((route) => ({
    resource,
    route,
    name: `${route.method.toUpperCase()} /${resource}${route.path}`,
  })),
);
const withBody = targets.filter(({ route }) => route.body !== 'none');
/** Those whose bodies must fit a schema. */
const strict = withBody.flatMap((target) => {
  const schema = schemaOf(target.route);
  return schema === undefined ? [] : [{ ...target, schema }];
});
const versions = ['1.0', '1.1', '2.0'] as const;

function schemaOf({ body }: Route) {
  const schema = typeof body === 'function' ? body({}) : body;
  return schema === 'any' || schema === 'none' ? undefined : schema;
}

function pathOf({ resource, route }: Target): string {
  const path = route.path
    .replace('/:type', '/MSISDN')
    .replace(
      ':id',
      route.path.includes(':type') ? '255700000001' : '0d1b7a7e-9a0b-4c39-8a53-9f0f3f9c2b11',
    )
    .replace(':subId', 'till')
    .replace(/^\/$/, '');
  return `/${resource}${path}${route.query === undefined ? '' : `?${authorizationQuery}`}`;
}

function headersOf({ resource, route }: Target, version: string): Record<string, string> {
  const mediaType = `application/vnd.interoperability.${resource}+json;version=${version}`;
  return {
    'Content-Type': mediaType,
    ...(route.exchange === 'request' && { Accept: mediaType }),
    Date: 'Sat, 21 Nov 2026 10:24:00 GMT',
    'FSPIOP-Source': 'Hub',
    'FSPIOP-Destination': 'buffalofsp',
  };
}

interface Request {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

function requestOf(target: Target, version: string): Request {
  const method = target.route.method.toUpperCase();
  return { method, path: pathOf(target), headers: headersOf(target, version) };
}

/** Rejects when no answer comes in time. */
function send({ method, path, headers, body }: Request): Promise<{ status: number; text: string }> {
  const { hostname, port } = new URL(mojaloop.url);
  const signal = AbortSignal.timeout(patienceMs);
  return new Promise((resolve, reject) => {
    const options = { hostname, port, path, method, agent, signal, headers };
    const request = httpRequest(options, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString() }),
      );
    });
    // A body that is refused by its headers alone may not be read to its end.
    request.on('error', reject);
    request.end(body);
  });
}

const refusals = /^\{"errorInformation":\{"errorCode":"(3\d{3}|2002)","errorDescription":".{1,}/s;

/** Taken and one message (or question), or refused in FSPIOP's words and nothing: never anything else. */
async function outcomeOf(request: Request): Promise<'taken' | 'refused'> {
  const { engine } = mojaloop;
  const { status, text } = await send(request);
  // One signal for each currency is one piece of news.
  const news = new Set(engine.broadcasts.splice(0).map(({ variables }) => variables)).size;
  const begun = engine.published.splice(0).length + engine.asked.splice(0).length + news;
  if (status === 200 || status === 202) {
    expect({ text, begun }).toEqual({ text: '', begun: 1 });
    return 'taken';
  }
  if (status === 503) expect(text).toContain('is not configured here');
  else expect([400, 404, 405, 406, 501]).toContain(status);
  expect({ text, begun }).toEqual({ text: expect.stringMatching(refusals) as string, begun: 0 });
  return 'refused';
}

const json = (value: unknown) => JSON.stringify(value);

describe('a body made from its schema', () => {
  test.each(strict)('$name takes it in every version', async (target) => {
    const { schema } = target;
    for (const version of versions) {
      await fc.assert(
        fc.asyncProperty(bodiesOf(schemaVersionOf(version), schema), async (body) => {
          const request = requestOf(target, version);
          expect(await outcomeOf({ ...request, body: json(body) })).toBe('taken');
        }),
        runs(15),
      );
    }
  });
});

describe('a body that is spoiled', () => {
  test.each(strict)('$name refuses it, unless it still fits', async (target) => {
    const { schema } = target;
    const request = requestOf(target, '1.1');
    let refused = 0;
    const cases = fc.tuple(bodiesOf('1.1', schema), fc.constantFrom(...spoilerNames), fc.nat(200));
    await fc.assert(
      fc.asyncProperty(cases, async ([body, how, where]) => {
        const text = json(spoiled(body, how, where));
        const outcome = await outcomeOf({ ...request, body: text });
        const fits = bodyProblem('1.1', schema, JSON.parse(text)) === undefined;
        expect({ fits, outcome }).not.toEqual({ fits: false, outcome: 'taken' });
        if (outcome === 'refused') refused++;
      }),
      runs(60),
    );
    expect(refused).toBeGreaterThan(0);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  test.each(strict)('$name refuses bytes that are no more JSON', async (target) => {
    const { schema } = target;
    const request = requestOf(target, '1.1');
    const bytes = fc
      .tuple(
        bodiesOf('1.1', schema),
        fc.nat(),
        fc.nat({ max: 255 }),
        fc.constantFrom('flip', 'cut', 'put'),
      )
      .map(([body, where, byte, how]) => {
        const whole = Buffer.from(json(body));
        const at = where % whole.length;
        if (how === 'cut') return whole.subarray(0, at);
        if (how === 'put') {
          return Buffer.concat([whole.subarray(0, at), Buffer.from([byte]), whole.subarray(at)]);
        }
        whole[at] = (whole[at] ?? 0) ^ (1 << (byte % 8));
        return whole;
      });
    await fc.assert(
      fc.asyncProperty(fc.oneof(bytes, fc.uint8Array({ maxLength: 200 })), async (body) => {
        await outcomeOf({ ...request, body });
      }),
      runs(40),
    );
  });
});

test('an /error is taken with any JSON or none, and with nothing else', async () => {
  const errors = withBody.filter(({ route }) => schemaOf(route) === undefined);
  const cases = fc.tuple(fc.constantFrom(...errors), fc.oneof(fc.jsonValue(), fc.anything()));
  await fc.assert(
    fc.asyncProperty(cases, async ([target, value]) => {
      const body = json(value) as string | undefined;
      const request = requestOf(target, '1.1');
      expect(await outcomeOf({ ...request, body: body ?? '' })).toBe('taken');
    }),
    runs(200),
  );
});

test('headers and URIs that nobody foresaw are refused or understood', async () => {
  const header = fc.stringMatching(/^[\x20-\x7e\x80-\xff]{0,60}$/);
  const piece = fc.constantFrom(
    'application/vnd.interoperability.',
    '+json',
    ';version=',
    '1.1',
    '2',
    ',',
    '*/*',
    'q=0.5',
    ' ',
    'Hub',
    'a,b',
    '\t',
    '"',
    'charset=utf-8',
  );
  const value = fc.oneof(
    header,
    fc.array(piece, { maxLength: 12 }).map((list) => list.join('')),
  );
  const headers = fc.dictionary(
    fc.constantFrom(
      'Content-Type',
      'Accept',
      'Date',
      'FSPIOP-Source',
      'FSPIOP-Destination',
      'traceparent',
      'tracestate',
      'FSPIOP-Signature',
      'FSPIOP-URI',
      'X-Other',
      'Content-Encoding',
    ),
    value,
    { maxKeys: 3 },
  );
  const uri = fc
    .array(
      fc.constantFrom(
        '/',
        '..',
        '.',
        '%2F',
        '%00',
        '%',
        '%E0%A4',
        '?',
        '&',
        '=',
        'a',
        'error',
        'MSISDN',
        ';',
        '//',
        '%2e%2e',
        'x'.repeat(300),
        ':id',
        '*',
        '🙂',
      ),
      { maxLength: 6 },
    )
    .map((list) => encodeURI(list.join('')).replaceAll('%25', '%'));
  const cases = fc.record({
    target: fc.constantFrom(...targets),
    headers,
    more: fc.option(uri, { nil: '' }),
    method: fc.option(fc.constantFrom('DELETE', 'PATCH', 'OPTIONS', 'TRACE', 'PROPFIND', 'post'), {
      nil: undefined,
    }),
  });
  await fc.assert(
    fc.asyncProperty(cases, async ({ target, headers: wrong, more, method }) => {
      const right = requestOf(target, '1.1');
      await outcomeOf({
        method: method ?? right.method,
        path: right.path + more,
        headers: { ...right.headers, ...wrong },
      });
    }),
    runs(1_000),
  );
});

describe('a body that is meant to cost us', () => {
  const [bulk] = targets.filter(({ name }) => name === 'POST /bulkTransfers/');
  if (bulk === undefined) throw new Error('bulk transfers are served');
  const size = 1_000_000;
  const costly: [string, string][] = [
    ['a million brackets', '['.repeat(size)],
    ['a deep list', `${'['.repeat(size / 2 - 1)}${']'.repeat(size / 2 - 1)}`],
    ['a deep object', `${'{"a":'.repeat(size / 6 - 2)}1${'}'.repeat(size / 6 - 2)}`],
    ['a long list', `{"bulkTransferId":[${'0,'.repeat(size / 2 - 20)}0]}`],
    ['many wrong items', `{"individualTransfers":[${'{},'.repeat(size / 3 - 20)}{}]}`],
    ['a long string', `{"bulkTransferId":"${'0-'.repeat(size / 2 - 20)}"}`],
    ['many keys', `{${Array.from({ length: 70_000 }, (_, index) => `"k${index}":1`).join()}}`],
    ['long numbers', `{"a":${'9'.repeat(size - 10)}}`],
    ['escapes', `{"a":"${'\\u0000'.repeat(size / 6 - 2)}"}`],
  ];

  test.each(costly)('%s is refused at once', async (_what, body) => {
    const startedMs = cpuTimeMs();
    expect(await outcomeOf({ ...requestOf(bulk, '1.1'), body })).toBe('refused');
    expect(cpuTimeMs() - startedMs).toBeLessThan(2_000);
  });

  test.each(['1.1', '2.0'] as const)('the patterns of %s take linear time', (version) => {
    const patterns = patternsOf(version);
    expect(patterns.length).toBeGreaterThan(15);
    for (const pattern of patterns) {
      const expression = new RegExp(pattern, 'u');
      for (const unit of ['0', '1', 'a', 'A', '-', '_', ' ', '.', '=', '\u0301', '20', "'a"]) {
        const text = `${unit.repeat(200_000)}!`;
        const startedMs = cpuTimeMs();
        expression.test(text);
        // One that is not linear needs minutes.
        expect(cpuTimeMs() - startedMs).toBeLessThan(1_000);
      }
    }
  });
});
