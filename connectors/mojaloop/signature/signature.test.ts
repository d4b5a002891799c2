import fc from 'fast-check';
import { rsaKeyPair } from '../../../test/kit/signatures';
import { canonicalJson } from '../../common/json';
import { InvalidSignature, isSignedWith, readClaim, type ReceivedMessage } from './check';
import { signatureAlgorithms, type SignatureAlgorithm } from './keys';
import { signatureHeaders } from './sign';
import type { SignedFields } from './signed-message';

const lion = rsaKeyPair();
const fields: SignedFields = {
  method: 'POST',
  resource: 'transfers',
  uri: '/transfers',
  source: 'lionfsp',
  destination: 'buffalofsp',
  date: 'Sat, 21 Nov 2026 10:24:00 GMT',
};

function headersOf(message: SignedFields, body: string, algorithm: SignatureAlgorithm = 'RS256') {
  return signatureHeaders(message, body, { key: lion.privateKey, algorithm });
}

function received(message: SignedFields, body: string, headers = headersOf(message, body)) {
  return {
    ...message,
    body: Buffer.from(body),
    signatureHeader: headers['FSPIOP-Signature'],
    uriHeader: headers['FSPIOP-URI'],
    methodHeader: headers['FSPIOP-HTTP-Method'],
  } satisfies ReceivedMessage;
}

const isTaken = (message: ReceivedMessage): boolean =>
  isSignedWith(lion.publicKey, readClaim(message));

const uri = fc
  .tuple(fc.webPath(), fc.webQueryParameters())
  .map(([path, query]) => `/quotes${path}${query === '' ? '' : `?${query}`}`);
const anyFields = fc.record<SignedFields>({
  method: fc.constantFrom('GET', 'POST', 'PUT', 'PATCH'),
  resource: fc.constant('quotes'),
  uri,
  source: fc.stringMatching(/^[\x21-\x7e]{1,32}$/),
  destination: fc.option(fc.stringMatching(/^[\x21-\x7e]{1,32}$/), { nil: undefined }),
  date: fc.option(
    fc.date({ noInvalidDate: true }).map((date) => date.toUTCString()),
    {
      nil: undefined,
    },
  ),
});
const anyBody = fc.oneof(
  fc.json({ stringUnit: 'binary' }),
  fc.object({ key: fc.string({ unit: 'grapheme' }) }).map(canonicalJson),
  fc.string({ unit: 'grapheme' }),
);

test('what is signed is taken, whatever the message, by every algorithm', () => {
  fc.assert(
    fc.property(
      anyFields,
      anyBody,
      fc.constantFrom(...signatureAlgorithms),
      (message, body, algorithm) => {
        const headers = headersOf(message, body, algorithm);
        expect(isTaken(received(message, body, headers))).toBe(true);
      },
    ),
    { numRuns: 100 },
  );
});

test('a body in which any byte has changed is not taken', () => {
  fc.assert(
    fc.property(anyBody, fc.nat(), fc.integer({ min: 1, max: 255 }), (body, at, change) => {
      const message = received(fields, `${body}.`);
      const index = at % message.body.length;
      message.body[index] = (message.body[index] ?? 0) ^ change;
      expect(isTaken(message)).toBe(false);
    }),
    { numRuns: 100 },
  );
});

test('a message that differs in one field from what was signed is not taken', () => {
  const other: Partial<Record<keyof SignedFields, string | undefined>> = {
    method: 'PUT',
    uri: '/transfers?x=1',
    source: 'hyenafsp',
    destination: undefined,
    date: 'Sat, 21 Nov 2026 10:24:01 GMT',
  };
  const signed = received(fields, '{}');
  for (const [field, value] of Object.entries(other)) {
    expect(() => readClaim({ ...signed, [field]: value })).toThrow(InvalidSignature);
  }
});

test('the same message gets the same bytes', () => {
  expect(headersOf(fields, '{"a":1}')).toEqual(headersOf(fields, '{"a":1}'));
});

test('the headers are those of FSPIOP Signature 1.1, as compact JSON', () => {
  const headers = headersOf(fields, '{}', 'RS384');
  const { signature, protectedHeader, ...others } = JSON.parse(
    headers['FSPIOP-Signature'] ?? '',
  ) as Record<string, string>;
  expect(headers).toEqual({
    'FSPIOP-Signature': JSON.stringify({ signature, protectedHeader }),
    'FSPIOP-URI': '/transfers',
    'FSPIOP-HTTP-Method': 'POST',
  });
  expect(others).toEqual({});
  expect(JSON.parse(Buffer.from(protectedHeader ?? '', 'base64url').toString())).toEqual({
    alg: 'RS384',
    'FSPIOP-URI': '/transfers',
    'FSPIOP-HTTP-Method': 'POST',
    'FSPIOP-Source': 'lionfsp',
    'FSPIOP-Destination': 'buffalofsp',
    Date: 'Sat, 21 Nov 2026 10:24:00 GMT',
  });
});

test('a lookup may be signed before anyone knows its destination', () => {
  const lookup: SignedFields = {
    ...fields,
    method: 'GET',
    resource: 'parties',
    uri: '/parties/x/1',
  };
  const signed = received({ ...lookup, destination: undefined }, '');
  expect(isTaken({ ...signed, destination: 'buffalofsp' })).toBe(true);
  const misled = received({ ...lookup, destination: 'lionfsp' }, '');
  expect(() => readClaim({ ...misled, destination: 'buffalofsp' })).toThrow('FSPIOP-Destination');
});

test('noise never becomes a claim', () => {
  const part = fc.oneof(fc.base64String(), fc.string(), fc.json());
  const noise = fc.oneof(
    fc.string(),
    fc.json(),
    fc.record({ signature: part, protectedHeader: part }).map((both) => JSON.stringify(both)),
    fc
      .record({ signature: fc.constant('AA'), content: fc.json() })
      .map(({ signature, content }) =>
        JSON.stringify({ signature, protectedHeader: Buffer.from(content).toString('base64url') }),
      ),
  );
  fc.assert(
    fc.property(noise, (signatureHeader) => {
      expect(() => readClaim({ ...received(fields, '{}'), signatureHeader })).toThrow(
        InvalidSignature,
      );
    }),
  );
});
