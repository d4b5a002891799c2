/** FSPIOP Signature 1.1 at the FSPIOP server: what is believed, and every way to spoil a signature. */
import { createHmac, createSign, constants, generateKeyPairSync, sign } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import type { Logger } from '../../connectors/common/runtime';
import { mojaloopTenant, now, silentLog, surroundings } from '../kit/mojaloop';
import { encoded, rsaKeyPair, signatureOver } from '../kit/signatures';
import { startMojaloop, type Answer, type Call, type RunningMojaloop } from '../kit/parts/mojaloop';

const transferId = 'b51ec534-ee48-4575-b6a9-ead2955b8069';
const condition = 'NdJhqNS8eoArb9zpCgHdjIFsEqGMYNUt6TZjfXRs16U';
const date = 'Sat, 21 Nov 2026 10:24:00 GMT';
const transfer = {
  transferId,
  payeeFsp: 'buffalofsp',
  payerFsp: 'lionfsp',
  amount: { amount: '100.12', currency: 'TZS' },
  ilpPacket: 'AYIB',
  condition,
  expiration: '2026-11-21T10:24:30.000Z',
  extensionList: { extension: [{ key: 'note', value: 'für Ama €' }] },
};
const body = JSON.stringify(transfer);

const keys = {
  lionfsp: rsaKeyPair(),
  hyenafsp: rsaKeyPair(),
  Hub: rsaKeyPair(),
  shortfsp: rsaKeyPair(1024),
};
const lion = keys.lionfsp;

let folder: string;
let mojaloop: RunningMojaloop;
let nowMs: number = now;
const logged: object[] = [];

const clock = { now: () => nowMs, sleep: () => Promise.resolve() };
const log: Logger = { ...silentLog, error: (fields) => logged.push(fields), child: () => log };

function tenantWith(policies: { policy: 'off' | 'accept' | 'require' } & Partial<Policies>) {
  const verify = { ...policies, keysDirectory: folder };
  return mojaloopTenant('buffalo', { signatures: { verify } });
}
type Policies = Record<'getRequests' | 'putParties', 'off' | 'accept' | 'require'>;

const putKey = (fspId: string, pem: string): void =>
  writeFileSync(join(folder, `${fspId}.pem`), pem);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'signatures-'));
  for (const [fspId, { publicPem }] of Object.entries(keys)) putKey(fspId, publicPem);
  putKey('crowfsp', elliptic.publicKey.export({ type: 'spki', format: 'pem' }).toString());
  const all = { getRequests: 'require', putParties: 'require' } as const;
  mojaloop = await startMojaloop(
    [tenantWith({ policy: 'require', ...all }), mojaloopTenant('zebra', strictly())],
    { MOJALOOP_BODY_MAX_BYTES: '65536' },
    { clock, log },
  );
});

const strictly = () => ({
  signatures: { verify: { policy: 'require' as const, keysDirectory: folder } },
});

afterAll(async () => {
  await mojaloop.close();
  rmSync(folder, { recursive: true });
});

beforeEach(() => {
  mojaloop.engine.published.length = 0;
  mojaloop.engine.asked.length = 0;
});

/** How a POST /transfers is signed and sent; everything left out is right. */
interface Attempt {
  readonly fields?: object;
  readonly signedBody?: string;
  readonly make?: Parameters<typeof signatureOver>[2];
  /** Makes what is sent of the right header. */
  readonly header?: (right: { signature: string; protectedHeader: string }) => unknown;
  readonly call?: Partial<Call>;
}

const rightFields = {
  alg: 'RS256',
  'FSPIOP-URI': '/transfers',
  'FSPIOP-HTTP-Method': 'POST',
  'FSPIOP-Source': 'lionfsp',
  'FSPIOP-Destination': 'buffalofsp',
  Date: date,
};

function callOf({
  fields,
  signedBody = body,
  make = lion.privateKey,
  header,
  call,
}: Attempt): Call {
  const right = signatureOver(fields ?? rightFields, signedBody, make);
  const made = header?.(JSON.parse(right) as { signature: string; protectedHeader: string });
  const text = made === undefined ? right : typeof made === 'string' ? made : JSON.stringify(made);
  return {
    method: 'POST',
    path: '/transfers',
    body: Buffer.from(body),
    ...call,
    headers: { 'FSPIOP-Signature': text, ...call?.headers },
  };
}

function expectRefused(answer: Answer, naming: string): void {
  const { errorInformation } = JSON.parse(answer.text) as {
    errorInformation: { errorCode: string; errorDescription: string };
  };
  expect({ status: answer.status, code: errorInformation.errorCode }).toEqual({
    status: 400,
    code: '3105',
  });
  expect(errorInformation.errorDescription).toContain(naming);
  expect(mojaloop.engine.published).toEqual([]);
  expect(mojaloop.engine.asked).toEqual([]);
}

const without = (name: string): object =>
  Object.fromEntries(Object.entries(rightFields).filter(([key]) => key !== name));

const hs256 = (secret: string | Uint8Array) => (input: string) =>
  createHmac('sha256', secret).update(input).digest();

const elliptic = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const es256 = (input: string) =>
  sign('sha256', Buffer.from(input), { key: elliptic.privateKey, dsaEncoding: 'ieee-p1363' });
const stranger = rsaKeyPair();
const strangersJwk = stranger.publicKey.export({ format: 'jwk' });
const spki = lion.publicKey.export({ type: 'spki', format: 'der' });

test('a right signature is taken, by each algorithm', async () => {
  expect((await mojaloop.call(callOf({}))).status).toBe(202);
  for (const bits of ['384', '512']) {
    const make = (input: string) =>
      createSign(`RSA-SHA${bits}`).update(input).sign(lion.privateKey);
    const answer = await mojaloop.call(
      callOf({ fields: { ...rightFields, alg: `RS${bits}` }, make }),
    );
    expect(answer.status).toBe(202);
  }
  expect(mojaloop.engine.published).toHaveLength(3);
});

test('a peer’s key of P-256 is believed, with the algorithm that Mojaloop’s SDK uses for it', async () => {
  const fields = { ...rightFields, alg: 'ES256', 'FSPIOP-Source': 'crowfsp' };
  const call = {
    body: body.replace('lionfsp', 'crowfsp'),
    headers: { 'FSPIOP-Source': 'crowfsp' },
  };
  const attempt = { fields, make: es256, signedBody: call.body, call };
  expect((await mojaloop.call(callOf(attempt))).status).toBe(202);
});

describe('a path that is signed as it reads and sent encoded, as by Mojaloop’s SDK', () => {
  const put = (path: string, signedPath: string, header = signedPath): Call => {
    const content = JSON.stringify({
      party: { partyIdInfo: { partyIdType: 'ALIAS', partyIdentifier: 'x' } },
    });
    const fields = {
      ...rightFields,
      'FSPIOP-URI': signedPath,
      'FSPIOP-HTTP-Method': 'PUT',
    };
    const call = { method: 'PUT', path, body: content, headers: { 'FSPIOP-URI': header } };
    return callOf({ fields, signedBody: content, call });
  };

  test.each([
    ['/parties/ALIAS/mama%20ntilie', '/parties/ALIAS/mama ntilie'],
    ['/parties/ALIAS/mama%20ntilie', '/parties/ALIAS/mama%20ntilie'],
    ['/parties/MSISDN/%2B255700000002', '/parties/MSISDN/+255700000002'],
    ['/parties/MSISDN/+255700000002', '/parties/MSISDN/%2b255700000002'],
    ['/parties/ALIAS/50%25', '/parties/ALIAS/50%'],
    ['/parties/EMAIL/asha%40lion.example', '/parties/EMAIL/asha@lion.example'],
    ['/parties/ALIAS/d%C3%BCk%C3%A4/till%202', '/parties/ALIAS/dükä/till 2'],
  ])('%s is taken when it is signed as %s', async (path, signedPath) => {
    expect((await mojaloop.call(put(path, signedPath))).status).toBe(200);
  });

  test.each([
    ['/parties/ALIAS/mama%20ntilie', '/parties/ALIAS/mama  ntilie'],
    ['/parties/ALIAS/shop%2F1', '/parties/ALIAS/shop/1'],
    ['/parties/ALIAS/shop/1', '/parties/ALIAS/shop%2F1'],
    ['/parties/ALIAS/a%2520b', '/parties/ALIAS/a%20b'],
    ['/parties/ALIAS/a', '/parties/alias/a'],
    ['/parties/ALIAS/a', '/parties/ALIAS/a/'],
    ['/parties/ALIAS/a%3Fb=c', '/parties/ALIAS/a?b=c'],
  ])('%s is another one than %s', async (path, signedPath) => {
    expectRefused(await mojaloop.call(put(path, signedPath)), 'FSPIOP-URI');
    expectRefused(await mojaloop.call(put(path, path, signedPath)), 'HTTP header FSPIOP-URI');
  });
});

test('what does not matter may differ: the order of fields, a field that nobody knows, no Date', async () => {
  const fields = { kid: 'x', typ: 'jws', extra: { a: [1] }, ...without('Date'), alg: 'RS256' };
  expect((await mojaloop.call(callOf({ fields }))).status).toBe(202);
  const header = (right: object) => JSON.stringify(right, undefined, 1).replaceAll('\n', '');
  expect((await mojaloop.call(callOf({ header }))).status).toBe(202);
});

const spoilt: Record<string, readonly [naming: string, Attempt]> = {
  'no signature': ['missing', { call: { headers: { 'FSPIOP-Signature': undefined } } }],

  'alg none without a signature': [
    'FSPIOP-Signature is not',
    { fields: { ...rightFields, alg: 'none' }, make: () => Buffer.alloc(0) },
  ],
  'alg none with some signature': ['alg', { fields: { ...rightFields, alg: 'none' } }],
  'alg HS256 with the public key in PEM as secret': [
    'alg',
    { fields: { ...rightFields, alg: 'HS256' }, make: hs256(lion.publicPem) },
  ],
  'alg HS256 with the public key in DER as secret': [
    'alg',
    { fields: { ...rightFields, alg: 'HS256' }, make: hs256(spki) },
  ],
  'alg RS256, but made by HMAC with the public key': ['no key', { make: hs256(lion.publicPem) }],
  'alg PS256, rightly made': [
    'alg',
    {
      fields: { ...rightFields, alg: 'PS256' },
      make: (input) =>
        sign('sha256', Buffer.from(input), {
          key: lion.privateKey,
          padding: constants.RSA_PKCS1_PSS_PADDING,
        }),
    },
  ],
  'alg ES256, rightly made with a key that nobody has': [
    'no key',
    { fields: { ...rightFields, alg: 'ES256' }, make: es256 },
  ],
  'alg ES256, as DER and not as two numbers': [
    'no key',
    {
      fields: { ...rightFields, alg: 'ES256', 'FSPIOP-Source': 'crowfsp' },
      make: (input) => sign('sha256', Buffer.from(input), elliptic.privateKey),
      call: { headers: { 'FSPIOP-Source': 'crowfsp' } },
    },
  ],
  'alg RS256, but made with the FSP’s own key of P-256': [
    'no key',
    {
      fields: { ...rightFields, 'FSPIOP-Source': 'crowfsp' },
      make: es256,
      call: { headers: { 'FSPIOP-Source': 'crowfsp' } },
    },
  ],
  'alg ES256, but made with the FSP’s own RSA key': [
    'no key',
    { fields: { ...rightFields, alg: 'ES256' } },
  ],
  'alg RS1': [
    'alg',
    {
      fields: { ...rightFields, alg: 'RS1' },
      make: (input) => sign('sha1', Buffer.from(input), lion.privateKey),
    },
  ],
  'alg in small letters': ['alg', { fields: { ...rightFields, alg: 'rs256' } }],
  'alg RS384, but made by RS256': ['no key', { fields: { ...rightFields, alg: 'RS384' } }],

  'another FSP’s key': ['no key', { make: keys.hyenafsp.privateKey }],
  'the switch’s key for a DFSP’s message': ['no key', { make: keys.Hub.privateKey }],
  'a stranger’s key': ['no key', { make: stranger.privateKey }],
  'a source whose key nobody has': [
    'no key',
    {
      fields: { ...rightFields, 'FSPIOP-Source': 'wolffsp' },
      make: stranger.privateKey,
      call: { headers: { 'FSPIOP-Source': 'wolffsp' } },
    },
  ],
  'the FSP’s own key, which is too short': [
    'no key',
    {
      fields: { ...rightFields, 'FSPIOP-Source': 'shortfsp' },
      make: keys.shortfsp.privateKey,
      call: { headers: { 'FSPIOP-Source': 'shortfsp' } },
    },
  ],
  'a source that leads out of the folder of keys': [
    'no key',
    {
      fields: { ...rightFields, 'FSPIOP-Source': '../lionfsp' },
      call: { headers: { 'FSPIOP-Source': '../lionfsp' } },
    },
  ],

  'a body changed by one byte': [
    'no key',
    { call: { body: Buffer.from(body.replace('100.12', '900.12')) } },
  ],
  'a body with its keys reordered': [
    'no key',
    { call: { body: JSON.stringify(Object.fromEntries(Object.entries(transfer).reverse())) } },
  ],
  'a body with other escapes': ['no key', { call: { body: body.replace('€', '\\u20ac') } }],
  'a body with white space': ['no key', { call: { body: JSON.stringify(transfer, undefined, 1) } }],
  'a body with a line feed after it': ['no key', { call: { body: `${body}\n` } }],
  'a body with a byte order mark': ['no key', { call: { body: `\uFEFF${body}` } }],
  'a body in another Unicode form': ['no key', { call: { body: body.normalize('NFD') } }],
  'a body with a name that comes twice': [
    'no key',
    { call: { body: `{"payeeFsp":"hyenafsp",${body.slice(1)}` } },
  ],
  'no body any more': ['no key', { call: { body: '' } }],
  'a body that is no JSON, and no longer what was signed': ['no key', { call: { body: '{' } }],

  'replayed to another URI': ['FSPIOP-URI', { call: { path: '/quotes' } }],
  'replayed with a query': ['FSPIOP-URI', { call: { path: '/transfers?a=1' } }],
  'signed for the whole address': [
    'FSPIOP-URI',
    { fields: { ...rightFields, 'FSPIOP-URI': 'http://buffalo.example/transfers' } },
  ],
  'replayed as a callback': [
    'FSPIOP-URI',
    { call: { method: 'PUT', path: `/transfers/${transferId}` } },
  ],
  'replayed by another method': [
    'FSPIOP-HTTP-Method',
    {
      fields: { ...rightFields, 'FSPIOP-URI': `/transfers/${transferId}` },
      call: { method: 'PUT', path: `/transfers/${transferId}` },
    },
  ],
  'replayed to another destination': [
    'FSPIOP-Destination',
    { call: { headers: { 'FSPIOP-Destination': 'zebrafsp' } } },
  ],
  'replayed in another’s name': [
    'FSPIOP-Source',
    { call: { headers: { 'FSPIOP-Source': 'hyenafsp' } } },
  ],
  'replayed on another day': [
    'Date',
    { call: { headers: { Date: 'Sun, 22 Nov 2026 10:24:00 GMT' } } },
  ],
  'an HTTP header FSPIOP-URI that says otherwise': [
    'HTTP header FSPIOP-URI',
    { call: { headers: { 'FSPIOP-URI': '/quotes' } } },
  ],
  'an HTTP header FSPIOP-HTTP-Method that says otherwise': [
    'HTTP header FSPIOP-HTTP-Method',
    { call: { headers: { 'FSPIOP-HTTP-Method': 'PUT' } } },
  ],

  'a signature that is cut off': [
    'no key',
    { header: (right) => ({ ...right, signature: right.signature.slice(0, -2) }) },
  ],
  'a signature with more behind it': [
    'no key',
    { make: (input) => Buffer.concat([signedByLion(input), Buffer.alloc(1)]) },
  ],
  'a signature with one bit changed': [
    'no key',
    {
      make: (input) => {
        const made = signedByLion(input);
        made[0] = (made[0] ?? 0) ^ 1;
        return made;
      },
    },
  ],
  'a signature of nothing but zeros': ['no key', { make: () => Buffer.alloc(256) }],
  'a signature with padding': [
    'FSPIOP-Signature is not',
    { header: (right) => ({ ...right, signature: `${right.signature}==` }) },
  ],
  'a signature whose unused bits are set': [
    'signature is not base64url',
    // 256 bytes leave four bits of the last character unused.
    { header: (right) => ({ ...right, signature: right.signature.replace(/.$/, nextCharacter) }) },
  ],
  'a signature in plain base64': [
    'FSPIOP-Signature is not',
    {
      header: (right) => ({ ...right, signature: `+/${right.signature.slice(2)}` }),
    },
  ],
  'a signature that is no text': [
    'FSPIOP-Signature is not',
    { header: (right) => ({ ...right, signature: [right.signature] }) },
  ],

  'a header that is no JSON': ['FSPIOP-Signature is not', { header: () => 'signature' }],
  'a header that is a JSON array': ['FSPIOP-Signature is not', { header: (right) => [right] }],
  'a header that is null': ['FSPIOP-Signature is not', { header: () => 'null' }],
  'a header that is a compact JWS': [
    'FSPIOP-Signature is not',
    { header: (right) => `${right.protectedHeader}..${right.signature}` },
  ],
  'a header with data behind it': [
    'FSPIOP-Signature is not',
    { header: (right) => `${JSON.stringify(right)}{}` },
  ],
  'a header that is cut off': [
    'FSPIOP-Signature is not',
    { header: (right) => JSON.stringify(right).slice(0, -1) },
  ],
  'a header without protectedHeader': [
    'FSPIOP-Signature is not',
    { header: ({ signature }) => ({ signature }) },
  ],
  'a header with an unprotected one beside it': [
    'FSPIOP-Signature is not',
    { header: (right) => ({ ...right, header: { alg: 'RS256' } }) },
  ],
  'a header that brings another payload': [
    'FSPIOP-Signature is not',
    { header: (right) => ({ ...right, payload: encoded(body) }) },
  ],
  'a header that is huge': [
    'FSPIOP-Signature is not',
    { header: (right) => JSON.stringify(right).replace(':', `:${' '.repeat(5_000)}`) },
  ],
  'a protected header that is huge': [
    'FSPIOP-Signature is not',
    { fields: { ...rightFields, extra: 'x'.repeat(5_000) } },
  ],

  'a protected header that is not base64url': [
    'FSPIOP-Signature is not',
    { header: (right) => ({ ...right, protectedHeader: JSON.stringify(rightFields) }) },
  ],
  'a protected header with a character too many': [
    'protectedHeader is not base64url',
    {
      header: (right) => ({ ...right, protectedHeader: tooLong(right.protectedHeader) }),
    },
  ],
  'a protected header with data behind it': ['not a JSON object', asText(`${json()}{}`)],
  'a protected header that is no JSON': ['not a JSON object', asText('alg=RS256')],
  'a protected header that is not UTF-8': [
    'not a JSON object',
    { header: (right) => ({ ...right, protectedHeader: encoded(Uint8Array.of(0xff, 0xfe)) }) },
  ],
  'a protected header that is a list': ['not a JSON object', { fields: [rightFields] as object }],
  'a protected header other than the one that was signed': [
    'no key',
    {
      fields: { ...rightFields, 'FSPIOP-URI': '/quotes' },
      header: (right) => ({ ...right, protectedHeader: encoded(json()) }),
    },
  ],

  'a jwk beside it, with the stranger’s signature': [
    'jwk',
    { fields: { ...rightFields, jwk: strangersJwk }, make: stranger.privateKey },
  ],
  ...Object.fromEntries(
    Object.entries({
      crit: ['exp'],
      b64: false,
      jwk: strangersJwk,
      jku: 'http://hyena.example/keys',
      x5u: 'http://hyena.example/certificate',
      x5c: ['MIIC'],
    }).map(([name, value]) => [
      `${name} in a protected header that is rightly signed`,
      [name, { fields: { ...rightFields, [name]: value } }] as const,
    ]),
  ),
};

function signedByLion(input: string): Buffer {
  return sign('sha256', Buffer.from(input), lion.privateKey);
}

/** No bytes encode to so many characters. */
function tooLong(text: string): string {
  return text.padEnd(text.length + ((4 - (text.length % 4)) % 4) + 1, 'A');
}

function json(): string {
  return JSON.stringify(rightFields);
}

/** A protected header of any text, rightly signed. */
function asText(text: string): Attempt {
  const protectedHeader = encoded(text);
  const signature = encoded(signedByLion(`${protectedHeader}.${encoded(body)}`));
  return { header: () => ({ signature, protectedHeader }) };
}

function nextCharacter(character: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  return alphabet[alphabet.indexOf(character) + 1] ?? 'B';
}

test.each(Object.entries(spoilt))('%s is refused with 3105', async (_, [naming, attempt]) => {
  expectRefused(await mojaloop.call(callOf(attempt)), naming);
});

describe.each(['alg', 'FSPIOP-URI', 'FSPIOP-HTTP-Method', 'FSPIOP-Source', 'FSPIOP-Destination'])(
  'the field %s of the protected header, rightly signed,',
  (name) => {
    test('is refused when it is missing', async () => {
      expectRefused(await mojaloop.call(callOf({ fields: without(name) })), name);
    });

    test('is refused when it is spelled in small letters', async () => {
      const value: unknown = Object.entries(rightFields).find(([key]) => key === name)?.[1];
      const other = name === 'alg' ? 'ALG' : name.toLowerCase();
      expectRefused(
        await mojaloop.call(callOf({ fields: { ...without(name), [other]: value } })),
        name,
      );
    });

    test.each(['', 'x', ' ', 17, true, null, ['lionfsp'], {}])(
      'is refused as %j',
      async (value) => {
        expectRefused(
          await mojaloop.call(callOf({ fields: { ...rightFields, [name]: value } })),
          name,
        );
      },
    );
  },
);

test.each(['', 'yesterday', 17, null])(
  'Date %j in the protected header is refused',
  async (value) => {
    expectRefused(await mojaloop.call(callOf({ fields: { ...rightFields, Date: value } })), 'Date');
  },
);

test('a signature that comes twice is refused', async () => {
  const { headers = {} } = callOf({});
  const signature = headers['FSPIOP-Signature'] ?? '';
  const mediaType = 'application/vnd.interoperability.transfers+json;version=1.1';
  const status = await new Promise<number | undefined>((resolve, reject) => {
    const request = httpRequest(`${mojaloop.url}/transfers`, {
      method: 'POST',
      headers: {
        'Content-Type': mediaType,
        Accept: mediaType,
        Date: date,
        'FSPIOP-Source': 'lionfsp',
        'FSPIOP-Destination': 'buffalofsp',
        'FSPIOP-Signature': [signature, signature],
      },
    });
    request.on('response', (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    request.on('error', reject);
    request.end(body);
  });
  expect(status).toBe(400);
  expect(mojaloop.engine.published).toEqual([]);
});

test('noise in the place of a signature is never taken, and never a fault of ours', async () => {
  const printable = fc.string({ unit: 'grapheme-ascii' });
  const noise = fc.oneof(
    printable,
    fc.json({ stringUnit: 'grapheme-ascii' }),
    fc.record({ signature: fc.base64String(), protectedHeader: fc.base64String() }),
    fc.record({ signature: fc.constant('AAAA'), protectedHeader: fc.json().map(encoded) }),
  );
  await fc.assert(
    fc.asyncProperty(noise, async (header) => {
      expectRefused(await mojaloop.call(callOf({ header: () => header })), '');
    }),
    { numRuns: 100 },
  );
});

describe('the switch’s own word', () => {
  const uri = `/transfers/${transferId}`;
  const verdict = JSON.stringify({
    transferState: 'COMMITTED',
    completedTimestamp: '2026-11-21T10:24:01.000Z',
  });
  const fields = {
    ...rightFields,
    'FSPIOP-URI': uri,
    'FSPIOP-HTTP-Method': 'PATCH',
    'FSPIOP-Source': 'Hub',
  };
  const patch = (make: NonNullable<Attempt['make']>): Call =>
    callOf({
      fields,
      signedBody: verdict,
      make,
      call: { method: 'PATCH', path: uri, body: verdict, headers: { 'FSPIOP-Source': 'Hub' } },
    });

  test('is taken with its key', async () => {
    expect((await mojaloop.call(patch(keys.Hub.privateKey))).status).toBe(200);
    expect(mojaloop.engine.published).toHaveLength(1);
  });

  test('is nobody else’s to give', async () => {
    expectRefused(await mojaloop.call(patch(lion.privateKey)), 'no key');
    const { headers, ...rest } = patch(lion.privateKey);
    const unsigned = { ...rest, headers: { ...headers, 'FSPIOP-Signature': undefined } };
    expectRefused(await mojaloop.call(unsigned), 'missing');
  });
});

describe('policies', () => {
  const partyUri = '/parties/MSISDN/255700000002';
  const party = JSON.stringify({
    party: { partyIdInfo: { partyIdType: 'MSISDN', partyIdentifier: '255700000002' } },
  });
  const error = JSON.stringify({
    errorInformation: { errorCode: '3204', errorDescription: 'Party not found' },
  });
  const messages = {
    'POST /transfers': { method: 'POST', path: '/transfers', body },
    'PUT /transfers': {
      method: 'PUT',
      path: `/transfers/${transferId}`,
      body: JSON.stringify({ transferState: 'RESERVED', fulfilment: condition }),
    },
    'PUT /transfers/error': { method: 'PUT', path: `/transfers/${transferId}/error`, body: error },
    'GET /transfers': { method: 'GET', path: `/transfers/${transferId}`, body: undefined },
    'GET /parties': { method: 'GET', path: partyUri, body: undefined },
    'PUT /parties': { method: 'PUT', path: partyUri, body: party },
    'PUT /parties/error': { method: 'PUT', path: `${partyUri}/error`, body: error },
  };

  function send(name: keyof typeof messages, how: 'unsigned' | 'right' | 'wrong'): Call {
    const { method, path, body: content } = messages[name];
    const fields = { ...rightFields, 'FSPIOP-URI': path, 'FSPIOP-HTTP-Method': method };
    const make = how === 'wrong' ? stranger.privateKey : lion.privateKey;
    const signature = how === 'unsigned' ? undefined : signatureOver(fields, content ?? '', make);
    return { method, path, body: content, headers: { 'FSPIOP-Signature': signature } };
  }

  const names = Object.keys(messages) as (keyof typeof messages)[];
  const usual = names.filter((name) => name.includes('/transfers') && !name.startsWith('GET'));
  const gets = names.filter((name) => name.startsWith('GET'));
  const parties = names.filter((name) => name.startsWith('PUT /parties'));

  test.each([
    ['off', {}, { off: names }],
    ['accept', {}, { accept: names }],
    ['require', {}, { require: usual, accept: [...gets, ...parties] }],
    [
      'require',
      { getRequests: 'off', putParties: 'off' },
      { require: usual, off: [...gets, ...parties] },
    ],
    ['require', { getRequests: 'require', putParties: 'require' }, { require: names }],
    [
      'off',
      { getRequests: 'require', putParties: 'accept' },
      { off: usual, require: gets, accept: parties },
    ],
    ['accept', { putParties: 'require' }, { accept: [...usual, ...gets], require: parties }],
  ] as const)('%s with %j', async (policy, special, expected) => {
    const one = await startMojaloop([tenantWith({ policy, ...special })], {}, { clock, log });
    const taken = {
      off: { unsigned: true, right: true, wrong: true },
      accept: { unsigned: true, right: true, wrong: false },
      require: { unsigned: false, right: true, wrong: false },
    };
    for (const [effect, those] of Object.entries(expected) as [
      keyof typeof taken,
      typeof names,
    ][]) {
      for (const name of those) {
        for (const how of ['unsigned', 'right', 'wrong'] as const) {
          const { status } = await one.call(send(name, how));
          expect({ name, how, taken: status < 300 }).toEqual({
            name,
            how,
            taken: taken[effect][how],
          });
        }
      }
    }
    await one.close();
  });
});

describe('keys that change while the server runs', () => {
  const pass = (): number => (nowMs += 2_000);
  const statusOf = async (make: NonNullable<Attempt['make']>): Promise<number> =>
    (await mojaloop.call(callOf({ make }))).status;
  afterEach(async () => {
    putKey('lionfsp', lion.publicPem);
    pass();
    // The server must have seen it, for it keeps what it saw last when the next file is broken.
    await statusOf(lion.privateKey);
  });

  test('both serve while both are there, then only the new one', async () => {
    putKey('lionfsp', lion.publicPem + stranger.publicPem);
    pass();
    expect([await statusOf(lion.privateKey), await statusOf(stranger.privateKey)]).toEqual([
      202, 202,
    ]);
    putKey('lionfsp', stranger.publicPem);
    pass();
    expect([await statusOf(lion.privateKey), await statusOf(stranger.privateKey)]).toEqual([
      400, 202,
    ]);
  });

  test.each([
    ['broken', '-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n'],
    ['too short', keys.shortfsp.publicPem],
    ['empty', ''],
  ])('a new one that is %s leaves the old one, and an error in the log', async (_, pem) => {
    logged.length = 0;
    putKey('lionfsp', pem);
    pass();
    expect(await statusOf(lion.privateKey)).toBe(202);
    expect(logged).toContainEqual(expect.objectContaining({ path: join(folder, 'lionfsp.pem') }));
  });

  test('those of a JWKS are fetched when a signature fits none', async () => {
    let published = lion;
    const { http } = surroundings([], () => ({
      status: 200,
      body: JSON.stringify({
        keys: [{ ...published.publicKey.export({ format: 'jwk' }), kid: 'lionfsp' }],
      }),
    }));
    const verify = { policy: 'require' as const, jwksUrl: 'http://keys.example/jwks' };
    const buffalo = mojaloopTenant('buffalo', { signatures: { verify } });
    const one = await startMojaloop([buffalo], {}, { clock, log, http });
    expect((await one.call(callOf({}))).status).toBe(202);
    published = stranger;
    nowMs += 5_000;
    expect((await one.call(callOf({ make: stranger.privateKey }))).status).toBe(202);
    expect((await one.call(callOf({}))).status).toBe(400);
    await one.close();
  });

  test('a JWKS that cannot be fetched is our fault, not the peer’s: 503, nothing begun', async () => {
    const { http } = surroundings([], () => ({ status: 500 }));
    const verify = { policy: 'require' as const, jwksUrl: 'http://keys.example/jwks' };
    const buffalo = mojaloopTenant('buffalo', { signatures: { verify } });
    const one = await startMojaloop([buffalo], {}, { clock, log, http });
    const answer = await one.call(callOf({}));
    expect(answer.status).toBe(503);
    expect(answer.text).toContain('"errorCode":"2003"');
    expect(answer.text).not.toContain('keys.example');
    expect(one.engine.published).toEqual([]);
    await one.close();
  });
});

test('a folder of keys that is not there, and a key to sign with that is not there, do not start', () => {
  const verify = { policy: 'accept' as const, keysDirectory: join(folder, 'nowhere') };
  const buffalo = mojaloopTenant('buffalo', { signatures: { verify } });
  const sign = { privateKeyPath: join(folder, 'no.key') };
  const zebra = mojaloopTenant('zebra', { signatures: { sign } });
  expect(() => surroundings([buffalo, zebra])).toThrow(/buffalo: .*nowhere[^]*zebra: .*no\.key/);
});
