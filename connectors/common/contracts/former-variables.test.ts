import { namesToFetch, withFormerVariables } from './former-variables';
import { channelSchema, paymentSchema } from './payer-transfer';

const request = {
  payer: { partyIdType: 'MSISDN', partyIdentifier: '1' },
  payee: { partyIdType: 'MSISDN', partyIdentifier: '2' },
  amountType: 'SEND',
  amount: { amount: '1', currency: 'TZS' },
  transactionType: { scenario: 'TRANSFER', initiator: 'PAYER', initiatorType: 'CONSUMER' },
  askPayer: false,
  callbackUrl: 'https://app.example/outcomes',
};
const own = { clientCorrelationId: 'order-1', requestHash: 'hash', waitingQuestionId: null };
const { callbackUrl, ...order } = request;

test.each([
  ['before its quote', {}, {}],
  ['which knows its switch', { switchName: 'tips' }, { switchName: 'tips' }],
])('a payment of version 0.1, %s, is read as one of today', (_when, known, switchName) => {
  const { payment, channel } = withFormerVariables({ tenant: 'lion', request, ...own, ...known });
  expect(paymentSchema.parse(payment)).toEqual({
    origin: 'channel-transfer',
    ...switchName,
    ...order,
  });
  expect(channelSchema.parse(channel)).toEqual({ ...own, callbackUrl });
});

test('what a payment of today has stays as it is', () => {
  const variables = { payment: { origin: 'channel-transfer' }, channel: own, switchName: 'other' };
  expect(withFormerVariables(variables)).toBe(variables);
});

test('workers are given what the former variables are made of', () => {
  expect(namesToFetch(['tenant', 'payment'])).toEqual([
    'tenant',
    'payment',
    'request',
    'switchName',
  ]);
});
