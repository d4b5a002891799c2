import fc from 'fast-check';
import type { QuoteRequest, TransferRequest } from '../../common/contracts/fspiop';
import { mojaloopTenant, now } from '../../../test/kit/mojaloop';
import { conditionOf } from '../ilp/agreement';
import type { MojaloopTenant } from '../settings';
import { checkTransfer } from './check-transfer';
import { answerQuote } from './quote';
import { settledTransfer } from './settled-transfer';

const peer = { fspId: 'lionfsp', version: '1.1', switchName: 'switch' };
const amount = { amount: '100.12', currency: 'TZS' };
const partyOf = (partyIdentifier: string, fspId: string) => ({
  partyIdInfo: { partyIdType: 'MSISDN', partyIdentifier, fspId } as const,
});
const quoteRequest: QuoteRequest = {
  quoteId: '7c23e80c-d078-4077-8263-2c047876fcf6',
  transactionId: '85feac2f-39b2-491b-817e-4a03203d4f14',
  payee: partyOf('255700000002', 'buffalofsp'),
  payer: partyOf('255700000001', 'lionfsp'),
  amountType: 'SEND',
  amount,
  transactionType: { scenario: 'TRANSFER', initiator: 'PAYER', initiatorType: 'CONSUMER' },
};

type Secrets = Parameters<typeof mojaloopTenant>[1];

function transferOn(quoting: MojaloopTenant, version: '1.1' | '2.0'): TransferRequest {
  const quote = answerQuote(quoteRequest, undefined, { ...peer, version }, quoting, now);
  if (!('body' in quote)) throw new Error('no quote was given');
  const { ilpPacket, condition } = quote.body as { ilpPacket: string; condition: string };
  return {
    transferId: 'b51ec534-ee48-4575-b6a9-ead2955b8069',
    payeeFsp: 'buffalofsp',
    payerFsp: 'lionfsp',
    amount,
    ilpPacket,
    condition,
    expiration: '2026-11-21T10:24:20.000Z',
  };
}

/** Whether the tenant, with the secrets that it has now, takes the transfer and gives its fulfilment. */
function isFulfilled(transferRequest: TransferRequest, secrets: Secrets): boolean {
  const tenant = mojaloopTenant('buffalo', secrets);
  checkTransfer(transferRequest, peer.fspId, tenant, now);
  const process = { peer, transferRequest, answeredAt: '2026-11-21T10:24:00.000Z' };
  const answer = settledTransfer(process, tenant);
  if (answer === undefined || !('body' in answer)) return false;
  const { fulfilment } = answer.body as { fulfilment: string };
  return conditionOf(fulfilment) === transferRequest.condition;
}

const secret = fc.string({ minLength: 16, maxLength: 40 });
const rotations = fc.uniqueArray(secret, { minLength: 1, maxLength: 5 });

test('a transfer on a quote that any former secret sealed is taken and fulfilled', () => {
  fc.assert(
    fc.property(rotations, fc.constantFrom('1.1', '2.0'), fc.nat(), (newestFirst, version, at) => {
      const [ilpSecret = '', ...formerIlpSecrets] = newestFirst;
      const sealedWith = newestFirst[at % newestFirst.length] ?? ilpSecret;
      const quoting = mojaloopTenant('buffalo', { ilpSecret: sealedWith });
      const transfer = transferOn(quoting, version);
      expect(isFulfilled(transfer, { ilpSecret, formerIlpSecrets })).toBe(true);
    }),
  );
});

test('the newest secret seals, whatever the former ones are', () => {
  fc.assert(
    fc.property(rotations, fc.constantFrom('1.1', '2.0'), (newestFirst, version) => {
      const [ilpSecret = '', ...formerIlpSecrets] = newestFirst;
      const quoting = mojaloopTenant('buffalo', { ilpSecret, formerIlpSecrets });
      expect(isFulfilled(transferOn(quoting, version), { ilpSecret })).toBe(true);
    }),
  );
});

test('a secret that is no longer in the list opens nothing', () => {
  const transfer = transferOn(mojaloopTenant('buffalo', { ilpSecret: 'sealed long ago!' }), '1.1');
  const secrets = { ilpSecret: 'the newest secret', formerIlpSecrets: ['the one before it'] };
  expect(() => isFulfilled(transfer, secrets)).toThrow('condition does not belong');
});
