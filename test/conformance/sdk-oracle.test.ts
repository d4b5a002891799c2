/** Our signatures and ILP packets against Mojaloop's own SDK, in both directions, on random input. */
import { generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { canonicalJson } from '../../connectors/common/json';
import { currencyDecimals, fromMinorUnits } from '../../connectors/common/money';
import { openAgreement, sealAgreement } from '../../connectors/mojaloop/ilp/agreement';
import { isSignedWith, readClaim } from '../../connectors/mojaloop/signature/check';
import { signatureHeaders } from '../../connectors/mojaloop/signature/sign';
import { rsaKeyPair } from '../kit/signatures';
import { ensureConformancePackages } from './packages';
import { loadSdk, sdkLogger, type Sdk, type SignedRequest } from './sdk';

let sdk: Sdk;
beforeAll(async () => {
  sdk = loadSdk(await ensureConformancePackages((line) => process.stderr.write(`${line}\n`)));
}, 15 * 60_000);

const key = rsaKeyPair();
const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 });
/** jsonwebtoken, inside the SDK, gives these names in a payload a meaning of their own. */
const name = text.filter((one) => !['exp', 'nbf', 'iat', '__proto__', 'toJSON'].includes(one));
const body = fc
  .dictionary(name, fc.jsonValue({ stringUnit: 'grapheme' }), { minKeys: 1 })
  .map((object) => JSON.parse(JSON.stringify(object)) as object);
const fspId = fc.stringMatching(/^[a-z][a-z0-9]{0,31}$/);
const date = fc
  .date({ min: new Date('2020-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
  .map((one) => one.toUTCString());
const message = fc.record({
  method: fc.constantFrom('POST', 'PUT', 'PATCH'),
  // Its pattern for URIs does not know /transactions.
  resource: fc.constantFrom('parties', 'quotes', 'transfers', 'transactionRequests', 'bulkQuotes'),
  id: fc.webSegment().filter((segment) => segment !== ''),
  source: fspId,
  destination: fc.option(fspId, { nil: undefined }),
  date: fc.option(date, { nil: undefined }),
});

/**
 * One part of a path, with all but what ends or divides it, or reads as encoded. In ASCII: of anything else the
 * SDK writes no UTF-8 into the protected header (jws takes the low byte of each character), which RFC 7515
 * demands and we do not take.
 */
const identifier = fc
  .string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 20 })
  .filter((one) => !/[/?#]|%[0-9a-f]{2}/i.test(one));

describe('signatures', () => {
  test('what we sign, the SDK takes', () => {
    fc.assert(
      fc.property(message, body, ({ resource, id, ...fields }, content) => {
        const uri = `/${resource}/${id}`;
        const bytes = canonicalJson(content);
        const signed = signatureHeaders({ ...fields, resource, uri }, bytes, {
          key: key.privateKey,
          algorithm: 'RS256',
        });
        const headers = Object.fromEntries(
          Object.entries({
            'fspiop-source': fields.source,
            'fspiop-destination': fields.destination,
            date: fields.date,
            ...signed,
          })
            .filter((entry): entry is [string, string] => entry[1] !== undefined)
            .map(([header, value]) => [header.toLowerCase(), value]),
        );
        const validationKeys = { [fields.source]: key.publicPem };
        const validator = new sdk.Jws.validator({ validationKeys, logger: sdkLogger });
        expect(validator.validate({ headers, body: JSON.parse(bytes) as object })).toBe(true);
      }),
      { numRuns: 100 },
    );
  });

  const elliptic = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const ellipticPem = elliptic.privateKey.export({ type: 'sec1', format: 'pem' }).toString();

  // It signs the path that its caller writes, and whoever sends it encodes it.
  test.each([
    ['RS256', key.privatePem, key.publicKey],
    ['ES256', ellipticPem, elliptic.publicKey],
  ])(
    'what the SDK signs with %s, we take, its path encoded or not',
    (_algorithm, pem, publicKey) => {
      const signer = new sdk.Jws.signer({ signingKey: pem, logger: sdkLogger });
      fc.assert(
        fc.property(message, identifier, body, ({ resource, ...fields }, id, content) => {
          const { method, source, destination } = fields;
          const uri = `/${resource}/${id}`;
          const headers: Record<string, string> = {
            'fspiop-source': source,
            ...(destination !== undefined && { 'fspiop-destination': destination }),
            ...(fields.date !== undefined && { date: fields.date }),
          };
          const request: SignedRequest = {
            method,
            uri: `http://switch.example${uri}`,
            headers,
            body: content,
          };
          signer.sign(request);
          const claim = readClaim({
            method,
            resource: resource,
            uri: `/${resource}/${encodeURIComponent(id)}`,
            source,
            destination,
            date: fields.date,
            body: Buffer.from(request.body as string),
            signatureHeader: headers['fspiop-signature'],
            uriHeader: headers['fspiop-uri'],
            methodHeader: headers['fspiop-http-method'],
          });
          expect(isSignedWith(publicKey, claim)).toBe(true);
        }),
        { numRuns: 100 },
      );
    },
  );
});

const party = fc.record(
  {
    partyIdType: fc.constantFrom('MSISDN', 'ACCOUNT_ID', 'ALIAS'),
    partyIdentifier: fc.stringMatching(/^[A-Za-z0-9_~-]{1,30}$/),
    partySubIdOrType: fc.stringMatching(/^[A-Za-z0-9_~-]{1,20}$/),
    fspId,
  },
  { requiredKeys: ['partyIdType', 'partyIdentifier', 'fspId'] },
);
/** Amounts whose smallest units fit into a packet, in currencies of 0, 2 and 3 decimals. */
const amount = fc
  .tuple(fc.constantFrom('JPY', 'TZS', 'USD', 'BHD'), fc.bigInt({ min: 1n, max: 10n ** 18n - 1n }))
  .map(([currency, minorUnits]) => fromMinorUnits(minorUnits, currency));
const extension = fc.record({
  key: fc.string({ minLength: 1 }),
  value: fc.string({ minLength: 1 }),
});
const transaction = fc
  .record({
    transactionId: fc.uuid(),
    quoteId: fc.uuid(),
    payee: party.map((partyIdInfo) => ({ partyIdInfo })),
    payer: party.map((partyIdInfo) => ({ partyIdInfo })),
    amount,
    transactionType: fc.constant({
      scenario: 'TRANSFER',
      initiator: 'PAYER',
      initiatorType: 'CONSUMER',
    }),
    expiration: fc
      .date({ min: new Date('2020-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
      .map((one) => one.toISOString()),
  })
  .chain((required) =>
    fc
      .record(
        {
          note: fc.string({ minLength: 1, maxLength: 128 }),
          extensionList: fc.record({
            extension: fc.array(extension, { minLength: 1, maxLength: 3 }),
          }),
        },
        { requiredKeys: [] },
      )
      .map((optional) => ({ ...required, ...optional })),
  );

describe.each([1, 4] as const)('ILP version %d', (version) => {
  const ilpOf = (secret: string) =>
    sdk.Ilp.ilpFactory(`v${version}`, { secret, logger: sdkLogger });

  test('what we seal is byte for byte what the SDK seals, and it takes it', () => {
    fc.assert(
      fc.property(transaction, text, (terms, secret) => {
        const ours = sealAgreement(terms, secret, version);
        const ilp = ilpOf(secret);
        const theirs = ilp.getResponseIlp(JSON.parse(canonicalJson(terms)) as object);
        const fulfilment = openAgreement(ours.ilpPacket, secret)?.fulfilment ?? '';
        expect({ ...ours, fulfilment }).toEqual(theirs);
        expect(ilp.getTransactionObject(ours.ilpPacket)).toEqual(terms);
        expect(ilp.calculateFulfil(ours.ilpPacket)).toBe(fulfilment);
        expect(ilp.validateFulfil(fulfilment, ours.condition)).toBe(true);
        const transfer = {
          payerFsp: terms.payer.partyIdInfo.fspId,
          payeeFsp: terms.payee.partyIdInfo.fspId,
          amount: terms.amount,
          ilpPacket: ours.ilpPacket,
        };
        expect(ilp.validateIlpAgainstTransferRequest(transfer)).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  test('what the SDK seals, we open, whatever the order of its fields and what else it holds', () => {
    fc.assert(
      fc.property(transaction, text, text, (terms, secret, remark) => {
        const reversed = Object.fromEntries(Object.entries({ ...terms, remark }).reverse());
        const theirs = ilpOf(secret).getResponseIlp(reversed);
        expect(openAgreement(theirs.ilpPacket, secret)).toEqual({
          transaction: terms,
          amountMatches: true,
          condition: theirs.condition,
          fulfilment: theirs.fulfilment,
        });
      }),
      { numRuns: 200 },
    );
  });
});

test('the currencies of the ILP tests have 0, 2 and 3 decimals', () => {
  expect(['JPY', 'TZS', 'BHD'].map(currencyDecimals)).toEqual([0, 2, 3]);
});
