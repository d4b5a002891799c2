/** Every use case that a payer's channel may ask for, from the table and by the example that the API's description gives. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { openApiDocument } from '../../connectors/channel/openapi';
import { transactionIdOf } from '../../connectors/common/contracts/keys';
import {
  paymentSchema,
  type Channel as Told,
} from '../../connectors/common/contracts/payer-transfer';
import { useCases, type UseCaseName } from '../../connectors/common/contracts/use-cases';
import { expectSchema, startChannel, tenantOf, type Channel } from '../kit/parts/channel';

const headers = { 'Platform-TenantId': 'lion' };
const lion = tenantOf('lion');

let channel: Channel;
beforeEach(async () => {
  channel = await startChannel([lion], { CHANNEL_UNSAFE_DEVELOPMENT_MODE: 'true' });
});
afterEach(() => channel.close());

interface Asked {
  readonly clientCorrelationId: string;
  readonly payer: object;
  readonly payee: object;
  readonly amount: object;
}

/** The first example of the description. */
function exampleOf(name: UseCaseName): Asked {
  const { paths } = openApiDocument();
  const examples = paths[`/channel/${useCases[name].resource}`]?.['post']?.requestBody.content[
    'application/json'
  ]['examples'] as Record<string, { value: Asked } | undefined>;
  const example = examples[name] ?? examples['simple'];
  if (example === undefined) throw new Error(`${name} has no example`);
  return example.value;
}

const started = () =>
  channel.engine.published[0]?.variables as { payment: { origin: string }; channel: Told };
const names = Object.keys(useCases) as UseCaseName[];
const ofPayers = names.filter((name) => useCases[name].diagram === 'payer-transfer');
const withOwnType = ofPayers.filter((name) => name !== 'channel-transfer');

describe.each(ofPayers)('%s', (name) => {
  const { resource, transactionType, amountType } = useCases[name];
  const path = `/channel/${resource}`;
  const body = exampleOf(name);
  const transactionId = transactionIdOf('lion', body.clientCorrelationId);
  const ask = (change: object = {}) =>
    channel.post(path, { headers, body: { ...body, ...change } });
  const look = (at: string) => channel.request('GET', at, { headers });

  test('starts the payment that the table says, and tells where it can be looked at', async () => {
    const answer = await ask();
    expect(answer.status).toBe(202);
    expect(answer.headers.get('location')).toBe(`${path}/${transactionId}`);
    const { payment } = started();
    const { payer, payee, amount } = body;
    const told = { origin: name, transactionType, amountType, payer, payee, amount };
    expect(payment).toMatchObject(told);
    expect(paymentSchema.parse(payment)).toEqual(payment);
  });

  test('is decided, looked at and asked for again at its own address', async () => {
    const answer = await ask({ askPayer: true });
    expect(answer.body.links).toEqual({ decision: `${path}/${transactionId}/decision` });
    const decided = await channel.post(`${path}/${transactionId}/decision`, {
      headers,
      body: { decision: 'accept' },
    });
    expect([decided.status, decided.headers.get('location')]).toEqual([
      202,
      `${path}/${transactionId}`,
    ]);
    expect(channel.engine.published[1]).toMatchObject({
      name: 'payer-decided',
      correlationKey: `lion:${transactionId}`,
    });
    channel.engine.answer = {
      sameRequest: true,
      waiting: false,
      origin: name,
      report: { transactionId, clientCorrelationId: body.clientCorrelationId, state: 'COMMITTED' },
    };
    const addresses = [
      `${path}/${transactionId}`,
      `${path}?clientCorrelationId=${body.clientCorrelationId}`,
    ];
    for (const answered of [
      ...(await Promise.all(addresses.map(look))),
      await ask({ askPayer: true }),
    ]) {
      expect(answered.status).toBe(200);
      expectSchema('Transfer', answered.body);
      expect(answered.body.state).toBe('COMMITTED');
    }
    expect(channel.engine.asked.at(-1)).toMatchObject({
      message: { variables: { repeatedHash: started().channel.requestHash } },
    });
  });

  test('is not there at the address of another use case', async () => {
    const report = { transactionId, state: 'COMMITTED' };
    channel.engine.answer = { sameRequest: null, waiting: false, origin: name, report };
    const others = ofPayers.filter((other) => useCases[other].resource !== resource);
    for (const other of others) {
      const answer = await look(`/channel/${useCases[other].resource}/${transactionId}`);
      expect(answer.status).toBe(404);
    }
  });
});

describe.each(withOwnType)('%s', (name) => {
  const { resource, transactionType } = useCases[name];
  const { initiator, initiatorType } = transactionType;
  const body = exampleOf(name);
  const ask = (change: object) =>
    channel.post(`/channel/${resource}`, { headers, body: { ...body, ...change } });

  test('spelled out is the same request', async () => {
    await ask({});
    await ask({
      initiator,
      initiatorType,
      amountType: useCases[name].amountType,
      clientCorrelationId: body.clientCorrelationId,
    });
    const [first] = channel.engine.published;
    expect(channel.engine.asked.at(-1)).toMatchObject({
      message: {
        variables: { repeatedHash: (first?.variables as { channel: Told }).channel.requestHash },
      },
    });
  });

  test('lets nobody say another type of transaction, or another initiator', async () => {
    const answers = await Promise.all([
      ask({ transactionType: { scenario: 'TRANSFER', initiator, initiatorType } }),
      ask({ initiatorType: 'DEVICE' }),
    ]);
    expect(answers.map(({ status, body: { errors } }) => [status, errors?.[0]?.pointer])).toEqual([
      [400, '/transactionType'],
      [400, '/initiatorType'],
    ]);
    expect(channel.engine.published).toEqual([]);
  });
});

// A transfer takes no refund: what it gives back it could not say.
test.each(withOwnType.filter((name) => useCases[name].isRefund !== true))(
  '%s is another request than a transfer with the same fields',
  async (name) => {
    const { resource, amountType, transactionType } = useCases[name];
    const body = exampleOf(name);
    await channel.post('/channel/transfer', {
      headers,
      body: { ...body, transactionType, amountType },
    });
    await channel.post(`/channel/${resource}`, { headers, body });
    const { repeatedHash } = channel.engine.asked[0]?.message.variables as { repeatedHash: string };
    expect(repeatedHash).not.toBe(started().channel.requestHash);
  },
);

describe('a refund', () => {
  const path = '/channel/refunds';
  const body = { ...exampleOf('refund') } as Asked & { originalTransactionId: string };
  const ask = (change: object = {}) =>
    channel.post(path, { headers, body: { ...body, ...change } });

  test('names the payment that it gives back, and why', async () => {
    expect((await ask()).status).toBe(202);
    const { originalTransactionId } = body;
    expect(started()).toMatchObject({
      payment: {
        transactionType: {
          ...useCases.refund.transactionType,
          refundInfo: { originalTransactionId, refundReason: 'Returned' },
        },
      },
    });
  });

  test.each([
    ['CONSUMER', 'customer-refund'],
    ['AGENT', 'agent-refund'],
    ['BUSINESS', 'refund'],
  ])('by a payer who is a %s is a %s', async (initiatorType, origin) => {
    expect((await ask({ initiatorType })).status).toBe(202);
    expect(started().payment.origin).toBe(origin);
  });

  test.each([
    ['no payment', { originalTransactionId: undefined }],
    ['what is no id', { originalTransactionId: '4711' }],
  ])('of %s is refused', async (_what, change) => {
    const { status, body: problem } = await ask(change);
    expect([status, problem.errors?.[0]?.pointer]).toEqual([400, '/originalTransactionId']);
  });

  test('of another payment is another request', async () => {
    await ask();
    const { requestHash } = started().channel;
    await ask({ originalTransactionId: '85feac2f-39b2-491b-817e-4a03203d4f15' });
    const { repeatedHash } = channel.engine.asked[0]?.message.variables as { repeatedHash: string };
    expect(repeatedHash).not.toBe(requestHash);
  });

  test('is asked for nowhere else', async () => {
    const { transactionType } = useCases.refund;
    const answers = await Promise.all([
      channel.post('/channel/transfer', { headers, body }),
      channel.post('/channel/merchant-payments', { headers, body }),
      channel.post('/channel/transfer', {
        headers,
        body: { ...exampleOf('channel-transfer'), transactionType },
      }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([400, 400, 400]);
    expect(channel.engine.published).toEqual([]);
  });
});

test.each(names)('%s begins with a process that there is', (name) => {
  const { diagram } = useCases[name];
  expect(existsSync(join(__dirname, `../../bpmn/${diagram}.bpmn`))).toBe(true);
});

test('no two use cases of the table are asked for in the same words', () => {
  const words = names.map((name) => {
    const { resource, transactionType, authentication } = useCases[name];
    return JSON.stringify([resource, transactionType, authentication]);
  });
  expect(new Set(words).size).toBe(words.length);
});
