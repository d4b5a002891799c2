/** What the channel says of payments that the engine has forgotten and Elasticsearch has not. */
import { transactionIdOf } from '../../connectors/common/contracts/keys';
import { createPersonTokens } from '../../connectors/common/contracts/person-tokens';
import type { PaymentDocument } from '../../connectors/common/contracts/payment-documents';
import { systemClock } from '../../connectors/common/clock';
import { EngineInMemory } from '../kit/engine-in-memory';
import { personSecret } from '../kit/engine-records/events';
import { MemoryElasticsearch } from '../kit/memory-elasticsearch';
import { silentLog, startChannel, tenantOf, type Channel } from '../kit/parts/channel';

const environment = {
  CHANNEL_UNSAFE_DEVELOPMENT_MODE: 'true',
  CHANNEL_PAST_PAYMENTS: 'true',
  CHANNEL_PAST_PAYMENTS_TIMEOUT_MS: '100',
  PAYMENT_EVENTS_PERSON_SECRET: personSecret,
};
const headers = { 'Platform-TenantId': 'lion' };
const body = {
  clientCorrelationId: 'order-1',
  payer: { partyIdType: 'MSISDN', partyIdentifier: '255713803912' },
  payee: { partyIdType: 'MSISDN', partyIdentifier: '255754100200' },
  amount: { amount: '100.12', currency: 'TZS' },
};
const transactionId = transactionIdOf('lion', 'order-1');

/** Far beyond any window. */
const longAgo = '2026-01-05T10:00:00.000Z';
const money = (amount: string) => ({ amount, currency: 'TZS' });
const paid: PaymentDocument = {
  ...{ schemaVersion: 1, tenant: 'lion', side: 'payer', transactionId, engine: 'main' },
  ...{ state: 'paid', startedAt: longAgo, updatedAt: longAgo, endedAt: longAgo },
  transferId: 'd93ef970-9832-44fc-9537-3e2f887c736d',
  payer: { fspId: 'lion' },
  payee: { fspId: 'buffalo' },
  terms: {
    transferAmount: money('100.12'),
    payeeFspFee: money('1'),
    payerFspFee: money('0.5'),
    expiresAt: longAgo,
  },
  ...{ fees: [], incidents: [], incidentsOpen: 0, decisions: [], steps: [] },
};

let channel: Channel;
let elasticsearch: MemoryElasticsearch;
let nowMs: number;
const clock = { ...systemClock, now: () => nowMs };

beforeEach(async () => {
  nowMs = Date.now();
  elasticsearch = new MemoryElasticsearch();
  await elasticsearch.door({ clock, log: silentLog }).ensureTemplate({
    name: 'payments',
    patterns: ['payment-hub-payments-*'],
    priority: 1,
    settings: {},
    mappings: {},
    aliases: ['payment-hub-payments'],
  });
  const engine = new EngineInMemory();
  channel = await startChannel([tenantOf('lion')], environment, clock, engine, elasticsearch);
});
afterEach(() => channel.close());

async function keep(document: PaymentDocument): Promise<void> {
  const source = JSON.stringify(document);
  const index = 'payment-hub-payments-2026-01';
  await elasticsearch
    .door({ clock, log: silentLog })
    .bulk([{ kind: 'index', index, id: document.transactionId, source }]);
}

const look = (path: string) => channel.request('GET', `/channel/transfer${path}`, { headers });
const pay = (changed: object = {}) =>
  channel.post('/channel/transfer', { headers, body: { ...body, ...changed } });

/** As the event "requested" has told it: the channel itself says what was asked for. */
async function requestToken(): Promise<string> {
  await pay();
  const { variables } = channel.engine.published[0] as unknown as {
    readonly variables: { readonly channel: { readonly requestHash: string } };
  };
  channel.engine.published.splice(0);
  return createPersonTokens(personSecret).requestTokenOf(variables.channel.requestHash);
}

test('a GET hears how a payment ended that only the audit knows, by its id and by the app’s own', async () => {
  await keep(paid);
  const expected = {
    transactionId,
    state: 'COMMITTED',
    transferId: paid.transferId,
    quote: {
      transferAmount: money('100.12'),
      payeeFee: money('1'),
      payerFee: money('0.5'),
      payerPays: money('100.62'),
      expiration: longAgo,
    },
  };
  expect((await look(`/${transactionId}`)).body).toEqual(expected);
  expect((await look('?clientCorrelationId=order-1')).body).toEqual({
    ...expected,
    clientCorrelationId: 'order-1',
  });
  // The engine was not asked: it has forgotten.
  expect(channel.engine.calls).toEqual([]);
});

test('one that failed is told with the words for its payer', async () => {
  await keep({ ...paid, state: 'failed', errorCode: '4001' });
  const { body: told } = await look(`/${transactionId}`);
  expect(told).toMatchObject({ state: 'ABORTED', error: { code: '4001' } });
});

test('of a payment that the engine still knows, the engine tells', async () => {
  await keep({ ...paid, endedAt: new Date(nowMs - 1_000).toISOString() });
  channel.engine.answer = {
    ...{ sameRequest: null, waiting: false },
    report: { transactionId, state: 'COMMITTED', completedAt: longAgo },
  };
  expect((await look(`/${transactionId}`)).body).toMatchObject({ completedAt: longAgo });
});

test('a payment of another use case is not there, and is at its own address', async () => {
  await keep({ ...paid, origin: 'customer-cash-out' });
  expect((await look(`/${transactionId}`)).status).toBe(404);
  const own = `/channel/cash-outs/${transactionId}`;
  const answer = await channel.request('GET', own, { headers });
  expect([answer.status, answer.body.state]).toEqual([200, 'COMMITTED']);
});

test('another tenant’s payment is not there', async () => {
  await keep({ ...paid, tenant: 'buffalo' });
  expect((await look(`/${transactionId}`)).status).toBe(404);
});

test('the same request sent again hears the outcome and starts nothing; another one under its id is refused', async () => {
  await keep({ ...paid, requestToken: await requestToken() });
  const again = await pay();
  expect(again).toMatchObject({ status: 200, body: { state: 'COMMITTED' } });
  expect((await pay({ amount: money('100.13') })).status).toBe(409);
  expect(channel.engine.published).toEqual([]);
});

test('a request of which nobody can tell whether it is the same starts as before', async () => {
  await keep(paid);
  expect((await pay()).status).toBe(202);
  expect(channel.engine.published).toHaveLength(1);
});

test('Elasticsearch away, or too slow, holds no payment up, and is left alone for a while', async () => {
  await keep(paid);
  elasticsearch.searchesWaitFor = new Promise(() => undefined);
  expect((await pay()).status).toBe(202);
  elasticsearch.searchesWaitFor = undefined;
  // Not asked, though it is back.
  expect((await look(`/${transactionId}`)).status).toBe(404);
  nowMs += 5_001;
  expect((await look(`/${transactionId}`)).status).toBe(200);
});
