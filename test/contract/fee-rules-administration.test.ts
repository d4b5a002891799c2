/** What every operation of the APIs for fee rules and obligations has in common: who may, what is refused and how. */
import { generateKeyPairSync } from 'node:crypto';
import { SignJWT } from 'jose';
import { ConfigurationError } from '../../connectors/common/config/problems';
import { administrationApi } from '../../connectors/fee-rules/administration/api';
import { obligationsApi } from '../../connectors/obligations/api/api';
import { interchangeFee } from '../kit/fee-rules/interchange-fee';
import { noRuleSets } from '../kit/fee-rules/no-rule-sets';
import {
  allScopes,
  documentedOperations,
  token,
  type RunningApi,
} from '../kit/parts/described-api';
import { startApi } from '../kit/parts/fee-rules-administration';
import { startObligationsApi } from '../kit/parts/obligations';
import { ObligationsWorld } from '../kit/obligations';

const administered = { ruleSets: noRuleSets, kafka: undefined };
const text = { 'content-type': 'text/plain' };

let api: RunningApi;
let ofObligations: RunningApi;
let world: ObligationsWorld;
beforeAll(async () => {
  api = await startApi(administered, { FEE_RULES_ADMINISTRATION_REQUESTS_PER_MINUTE_MAX: '1000' });
  world = new ObligationsWorld();
  ofObligations = await startObligationsApi(await world.start());
});
afterAll(async () => {
  await api.close();
  await ofObligations.close();
  await world.stop();
});

describe.each([
  { name: 'the fee rules', described: administrationApi, served: () => api },
  { name: 'obligations', described: obligationsApi, served: () => ofObligations },
])('every operation of the API for $name', ({ described, served }) => {
  const operations = documentedOperations(described);

  test.each(operations)('$operationId wants a token', async ({ method, path }) => {
    const answer = await served().request(method, path, { token: null });
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer /);
  });

  test.each(operations)('$operationId wants its scope', async (operation) => {
    const { operationId, method, path } = operation;
    const scope =
      described.operations.find((one) => one.operationId === operationId)?.scope ?? 'none';
    const others = allScopes.replace(scope, '').trim();
    const answer = await served().request(method, path, { token: await token('juma', others) });
    expect(answer.status).toBe(403);
    expect(answer.headers.get('www-authenticate')).toContain(`scope="${scope}"`);
  });

  test.each(operations)('$operationId takes no other method', async ({ path }) => {
    const answer = await served().request('DELETE', path);
    expect(answer.status).toBe(405);
    expect(answer.headers.get('allow')).toMatch(/GET|POST|PUT/);
  });
});

describe('a token', () => {
  test.each([
    ['of nobody', { sub: '' }],
    ['of another issuer', { iss: 'https://id.evil.example' }],
    ['for another audience', { aud: 'bank' }],
    ['that has expired', { exp: 1_700_000_000 }],
  ])('%s is refused', async (_what, claims) => {
    const answer = await api.get('/rule-sets', { token: await token('juma', allScopes, claims) });
    expect(answer.status).toBe(401);
  });

  test('signed by somebody else is refused', async () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const forged = await new SignJWT({
      sub: 'amina',
      scope: allScopes,
      iss: 'https://id.scheme.example',
    })
      .setProtectedHeader({ alg: 'ES256' })
      .setAudience('fee-rules')
      .setExpirationTime('1h')
      .sign(privateKey);
    expect((await api.get('/rule-sets', { token: forged })).status).toBe(401);
  });

  test('cannot be checked without its keys: the hub does not start', async () => {
    const start = startApi(administered, {
      FEE_RULES_ADMINISTRATION_TOKEN_JWKS_URL: 'https://id.scheme.example/keys',
    });
    await expect(start).rejects.toThrow(ConfigurationError);
  });
});

describe('what is no proper request', () => {
  test.each([
    ['an unknown path', 'GET', '/rules', 404],
    ['an id of another form', 'GET', '/rule-sets/abc', 400],
    ['an unknown id', 'GET', `/rule-sets/${'a'.repeat(64)}`, 404],
    ['an unknown parameter', 'GET', '/rule-sets?state=draft', 400],
    ['a parameter that is there twice', 'GET', '/rule-sets/in-force?at=1&at=2', 400],
    ['a time that is none', 'GET', '/rule-sets/in-force?at=noon', 400],
    ['a path that cannot be decoded', 'GET', '/rule-sets/%ff', 400],
  ])('%s is refused', async (_what, method, path, status) => {
    expect((await api.request(method, path)).status).toBe(status);
  });

  test('a body of another type is refused with those that are taken', async () => {
    const headers = { 'content-type': 'application/pdf' };
    const answer = await api.post('/checks', { headers, body: 'x' });
    expect(answer.status).toBe(415);
    expect(answer.body['errors']).toMatchObject([
      { header: 'Content-Type', detail: expect.stringContaining('text/csv') },
    ]);
  });

  test('a body that is too large is refused', async () => {
    const small = await startApi(administered, { FEE_RULES_ADMINISTRATION_BODY_MAX_BYTES: '1024' });
    const answer = await small.post('/checks', { headers: text, body: 'x'.repeat(1_025) });
    expect(answer.status).toBe(413);
    await small.close();
  });

  test('a form that there is not is refused', async () => {
    const path = `/rule-sets/${'a'.repeat(64)}/rules`;
    const answer = await api.get(path, { headers: { accept: 'application/pdf' } });
    expect(answer.status).toBe(406);
  });

  test('who asks too often is told to slow down', async () => {
    const slow = await startApi(administered, {
      FEE_RULES_ADMINISTRATION_REQUESTS_PER_MINUTE_MAX: '2',
    });
    const statuses = [];
    for (let count = 0; count < 3; count += 1) statuses.push((await slow.get('/rule-sets')).status);
    expect(statuses).toEqual([200, 200, 429]);
    expect((await slow.get('/rule-sets', { token: await token('juma', allScopes) })).status).toBe(
      200,
    );
    await slow.close();
  });
});

describe('work that takes too much', () => {
  test('is ended when its time is over, and others go on', async () => {
    const hasty = await startApi(administered, { FEE_RULES_ADMINISTRATION_WORK_TIMEOUT_MS: '100' });
    // A thread takes longer than that to begin.
    const answer = await hasty.post('/checks', { headers: text, body: interchangeFee });
    expect(answer.status).toBe(422);
    expect(answer.body['type']).toBe('urn:payment-hub:problem:too-much-work');
    expect((await hasty.get('/rule-sets')).status).toBe(200);
    await hasty.close();
  });

  test('beyond what may be under way is refused for now', async () => {
    const busy = await startApi(administered, {
      FEE_RULES_ADMINISTRATION_LARGE_REQUESTS_MAX: '1',
      FEE_RULES_ADMINISTRATION_WORK_TIMEOUT_MS: '100000',
    });
    const call = { headers: text, body: interchangeFee };
    const answers = await Promise.all([1, 2, 3].map(() => busy.post('/checks', call)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 503, 503]);
    expect(answers.find(({ status }) => status === 503)?.headers.get('retry-after')).toBe('5');
    await busy.close();
  }, 120_000);
});

test('the description of the API is served, with a page to read it', async () => {
  const answers = await Promise.all(
    ['/openapi.json', '/openapi.yaml', '/docs/', '/docs/swagger-ui-bundle.js'].map((path) =>
      fetch(api.url + path),
    ),
  );
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  expect(await answers[0]?.json()).toMatchObject({ info: { title: 'Payment Hub fee rules' } });
});
