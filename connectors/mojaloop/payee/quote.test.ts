import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { QuoteRequest } from '../../common/contracts/fspiop';
import { CannotWork } from '../../common/failures';
import { add, amountPattern, fromMinorUnits, type Money } from '../../common/money';
import { formatDateTime } from '../../common/time';
import { mojaloopTenant, now } from '../../../test/kit/mojaloop';
import { decodePacket } from '../../common/ilp/packet';
import { answerQuote, settledQuote } from './quote';

const tenant = mojaloopTenant('buffalo');
const tzs = (amount: string): Money => ({ amount, currency: 'TZS' });

const request: QuoteRequest = {
  quoteId: '7c23e80c-d078-4077-8263-2c047876fcf6',
  transactionId: '85feac2f-39b2-491b-817e-4a03203d4f14',
  payee: { partyIdInfo: { partyIdType: 'MSISDN', partyIdentifier: '255700000002' }, name: 'Asha' },
  payer: { partyIdInfo: { partyIdType: 'MSISDN', partyIdentifier: '255700000001' } },
  amountType: 'SEND',
  amount: tzs('100.12'),
  transactionType: { scenario: 'TRANSFER', initiator: 'PAYER', initiatorType: 'CONSUMER' },
};

function answer(
  changes: Partial<QuoteRequest> = {},
  fee?: Money,
  peer = { fspId: 'lionfsp', version: '1.1' },
  of = tenant,
  answeredAt = now,
) {
  return answerQuote({ ...request, ...changes }, fee, peer, of, answeredAt);
}

function bodyOf(given: ReturnType<typeof answer>): Record<string, unknown> {
  if ('body' in given) return given.body as Record<string, unknown>;
  throw new Error(`refused: ${given.errorInformation.errorDescription}`);
}

const codeOf = (given: ReturnType<typeof answer>) =>
  'errorInformation' in given ? given.errorInformation.errorCode : undefined;

test.each([
  ['SEND', '100.12', undefined, undefined, '100.12', '100.12'],
  ['SEND', '100.12', undefined, '1', '100.12', '99.12'],
  ['SEND', '100.12', '0.12', undefined, '100', '100'],
  ['SEND', '100.12', '0.12', '1', '100', '99'],
  ['SEND', '100.12', '0.001', undefined, '100.11', '100.11'],
  ['SEND', '100.12', '0.1201', '1', '99.99', '98.99'],
  ['SEND', '100.12', '0', undefined, '100.12', '100.12'],
  ['RECEIVE', '100.12', '0.001', '1', '101.12', '100.12'],
  ['RECEIVE', '100.12', undefined, undefined, '100.12', '100.12'],
  ['RECEIVE', '100.12', undefined, '1', '101.12', '100.12'],
  ['RECEIVE', '100.12', '0.12', '1', '101.12', '100.12'],
] as const)(
  '%s %s with payer fees %s and our fee %s transfers %s and gives the payee %s',
  (amountType, amount, fees, fee, transferAmount, payeeReceiveAmount) => {
    const given = answer(
      { amountType, amount: tzs(amount), ...(fees !== undefined && { fees: tzs(fees) }) },
      fee === undefined ? undefined : tzs(fee),
    );
    expect(bodyOf(given)).toMatchObject({
      transferAmount: tzs(transferAmount),
      payeeReceiveAmount: tzs(payeeReceiveAmount),
    });
    expect(bodyOf(given)['payeeFspFee']).toEqual(fee === undefined ? undefined : tzs(fee));
  },
);

test('what is transferred is always what the payee gets and our fee, to the last cent', () => {
  const cents = fc.bigInt({ min: 0n, max: 10n ** 17n });
  fc.assert(
    fc.property(fc.constantFrom('SEND', 'RECEIVE'), cents, cents, (amountType, amount, fee) => {
      const ourFee = fromMinorUnits(fee, 'TZS');
      const given = answer({ amountType, amount: fromMinorUnits(amount, 'TZS') }, ourFee);
      const nothingLeft = amountType === 'SEND' ? amount <= fee : amount === 0n;
      const code = amount === 0n ? '3100' : '5103';
      expect(codeOf(given)).toBe(nothingLeft ? code : undefined);
      if (!('body' in given)) return;
      const { transferAmount, payeeReceiveAmount } = bodyOf(given) as Record<string, Money>;
      assert.deepEqual(add(payeeReceiveAmount as Money, ourFee), transferAmount);
      assert.match(String(transferAmount?.amount), amountPattern);
    }),
  );
});

test('the packet holds the transferred amount and no names', () => {
  const body = bodyOf(answer({}, tzs('1')));
  const packet = decodePacket(String(body['ilpPacket']));
  expect(packet?.minorUnits).toBe(10012n);
  expect(packet?.transactionJson).not.toContain('Asha');
  expect(decodePacket(String(bodyOf(answer())['ilpPacket']))?.transactionJson).not.toContain(
    'payeeReceiveAmount',
  );
  expect(JSON.parse(packet?.transactionJson ?? '')).toMatchObject({
    payee: { partyIdInfo: { fspId: 'buffalofsp', partyIdentifier: '255700000002' } },
    payer: { partyIdInfo: { fspId: 'lionfsp', partyIdentifier: '255700000001' } },
    amount: tzs('100.12'),
    payeeReceiveAmount: tzs('99.12'),
    expiration: '2026-11-21T10:25:00.000Z',
  });
});

test('the packet is of version 4 in FSPIOP 2.0, unless the tenant says otherwise', () => {
  const versionFor = (version: string, ilpPacketVersion?: 1 | 4) => {
    const of = mojaloopTenant('buffalo', { ilpPacketVersion });
    const body = bodyOf(answer({}, undefined, { fspId: 'lionfsp', version }, of));
    return decodePacket(String(body['ilpPacket']))?.version;
  };
  expect(versionFor('1.0')).toBe(1);
  expect(versionFor('2.0')).toBe(4);
  expect(versionFor('2.0', 1)).toBe(1);
  expect(versionFor('1.1', 4)).toBe(4);
});

test('the quote holds as long as we say, or shorter if the payer asks so', () => {
  const until = (expiration?: string) => bodyOf(answer({ expiration }))['expiration'];
  expect(until()).toBe('2026-11-21T10:25:00.000Z');
  expect(until('2026-11-21T10:24:30.500Z')).toBe('2026-11-21T10:24:30.500Z');
  expect(until('2026-11-21T13:24:30.500+03:00')).toBe('2026-11-21T10:24:30.500Z');
  expect(until('2027-01-01T00:00:00.000Z')).toBe('2026-11-21T10:25:00.000Z');
});

test('with RECEIVE the payer’s fees are for information only, in whatever currency', () => {
  const fees = { amount: '1.5', currency: 'JPY' };
  expect(bodyOf(answer({ amountType: 'RECEIVE', fees }))).toMatchObject({
    transferAmount: tzs('100.12'),
  });
});

test('a repeated question gets the same bytes', () => {
  expect(JSON.stringify(answer({}, tzs('1')))).toBe(JSON.stringify(answer({}, tzs('1'))));
});

test.each([
  [
    'a currency that the tenant does not have',
    { amount: { amount: '1', currency: 'EUR' } },
    '5106',
  ],
  ['more decimals than the currency has', { amount: { amount: '1.5', currency: 'JPY' } }, '3100'],
  ['fees in another currency', { fees: { amount: '1', currency: 'JPY' } }, '3100'],
  ['fees above the amount', { fees: tzs('100.13') }, '5103'],
  ['nothing to be paid', { amount: tzs('0'), amountType: 'RECEIVE' as const }, '3100'],
  [
    'a payee of another FSP',
    {
      payee: {
        partyIdInfo: { ...request.payee.partyIdInfo, fspId: 'hyenafsp' },
      },
    },
    '3203',
  ],
  ['a payer who waits no longer', { expiration: '2026-11-21T10:23:57.999Z' }, '3302'],
  ['more than an ILP packet can hold', { amount: tzs('999999999999999999.99') }, '5200'],
])('%s is refused with %s %s', (_what, changes, code) => {
  expect(codeOf(answer(changes))).toBe(code);
});

test('a fee on top of the largest amount is refused, not wrapped around', () => {
  const largest = { amount: tzs('999999999999999999'), amountType: 'RECEIVE' as const };
  expect(codeOf(answer(largest, tzs('1')))).toBe('5200');
});

test('a quote never holds longer than was asked, nor than we say; and 3302 begins where the tolerance ends', () => {
  const { clockSkewMs, quoteExpiryMs } = tenant.settings;
  fc.assert(
    fc.property(fc.integer({ min: -2 * clockSkewMs, max: 2 * quoteExpiryMs }), (aheadMs) => {
      const given = answer({ expiration: formatDateTime(now + aheadMs) });
      expect(codeOf(given)).toBe(aheadMs < -clockSkewMs ? '3302' : undefined);
      if (!('body' in given)) return;
      const until = Date.parse(String(bodyOf(given)['expiration']));
      expect(until).toBe(Math.min(now + aheadMs, now + quoteExpiryMs));
    }),
  );
});

test.each([
  [-2_000, undefined],
  [-2_001, '3302'],
])('to the millisecond: %d ms after its end', (aheadMs, code) => {
  expect(codeOf(answer({ expiration: formatDateTime(now + aheadMs) }))).toBe(code);
});

describe('the answer of a process', () => {
  const peer = { fspId: 'lionfsp', version: '1.1', switchName: 'switch' };
  const process = {
    peer,
    quoteRequest: request,
    answeredAt: '2026-11-21T10:24:00.123456Z',
    payeeQuote: { payeeFspFee: tzs('1') },
  };

  test('is settled when the account was asked, and the same at any time after', () => {
    expect(settledQuote({ ...process, answeredAt: undefined }, tenant)).toBeUndefined();
    expect(settledQuote({ ...process, payeeQuote: null }, tenant)).toBeUndefined();
    expect(settledQuote(process, tenant)).toEqual(answer({}, tzs('1'), peer, tenant, now + 123));
  });

  test('is the error once there is one', () => {
    const errorInformation = { errorCode: '5103', errorDescription: 'no' };
    expect(settledQuote({ ...process, errorInformation }, tenant)).toEqual({ errorInformation });
  });
});

test('a fee of ours in another currency is our fault, not the payer’s', () => {
  expect(() => answer({}, { amount: '1', currency: 'JPY' })).toThrow(CannotWork);
  expect(() => answer({}, tzs('0.001'))).toThrow(CannotWork);
});
