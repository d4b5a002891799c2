/** What the operators' page lets through, and what it is served with. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Operation } from '../../connectors/common/api/operations';
import { operationsRoles } from '../../connectors/operations/api/access';
import { operationsApi } from '../../connectors/operations/api/api';
import { startLocalServer } from '../kit/local-server';
import { CookieBrowser, type Seen } from '../kit/page/browser';
import { startPageWorld, type PageWorld } from '../kit/page/world';

let world: PageWorld;
let browser: CookieBrowser;
const closes: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  await world.close();
  for (const close of closes.splice(0)) await close();
});

const begin = async (options: Parameters<typeof startPageWorld>[0] = {}, person = 'amina') => {
  world = await startPageWorld(options);
  browser = new CookieBrowser(world.url);
  await browser.signIn(person);
};
const problem = ({ status, json }: Seen) => [status, json['type']];
const forbidden = [403, 'urn:payment-hub:problem:forbidden'];
const decisions = '/bff/api/tenants/lion/decisions';

test.each<[string, Record<string, string>, string?]>([
  ['without the page’s header', { 'Payment-Hub-Page': '' }],
  ['with another value of it', { 'Payment-Hub-Page': 'yes' }],
  ['of another origin', { Origin: 'https://evil.example' }],
  ['of the same host’s other port', { Origin: 'http://127.0.0.1:1' }],
  ['of no origin, as sandboxed frames have', { Origin: 'null' }],
  [
    'of another origin, whatever else it says',
    { Origin: 'http://x', 'Sec-Fetch-Site': 'same-origin' },
  ],
])('a write %s is refused, and nothing is written', async (_how, headers) => {
  await begin();
  for (const path of [decisions, '/bff/logout', '/bff/fee-rules/rule-sets']) {
    expect(problem(await browser.write(path, {}, headers))).toEqual(forbidden);
  }
  expect(world.acts()).toEqual([]);
  expect((await browser.visit('/bff/session')).status).toBe(200);
});

test('a write without an origin needs the browser’s own word that it is the page’s', async () => {
  await begin();
  const write = (headers: Record<string, string>) =>
    browser.visit(decisions, { method: 'POST', headers: { 'Payment-Hub-Page': '1', ...headers } });
  for (const site of ['cross-site', 'same-site', 'none']) {
    expect(problem(await write({ 'Sec-Fetch-Site': site }))).toEqual(forbidden);
  }
  expect(problem(await write({}))).toEqual(forbidden);
  // Without a body it is no decision, but it is let through.
  expect((await write({ 'Sec-Fetch-Site': 'same-origin' })).status).toBe(415);
});

test.each(['cross-site', 'same-site'])('a look from a %s page is refused', async (site) => {
  await begin();
  for (const path of ['/bff/api/tenants', '/bff/session', '/bff/live?tenant=lion']) {
    const seen = await browser.visit(path, { headers: { 'Sec-Fetch-Site': site } });
    expect(problem(seen)).toEqual(forbidden);
  }
  expect(world.acts()).toEqual([]);
});

test('the API behind the page is the API itself: same answers, same audit, by the person of the cookie', async () => {
  await begin();
  expect((await browser.visit('/bff/api/tenants')).json).toMatchObject({ person: 'amina' });
  const { status } = await browser.visit('/bff/api/tenants/lion/decisions?limit=3');
  expect(status).toBe(200);
  const act = { person: 'amina', tenant: 'lion', operation: 'listDecisions', isAllowed: true };
  expect(world.acts().at(-1)).toMatchObject(act);
});

test('whoever the request says that it is, the cookie alone counts under /bff/', async () => {
  await begin();
  const stranger = new CookieBrowser(world.url);
  const headers = { Authorization: 'Bearer e.y.J' };
  expect((await stranger.visit('/bff/api/tenants', { headers })).status).toBe(401);
  expect((await browser.visit('/bff/api/tenants', { headers })).status).toBe(200);
  // And at the API's own paths the token alone, never the cookie.
  expect((await browser.visit('/tenants')).status).toBe(401);
});

const ofTenants = operationsApi.operations.filter(({ path }) =>
  path.startsWith('/tenants/{tenant}'),
);
const pathOf = ({ path }: Operation, tenant: string) =>
  `/bff/api${path.replace('{tenant}', tenant).replaceAll(/\{\w+\}/g, '1')}`;
const ask = (operation: Operation, tenant: string) => {
  const hasBody = operation.mediaTypes.length > 0;
  return operation.method === 'get'
    ? browser.visit(pathOf(operation, tenant))
    : browser.write(pathOf(operation, tenant), hasBody ? {} : undefined);
};

test.each(operationsRoles)('%s may do by the page what the role may, and no more', async (role) => {
  await begin({
    persons: [{ id: 'amina', name: 'Amina', isWhat: '', roles: [`lion:${role}`], scope: '' }],
  });
  for (const operation of ofTenants) {
    const isAllowed = operation.scope === 'viewer' || operation.scope === role;
    const { status } = await ask(operation, 'lion');
    expect([operation.operationId, status === 403]).toEqual([operation.operationId, !isAllowed]);
    expect(status).not.toBe(401);
    expect((await ask(operation, 'buffalo')).status).toBe(403);
  }
});

test('what is no operation is not served behind the page, its docs neither', async () => {
  await begin();
  for (const path of ['/bff/api/docs/', '/bff/api/openapi.json', '/bff/api/', '/bff/other']) {
    expect((await browser.visit(path)).status).toBe(404);
  }
  expect((await browser.visit('/docs/')).status).toBe(200);
});

/** What one of the other roles has heard. */
interface Heard {
  readonly url: string | undefined;
  readonly method: string | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly bytes: Buffer;
}

async function otherRole(answer: (request: IncomingMessage, response: ServerResponse) => void) {
  const heard: Heard[] = [];
  const server = await startLocalServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { url, method, headers } = request;
      heard.push({ url, method, headers, bytes: Buffer.concat(chunks) });
      answer(request, response);
    });
  });
  closes.push(() => server.close());
  return { url: `${server.url}/api`, heard };
}

test('other APIs get the person’s own token, bytes as they were sent, and of headers those that are listed', async () => {
  const sheet = Buffer.from([0, 255, 1, 254, 80, 75]);
  const { url, heard } = await otherRole((_request, response) => {
    response.writeHead(201, {
      ...{ 'Content-Type': 'application/zip', 'Content-Disposition': 'attachment' },
      ...{ 'Set-Cookie': 'x=y', 'Access-Control-Allow-Origin': '*', Server: 'theirs' },
    });
    response.end(sheet);
  });
  await begin({ settings: { OPERATIONS_PAGE_FEE_RULES_URL: url } });
  expect((await browser.visit('/bff/session')).json['apis']).toEqual({
    ...{ feeRules: true, obligations: false },
  });
  const response = await fetch(`${world.url}/bff/fee-rules/rule-sets/a%2Fb?x=1&y=%20`, {
    method: 'PUT',
    headers: {
      ...{ ...browser.cookieHeader(), 'Payment-Hub-Page': '1', Origin: world.url },
      ...{ 'Content-Type': 'application/octet-stream', 'X-Other': '1', Authorization: 'Bearer x' },
    },
    body: sheet,
  });
  expect(response.status).toBe(201);
  expect(Buffer.from(await response.arrayBuffer())).toEqual(sheet);
  const headers = Object.fromEntries(response.headers);
  expect(headers).toMatchObject({ 'content-disposition': 'attachment' });
  for (const name of ['set-cookie', 'access-control-allow-origin', 'server']) {
    expect(headers).not.toHaveProperty(name);
  }
  expect(heard).toHaveLength(1);
  const [got] = heard;
  expect([got?.method, got?.url]).toEqual(['PUT', '/api/rule-sets/a%2Fb?x=1&y=%20']);
  expect(got?.bytes).toEqual(sheet);
  expect(got?.headers.authorization).toMatch(/^Bearer eyJ/);
  expect(got?.headers).toMatchObject({ 'content-type': 'application/octet-stream' });
  for (const name of ['cookie', 'x-other', 'payment-hub-page', 'origin']) {
    expect(got?.headers).not.toHaveProperty(name);
  }
});

test.each([
  '/bff/obligations/../tenants',
  '/bff/obligations/%2e%2e/%2e%2e/secret',
  '/bff/obligations/..%2fx',
])('nobody gets out of another API’s own paths by %s', async (path) => {
  const { url, heard } = await otherRole((_request, response) => response.end());
  await begin({ settings: { OPERATIONS_PAGE_OBLIGATIONS_URL: url } });
  // As bytes on the wire: fetch would put the path right before it is sent.
  const { request } = await import('node:http');
  await new Promise<void>((resolve) => {
    const asked = request(world.url, { path, headers: browser.cookieHeader() }, (response) => {
      response.resume().once('end', resolve);
    });
    asked.end();
  });
  for (const one of heard) expect(one.url).toMatch(/^\/api\/(?!\.\.\/)/);
});

test('an API that this hub has not is not there, one that is away says so, and one that takes other tokens too', async () => {
  const { url } = await otherRole((_request, response) => {
    response.writeHead(401, { 'WWW-Authenticate': 'Bearer' }).end();
  });
  await begin({ settings: { OPERATIONS_PAGE_OBLIGATIONS_URL: url } });
  expect((await browser.visit('/bff/fee-rules/rule-sets')).status).toBe(404);
  // 401 would tell the page that its session is over.
  expect((await browser.visit('/bff/obligations/cycles')).status).toBe(501);
  const away = await world.another({
    settings: { OPERATIONS_PAGE_FEE_RULES_URL: 'http://127.0.0.1:9' },
  });
  expect((await browser.visit(`${away.url}/bff/fee-rules/rule-sets`)).status).toBe(503);
});

test('a page that leaves takes its request to another API with it', async () => {
  let leave = (): void => undefined;
  const gone = new Promise<void>((resolve) => (leave = resolve));
  const { url, heard } = await otherRole((_request, response) => {
    response.once('close', leave);
  });
  await begin({ settings: { OPERATIONS_PAGE_FEE_RULES_URL: url } });
  const leaving = new AbortController();
  const asked = fetch(`${world.url}/bff/fee-rules/slow`, {
    headers: browser.cookieHeader(),
    signal: leaving.signal,
  }).catch(() => undefined);
  while (heard.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
  leaving.abort();
  await asked;
  await expect(gone).resolves.toBeUndefined();
});

function builtPage(): string {
  const folder = mkdtempSync(join(tmpdir(), 'page-'));
  closes.push(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>page</title>');
  writeFileSync(join(folder, 'assets/index-1a2b.js'), 'start();');
  writeFileSync(join(folder, 'icon.svg'), '<svg/>');
  return folder;
}

test('the page is served with nothing but its own files allowed, and its files are kept for a year', async () => {
  await begin({ builtIn: ['/nowhere', builtPage()] });
  expect((await browser.visit('/')).headers.get('location')).toBe('/app/');
  expect((await browser.visit('/app')).headers.get('location')).toBe('/app/');
  for (const path of ['/app/', '/app/payments/1', '/app/signed-out?why=x', '/app/index.html']) {
    const { status, text, headers } = await browser.visit(path);
    expect([path, status, text]).toEqual([path, 200, '<!doctype html><title>page</title>']);
    expect(Object.fromEntries(headers)).toMatchObject({
      'cache-control': 'no-cache',
      'content-security-policy':
        "default-src 'self';img-src 'self' data:;object-src 'none';frame-ancestors 'none';base-uri 'none';form-action 'self'",
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'permissions-policy': expect.stringContaining('geolocation=()') as string,
    });
    expect(headers.has('strict-transport-security')).toBe(false);
  }
  const asset = await browser.visit('/app/assets/index-1a2b.js');
  expect([asset.text, asset.headers.get('cache-control')]).toEqual([
    ...['start();', 'public, max-age=31536000, immutable'],
  ]);
  expect((await browser.visit('/app/icon.svg')).text).toBe('<svg/>');
  expect((await browser.visit('/app/assets/index-gone.js')).status).toBe(404);
  for (const path of ['/app/..%2f..%2fpackage.json', '/app/assets/..%2f..%2fpackage.json']) {
    expect((await browser.visit(path)).text).not.toContain('"name"');
  }
});

test('who takes packed files gets them as the build has packed them, everybody else the plain ones', async () => {
  const folder = builtPage();
  for (const name of ['index.html', 'assets/index-1a2b.js']) {
    writeFileSync(join(folder, `${name}.gz`), gzipSync(`packed ${name}`));
  }
  await begin({ builtIn: [folder] });
  const of = async (path: string, encoding: string) => {
    const seen = await browser.visit(path, { headers: { 'Accept-Encoding': encoding } });
    const { headers, text, status } = seen;
    return [status, text, headers.get('content-encoding'), headers.get('content-type')];
  };
  const [html, script] = ['text/html; charset=utf-8', 'text/javascript; charset=utf-8'];
  const asset = '/app/assets/index-1a2b.js';
  expect(await of(asset, 'gzip, br')).toEqual([200, 'packed assets/index-1a2b.js', 'gzip', script]);
  expect(await of('/app/payments/1', 'gzip')).toEqual([200, 'packed index.html', 'gzip', html]);
  expect(await of(asset, 'identity')).toEqual([200, 'start();', null, script]);
  expect(await of(asset, 'gzip;q=0')).toEqual([200, 'start();', null, script]);
  expect(await of('/app/icon.svg', 'gzip')).toEqual([200, '<svg/>', null, 'image/svg+xml']);
  const gone = await browser.visit('/app/assets/index-gone.js');
  expect(gone.headers.has('content-encoding')).toBe(false);
  for (const path of [asset, '/app/']) {
    expect((await browser.visit(path)).headers.get('vary')).toContain('Accept-Encoding');
  }
});

test('a page that is not built says so, and the API goes on', async () => {
  await begin({ builtIn: ['/nowhere'] });
  const seen = await browser.visit('/app/');
  expect(problem(seen)).toEqual([503, 'urn:payment-hub:problem:unavailable']);
  expect(seen.json['detail']).toContain('npm run build:page');
  expect((await browser.visit('/bff/api/tenants')).status).toBe(200);
});

test('behind https the browser is told to come by nothing else', async () => {
  await begin();
  const secure = await world.another({
    settings: { OPERATIONS_PAGE_URL: 'https://operations.lion.example' },
  });
  const { headers } = await browser.visit(`${secure.url}/bff/session`);
  expect(headers.get('strict-transport-security')).toContain('max-age=31536000');
});
