/** Signing in at the operators' page, and what the browser gets to see of it: a real identity provider, real HTTP. */
import { CookieBrowser, type Seen } from '../kit/page/browser';
import { cookieKeys, startPageWorld, type PageWorld } from '../kit/page/world';

let world: PageWorld;
let browser: CookieBrowser;
beforeEach(async () => {
  world = await startPageWorld();
  browser = new CookieBrowser(world.url);
});
afterEach(() => world.close());

const sessionCookie = '__Host-payment-hub';
const statusOfSession = async (one = browser, origin = world.url) =>
  (await one.visit(`${origin}/bff/session`)).status;
const landing = ({ status, headers }: Seen) => [status, headers.get('location')];

test('a person signs in, is sent to where they were going, and the page knows who they are', async () => {
  expect(await statusOfSession()).toBe(401);
  const landed = await browser.signIn('amina', '/app/payments/1?tab=messages');
  expect(landing(landed)).toEqual([303, '/app/payments/1?tab=messages']);
  const { status, json } = await browser.visit('/bff/session');
  expect(status).toBe(200);
  expect(json).toEqual({
    person: 'amina',
    name: 'Amina Hassan',
    tenants: [
      { tenant: 'lion', roles: ['operator', 'viewer'] },
      { tenant: 'buffalo', roles: ['operator', 'viewer'] },
    ],
    expiresAt: expect.any(String) as string,
    apis: { feeRules: false, obligations: false },
  });
});

test('no token is in anything that the browser can read, and its cookies are out of reach of scripts', async () => {
  const landed = await browser.signIn('amina');
  await browser.visit('/bff/session');
  await browser.visit('/bff/api/tenants');
  await browser.write('/bff/logout');
  // A JWT begins so, whoever has made it; so does a JWE, which stands in the cookie alone.
  for (const said of browser.heard) expect(said).not.toMatch(/eyJ[\w-]{10}/);
  const [session, ...others] = landed.setCookies.filter((one) => !one.includes('=;'));
  expect(others).toEqual([]);
  const [pair = '', ...attributes] = (session ?? '').split('; ');
  expect(attributes.filter((one) => !one.startsWith('Max-Age'))).toEqual([
    ...['Path=/', 'Secure', 'HttpOnly', 'SameSite=Strict'],
  ]);
  const [header = ''] = pair.slice(`${sessionCookie}=`.length).split('.');
  expect(JSON.parse(Buffer.from(header, 'base64url').toString())).toEqual({
    ...{ alg: 'dir', enc: 'A256GCM' },
  });
});

test('a login goes by code and PKCE, and what answers for it is gone once it was used', async () => {
  const begun = await browser.visit('/bff/login?return=/app/');
  const asked = new URL(begun.headers.get('location') ?? '');
  expect(Object.fromEntries(asked.searchParams)).toMatchObject({
    response_type: 'code',
    code_challenge_method: 'S256',
    redirect_uri: `${world.url}/bff/callback`,
    scope: 'openid profile offline_access',
    state: expect.stringMatching(/^[\w-]{40,}$/) as string,
    nonce: expect.stringMatching(/^[\w-]{40,}$/) as string,
  });
  expect(begun.setCookies.join()).toMatch(/Max-Age=600; Secure; HttpOnly; SameSite=Lax$/);
  const chosen = await browser.choose(await browser.follow(begun), 'amina');
  const callback = chosen.headers.get('location') ?? '';
  const before = browser.copy();
  expect(landing(await browser.visit(callback))).toEqual([303, '/app/']);
  expect([...browser.cookies.keys()].filter((name) => name.includes('login'))).toEqual([]);
  // Replayed, without the cookie and with it.
  const expired = [303, '/app/signed-out?why=login-expired'];
  expect(landing(await browser.visit(callback))).toEqual(expired);
  expect(landing(await before.visit(callback))).toEqual([303, '/app/signed-out?why=invalid_grant']);
  expect(await statusOfSession(before)).toBe(401);
});

test.each([
  ['forged', (url: URL) => url.searchParams.set('state', 'a'.repeat(43))],
  ['missing', (url: URL) => url.searchParams.delete('state')],
  ['there twice', (url: URL) => url.searchParams.append('state', 'b')],
])('a callback whose state is %s begins no session', async (_how, spoil) => {
  const chosen = await browser.choose(await browser.beginSignIn(), 'amina');
  const callback = new URL(chosen.headers.get('location') ?? '');
  spoil(callback);
  expect(landing(await browser.visit(callback.href))).toEqual([
    303,
    '/app/signed-out?why=login-expired',
  ]);
  expect(await statusOfSession()).toBe(401);
});

test('the answer to another browser’s login is not taken', async () => {
  const other = new CookieBrowser(world.url);
  const chosen = await other.choose(await other.beginSignIn(), 'juma');
  await browser.beginSignIn();
  const answer = await browser.visit(chosen.headers.get('location') ?? '');
  expect(landing(answer)).toEqual([303, '/app/signed-out?why=login-expired']);
  expect(await statusOfSession()).toBe(401);
});

test('an answer that says it is another issuer’s is not taken', async () => {
  const chosen = await browser.choose(await browser.beginSignIn(), 'amina');
  const callback = new URL(chosen.headers.get('location') ?? '');
  callback.searchParams.set('iss', 'https://elsewhere.example');
  expect(landing(await browser.visit(callback.href))).toEqual([
    303,
    '/app/signed-out?why=issuer-unreachable',
  ]);
  expect(await statusOfSession()).toBe(401);
});

test('two tabs may sign in at one moment', async () => {
  const first = await browser.visit('/bff/login?return=/app/one');
  const second = await browser.visit('/bff/login?return=/app/two');
  const chosen = await browser.choose(await browser.follow(first), 'amina');
  const callback = chosen.headers.get('location') ?? '';
  expect(landing(await browser.visit(callback))).toEqual([303, '/app/one']);
  // The issuer knows the person by now.
  const other = await browser.follow(second, (url) => url === `${world.url}/app/two`);
  expect(landing(other)).toEqual([303, '/app/two']);
});

test('who signs in where another was signed in ends the other’s session', async () => {
  await browser.signIn('amina');
  const others = browser.copy();
  expect(await statusOfSession(others)).toBe(200);
  for (const name of browser.cookies.keys()) {
    // The issuer forgets the person too, or it would not ask who signs in.
    if (name !== sessionCookie) browser.cookies.delete(name);
  }
  await browser.signIn('juma');
  expect((await browser.visit('/bff/session')).json).toMatchObject({ person: 'juma' });
  expect(await statusOfSession(others)).toBe(401);
});

test('a browser that begins many logins keeps few cookies of them', async () => {
  for (let times = 0; times < 12; times += 1) await browser.visit('/bff/login');
  const logins = [...browser.cookies.keys()].filter((name) => name.includes('login'));
  expect(logins).toHaveLength(5);
});

test.each([
  'https://evil.example/',
  '//evil.example/app/',
  '/\\evil.example/app/',
  '/app/../\\\\evil.example',
  '/app/../../bff/logout',
  '/app/%2e%2e/bff/session',
  '/app//../..//evil.example',
  '/bff/session',
  '/app',
  'app/',
  '/app/\tx',
  '/app/\r\nSet-Cookie: a=b',
  'javascript:alert(1)',
  '',
])('nobody is sent to %j after signing in', async (target) => {
  const seen = await browser.visit(`/bff/login?return=${encodeURIComponent(target)}`);
  expect([seen.status, seen.json['type']]).toEqual([
    400,
    'urn:payment-hub:problem:invalid-request',
  ]);
});

test('whom the issuer refuses hears its code, and has no session', async () => {
  const chosen = await browser.choose(await browser.beginSignIn(), 'nobody');
  const answer = await browser.visit(chosen.headers.get('location') ?? '');
  expect(landing(answer)).toEqual([303, '/app/signed-out?why=access_denied']);
  expect(await statusOfSession()).toBe(401);
});

test('while the issuer gives no answer nobody signs in', async () => {
  const elsewhere = await world.another({
    settings: { OPERATIONS_PAGE_ISSUER: 'http://127.0.0.1:9' },
  });
  const seen = await browser.visit(`${elsewhere.url}/bff/login`);
  expect(landing(seen)).toEqual([303, '/app/signed-out?why=issuer-unreachable']);
});

test('a token that the operations API would not take begins no session', async () => {
  const strict = await startPageWorld({ settings: { OPERATIONS_TOKEN_AUDIENCE: 'another' } });
  try {
    const other = new CookieBrowser(strict.url);
    const landed = await other.signIn('amina');
    expect(landing(landed)).toEqual([303, '/app/signed-out?why=token-not-accepted']);
    expect(await statusOfSession(other, strict.url)).toBe(401);
  } finally {
    await strict.close();
  }
});

test.each([0, 30, 200, -1])('a cookie changed at %d is no session', async (at) => {
  await browser.signIn('amina');
  const sealed = browser.cookies.get(sessionCookie) ?? '';
  const place = at < 0 ? sealed.length + at : at;
  const other = sealed[place] === 'A' ? 'Q' : 'A';
  browser.cookies.set(sessionCookie, sealed.slice(0, place) + other + sealed.slice(place + 1));
  const { status, setCookies } = await browser.visit('/bff/session');
  expect(status).toBe(401);
  expect(setCookies.join()).toContain(`${sessionCookie}=; Path=/; Max-Age=0`);
});

test('what is sealed for a login opens as no session', async () => {
  await browser.visit('/bff/login');
  const [sealed = ''] = browser.cookies.values();
  browser.cookies.set(sessionCookie, sealed);
  expect(await statusOfSession()).toBe(401);
});

test('keys are rotated without anybody signing in anew: the first seals, all open', async () => {
  await browser.signIn('amina');
  const { first, second } = cookieKeys;
  const with_ = (keys: string) =>
    world.another({ settings: { OPERATIONS_PAGE_COOKIE_KEYS: keys } });
  const rotated = await with_(`${second},${first}`);
  expect(await statusOfSession(browser, rotated.url)).toBe(200);
  const withoutFormer = await with_(second);
  expect(await statusOfSession(browser, withoutFormer.url)).toBe(401);
});

test('a session ends with its hours, whatever the issuer says', async () => {
  await browser.signIn('amina');
  const { json } = await browser.visit('/bff/session');
  const leftMs = Date.parse(String(json['expiresAt'])) - Date.now();
  expect(Math.round(leftMs / 60_000)).toBe(600);
  const later = await world.another({ aheadMs: 10 * 3_600_000 + 1_000 });
  expect(await statusOfSession(browser, later.url)).toBe(401);
});

test('a session of many roles stands in several cookies, none larger than browsers keep', async () => {
  const roles = Array.from({ length: 200 }, (_, at) => `tenant-${at}:viewer`);
  const many = await startPageWorld({
    persons: [{ id: 'amina', name: 'Amina', isWhat: 'everything', roles, scope: '' }],
  });
  try {
    const other = new CookieBrowser(many.url);
    const { setCookies } = await other.signIn('amina');
    const names = [...other.cookies.keys()].filter((name) => name.startsWith(sessionCookie));
    expect(names.length).toBeGreaterThan(1);
    expect(names).toEqual(names.map((_, at) => `${sessionCookie}.${at}`));
    for (const line of setCookies) expect(line.length).toBeLessThanOrEqual(4_096);
    expect(((await other.visit('/bff/session')).json['tenants'] as unknown[]).length).toBe(200);
    other.cookies.delete(`${sessionCookie}.1`);
    expect(await statusOfSession(other, many.url)).toBe(401);
  } finally {
    await many.close();
  }
});
