import { journalMessageSchema, type JournalMessage } from '../contracts/message-journal';
import type { Exchange } from './exchange';
import { journalMessageOf } from './message';
import { operationOf } from './operation';

const exchange: Exchange = {
  direction: 'sent',
  peer: 'switch',
  peerName: 'default',
  tenant: 'lion',
  startedMs: Date.UTC(2026, 10, 29, 10, 0, 0, 5),
  endedMs: Date.UTC(2026, 10, 29, 10, 0, 0, 17),
  request: {
    method: 'POST',
    url: 'https://switch.example/quotes',
    headers: { 'FSPIOP-Source': 'lion', traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01` },
    body: '{"quoteId":"q","amount":1.0}',
  },
  outcome: 'answered',
  status: 202,
  answer: { headers: { date: 'now' }, body: '' },
};

const messageOf = (changed: Partial<Exchange> = {}, bodyBytesMax = 1_000): JournalMessage =>
  journalMessageOf('m-1', { ...exchange, ...changed }, { engine: 'main', bodyBytesMax });

const requestWith = (request: Partial<Exchange['request']>) => ({
  request: { ...exchange.request, ...request },
});

test('a message says who was spoken with, when, what came of it, and the body as it stood', () => {
  const message = messageOf();
  expect(journalMessageSchema.parse(message)).toMatchObject({
    ...{ direction: 'sent', peer: 'switch', peerName: 'default', tenant: 'lion', engine: 'main' },
    ...{ at: '2026-11-29T10:00:00.005Z', tookMs: 12, operation: 'POST /quotes' },
    ...{ outcome: 'answered', status: 202, traceId: 'a'.repeat(32) },
    request: { body: { text: '{"quoteId":"q","amount":1.0}', bytes: 28 } },
  });
  expect(message.answer?.body).toBeUndefined();
});

test('a line begins with the key of its record', () => {
  expect(JSON.stringify(messageOf()).startsWith('{"messageId":"m-1",')).toBe(true);
});

test('credentials, cookies and tokens are left out, of headers and addresses', () => {
  const headers = {
    authorization: 'Basic bWlmb3M6cGFzc3dvcmQ=',
    Cookie: 'JSESSIONID=1',
    'X-Api-Key': 'k',
    'fspiop-signature': 'stays',
    'Idempotency-Key': 'stays too',
  };
  const url = 'https://mifos:password@fineract.example/api/v1/clients/1?access_token=abc';
  const { request } = messageOf(requestWith({ headers, url }));
  expect(JSON.stringify(request)).not.toMatch(/bWlm|JSESS|"k"|password|abc/);
  expect(request.url).toBe('https://fineract.example/api/v1/clients/1');
  expect(request.headers).toMatchObject({
    'fspiop-signature': 'stays',
    'Idempotency-Key': 'stays too',
  });
});

test('of the address of a callback the query is left out: it is others’ and may hold a secret', () => {
  const url = 'https://app.example/done?k=1';
  const message = messageOf({ peer: 'app', ...requestWith({ url }) });
  expect(message.request.url).toBe('https://app.example/done');
  expect(message.operation).toBe('POST callback');
});

test.each([
  [
    'an answer to a question for authorization',
    '{"authenticationInfo":{"authenticationValue":"123456"}}',
  ],
  [
    'a QR code, which is an object',
    '{"authenticationInfo":{"authenticationValue":{"challenge":"123456"}}}',
  ],
  ['a name in escapes', '{"authentication\\u0056alue":"123456"}'],
  ['what an app calls a PIN', '{"PIN":"123456"}'],
  ['a body that breaks off', '{"authenticationValue":"123456'],
])('one-time codes are never kept: %s', (_what, body) => {
  const { request } = messageOf(requestWith({ body: Buffer.from(body) }));
  expect(request.body).toMatchObject({ isWithoutCodes: true });
  expect(JSON.stringify(request.body)).not.toContain('123456');
});

test('nor is the signature over one, by which it could be found: there are few', () => {
  const headers = { 'FSPIOP-Signature': '{"signature":"c2ln"}', 'webhook-signature': 'v1,c2ln' };
  const body = Buffer.from('{"oneTimePassword":"123456"}');
  const { request } = messageOf(requestWith({ headers, body }));
  expect(JSON.stringify(request)).not.toMatch(/123456|c2ln/);
  const other = messageOf(requestWith({ headers, body: Buffer.from('{"note":"123456"}') }));
  expect(other.request.headers).toEqual(headers);
});

test('a body without codes stays byte for byte, escapes included', () => {
  const body = '{"name":"\\u0041sha", "a":1.0}';
  expect(messageOf(requestWith({ body })).request.body).toEqual({ text: body, bytes: body.length });
});

test('a long body is cut at the end of a character, and says so', () => {
  const body = Buffer.from('aé'.repeat(10));
  expect(messageOf(requestWith({ body }), 5).request.body).toEqual({
    text: 'aéa',
    bytes: 30,
    isCut: true,
  });
  expect(messageOf(requestWith({ body: body.toString() }), 5).request.body).toMatchObject({
    text: 'aéa',
  });
});

test('bytes that are no UTF-8 stand in base64', () => {
  const body = Buffer.from([0xff, 0xfe, 1]);
  expect(messageOf(requestWith({ body })).request.body).toEqual({
    text: '//4B',
    isBase64: true,
    bytes: 3,
  });
});

test('what is sent for a job bears the ids that the job knows', () => {
  const job = {
    ...{ key: '1', type: 'ams:reserve-credit:1', processInstanceKey: '2' },
    variables: {
      tenant: 'buffalo',
      transferId: 't',
      agreement: { quoteId: 'q' },
      traceparent: `00-${'c'.repeat(32)}-${'b'.repeat(16)}-01`,
    },
  };
  const message = messageOf({ tenant: undefined, job, ...requestWith({ headers: {} }) });
  expect(message).toMatchObject({
    ...{ tenant: 'buffalo', transferId: 't', quoteId: 'q', traceId: 'c'.repeat(32) },
    ...{ jobType: 'ams:reserve-credit:1', jobKey: '1', processInstanceKey: '2' },
  });
});

test.each([
  ['GET', '/parties/MSISDN/255700000001', 'GET /parties/MSISDN/{}'],
  ['PUT', '/parties/ALIAS/transfers/error', 'PUT /parties/ALIAS/{}/error'],
  ['PUT', '/quotes/7c23e80c-d078-4077-8263-2c047876fcf6/error', 'PUT /quotes/{}/error'],
  [
    'POST',
    'https://fineract.example/fineract-provider/api/v1/interoperation/transfers?action=PREPARE',
    'POST /fineract-provider/api/v1/interoperation/transfers?action=PREPARE',
  ],
  [
    'GET',
    'http://f/fineract-provider/api/v1/savingsaccounts/external-id/asha?associations=charges',
    'GET /fineract-provider/api/v1/savingsaccounts/external-id/{}',
  ],
  ['GET', '/channel/transfer?clientCorrelationId=asha-1', 'GET /channel/transfer'],
])('an operation has no number and no id: %s %s', (method, url, operation) => {
  expect(operationOf(method, url)).toBe(operation);
});
