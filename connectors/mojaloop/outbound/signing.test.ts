import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { z } from 'zod';
import {
  mojaloopTenant,
  now,
  silentLog,
  surroundings,
  traceparent,
} from '../../../test/kit/mojaloop';
import { rsaKeyPair } from '../../../test/kit/signatures';
import type { HttpRequest } from '../../common/runtime';
import { isSignedWith, readClaim, type Claim } from '../signature/check';
import { createSignatures } from '../signature/signatures';
import { signatureSettingsSchema } from '../signature/settings';
import { sendToSwitch, type FspiopRequest } from './fspiop-client';

type SignOptions = Omit<
  NonNullable<z.input<typeof signatureSettingsSchema>['sign']>,
  'privateKeyPath'
>;

const [first, second] = [rsaKeyPair(), rsaKeyPair()];
let folder: string;
let privateKeyPath: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'signing-'));
  privateKeyPath = join(folder, 'private.pem');
  writeFileSync(privateKeyPath, first.privatePem);
});
afterEach(() => rmSync(folder, { recursive: true }));

test('an algorithm that Mojaloop’s own software refuses is warned of at the start', () => {
  const warned: object[] = [];
  const log = { ...silentLog, warn: (fields: object) => void warned.push(fields) };
  for (const algorithm of ['RS256', 'RS384', 'RS512'] as const) {
    const settings = signatureSettingsSchema.parse({ sign: { privateKeyPath, algorithm } });
    createSignatures(settings, { ...surroundings([]), log });
  }
  expect(warned).toEqual([{ algorithm: 'RS384' }, { algorithm: 'RS512' }]);
});

/** A tenant that signs, and what it sends. */
function signingTenant(options: SignOptions = {}) {
  const tenant = mojaloopTenant('lion', {
    // The base path of a gateway: not a part of what is signed.
    switch: 'https://switch.example/fsp/v1',
    signatures: { sign: { privateKeyPath, ...options } },
  });
  const [via] = tenant.settings.switches;
  if (via === undefined) throw new Error('the tenant has no switch');
  let nowMs = now;
  const around = surroundings([tenant], () => ({}), { now: () => nowMs });
  return {
    passMs: (durationMs: number) => (nowMs += durationMs),
    send: async (changes: Partial<FspiopRequest> = {}): Promise<HttpRequest> => {
      const message: FspiopRequest = {
        tenant,
        via,
        method: 'POST',
        resource: 'transfers',
        path: [],
        destination: 'buffalofsp',
        version: '1.1',
        traceparent,
        body: { transferId: 'b51ec534', note: 'für Ama €', amount: { b: 1, a: 2 } },
        ...changes,
      };
      await sendToSwitch(message, around);
      const sent = around.sent.at(-1);
      if (sent === undefined) throw new Error('nothing was sent');
      return sent;
    },
  };
}

/** What the receiver behind the gateway reads from it, who sees the rest of the URL. */
function claimOf({ method, url, headers, body = '' }: HttpRequest): Claim {
  return readClaim({
    method,
    resource: 'transfers',
    uri: url.replace('https://switch.example/fsp/v1', ''),
    source: 'lionfsp',
    destination: headers['FSPIOP-Destination'],
    date: headers['Date'],
    body: Buffer.from(body),
    signatureHeader: headers['FSPIOP-Signature'],
    uriHeader: headers['FSPIOP-URI'],
    methodHeader: headers['FSPIOP-HTTP-Method'],
  });
}

const isSigned = ({ headers }: HttpRequest): boolean => 'FSPIOP-Signature' in headers;

test.each(['RS256', 'RS384', 'RS512'] as const)(
  'what is sent is signed by %s over its very bytes, with the headers that switches want beside it',
  async (algorithm) => {
    const message = await signingTenant({ algorithm }).send();
    const claim = claimOf(message);
    expect(claim.algorithm).toBe(algorithm);
    expect(isSignedWith(first.publicKey, claim)).toBe(true);
    expect(message.headers).toMatchObject({
      'FSPIOP-URI': '/transfers',
      'FSPIOP-HTTP-Method': 'POST',
    });
  },
);

test('parts of the path are signed as they are sent: encoded', async () => {
  const path = ['ALIAS', 'a/b c+ü?', 'x'];
  const message = await signingTenant().send({ method: 'PUT', resource: 'parties', path });
  expect(message.headers['FSPIOP-URI']).toBe('/parties/ALIAS/a%2Fb%20c%2B%C3%BC%3F/x');
  expect(isSignedWith(first.publicKey, claimOf(message))).toBe(true);
});

test('a message without a destination is signed without one', async () => {
  const message = await signingTenant().send({ destination: undefined });
  expect(isSignedWith(first.publicKey, claimOf(message))).toBe(true);
});

test('a repeat of a message has the same signature', async () => {
  const { send } = signingTenant();
  const [one, other] = [await send(), await send()];
  expect(one.headers['FSPIOP-Signature']).toBe(other.headers['FSPIOP-Signature']);
});

test.each([
  [{}, { GET: false, 'PUT parties': true, 'PUT transfers': true }],
  [{ getRequests: true }, { GET: true, 'PUT parties': true, 'PUT transfers': true }],
  [{ putParties: false }, { GET: false, 'PUT parties': false, 'PUT transfers': true }],
])('with %j is signed: %j', async (options, expected) => {
  const { send } = signingTenant(options);
  const get = await send({ method: 'GET', resource: 'parties', path: ['x', '1'], body: undefined });
  expect({
    GET: isSigned(get),
    'PUT parties': isSigned(await send({ method: 'PUT', resource: 'parties' })),
    'PUT transfers': isSigned(await send({ method: 'PUT' })),
  }).toEqual(expected);
});

test('a signed GET is signed over an empty payload', async () => {
  const message = await signingTenant({ getRequests: true }).send({
    method: 'GET',
    body: undefined,
  });
  expect(message.body).toBeUndefined();
  expect(isSignedWith(first.publicKey, claimOf(message))).toBe(true);
});

test('a new private key is used without a restart, and a broken one is not', async () => {
  const { send, passMs } = signingTenant();
  writeFileSync(privateKeyPath, second.privatePem);
  passMs(2_000);
  expect(isSignedWith(second.publicKey, claimOf(await send()))).toBe(true);
  for (const broken of ['', rsaKeyPair(1024).privatePem, second.publicPem]) {
    writeFileSync(privateKeyPath, broken);
    passMs(2_000);
    expect(isSignedWith(second.publicKey, claimOf(await send()))).toBe(true);
  }
});

test('a key that is broken at the start is a fault of configuration that names the file', () => {
  writeFileSync(privateKeyPath, rsaKeyPair(1024).privatePem);
  expect(() => signingTenant()).toThrow(
    /private\.pem holds a key that is not RSA with at least 2048/,
  );
});
