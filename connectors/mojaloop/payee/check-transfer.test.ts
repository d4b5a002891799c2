import fc from 'fast-check';
import type { TransferRequest } from '../../common/contracts/fspiop';
import { agreementSchema } from '../../common/contracts/payee';
import { Refused } from '../../common/failures';
import { formatDateTime } from '../../common/time';
import { mojaloopTenant, now } from '../../../test/kit/mojaloop';
import { openAgreement, sealAgreement, type Transaction } from '../ilp/agreement';
import { encodeV4 } from '../../common/ilp/packet';
import { canonicalJson } from '../../common/json';
import { checkTransfer } from './check-transfer';

const tenant = mojaloopTenant('buffalo');
const secret = tenant.settings.ilpSecret;

const transaction: Transaction = {
  transactionId: '85feac2f-39b2-491b-817e-4a03203d4f14',
  quoteId: '7c23e80c-d078-4077-8263-2c047876fcf6',
  payee: {
    partyIdInfo: { partyIdType: 'MSISDN', partyIdentifier: '255700000002', fspId: 'buffalofsp' },
  },
  payer: {
    partyIdInfo: { partyIdType: 'MSISDN', partyIdentifier: '255700000001', fspId: 'lionfsp' },
  },
  amount: { amount: '100.12', currency: 'TZS' },
  payeeReceiveAmount: { amount: '99.12', currency: 'TZS' },
  transactionType: { scenario: 'TRANSFER', initiator: 'PAYER', initiatorType: 'CONSUMER' },
  expiration: '2026-11-21T10:25:00.000Z',
};

const sealed = (changes: Partial<Transaction> = {}, version: 1 | 4 = 1) =>
  sealAgreement({ ...transaction, ...changes }, secret, version);

const request: TransferRequest = {
  transferId: 'b51ec534-ee48-4575-b6a9-ead2955b8069',
  payeeFsp: 'buffalofsp',
  payerFsp: 'lionfsp',
  amount: transaction.amount,
  ...sealed(),
  expiration: '2026-11-21T10:24:20.000Z',
};

const check = (changes: Partial<TransferRequest> = {}, peerFspId = 'lionfsp', at = now) =>
  checkTransfer({ ...request, ...changes }, peerFspId, tenant, at);

function refusalCode(...parameters: Parameters<typeof check>): string {
  try {
    check(...parameters);
  } catch (error) {
    if (error instanceof Refused) return error.errorInformation.errorCode;
    throw error;
  }
  return 'taken';
}

test.each([1, 4] as const)(
  'a transfer on a version %d quote gives back what was agreed',
  (version) => {
    const { agreement, transferExpiration } = check(sealed({}, version));
    expect(transferExpiration).toBe(request.expiration);
    expect(agreementSchema.parse(agreement)).toEqual({
      transactionId: transaction.transactionId,
      quoteId: transaction.quoteId,
      payee: { partyIdType: 'MSISDN', partyIdentifier: '255700000002' },
      payer: { partyIdType: 'MSISDN', partyIdentifier: '255700000001' },
      amount: transaction.amount,
      payeeReceiveAmount: transaction.payeeReceiveAmount,
      transactionType: transaction.transactionType,
    });
  },
);

const tzs = (amount: string) => ({ amount, currency: 'TZS' });
const otherPayee = {
  partyIdInfo: { ...transaction.payee.partyIdInfo, fspId: 'hyenafsp' },
};

test.each([
  ['for another FSP', { payeeFsp: 'hyenafsp' }, '3203'],
  ['of another payer than its sender', { payerFsp: 'hyenafsp' }, '3100'],
  ['with garbage for a packet', { ilpPacket: 'garbage' }, '3101'],
  ['with a condition of its own', { condition: 'x'.repeat(43) }, '3100'],
  [
    'with the packet of another quote',
    { ilpPacket: sealed({ amount: tzs('1') }).ilpPacket },
    '3100',
  ],
  ['with another amount', { amount: tzs('100.13') }, '3100'],
  ['with more decimals', { amount: tzs('100.1201') }, '3100'],
  ['in another currency', { amount: { amount: '100.12', currency: 'JPY' } }, '3100'],
  ['whose packet is for another FSP', sealed({ payee: otherPayee }), '3203'],
  ['that another FSP was quoted', sealed({ payer: otherPayee }), '3100'],
  ['on an expired quote', sealed({ expiration: '2026-11-21T10:23:57.999Z' }), '3302'],
  ['that has expired', { expiration: '2026-11-21T10:23:57.999Z' }, '3303'],
])('a transfer %s is refused with %s', (_what, changes, code) => {
  expect(refusalCode(changes)).toBe(code);
});

test('a transfer on a quote that somebody else sealed is refused', () => {
  const forged = sealAgreement(transaction, 'a secret of the hyena!', 1);
  expect(refusalCode(forged)).toBe('3100');
});

test('a version 4 packet with another amount outside than inside is refused', () => {
  const honest = sealed({}, 4);
  const ilpPacket = encodeV4({
    minorUnits: 1n,
    condition: Buffer.from(honest.condition, 'base64url'),
    expiresAt: now,
    transactionJson: canonicalJson(transaction),
  });
  expect(openAgreement(ilpPacket, secret)?.condition).toBe(honest.condition);
  expect(refusalCode({ ...honest, ilpPacket })).toBe('3100');
});

test('3303 and 3302 begin where the tolerance for clocks ends, to the millisecond', () => {
  const { clockSkewMs } = tenant.settings;
  const around = fc.integer({ min: -2 * clockSkewMs, max: clockSkewMs });
  const codeAt = (transferAheadMs: number, quoteAheadMs: number) =>
    refusalCode({
      ...sealed({ expiration: formatDateTime(now + quoteAheadMs) }),
      expiration: formatDateTime(now + transferAheadMs),
    });
  fc.assert(
    fc.property(around, around, (transferAheadMs, quoteAheadMs) => {
      const late = transferAheadMs < -clockSkewMs ? '3303' : 'taken';
      const code = quoteAheadMs < -clockSkewMs ? '3302' : late;
      expect(codeAt(transferAheadMs, quoteAheadMs)).toBe(code);
    }),
  );
  expect(codeAt(-clockSkewMs, -clockSkewMs)).toBe('taken');
  expect(codeAt(-clockSkewMs - 1, 0)).toBe('3303');
  expect(codeAt(0, -clockSkewMs - 1)).toBe('3302');
});

test('the expiration is told in UTC, and one that FEEL could not read is refused', () => {
  const { transferExpiration } = check({ expiration: '2026-11-22T05:30:00.000+19:00' });
  expect(transferExpiration).toBe('2026-11-21T10:30:00.000Z');
  expect(refusalCode({ expiration: '9999-12-31T23:00:00.000-05:00' })).toBe('3100');
});

test('what the payee gets is what the packet says, and all where it says nothing', () => {
  const less = sealed({ payeeReceiveAmount: tzs('99.12') });
  expect(check(less).agreement.payeeReceiveAmount).toEqual(tzs('99.12'));
  const all = sealed({ payeeReceiveAmount: undefined });
  expect(check(all).agreement.payeeReceiveAmount).toEqual(transaction.amount);
});
