/** What `hub doctor` says of the operators' page before anybody has signed in. */
import { findingOf } from '../../connectors/common/check';
import { readEnvironment } from '../../connectors/common/config/environment';
import { createAxiosTransport } from '../../connectors/common/http/axios-transport';
import { operationsEnvironment } from '../../connectors/operations/api/settings';
import { pageChecks } from '../../connectors/operations/page/checks';
import { startLocalServer, type LocalServer } from '../kit/local-server';
import { cookieKeys } from '../kit/page/world';

let issuer: LocalServer;
let url: string;
let answer: { readonly status: number; readonly body: object };
const http = createAxiosTransport();
beforeAll(async () => {
  issuer = await startLocalServer((_request, response) => {
    response.writeHead(answer.status).end(JSON.stringify(answer.body));
  });
  ({ url } = issuer);
});
afterAll(async () => {
  http.close();
  await issuer.close();
});

const environmentWith = (settings: Readonly<Record<string, string>>) =>
  readEnvironment(operationsEnvironment, {
    OPERATIONS_TOKEN_ISSUER: url,
    OPERATIONS_TOKEN_AUDIENCE: 'payment-hub',
    OPERATIONS_TOKEN_JWKS_URL: `${url}/jwks`,
    ...settings,
  });
const page = {
  OPERATIONS_PAGE_URL: 'http://127.0.0.1:5007',
  OPERATIONS_PAGE_CLIENT_ID: 'page',
  OPERATIONS_PAGE_CLIENT_SECRET: 'secret',
  OPERATIONS_PAGE_COOKIE_KEYS: cookieKeys.first,
};
const checkOfIssuer = (settings: Readonly<Record<string, string>> = {}) => {
  const checks = pageChecks(environmentWith({ ...page, ...settings }), http);
  const found = checks.find(({ what }) => what.startsWith('where people sign in'));
  return found === undefined ? Promise.reject(new Error('no such check')) : findingOf(found);
};
const document = () => ({
  issuer: url,
  authorization_endpoint: `${url}/auth`,
  token_endpoint: `${url}/token`,
  jwks_uri: `${url}/jwks`,
  code_challenge_methods_supported: ['S256'],
  backchannel_logout_supported: true,
});

test('without a page nothing is looked at', () => {
  expect(pageChecks(environmentWith({}), http)).toEqual([]);
});

test('an issuer that can all that is needed is well, and what to register there is told', async () => {
  answer = { status: 200, body: document() };
  const { status, detail } = await checkOfIssuer();
  expect(status).toBe('ok');
  expect(detail).toContain('http://127.0.0.1:5007/bff/callback');
});

test.each([
  ['fail', 'without PKCE', { code_challenge_methods_supported: ['plain'] }],
  [
    'fail',
    'that does not say whether it has PKCE',
    { code_challenge_methods_supported: undefined },
  ],
  ['fail', 'that calls itself otherwise', { issuer: 'https://elsewhere.example' }],
  ['fail', 'without a token endpoint', { token_endpoint: undefined }],
  ['warn', 'without back-channel logout', { backchannel_logout_supported: undefined }],
])('%s: an issuer %s', async (status, _what, changes) => {
  answer = { status: 200, body: { ...document(), ...changes } };
  expect((await checkOfIssuer()).status).toBe(status);
});

test('an issuer that answers something else, or nothing, is told as such', async () => {
  answer = { status: 404, body: {} };
  expect(await checkOfIssuer()).toMatchObject({ status: 'fail' });
  const nobody = await checkOfIssuer({ OPERATIONS_PAGE_ISSUER: 'http://127.0.0.1:9' });
  expect(nobody).toMatchObject({ status: 'fail', isAway: true });
});
