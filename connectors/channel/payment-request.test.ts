import fc from 'fast-check';
import { transactionIdOf } from '../common/contracts/keys';
import { paymentSchema } from '../common/contracts/payer-transfer';
import { amountPattern, withoutTrailingZeros } from '../common/money';
import type { TransferBody } from './openapi';
import { readPaymentRequest } from './payment-request';
import { channelTenantSection } from './settings';

const lion = {
  tenant: 'lion',
  fspId: 'lionfsp',
  currencies: ['TZS', 'JPY', 'BHD'],
  settings: channelTenantSection.parse({
    idSecret: 'sixteen or longer',
    callbacks: { allowed: ['https://app.lion.example/'] },
  }),
};

const text = (maxLength: number) => fc.stringMatching(new RegExp(`^[ -~äß雪]{1,${maxLength}}$`));
const identifier = fc
  .stringMatching(/^[!-~雪]([ -~]{0,20}[!-~])?$/)
  .filter((id) => !/^\.+$/.test(id));
const party = (partyIdType: 'ALIAS' | 'EMAIL') =>
  fc.record(
    {
      partyIdType: fc.constant(partyIdType),
      partyIdentifier: identifier,
      partySubIdOrType: identifier,
    },
    { requiredKeys: ['partyIdType', 'partyIdentifier'] },
  );
const amount = fc.oneof(
  fc.record({
    amount: fc.stringMatching(/^[1-9][0-9]{0,17}(\.0{1,4})?$/),
    currency: fc.constant('JPY'),
  }),
  fc.record({
    amount: fc.stringMatching(/^[1-9][0-9]{0,10}(\.[0-9]{1,3}0?)?$/),
    currency: fc.constant('BHD'),
  }),
);
const body: fc.Arbitrary<TransferBody> = fc.record(
  {
    clientCorrelationId: fc.stringMatching(/^[!-~]{1,128}$/),
    payer: party('ALIAS'),
    payee: party('EMAIL'),
    amount,
    amountType: fc.constantFrom('SEND' as const, 'RECEIVE' as const),
    transactionType: fc.record(
      {
        scenario: fc.constantFrom('DEPOSIT' as const, 'TRANSFER' as const, 'PAYMENT' as const),
        subScenario: fc.stringMatching(/^[A-Z_]{1,32}$/),
        initiator: fc.constant('PAYER' as const),
        initiatorType: fc.constantFrom('CONSUMER' as const, 'AGENT' as const),
      },
      { requiredKeys: ['scenario', 'initiator', 'initiatorType'] },
    ),
    note: text(128),
    extensionList: fc.record({
      extension: fc.array(fc.record({ key: text(32), value: text(128) }), {
        minLength: 1,
        maxLength: 16,
      }),
    }),
    askPayer: fc.boolean(),
    callbackUrl: fc.constantFrom('https://app.lion.example/', 'https://app.lion.example/a/b?c=d'),
  },
  { requiredKeys: ['clientCorrelationId', 'payer', 'payee', 'amount'] },
);

/** The same JSON value with the keys of every object in another order. */
function reordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reordered);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).map(([key, item]) => [key, reordered(item)] as const);
  return Object.fromEntries(members.reverse());
}

test('a valid body is one payment and one hash whatever the order of its keys, and fits the processes', () => {
  fc.assert(
    fc.property(body, (asked) => {
      const read = readPaymentRequest(asked, lion, 'transfer');
      const payment = { origin: 'channel-transfer', ...read.request, callbackUrl: undefined };
      expect({ ...paymentSchema.parse(payment), callbackUrl: undefined }).toEqual(payment);
      const again = readPaymentRequest(reordered(asked), lion, 'transfer');
      expect(again.requestHash).toBe(read.requestHash);
      const idOf = ({ clientCorrelationId }: typeof read) =>
        transactionIdOf('lion', clientCorrelationId);
      expect(idOf(again)).toBe(idOf(read));
    }),
  );
});

test('another content is another hash', () => {
  const change = fc.constantFrom<Partial<TransferBody>>(
    { note: 'another note \u00e9' },
    { amount: { amount: '77.7', currency: 'TZS' } },
    { payee: { partyIdType: 'IBAN', partyIdentifier: 'x' } },
    { clientCorrelationId: 'another-id-\u007e' },
  );
  fc.assert(
    fc.property(body, change, (asked, difference) => {
      const changed = { ...asked, ...difference };
      const hashes = [asked, changed].map(
        (one) => readPaymentRequest(one, lion, 'transfer').requestHash,
      );
      expect(hashes[0]).not.toBe(hashes[1]);
    }),
  );
});

test('what is left out is the same request as what is spelled out, zeros and all', () => {
  const short = {
    clientCorrelationId: 'order-1',
    payer: { partyIdType: 'MSISDN', partyIdentifier: '255713803912' },
    payee: { partyIdType: 'MSISDN', partyIdentifier: '255754100200' },
    amount: { amount: '100.1', currency: 'TZS' },
  };
  const long = {
    ...short,
    amount: { amount: '100.10', currency: 'TZS' },
    amountType: 'SEND',
    transactionType: { scenario: 'TRANSFER', initiator: 'PAYER', initiatorType: 'CONSUMER' },
    askPayer: false,
  };
  const callbacks = { allowed: [], default: 'https://core.lion.example/' };
  const changed = {
    ...lion,
    settings: channelTenantSection.parse({ idSecret: lion.settings.idSecret, callbacks }),
  };
  const hash = readPaymentRequest(short, lion, 'transfer').requestHash;
  expect(readPaymentRequest(long, lion, 'transfer').requestHash).toBe(hash);
  expect(readPaymentRequest(short, changed, 'transfer').requestHash).toBe(hash);
});

test('a phone is one payer with and without its plus: one request, in the spelling it came in', () => {
  const phone = (partyIdentifier: string) => ({ partyIdType: 'MSISDN', partyIdentifier });
  const pay = (payer: string, payee: string) => ({
    clientCorrelationId: 'order-1',
    payer: phone(payer),
    payee: phone(payee),
    amount: { amount: '100', currency: 'TZS' },
  });
  const plain = readPaymentRequest(pay('255713803912', '255754100200'), lion, 'transfer');
  const prefixed = readPaymentRequest(pay('+255713803912', '+255754100200'), lion, 'transfer');
  expect(prefixed.requestHash).toBe(plain.requestHash);
  expect(prefixed.request.payee.partyIdentifier).toBe('+255754100200');
  expect(() => readPaymentRequest(pay('255713803912', '+255713803912'), lion, 'transfer')).toThrow(
    'The request is not valid',
  );
});

test('an amount without its trailing zeros is the amount that FSPIOP wants', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^(0|[1-9][0-9]{0,17})(\.[0-9]{1,4})?$/), (written) => {
      const normal = withoutTrailingZeros(written);
      expect(normal).toMatch(amountPattern);
      expect(Number(normal)).toBe(Number(written));
    }),
  );
});
