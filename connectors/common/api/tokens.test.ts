import {
  exportJWK,
  exportSPKI,
  generateKeyPair,
  SignJWT,
  type CryptoKey,
  type JWTHeaderParameters,
} from 'jose';
import { tokensSchema } from './token-settings';
import { createTokenVerifier } from './tokens';

const nowMs = Date.parse('2026-12-01T00:00:00Z');
const issuer = 'https://id.lion.example';

interface Pair {
  readonly privateKey: CryptoKey;
  readonly publicKey: CryptoKey;
}
let former: Pair, newer: Pair, strange: Pair;

beforeAll(async () => {
  const generate = () => generateKeyPair('RS256', { extractable: true });
  [former, newer, strange] = await Promise.all([generate(), generate(), generate()]);
});

const signedBy = ({ privateKey }: Pair, header: Partial<JWTHeaderParameters> = {}) =>
  new SignJWT({ iss: issuer, aud: 'hub', exp: nowMs / 1_000 + 60 })
    .setProtectedHeader({ alg: 'RS256', ...header })
    .sign(privateKey);

/** Whether a token is taken, by the keys that the settings hold. */
async function isTaken(token: string, publicKey: string | object): Promise<boolean> {
  const settings = tokensSchema.parse({ issuer, audience: 'hub', publicKey });
  const http = { request: () => Promise.reject(new Error('nobody is asked')) };
  const verify = createTokenVerifier(settings, { clock: { now: () => nowMs } as never, http }, 0);
  return verify(token).then(
    () => true,
    () => false,
  );
}

const pemOf = async (...pairs: readonly Pair[]): Promise<string> =>
  (await Promise.all(pairs.map(({ publicKey }) => exportSPKI(publicKey)))).join('');

test.each([
  ['names no key', {}],
  ['names its key, as identity providers do, which PEM cannot', { kid: 'of 2026' }],
])(
  'while the former and the newer key stand in the PEM, what either signed is taken: a token that %s',
  async (_what, header) => {
    const pem = await pemOf(former, newer);
    expect(await isTaken(await signedBy(former, header), pem)).toBe(true);
    expect(await isTaken(await signedBy(newer, header), pem)).toBe(true);
    expect(await isTaken(await signedBy(strange, header), pem)).toBe(false);
  },
);

test('once the former key is taken out of the PEM, what it signed is refused', async () => {
  const pem = await pemOf(newer);
  expect(await isTaken(await signedBy(newer, { kid: 'newer' }), pem)).toBe(true);
  expect(await isTaken(await signedBy(former, { kid: 'former' }), pem)).toBe(false);
});

test('a key with a name is good for tokens that name it, or none', async () => {
  const named = async (pair: Pair, kid: string) => ({ ...(await exportJWK(pair.publicKey)), kid });
  const keys = { keys: [await named(former, 'former'), await named(newer, 'newer')] };
  expect(await isTaken(await signedBy(former, { kid: 'former' }), keys)).toBe(true);
  expect(await isTaken(await signedBy(newer, { kid: 'newer' }), keys)).toBe(true);
  expect(await isTaken(await signedBy(newer), keys)).toBe(true);
  expect(await isTaken(await signedBy(newer, { kid: 'former' }), keys)).toBe(false);
  expect(await isTaken(await signedBy(newer, { kid: 'another' }), keys)).toBe(false);
});
