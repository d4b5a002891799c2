/** How sessions at the operators' page go on and end: tokens renewed, signed out here, at the issuer, and by it. */
import { SignJWT, importJWK, type JWTPayload } from 'jose';
import { sessionsEndedEnvironment } from '../../connectors/common/contracts/operations-sessions-ended';
import { CookieBrowser } from '../kit/page/browser';
import { pageClientId, startPageWorld, type PageWorld } from '../kit/page/world';

let world: PageWorld;
let browser: CookieBrowser;
afterEach(() => world.close());

const begin = async (options: Parameters<typeof startPageWorld>[0] = {}) => {
  world = await startPageWorld(options);
  browser = new CookieBrowser(world.url);
  await browser.signIn('amina');
};
const statusOfSession = async (one = browser, origin = world.url) =>
  (await one.visit(`${origin}/bff/session`)).status;
const refreshes = () => world.issuer.asked.filter((one) => one === 'POST /token').length - 1;
const topic = sessionsEndedEnvironment.parse({}).OPERATIONS_SESSIONS_ENDED_TOPIC;
const told = () => world.kafka.partitions(topic).flat();

test('a token with time left is used as it is', async () => {
  await begin();
  for (let times = 0; times < 3; times += 1) expect(await statusOfSession()).toBe(200);
  expect(refreshes()).toBe(0);
});

test('a token that is about to be over is renewed, and the cookie with it', async () => {
  await begin({ accessTokenS: 20 });
  const before = browser.cookies.get('__Host-payment-hub');
  expect(await statusOfSession()).toBe(200);
  expect(refreshes()).toBe(1);
  expect(browser.cookies.get('__Host-payment-hub')).not.toBe(before);
  // The next one has a refresh token that the issuer has not seen yet.
  expect(await statusOfSession()).toBe(200);
  expect(refreshes()).toBe(2);
});

test('tabs that ask at one moment, and one that comes late with the former cookie, share one renewal', async () => {
  await begin({ accessTokenS: 20 });
  const tabs = [browser.copy(), browser.copy(), browser.copy()];
  const late = browser.copy();
  const statuses = await Promise.all(tabs.map((tab) => statusOfSession(tab)));
  expect(statuses).toEqual([200, 200, 200]);
  expect(await statusOfSession(late)).toBe(200);
  expect(refreshes()).toBe(1);
});

test('whom the issuer refuses to renew is signed out', async () => {
  await begin({ accessTokenS: 20 });
  world.issuer.disable('amina');
  const { status, setCookies, json } = await browser.visit('/bff/api/tenants');
  expect([status, json['type']]).toEqual([401, 'urn:payment-hub:problem:unauthenticated']);
  expect(setCookies.join()).toContain('Max-Age=0');
  expect(await statusOfSession()).toBe(401);
});

test('while the issuer is away a token that is still good is used, and then the page is unavailable', async () => {
  await begin({ accessTokenS: 20 });
  await world.issuer.close();
  expect(await statusOfSession()).toBe(200);
  const later = await world.another({ aheadMs: 25_000 });
  const { status, setCookies } = await browser.visit(`${later.url}/bff/session`);
  expect([status, setCookies]).toEqual([503, []]);
});

test('who signs out is signed out in every process, copies of the cookie too, and at the issuer', async () => {
  await begin();
  const copy = browser.copy();
  const other = await world.another();
  const { status, json } = await browser.write('/bff/logout');
  expect(status).toBe(200);
  const next = new URL(String(json['next']));
  expect(`${next.origin}${next.pathname}`).toBe(`${world.issuer.url}/session/end`);
  expect(Object.fromEntries(next.searchParams)).toEqual({
    client_id: pageClientId,
    post_logout_redirect_uri: `${world.url}/app/signed-out`,
  });
  expect([...browser.cookies.keys()]).not.toContain('__Host-payment-hub');
  expect(await statusOfSession(copy)).toBe(401);
  expect(await statusOfSession(copy, other.url)).toBe(401);
  expect(world.issuer.asked).toContain('POST /token/revocation');
  // The issuer itself still knows the person, until they have signed out there.
  const again = await browser.visit('/bff/login?return=/app/again');
  const landed = await browser.follow(again, (url) => url === `${world.url}/app/again`);
  expect(landed.headers.get('location')).toBe('/app/again');
  expect(await statusOfSession()).toBe(200);
});

test('who signs out while Kafka and the issuer are away is signed out in this browser', async () => {
  await begin();
  world.kafka.isDown = true;
  await world.issuer.close();
  const { status, json } = await browser.write('/bff/logout');
  expect(status).toBe(200);
  expect([...browser.cookies.keys()]).not.toContain('__Host-payment-hub');
  expect(json['next']).toContain('/session/end');
});

test('who signs out at the issuer is signed out in every process of the page', async () => {
  await begin();
  const other = await world.another();
  const late = await world.another();
  expect(await statusOfSession(browser, late.url)).toBe(200);
  const copy = browser.copy();
  const signOut = await browser.visit(`${world.issuer.url}/session/end`);
  const xsrf = /name="xsrf" value="([^"]+)"/.exec(signOut.text)?.[1] ?? '';
  await browser.visit(`${world.issuer.url}/session/end/confirm`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ xsrf, logout: 'yes' }).toString(),
  });
  expect(told()).toHaveLength(1);
  for (const { url } of [{ url: world.url }, other, late]) {
    expect(await statusOfSession(copy, url)).toBe(401);
  }
  const startedLater = await world.another();
  expect(await statusOfSession(copy, startedLater.url)).toBe(401);
  // A session of the same person that begins afterwards is another one.
  const again = new CookieBrowser(world.url);
  await again.signIn('amina');
  expect(await statusOfSession(again)).toBe(200);
});

const event = 'http://schemas.openid.net/event/backchannel-logout';

async function logoutToken(changes: JWTPayload, alg = 'ES256'): Promise<string> {
  const key = await importJWK(world.issuer.signingKey, 'ES256');
  const iat = Math.floor(Date.now() / 1_000);
  return new SignJWT({
    ...{ iss: world.issuer.url, aud: pageClientId, jti: 'one', sub: 'amina', iat, exp: iat + 120 },
    events: { [event]: {} },
    ...changes,
  })
    .setProtectedHeader({ alg, typ: 'logout+jwt', kid: 'one' })
    .sign(key);
}

const tell = (token: string, origin = world.url) =>
  new CookieBrowser(origin).visit('/bff/back-channel-logout', {
    method: 'POST',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ logout_token: token }).toString(),
  });

test('a logout token that names the person alone ends what they have begun until then, and no others', async () => {
  await begin();
  const juma = new CookieBrowser(world.url);
  await juma.signIn('juma');
  const { status, headers } = await tell(await logoutToken({}));
  expect([status, headers.get('cache-control')]).toEqual([200, 'no-store']);
  expect(await statusOfSession()).toBe(401);
  expect(await statusOfSession(juma)).toBe(200);
});

test('a logout token of before the session was begun does not end it, however often it comes', async () => {
  await begin();
  const former = await logoutToken({ iat: Math.floor(Date.now() / 1_000) - 60 });
  for (let times = 0; times < 2; times += 1) expect((await tell(former)).status).toBe(200);
  expect(await statusOfSession()).toBe(200);
});

test.each<[string, JWTPayload]>([
  ['for another client', { aud: 'another' }],
  ['of another issuer', { iss: 'https://elsewhere.example' }],
  ['without the event', { events: {} }],
  ['without an id', { jti: undefined }],
  ['with a nonce, as an ID token has', { nonce: 'n' }],
  ['that names nobody', { sub: undefined }],
  ['that is over', { exp: Math.floor(Date.now() / 1_000) - 120 }],
  ['without its time', { iat: undefined }],
  ['of two days ago', { iat: Math.floor(Date.now() / 1_000) - 2 * 86_400, exp: undefined }],
  ['of the time to come', { iat: Math.floor(Date.now() / 1_000) + 3_600 }],
])('a logout token %s ends nothing', async (_how, changes) => {
  await begin();
  expect((await tell(await logoutToken(changes))).status).toBe(400);
  expect(told()).toEqual([]);
  expect(await statusOfSession()).toBe(200);
});

test('what is signed by another, or by nobody, ends nothing', async () => {
  await begin();
  const good = await logoutToken({});
  const [header = '', payload = '', signature = ''] = good.split('.');
  const none = Buffer.from('{"alg":"none"}').toString('base64url');
  const spoilt = `${signature.slice(0, 10)}${signature[10] === 'A' ? 'B' : 'A'}${signature.slice(11)}`;
  for (const token of [`${none}.${payload}.`, `${header}.${payload}.${spoilt}`, 'a.b.c', '']) {
    expect((await tell(token)).status).toBe(400);
  }
  expect(told()).toEqual([]);
});

test('while Kafka does not take it the issuer is told to come again, and then it counts', async () => {
  await begin();
  const token = await logoutToken({});
  world.first.door.nextPublish = 'lost';
  expect((await tell(token)).status).toBe(503);
  expect(await statusOfSession()).toBe(200);
  expect((await tell(token)).status).toBe(200);
  expect(await statusOfSession()).toBe(401);
});
