import { generateKeyPairSync, KeyObject, randomUUID } from 'node:crypto';
import express from 'express';
import {
  exportJWK,
  exportSPKI,
  generateKeyPair,
  SignJWT,
  UnsecuredJWT,
  type CryptoKey,
  type JWTPayload,
} from 'jose';
import { listen } from '../../connectors/common/http/server';
import { startChannel, tenantOf, type Answer, type Channel } from '../kit/parts/channel';

/** 2026-11-21T12:00:00Z: tokens are made and checked by this clock. */
const nowS = 1_795_262_400;
const clock = { now: () => nowS * 1_000, sleep: () => new Promise<void>(() => undefined) };

const body = {
  clientCorrelationId: 'order-1',
  payer: { partyIdType: 'MSISDN', partyIdentifier: '255713803912' },
  payee: { partyIdType: 'MSISDN', partyIdentifier: '255754100200' },
  amount: { amount: '100.12', currency: 'TZS' },
};

interface KeyPair {
  readonly privateKey: CryptoKey;
  readonly publicKey: CryptoKey;
}
let lionKeys: KeyPair, buffaloKeys: KeyPair, strangerKeys: KeyPair, ellipticKeys: KeyPair;
let lionPem: string;
let buffaloTokens: NonNullable<Parameters<typeof tenantOf>[1]>['tokens'];
let channel: Channel;

beforeAll(async () => {
  const generate = (alg: string) => generateKeyPair(alg, { extractable: true });
  [lionKeys, buffaloKeys, strangerKeys, ellipticKeys] = await Promise.all([
    generate('RS256'),
    generate('RS256'),
    generate('RS256'),
    generate('ES256'),
  ]);
  lionPem = await exportSPKI(lionKeys.publicKey);
  buffaloTokens = {
    issuer: 'https://id.shared.example',
    audience: 'hub',
    publicKey: (await exportJWK(buffaloKeys.publicKey)) as Record<string, unknown>,
  };
  channel = await startChannel(
    [
      tenantOf('lion', {
        tokens: {
          issuer: 'https://id.lion.example',
          audience: 'hub',
          publicKey: lionPem,
          algorithms: ['RS256'],
          scope: 'payments',
        },
      }),
      tenantOf('buffalo', { tokens: buffaloTokens }),
      tenantOf('zebra', {
        tokens: {
          issuer: 'https://id.shared.example',
          audience: 'hub',
          publicKey: await exportSPKI(ellipticKeys.publicKey),
        },
      }),
    ],
    {},
    clock,
  );
});
afterAll(() => channel.close());
afterEach(() => {
  channel.engine.calls.length = 0;
  channel.engine.published.length = 0;
});

const lionClaims = {
  iss: 'https://id.lion.example',
  aud: 'hub',
  exp: nowS + 60,
  scope: 'profile payments',
};
const sign = (claims: JWTPayload, { privateKey }: KeyPair = lionKeys, alg = 'RS256') =>
  new SignJWT(claims).setProtectedHeader({ alg }).sign(privateKey);
const payWith = (authorization: string | undefined): Promise<Answer> =>
  channel.post('/channel/transfer', {
    body,
    headers: authorization === undefined ? {} : { authorization },
  });

function expectRefused(answer: Answer, detail: RegExp): void {
  expect(answer.status).toBe(401);
  expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer /);
  expect(answer.body.errors).toEqual([
    { header: 'Authorization', detail: expect.stringMatching(detail) },
  ]);
  expect(channel.engine.calls).toEqual([]);
}

const tenantsPaid = () =>
  channel.engine.published.map(({ variables }) => (variables as { tenant: string }).tenant);

describe('a token', () => {
  test('lets its holder act for the tenant that it is issued for', async () => {
    const token = await sign({ ...lionClaims, aud: ['other', 'hub'], tenant: 'lion' });
    expect((await payWith(`Bearer ${token}`)).status).toBe(202);
    expect(tenantsPaid()).toEqual(['lion']);
  });

  test.each<[string, JWTPayload, RegExp]>([
    ['expired', { exp: nowS - 11 }, /expired/],
    ['without an end', { exp: undefined }, /exp/],
    ['not valid yet', { nbf: nowS + 60 }, /nbf/],
    ['for another audience', { aud: 'bank' }, /iss, aud and tenant/],
    ['without an audience', { aud: undefined }, /iss, aud and tenant/],
    ['of another issuer', { iss: 'https://id.evil.example' }, /iss, aud and tenant/],
    ['that names another tenant', { tenant: 'buffalo' }, /iss, aud and tenant/],
    ['that names several tenants', { tenant: ['lion', 'buffalo'] }, /iss, aud and tenant/],
  ])('%s is refused', async (_what, change, detail) => {
    const claims = JSON.parse(JSON.stringify({ ...lionClaims, ...change })) as JWTPayload;
    expectRefused(await payWith(`Bearer ${await sign(claims)}`), detail);
  });

  test('a few seconds over its time is taken: clocks differ', async () => {
    const token = await sign({ ...lionClaims, exp: nowS - 9 });
    expect((await payWith(`Bearer ${token}`)).status).toBe(202);
  });

  test.each([
    undefined,
    '',
    'Bearer',
    'Bearer  ',
    'Basic bGlvbjpsaW9u',
    'Bearer a.b.c',
    'Bearer ..',
    'Bearer x',
  ])('that is none (%j) is refused', async (authorization) => {
    expectRefused(await payWith(authorization), /JWT/);
  });

  test('changed after it was signed is refused', async () => {
    const [header, , signature] = (await sign(lionClaims)).split('.');
    const claims = Buffer.from(JSON.stringify({ ...lionClaims, sub: 'me' })).toString('base64url');
    expectRefused(await payWith(`Bearer ${header}.${claims}.${signature}`), /signature/);
  });

  test('without a signature is refused', async () => {
    expectRefused(await payWith(`Bearer ${new UnsecuredJWT(lionClaims).encode()}`), /algorithm/);
  });

  test('signed with the public key as if it were a shared secret is refused', async () => {
    const forged = await new SignJWT(lionClaims)
      .setProtectedHeader({ alg: 'HS256' })
      .sign(Buffer.from(lionPem));
    expectRefused(await payWith(`Bearer ${forged}`), /algorithm/);
  });

  test('signed with an algorithm that the tenant does not allow is refused', async () => {
    const privateKey = KeyObject.from(lionKeys.privateKey);
    const token = await new SignJWT(lionClaims)
      .setProtectedHeader({ alg: 'PS256' })
      .sign(privateKey);
    expectRefused(await payWith(`Bearer ${token}`), /algorithm/);
  });

  test('that brings its own key is refused', async () => {
    const jwk = await exportJWK(strangerKeys.publicKey);
    const token = await new SignJWT(lionClaims)
      .setProtectedHeader({ alg: 'RS256', jwk, jku: 'https://evil.example/keys' })
      .sign(strangerKeys.privateKey);
    expectRefused(await payWith(`Bearer ${token}`), /signature/);
  });

  test('with a critical extension that nobody knows is refused', async () => {
    const token = await new SignJWT(lionClaims)
      .setProtectedHeader({ alg: 'RS256', crit: ['new'], new: true })
      .sign(lionKeys.privateKey, { crit: { new: true } });
    expectRefused(await payWith(`Bearer ${token}`), /signature/);
  });

  test('without the scope that the tenant asks for is forbidden', async () => {
    const answer = await payWith(`Bearer ${await sign({ ...lionClaims, scope: 'profile' })}`);
    expect(answer.status).toBe(403);
    expect(answer.headers.get('www-authenticate')).toContain('insufficient_scope');
    expect(channel.engine.calls).toEqual([]);
  });

  test('of a tenant whose file a replica does not have is one of nobody’s there, and starts nothing; the next replica takes it', async () => {
    const authorization = `Bearer ${await sign(lionClaims)}`;
    const without = await startChannel([tenantOf('buffalo', { tokens: buffaloTokens })], {}, clock);
    const headers = { authorization };
    const refused = await without.post('/channel/transfer', { body, headers });
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([401, null]);
    expect(without.engine.calls).toEqual([]);
    await without.close();
    expect((await payWith(authorization)).status).toBe(202);
    expect(tenantsPaid()).toEqual(['lion']);
  });

  test('is needed for decisions too', async () => {
    const path = '/channel/transfer/6f1c2f0e-6a54-5f0b-9d57-0b9a4c7a1f10/decision';
    const answer = await channel.post(path, { body: { decision: 'accept' } });
    expectRefused(answer, /JWT/);
  });

  test('is not replaced by the header of the development mode', async () => {
    const headers = { 'Platform-TenantId': 'lion' };
    expectRefused(await channel.post('/channel/transfer', { body, headers }), /JWT/);
  });
});

describe("one tenant's key", () => {
  const shared = { iss: 'https://id.shared.example', aud: 'hub', exp: nowS + 60 };

  test('never acts for another tenant, whatever the token says', async () => {
    const everyName = ['lion', 'buffalo', 'zebra'];
    for (const iss of [lionClaims.iss, shared.iss]) {
      for (const tenant of [undefined, ...everyName]) {
        const claims = { ...lionClaims, iss, ...(tenant !== undefined && { tenant }) };
        await payWith(`Bearer ${await sign(claims, buffaloKeys)}`);
      }
    }
    expect(new Set(tenantsPaid())).toEqual(new Set(['buffalo']));
  });

  test('acts for its own among tenants that share an issuer, when the token names it', async () => {
    const buffalo = await sign({ ...shared, tenant: 'buffalo' }, buffaloKeys);
    const zebra = await sign({ ...shared, tenant: 'zebra' }, ellipticKeys, 'ES256');
    expect((await payWith(`Bearer ${buffalo}`)).status).toBe(202);
    expect((await payWith(`Bearer ${zebra}`)).status).toBe(202);
    expect(tenantsPaid()).toEqual(['buffalo', 'zebra']);
  });

  test('is not guessed among tenants that share an issuer', async () => {
    expectRefused(await payWith(`Bearer ${await sign(shared, buffaloKeys)}`), /must name its/);
  });
});

describe("an identity provider's published keys", () => {
  const claims = { iss: 'https://id.lion.example', aud: 'hub', exp: nowS + 60 };
  let answerWith: { status: number; body: unknown };

  const withPublishedKeys = async (work: (remote: Channel) => Promise<void>) => {
    const app = express().get('/keys', (_request, response) => {
      response.status(answerWith.status).json(answerWith.body);
    });
    const provider = await listen(app, { name: 'keys', host: '127.0.0.1', port: 0 });
    const tokens = {
      issuer: claims.iss,
      audience: 'hub',
      jwksUrl: `http://127.0.0.1:${provider.port}/keys`,
    };
    const remote = await startChannel([tenantOf('lion', { tokens })], {}, clock);
    await work(remote);
    await remote.close();
    await provider.close(0);
  };
  const payAt = async (remote: Channel, signer: KeyPair) =>
    remote.post('/channel/transfer', {
      body: { ...body, clientCorrelationId: randomUUID() },
      headers: { authorization: `Bearer ${await sign(claims, signer)}` },
    });

  test('are fetched; during a rotation any of them may have signed', async () => {
    const keys = await Promise.all(
      [strangerKeys, lionKeys].map((pair) => exportJWK(pair.publicKey)),
    );
    answerWith = { status: 200, body: { keys } };
    await withPublishedKeys(async (remote) => {
      expect((await payAt(remote, lionKeys)).status).toBe(202);
      expect((await payAt(remote, strangerKeys)).status).toBe(202);
      expect((await payAt(remote, buffaloKeys)).status).toBe(401);
    });
  });

  test.each([
    [500, {}],
    [200, { no: 'keys' }],
    [302, {}],
  ])('that cannot be had (%d %j) are no fault of the caller', async (status, answer) => {
    answerWith = { status, body: answer };
    await withPublishedKeys(async (remote) => {
      const response = await payAt(remote, lionKeys);
      expect(response.status).toBe(503);
      expect(response.headers.get('retry-after')).toBe('5');
      expect(remote.engine.calls).toEqual([]);
    });
  });
});

describe('the configuration of tokens', () => {
  const base = { issuer: 'https://id.lion.example', audience: 'hub' };
  const pem = (bits: number, type: 'publicKey' | 'privateKey') =>
    generateKeyPairSync('rsa', { modulusLength: bits })
      [type].export({ type: type === 'publicKey' ? 'spki' : 'pkcs8', format: 'pem' })
      .toString();

  test.each<[string, () => object, RegExp]>([
    ['neither address nor key', () => ({}), /exactly one/],
    ['both', () => ({ publicKey: lionPem, jwksUrl: 'https://id.example/k' }), /exactly one/],
    ['a private key', () => ({ publicKey: pem(2048, 'privateKey') }), /private key/],
    ['a private JWK', () => ({ publicKey: { kty: 'EC', crv: 'P-256', d: 'x' } }), /private key/],
    ['a shared secret', () => ({ publicKey: '{"kty":"oct","k":"c2VjcmV0"}' }), /shared secret/],
    ['a short key', () => ({ publicKey: pem(1024, 'publicKey') }), /1024 bits/],
    ['no key at all', () => ({ publicKey: '{"keys":[]}' }), /no key/],
    ['a text that is no key', () => ({ publicKey: 'secret' }), /JSON/],
    ['the algorithm none', () => ({ publicKey: lionPem, algorithms: ['none'] }), /algorithms/],
    [
      'a shared-secret algorithm',
      () => ({ publicKey: lionPem, algorithms: ['HS256'] }),
      /algorithms/,
    ],
    ['no algorithm', () => ({ publicKey: lionPem, algorithms: [] }), /algorithms/],
    ['an address of another kind', () => ({ jwksUrl: 'file:///etc/keys' }), /jwksUrl/],
  ])('with %s is refused at start', (_what, tokens, message) => {
    expect(() => tenantOf('lion', { tokens: { ...base, ...tokens() } })).toThrow(message);
  });

  test('takes several keys in one file', async () => {
    const several = lionPem + (await exportSPKI(buffaloKeys.publicKey));
    const { tokens } = tenantOf('lion', { tokens: { ...base, publicKey: several } }).settings;
    expect(tokens?.keys).toMatchObject({ publicKey: [{ kty: 'RSA' }, { kty: 'RSA' }] });
  });

  test('without tokens is refused at start, unless the unsafe mode is asked for by name', async () => {
    await expect(startChannel([tenantOf('lion'), tenantOf('buffalo')])).rejects.toThrow(
      /tenant lion: channel.tokens[\s\S]+tenant buffalo: channel.tokens/,
    );
  });
});
