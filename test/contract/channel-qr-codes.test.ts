/** A merchant's QR code, made at the merchant's channel and paid at the customer's. */
import { startChannel, tenantOf, type Channel } from '../kit/parts/channel';

const scheme = 'tz.example.scheme';
const lion = tenantOf('lion', { qrCodes: { scheme } });
const buffalo = tenantOf('buffalo', { qrCodes: { scheme } });
const without = tenantOf('zebra');

let channel: Channel;
beforeEach(async () => {
  channel = await startChannel([lion, buffalo, without], {
    CHANNEL_UNSAFE_DEVELOPMENT_MODE: 'true',
  });
});
afterEach(() => channel.close());

const merchant = {
  payee: { partyIdType: 'BUSINESS', partyIdentifier: 'duka-la-mama', partySubIdOrType: 'till-2' },
  currency: 'TZS',
  merchantName: 'Duka la Mama',
  merchantCity: 'Dodoma',
  merchantCategoryCode: '5411',
  countryCode: 'TZ',
};
const ask = (body: object, tenant = 'buffalo') =>
  channel.post('/channel/qr-codes', { headers: { 'Platform-TenantId': tenant }, body });
async function make(change: object = {}): Promise<string> {
  const answer = await ask({ ...merchant, ...change });
  expect(answer.status).toBe(200);
  return (JSON.parse(answer.text) as { qrCode: string }).qrCode;
}
const pay = (qrCode: string, change: object = {}, tenant = 'lion') =>
  channel.post('/channel/merchant-payments', {
    headers: { 'Platform-TenantId': tenant },
    body: {
      clientCorrelationId: 'sale-1',
      payer: { partyIdType: 'MSISDN', partyIdentifier: '255713803912' },
      qrCode,
      ...change,
    },
  });
const tzs = (amount: string) => ({ amount, currency: 'TZS' });
const started = () =>
  (channel.engine.published[0]?.variables as { payment: Record<string, unknown> }).payment;

test('one for one sale is paid as it says, and the merchant’s references go with the payment', async () => {
  const qrCode = await make({
    amount: '25000.50',
    references: { billNumber: 'INV-7', terminalLabel: '2' },
  });
  expect((await pay(qrCode)).status).toBe(202);
  expect(started()).toMatchObject({
    origin: 'customer-merchant-payment',
    payee: merchant.payee,
    lookupKey: 'lion:switch:BUSINESS/duka-la-mama/till-2',
    amount: tzs('25000.5'),
    amountType: 'RECEIVE',
    extensionList: {
      extension: [
        { key: 'billNumber', value: 'INV-7' },
        { key: 'terminalLabel', value: '2' },
      ],
    },
  });
  expect(started()).not.toHaveProperty('qrCode');
});

test('a printed one is paid with the amount that the customer says', async () => {
  expect((await pay(await make(), { amount: tzs('700.0') })).status).toBe(202);
  expect(started()).toMatchObject({ payee: merchant.payee, amount: tzs('700') });
});

test.each([
  [{ askTip: true }, { tip: tzs('500.00') }, '10500'],
  [{ askTip: true }, {}, '10000'],
  [{ fixedFee: '150' }, {}, '10150'],
  [{ feePercentage: '2.5' }, {}, '10250'],
])(
  'with %j in the code, and %j in the request, the payer pays for 10000 %s',
  async (code, request, paid) => {
    await pay(await make({ amount: '10000', ...code }), request);
    expect(started()).toMatchObject({ amount: tzs(paid) });
  },
);

test('spelled out or scanned is one request', async () => {
  const qrCode = await make({ amount: '10000' });
  await pay(qrCode);
  await pay(qrCode, { amount: tzs('10000.00') });
  const { channel: told } = channel.engine.published[0]?.variables as {
    channel: { requestHash: string };
  };
  expect(channel.engine.asked[0]).toMatchObject({
    message: { variables: { repeatedHash: told.requestHash } },
  });
});

test.each([
  [
    'another amount than the code’s',
    { amount: '10000' },
    { amount: tzs('9999') },
    '/amount/amount',
    'must be 10000',
  ],
  ['no amount at all', {}, {}, '/amount', 'does not say how much'],
  [
    'another currency',
    {},
    { amount: { amount: '1', currency: 'JPY' } },
    '/amount/currency',
    'must be TZS',
  ],
  ['a tip that nobody asks for', { amount: '1' }, { tip: tzs('1') }, '/tip', 'not asked for'],
  [
    'a tip in another currency',
    { amount: '1', askTip: true },
    { tip: { amount: '1', currency: 'JPY' } },
    '/tip/currency',
    'must be TZS',
  ],
  [
    'another payee beside it',
    { amount: '1' },
    { payee: merchant.payee },
    '/payee',
    'the QR code says who is paid',
  ],
  [
    'more extensions than FSPIOP takes',
    { amount: '1', references: { purpose: 'x' } },
    { extensionList: { extension: Array(16).fill({ key: 'k', value: 'v' }) } },
    '/extensionList/extension',
    'must NOT have more than 16',
  ],
  [
    'more than an amount can be',
    { feePercentage: '99' },
    { amount: tzs('999999999999999999') },
    '/qrCode',
    'is not an amount that FSPIOP can carry',
  ],
])('%s is refused, with why', async (_what, code, request, pointer, why) => {
  const answer = await pay(await make(code), request);
  expect(answer.status).toBe(400);
  expect(answer.body.errors).toEqual([
    { pointer, detail: expect.stringContaining(why) as unknown },
  ]);
  expect(channel.engine.published).toEqual([]);
});

test('what is no code, a code of another scheme and one in a currency of others are refused, with why', async () => {
  const ofOthers = tenantOf('lion', { qrCodes: { scheme: 'com.example.other' } });
  const other = await startChannel([ofOthers], { CHANNEL_UNSAFE_DEVELOPMENT_MODE: 'true' });
  const qrCode = await make({ amount: '1' });
  const headers = { 'Platform-TenantId': 'lion' };
  const body = {
    clientCorrelationId: 'sale-1',
    payer: { partyIdType: 'MSISDN', partyIdentifier: '255713803912' },
    qrCode,
  };
  const answers = [
    await other.post('/channel/merchant-payments', { headers, body }),
    await pay('https://example.com/not-a-code'),
    await pay(qrCode.replace('Dodoma', 'Dodomo')),
    await pay(qrCode, {}, 'zebra'),
  ];
  await other.close();
  expect(answers.map(({ status, body: { errors } }) => [status, errors])).toEqual(
    [
      'has no merchant account of com.example.other',
      'is no EMVCo code: such a code begins with 000201',
      'has a checksum that is not its own: it was misread or changed',
      'cannot be read: this DFSP has not said whose codes it takes (channel.qrCodes)',
    ].map((detail) => [400, [{ pointer: '/qrCode', detail }]]),
  );
});

test('a code that names the payer pays nobody', async () => {
  const payer = {
    partyIdType: 'BUSINESS',
    partyIdentifier: 'duka-la-mama',
    partySubIdOrType: 'till-2',
  };
  const answer = await pay(await make({ amount: '1' }), { payer });
  expect(answer.body.errors).toEqual([
    {
      pointer: '/qrCode',
      detail: 'says what cannot be paid: payee must be another party than the payer',
    },
  ]);
});

test.each([
  [{ currency: 'USD' }, '/currency'],
  [{ amount: '0' }, '/amount'],
  [{ amount: '1.234' }, '/amount'],
  [{ fixedFee: '1', askTip: true }, ''],
  [{ payee: { partyIdType: 'MSISDN', partyIdentifier: '255754100200' } }, '/payee/partyIdType'],
  [{ merchantName: 'A name that is longer than a code takes' }, '/merchantName'],
  [{ payee: { partyIdType: 'BUSINESS', partyIdentifier: 'x'.repeat(100) } }, ''],
])('a code with %j is not made', async (change, pointer) => {
  const answer = await ask({ ...merchant, ...change });
  expect([answer.status, answer.body.errors?.[0]?.pointer]).toEqual([400, pointer]);
});

test('a DFSP without a scheme of codes makes none', async () => {
  expect((await ask(merchant, 'zebra')).status).toBe(501);
});
