import { request as httpRequest } from 'node:http';
import { v5 as uuidV5 } from 'uuid';
import { secretIdsOf, transactionIdOf } from '../../connectors/common/contracts/keys';
import {
  paymentSchema,
  type Channel as Told,
} from '../../connectors/common/contracts/payer-transfer';
import { timersSchema } from '../../connectors/common/contracts/timers';
import { systemClock } from '../../connectors/common/clock';
import { until } from '../kit/fee-rules/stepped-clock';
import {
  expectSchema,
  startChannel,
  tenantOf,
  type Answer,
  type Call,
  type Channel,
} from '../kit/parts/channel';

const asLion = { 'Platform-TenantId': 'lion' };
const unsafe = { CHANNEL_UNSAFE_DEVELOPMENT_MODE: 'true' };
const lion = tenantOf('lion', {
  callbacks: {
    allowed: ['https://app.lion.example/hub'],
    default: 'https://core.lion.example/out',
  },
});
const buffalo = tenantOf('buffalo');

const body = {
  clientCorrelationId: 'order-1',
  payer: { partyIdType: 'MSISDN', partyIdentifier: '255713803912' },
  payee: { partyIdType: 'MSISDN', partyIdentifier: '255754100200' },
  amount: { amount: '100.12', currency: 'TZS' },
};
const transactionId = transactionIdOf('lion', 'order-1');
const questionId = `lion:${transactionId}`;

let channel: Channel;
beforeEach(async () => {
  channel = await startChannel([lion, buffalo], unsafe);
});
afterEach(() => channel.close());

const pay = (call: Call = {}) =>
  channel.post('/channel/transfer', { body, ...call, headers: { ...asLion, ...call.headers } });
const decide = (call: Call = {}, id = transactionId) =>
  channel.post(`/channel/transfer/${id}/decision`, {
    body: { decision: 'accept' },
    ...call,
    headers: { ...asLion, ...call.headers },
  });

describe('a payment that is asked for', () => {
  test('is accepted at once, under an id that depends on tenant and clientCorrelationId only', async () => {
    const answer = await pay();
    expect(answer.status).toBe(202);
    expect(answer.body).toEqual({
      transactionId,
      clientCorrelationId: 'order-1',
      state: 'RECEIVED',
    });
    expect(answer.headers.get('location')).toBe(`/channel/transfer/${transactionId}`);
    const other = await pay({ headers: { 'Platform-TenantId': 'buffalo' } });
    expect(other.body.transactionId).not.toBe(transactionId);
  });

  test('starts by one message with everything that the process needs', async () => {
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    await pay({ headers: { traceparent } });
    expect(channel.engine.published).toEqual([
      {
        name: 'payer-transfer-requested',
        correlationKey: questionId,
        messageId: questionId,
        timeToLiveMs: 86_400_000,
        variables: {
          tenant: 'lion',
          transactionId,
          traceparent,
          timers: { ...lion.settings.timers, remembered: 'PT86400S' },
          channel: {
            clientCorrelationId: 'order-1',
            requestHash: expect.stringMatching(/^[0-9a-f]{64}$/),
            waitingQuestionId: null,
            callbackUrl: 'https://core.lion.example/out',
          },
          payment: {
            origin: 'channel-transfer',
            switchName: 'switch',
            lookupKey: 'lion:switch:MSISDN/255754100200',
            payer: body.payer,
            payee: body.payee,
            amountType: 'SEND',
            amount: body.amount,
            transactionType: {
              scenario: 'TRANSFER',
              initiator: 'PAYER',
              initiatorType: 'CONSUMER',
            },
            askPayer: false,
          },
          ...secretIdsOf(lion.settings.idSecret, transactionId),
        },
      },
    ]);
  });

  test('may use every field of the API, and is then what processes expect', async () => {
    const everything = {
      ...body,
      payee: { partyIdType: 'BUSINESS', partyIdentifier: 'dükä 雪', partySubIdOrType: 'till-2' },
      amount: { amount: '0.010', currency: 'BHD' },
      amountType: 'RECEIVE',
      transactionType: {
        scenario: 'PAYMENT',
        subScenario: 'LOCALLY_DEFINED',
        initiator: 'PAYER',
        initiatorType: 'AGENT',
      },
      note: 'Two bags of rice',
      extensionList: { extension: [{ key: 'till', value: '7' }] },
      askPayer: true,
      callbackUrl: 'https://app.lion.example/hub/7?kind=a',
    };
    const answer = await pay({ body: everything });
    expect(answer.status).toBe(202);
    expect(answer.body.links).toEqual({ decision: `/channel/transfer/${transactionId}/decision` });
    const started = channel.engine.published[0]?.variables as Record<string, unknown>;
    const { payment, timers } = started;
    const { clientCorrelationId, callbackUrl, ...order } = everything;
    expect(payment).toMatchObject({ ...order, amount: { amount: '0.01', currency: 'BHD' } });
    expect(started['channel']).toMatchObject({ clientCorrelationId, callbackUrl });
    expect(paymentSchema.parse(payment)).toEqual(payment);
    expect(timersSchema.parse(timers)).toEqual(timers);
  });

  test.each([
    ['100.10', 'TZS', '100.1'],
    ['100.00', 'TZS', '100'],
    ['5.0000', 'JPY', '5'],
    ['10', 'JPY', '10'],
    ['999999999999999999', 'TZS', '999999999999999999'],
  ])('of %s %s is one of %s', async (amount, currency, normal) => {
    await pay({ body: { ...body, amount: { amount, currency } } });
    expect(channel.engine.published[0]?.variables).toMatchObject({
      payment: { amount: { amount: normal, currency } },
    });
  });

  test('without a callback address anywhere has none', async () => {
    await pay({ headers: { 'Platform-TenantId': 'buffalo' } });
    expect(channel.engine.published[0]?.variables).not.toHaveProperty('channel.callbackUrl');
  });

  test('is not started, and the sender is told to send it again, while the engine is away', async () => {
    channel.engine.isDown = true;
    const answer = await pay({ headers: { Prefer: 'wait=5' } });
    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).toBe('2');
  });
});

describe('while the switch or Fineract has ceased to answer', () => {
  const asked: unknown[] = [];
  beforeEach(async () => {
    await channel.close();
    const heldBackMs = (tenant: string, peers: readonly string[]) => {
      asked.push([tenant, peers]);
      return tenant === 'lion' ? 2_300 : undefined;
    };
    channel = await startChannel(
      [lion, buffalo],
      unsafe,
      systemClock,
      undefined,
      undefined,
      heldBackMs,
    );
  });

  test('a payment is refused before anything is begun, with when to try again', async () => {
    const answer = await pay();
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '3']);
    expect(answer.body).toMatchObject({ type: 'urn:payment-hub:problem:unavailable' });
    expect(channel.engine.published).toEqual([]);
    expect(asked).toEqual([['lion', ['fineract', 'switch switch']]]);
  });

  test('another tenant’s payments go on, and how one of this tenant’s stands is still told', async () => {
    const other = await pay({ headers: { 'Platform-TenantId': 'buffalo' } });
    expect(other.status).toBe(202);
    channel.engine.answer = undefined;
    const question = await channel.request('GET', `/channel/transfer/${transactionId}`, {
      headers: asLion,
    });
    expect(question.status).toBe(404);
  });
});

describe('Prefer: wait', () => {
  const outcome = { transactionId, clientCorrelationId: 'order-1', state: 'COMMITTED' };

  test('answers with the outcome that came in time', async () => {
    channel.engine.answers.set(questionId, outcome);
    const answer = await pay({ headers: { Prefer: 'wait=20' } });
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual(outcome);
    expect(answer.headers.get('preference-applied')).toBe('wait=20');
    expect(channel.engine.published[0]?.variables).toMatchObject({
      channel: { waitingQuestionId: channel.engine.waits[0]?.questionId },
    });
  });

  test('listens before the payment starts', async () => {
    await pay({ headers: { Prefer: 'wait=20' } });
    expect(channel.engine.calls).toEqual(['await', 'publish payer-transfer-requested']);
    expect(channel.engine.waits).toEqual([
      { questionId: expect.stringContaining(questionId), timeoutMs: 20_000 },
    ]);
  });

  test('answers 202 when no outcome came in time, and never waits longer than the hub allows', async () => {
    const answer = await pay({ headers: { Prefer: 'respond-async, wait=100000' } });
    expect(answer.status).toBe(202);
    expect(answer.headers.get('preference-applied')).toBe('wait=60');
    expect(channel.engine.waits[0]?.timeoutMs).toBe(60_000);
  });

  test('is passed over when it says nothing that can be understood', async () => {
    const answer = await pay({ headers: { Prefer: 'wait=soon' } });
    expect(answer.headers.get('preference-applied')).toBeNull();
    expect(channel.engine.waits).toEqual([]);
  });

  test('is passed over when too many wait already', async () => {
    const full = await startChannel([lion], { ...unsafe, CHANNEL_WAITING_REQUESTS_MAX: '0' });
    const answer = await full.post('/channel/transfer', {
      headers: { ...asLion, Prefer: 'wait=5' },
      body,
    });
    expect(answer.status).toBe(202);
    expect(answer.headers.get('preference-applied')).toBeNull();
    expect(full.engine.published[0]?.variables).toMatchObject({
      channel: { waitingQuestionId: null },
    });
    await full.close();
  });

  test('of one tenant takes half of the places, and another’s still finds one', async () => {
    const small = await startChannel([lion, buffalo], {
      ...unsafe,
      CHANNEL_WAITING_REQUESTS_MAX: '4',
    });
    const { engine } = small;
    let letGo: () => void = () => undefined;
    engine.held = new Promise((resolve) => (letGo = resolve));
    const waiting = async (tenant: string, order: number) => {
      const answer = await small.post('/channel/transfer', {
        headers: { 'Platform-TenantId': tenant, Prefer: 'wait=20' },
        body: { ...body, clientCorrelationId: `order-${order}` },
      });
      return [answer.status, answer.headers.get('preference-applied')];
    };
    const first = [waiting('lion', 1), waiting('lion', 2)];
    await until(() => engine.waits.length === 2);
    expect(await waiting('lion', 3)).toEqual([202, null]);
    const others = waiting('buffalo', 1);
    await until(() => engine.waits.length === 3);
    letGo();
    const granted = [202, 'wait=20'];
    expect(await Promise.all([...first, others])).toEqual([granted, granted, granted]);
    await small.close();
  });

  test('does not hand on an answer of the wrong shape', async () => {
    channel.engine.answers.set(questionId, { state: 'SOMEHOW' });
    expect((await pay({ headers: { Prefer: 'wait=5' } })).status).toBe(202);
  });
});

/** How the payment of these tests stands, as its process answers. */
const stands = (report: object, change: object = {}) => ({
  sameRequest: true,
  waiting: false,
  report: { transactionId, clientCorrelationId: 'order-1', state: 'RECEIVED', ...report },
  ...change,
});
const ended = [
  { state: 'COMMITTED', completedAt: '2026-11-21T12:00:03.123Z' },
  { state: 'ABORTED', error: { code: '3204', message: 'Nothing was taken.' } },
];
const otherThanReceived = [
  ...ended,
  { state: 'PENDING' },
  {
    state: 'WAITING_FOR_PAYER',
    links: { decision: `/channel/transfer/${transactionId}/decision` },
  },
];

/** What the process keeps of whom to tell. */
const startedChannel = () => (channel.engine.published[0]?.variables as { channel: Told }).channel;

describe('a repeated request', () => {
  test('gets the same answer while the payment is on its way, and starts nothing', async () => {
    const first = await pay();
    channel.engine.answer = stands({});
    const reordered = Object.fromEntries(Object.entries(body).reverse());
    const again = await pay({ body: reordered });
    expect([again.status, again.body]).toEqual([first.status, first.body]);
    expect(channel.engine.published).toHaveLength(1);
    const { requestHash } = startedChannel();
    expect(channel.engine.asked).toEqual([
      {
        message: {
          name: 'payer-transfer-state-asked',
          correlationKey: questionId,
          timeToLiveMs: 2_000,
          variables: { repeatedHash: requestHash },
        },
        timeoutMs: 2_000,
      },
    ]);
  });

  test.each(otherThanReceived)('hears at once that the payment is $state', async (report) => {
    await pay();
    channel.engine.answer = stands(report, { waiting: true });
    for (const call of [{}, { headers: { Prefer: 'wait=20' } }]) {
      const again = await pay(call);
      expect([again.status, again.body]).toEqual([200, stands(report).report]);
    }
    expect(channel.engine.waits.map((wait) => wait.questionId)).not.toContain(
      `${questionId}:repeat`,
    );
  });

  test.each([{ state: 'RECEIVED' }, ...otherThanReceived])(
    'with other content is refused, be the payment $state',
    async (report) => {
      await pay();
      channel.engine.answer = stands(report, { sameRequest: false });
      const answer = await pay({ body: { ...body, note: 'something else' } });
      expect(answer.status).toBe(409);
      expect(answer.body.type).toBe('urn:payment-hub:problem:other-content');
      expect(channel.engine.published).toHaveLength(1);
    },
  );

  test('after a change of the tenant’s idSecret is the same payment, with the ids that it began with', async () => {
    await pay();
    const idSecret = 'a newer secret of the lion';
    const { engine } = channel;
    const rotated = await startChannel(
      [tenantOf('lion', { idSecret })],
      unsafe,
      systemClock,
      engine,
    );
    engine.answer = stands({});
    const again = await rotated.post('/channel/transfer', { headers: asLion, body });
    expect([again.status, again.body.transactionId]).toEqual([202, transactionId]);
    expect(engine.published).toHaveLength(1);
    const former = secretIdsOf(lion.settings.idSecret, transactionId);
    expect(engine.published[0]?.variables).toMatchObject(former);
    const next = { ...body, clientCorrelationId: 'order-2' };
    await rotated.post('/channel/transfer', { headers: asLion, body: next });
    const newer = secretIdsOf(idSecret, transactionIdOf('lion', 'order-2'));
    expect(engine.published[1]?.variables).toMatchObject(newer);
    await rotated.close();
  });

  test('that the payment does not answer is to come again: how it stands is unknown', async () => {
    await pay();
    const answer = await pay({ headers: { Prefer: 'wait=20' } });
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '2']);
    expect(channel.engine.published).toHaveLength(1);
  });

  test('may wait for the outcome of the payment that runs', async () => {
    await pay();
    channel.engine.answer = stands({}, { waiting: true });
    channel.engine.answers.set(`${questionId}:repeat`, { transactionId, state: 'COMMITTED' });
    expect((await pay({ headers: { Prefer: 'wait=20' } })).status).toBe(200);
  });

  test('that waits beside the first one cannot take its answer, whichever the engine hears first', async () => {
    channel.engine.answer = stands({}, { waiting: true });
    const impatient = { headers: { Prefer: 'wait=20' } };
    await Promise.all([pay(impatient), pay(impatient)]);
    const ids = channel.engine.waits.map((wait) => wait.questionId);
    expect(ids).toHaveLength(3);
    expect(new Set(ids).size).toBe(3);
    const { waitingQuestionId } = startedChannel();
    expect(ids).toContain(waitingQuestionId);
  });

  test('does not wait for a payment that answers nobody', async () => {
    await pay();
    channel.engine.answer = stands({});
    const answer = await pay({ headers: { Prefer: 'wait=20' } });
    expect(answer.status).toBe(202);
    expect(answer.headers.get('preference-applied')).toBeNull();
  });
});

describe('a question how a payment stands', () => {
  const look = (path: string, headers: Record<string, string> = asLion) =>
    channel.request('GET', path, { headers });

  test.each([{ state: 'RECEIVED' }, ...otherThanReceived])(
    'is answered at the Location that the request got: $state',
    async (report) => {
      const location = (await pay()).headers.get('location') ?? '';
      channel.engine.answer = stands(report);
      const answer = await look(location);
      expect([answer.status, answer.body]).toEqual([200, stands(report).report]);
      expect(channel.engine.published).toHaveLength(1);
      expect(channel.engine.asked).toMatchObject([
        {
          message: {
            name: 'payer-transfer-state-asked',
            correlationKey: questionId,
            variables: { repeatedHash: null },
          },
        },
      ]);
    },
  );

  test('may name the payment by its clientCorrelationId', async () => {
    channel.engine.answer = stands({ state: 'COMMITTED' });
    const answer = await look('/channel/transfer?clientCorrelationId=order-1');
    expect([answer.status, answer.body.state]).toEqual([200, 'COMMITTED']);
    expect(channel.engine.asked).toMatchObject([{ message: { correlationKey: questionId } }]);
  });

  test('reaches the payments of the own tenant only', async () => {
    await look(`/channel/transfer/${transactionId}`, { 'Platform-TenantId': 'buffalo' });
    await look('/channel/transfer?clientCorrelationId=order-1', { 'Platform-TenantId': 'buffalo' });
    expect(channel.engine.asked.map(({ message }) => message.correlationKey)).toEqual([
      `buffalo:${transactionId}`,
      `buffalo:${transactionIdOf('buffalo', 'order-1')}`,
    ]);
  });

  test('is a 404 when nobody knows the payment', async () => {
    const answer = await look(`/channel/transfer/${transactionId}`);
    expect([answer.status, answer.body.type]).toEqual([404, 'urn:payment-hub:problem:unknown-id']);
  });

  test('is to be asked again while the engine is away: no 404', async () => {
    channel.engine.isDown = true;
    const answer = await look(`/channel/transfer/${transactionId}`);
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '2']);
  });

  test.each([
    ['/channel/transfer/lion:1', [{ parameter: 'id' }]],
    ['/channel/transfer', [{ parameter: 'clientCorrelationId' }]],
    ['/channel/transfer?clientCorrelationId=', [{ parameter: 'clientCorrelationId' }]],
    ['/channel/transfer?clientCorrelationId=a&clientCorrelationId=b', [{}]],
    [`/channel/transfer?clientCorrelationId=${'x'.repeat(129)}`, [{}]],
  ])('%s is refused by name', async (path, errors) => {
    const answer = await look(path);
    expect([answer.status, answer.body.errors]).toMatchObject([400, errors]);
    expect(channel.engine.calls).toEqual([]);
  });
});

describe("the payer's decision", () => {
  test('is handed to the payment of the own tenant', async () => {
    const answer = await decide();
    expect([answer.status, answer.body]).toEqual([202, { transactionId, state: 'RECEIVED' }]);
    expect(channel.engine.published).toEqual([
      {
        name: 'payer-decided',
        correlationKey: questionId,
        messageId: 'payer',
        timeToLiveMs: 60_000,
        variables: { payerDecision: 'accept' },
      },
    ]);
    await decide({ headers: { 'Platform-TenantId': 'buffalo' }, body: { decision: 'refuse' } });
    expect(channel.engine.published[1]).toMatchObject({
      correlationKey: `buffalo:${transactionId}`,
      variables: { payerDecision: 'refuse' },
    });
  });

  test('sent twice is one decision', async () => {
    await decide();
    expect((await decide()).status).toBe(202);
    expect(channel.engine.published).toHaveLength(1);
  });

  test('may be answered with the outcome', async () => {
    channel.engine.answers.set(`${questionId}:decision`, { transactionId, state: 'COMMITTED' });
    const answer = await decide({ headers: { Prefer: 'wait=20' } });
    expect([answer.status, answer.body.state]).toEqual([200, 'COMMITTED']);
    expect(channel.engine.calls[0]).toBe('await');
  });

  test.each<[string, object, string, object[]]>([
    ['another word', { decision: 'maybe' }, transactionId, [{ pointer: '/decision' }]],
    ['no decision', {}, transactionId, [{ pointer: '/decision' }]],
    ['a wrong id', { decision: 'accept' }, 'lion:1', [{ parameter: 'id' }]],
    [
      'all of it',
      { x: 1 },
      '..%2f1',
      [{ parameter: 'id' }, { pointer: '/decision' }, { pointer: '/x' }],
    ],
  ])('with %s is refused by name', async (_what, decision, id, errors) => {
    const answer = await decide({ body: decision }, id);
    expect(answer.status).toBe(400);
    expect(answer.body.errors).toMatchObject(errors);
    expect(answer.body.errors).toHaveLength(errors.length);
    expect(channel.engine.published).toEqual([]);
  });
});

const pointersOf = ({ body: { errors } }: Answer) => errors?.map(({ pointer }) => pointer).sort();

describe('a body with something wrong in it', () => {
  const money = (amount: unknown, currency: unknown = 'TZS') => ({ amount: { amount, currency } });
  const payee = (partyIdentifier: string, partyIdType = 'MSISDN') => ({
    payee: { partyIdType, partyIdentifier },
  });
  const callback = (callbackUrl: string) => ({ callbackUrl });

  test.each<[string, object, string]>([
    ['no correlation id', { clientCorrelationId: undefined }, '/clientCorrelationId'],
    ['a correlation id with a line break', { clientCorrelationId: 'a\nb' }, '/clientCorrelationId'],
    ['an empty correlation id', { clientCorrelationId: '' }, '/clientCorrelationId'],
    ['a number as an amount', money(100.12), '/amount/amount'],
    ['an amount of zero', money('0'), '/amount/amount'],
    ['an amount of many zeros', money('0.00'), '/amount/amount'],
    ['a negative amount', money('-1'), '/amount/amount'],
    ['an amount with an exponent', money('1e3'), '/amount/amount'],
    ['an amount with a leading zero', money('01'), '/amount/amount'],
    ['an amount with a comma', money('1,50'), '/amount/amount'],
    ['an amount that begins with the point', money('.5'), '/amount/amount'],
    ['an amount that ends with the point', money('1.'), '/amount/amount'],
    ['an amount of two zeros', money('00'), '/amount/amount'],
    ['an amount in Arabic digits', money('٣'), '/amount/amount'],
    ['an amount with a plus', money('+1'), '/amount/amount'],
    ['an amount with 5 decimals', money('1.00000'), '/amount/amount'],
    ['an amount with 19 digits', money('1234567890123456789'), '/amount/amount'],
    ['an amount with a line break behind it', money('1\n'), '/amount/amount'],
    ['too many decimals', money('1.001'), '/amount/amount'],
    ['decimals in a currency without any', money('1.5', 'JPY'), '/amount/amount'],
    ['a currency of another tenant', money('1', 'USD'), '/amount/currency'],
    ['a currency in small letters', money('1', 'tzs'), '/amount/currency'],
    ['no currency', { amount: { amount: '1' } }, '/amount/currency'],
    ['no amount', { amount: undefined }, '/amount'],
    ['null for an amount', { amount: null }, '/amount'],
    ['a payee who is the payer', payee('+255713803912'), '/payee'],
    ['a phone number with letters', payee('call me'), '/payee/partyIdentifier'],
    ['a phone number of 16 digits', payee('1234567890123456'), '/payee/partyIdentifier'],
    ['an identifier that is a path', payee('..', 'ALIAS'), '/payee/partyIdentifier'],
    ['an identifier with a control character', payee('a\u0000', 'ALIAS'), '/payee/partyIdentifier'],
    ['an identifier with half a character', payee('a\ud800', 'ALIAS'), '/payee/partyIdentifier'],
    ['an identifier of 129 characters', payee('a'.repeat(129), 'ALIAS'), '/payee/partyIdentifier'],
    ['an empty identifier', payee('', 'ALIAS'), '/payee/partyIdentifier'],
    ['an unknown kind of party', payee('1', 'FAX'), '/payee/partyIdType'],
    ['a party that is a string', { payee: '255754100200' }, '/payee'],
    ['a party that is a list', { payee: [body.payee] }, '/payee'],
    ['an unknown amount type', { amountType: 'GIVE' }, '/amountType'],
    ['a truth that is a word', { askPayer: 'true' }, '/askPayer'],
    ['a note of 129 characters', { note: 'n'.repeat(129) }, '/note'],
    [
      'an empty list of extensions',
      { extensionList: { extension: [] } },
      '/extensionList/extension',
    ],
    ['an unknown field', { 'fsp/Id~': 'x' }, '/fsp~1Id~0'],
    ['a tenant in the body', { tenant: 'buffalo' }, '/tenant'],
    ['a callback elsewhere', callback('https://evil.example/hub'), '/callbackUrl'],
    [
      'a callback to a look-alike',
      callback('https://app.lion.example.evil.com/hub'),
      '/callbackUrl',
    ],
    ['a callback outside the path', callback('https://app.lion.example/hubs'), '/callbackUrl'],
    ['a callback to no address', callback('nowhere'), '/callbackUrl'],
    [
      'a payment begun by the payee',
      {
        transactionType: { scenario: 'PAYMENT', initiator: 'PAYEE', initiatorType: 'BUSINESS' },
      },
      '/transactionType/initiator',
    ],
  ])('(%s) is refused by name, and nothing starts', async (_what, change, pointer) => {
    const answer = await pay({ body: { ...body, ...change } });
    expect(answer.status).toBe(400);
    expect(pointersOf(answer)).toContain(pointer);
    expect(channel.engine.calls).toEqual([]);
  });

  test('names every wrong field, whether the schema or the tenant forbids it', async () => {
    const answer = await pay({
      body: {
        ...body,
        clientCorrelationId: 7,
        payer: { partyIdType: 'MSISDN' },
        amount: { amount: '1.001', currency: 'TZS' },
        callbackUrl: 'https://evil.example/',
        color: 'red',
      },
    });
    expect(pointersOf(answer)).toEqual([
      '/amount/amount',
      '/callbackUrl',
      '/clientCorrelationId',
      '/color',
      '/payer/partyIdentifier',
    ]);
  });

  test.each([
    ['__proto__', `{"__proto__":{"askPayer":true},${JSON.stringify(body).slice(1)}`, '/__proto__'],
    [
      'constructor',
      `{"constructor":{"prototype":{}},${JSON.stringify(body).slice(1)}`,
      '/constructor',
    ],
    ['a key twice', `{"note":"a","note":"b",${JSON.stringify(body).slice(1)}`, '/note'],
    [
      'a key twice in two spellings',
      `{"n\\u006fte":"a","note":"b",${JSON.stringify(body).slice(1)}`,
      '/note',
    ],
    ['a list', '[]', ''],
    ['a string', '"pay"', ''],
    ['null', 'null', ''],
    ['deep nesting', `${'{"a":'.repeat(3_000)}1${'}'.repeat(3_000)}`, '/a'.repeat(20)],
  ])('(%s) is refused by name', async (_what, text, pointer) => {
    const answer = await pay({ body: text });
    expect(answer.status).toBe(400);
    expect(pointersOf(answer)).toContain(pointer);
    expect(channel.engine.calls).toEqual([]);
    expect({}).not.toHaveProperty('askPayer');
  });

  test('gets an answer of bounded size', async () => {
    const many = Object.fromEntries(Array.from({ length: 2_000 }, (_, n) => [`f${n}`, 1]));
    expect((await pay({ body: many })).body.errors).toHaveLength(100);
  });

  test.each(['', '{', '{"a":1,}', "{'a':1}", '\u0000', 'NaN', '{"a":01}'])(
    'that is no JSON (%j) is refused',
    async (text) => {
      const answer = await pay({ body: text });
      expect([answer.status, answer.body.type]).toEqual([
        400,
        'urn:payment-hub:problem:malformed-json',
      ]);
      expect(channel.engine.calls).toEqual([]);
    },
  );
});

test('bytes that are not UTF-8 are refused: a note or a payee with a hole is paid to nobody', async () => {
  const answers = ['note', 'clientCorrelationId'].map(async (field) => {
    const text = JSON.stringify({ ...body, [field]: 'Café' });
    const answer = await pay({ body: Buffer.from(text, 'latin1') });
    expect(answer.body).toMatchObject({
      status: 400,
      type: 'urn:payment-hub:problem:malformed-json',
      detail: 'The body is not UTF-8 text (RFC 8259, 8.1)',
    });
  });
  await Promise.all(answers);
  expect((await decide({ body: Buffer.from('{"decision":"acc\xe9pt"}', 'latin1') })).status).toBe(
    400,
  );
  expect(channel.engine.calls).toEqual([]);
  expect((await pay({ body: `\uFEFF${JSON.stringify(body)}` })).status).toBe(202);
});

describe('a request that is no request', () => {
  test('too large a body is refused', async () => {
    const answer = await pay({ body: { ...body, note: 'n'.repeat(200_000) } });
    expect(answer.status).toBe(413);
    expect(channel.engine.calls).toEqual([]);
  });

  test.each([
    'text/plain',
    'application/xml',
    'application/x-www-form-urlencoded',
    'application/json; charset=utf-16',
    'application/jsonp',
  ])('a body of type %s is refused', async (type) => {
    const answer = await pay({ headers: { 'content-type': type }, body: JSON.stringify(body) });
    expect(answer.status).toBe(415);
    expect(answer.body.errors?.[0]?.header).toBe('Content-Type');
  });

  test.each([
    'application/json;charset="utf-8"',
    'Application/JSON ; v=1; charset=UTF-8',
    'application/json; charset=utf-8; profile="a;b"',
  ])('a body of type %s is taken, whatever the order of its parameters', async (type) => {
    const answer = await pay({ headers: { 'content-type': type }, body: JSON.stringify(body) });
    expect(answer.status).toBe(202);
  });

  test('a compressed body is refused', async () => {
    expect((await pay({ headers: { 'content-encoding': 'gzip' } })).status).toBe(415);
  });

  test('a body that trickles in is cut off', async () => {
    const impatient = { now: () => Date.now(), sleep: () => Promise.resolve() };
    const slow = await startChannel([lion], unsafe, impatient);
    const status = await new Promise((resolve, reject) => {
      const request = httpRequest(`${slow.url}/channel/transfer`, {
        method: 'POST',
        headers: { ...asLion, 'content-type': 'application/json', 'content-length': '500' },
      });
      request.on('response', (response) => {
        resolve(response.resume().statusCode);
        request.destroy();
      });
      request.on('error', reject);
      request.write('{');
    });
    expect(status).toBe(408);
    expect(slow.engine.calls).toEqual([]);
    await slow.close();
  });

  test('an unknown path is a clear 404', async () => {
    const answer = await channel.request('GET', '/channel/transfers', { headers: asLion });
    expect([answer.status, answer.body.detail]).toEqual([404, '/channel/transfers: see /docs']);
    expect((await channel.request('GET', '/')).status).toBe(404);
  });

  test.each(['PUT', 'DELETE', 'PATCH'])('%s is a clear 405', async (method) => {
    for (const [path, allowed] of [
      ['/channel/transfer', 'GET, POST'],
      [`/channel/transfer/${transactionId}`, 'GET'],
      [`/channel/transfer/${transactionId}/decision`, 'POST'],
    ] as const) {
      const answer = await channel.request(method, path, { headers: asLion });
      expect([answer.status, answer.headers.get('allow')]).toEqual([405, allowed]);
    }
  });

  test('a path with a broken escape is a clear 400', async () => {
    expect((await decide({}, '%zz')).status).toBe(400);
  });

  test('a tenant that sends too much is slowed down, others are not', async () => {
    const strict = await startChannel([lion, buffalo], {
      ...unsafe,
      CHANNEL_REQUESTS_PER_MINUTE_MAX: '2',
    });
    const send = (tenant: string) =>
      strict.post('/channel/transfer', { headers: { 'Platform-TenantId': tenant }, body });
    strict.engine.answer = stands({});
    const statuses = [
      await send('lion'),
      await send('lion'),
      await send('lion'),
      await send('buffalo'),
    ];
    expect(statuses.map(({ status }) => status)).toEqual([202, 202, 429, 202]);
    expect(statuses[2]?.headers.get('retry-after')).not.toBeNull();
    await strict.close();
  });
});

describe('the trace of a payment', () => {
  test('is the one that the caller sent', async () => {
    const traceparent = `00-${uuidV5('t', uuidV5.URL).replaceAll('-', '')}-b7ad6b7169203331-01`;
    expect((await pay({ headers: { traceparent } })).headers.get('traceparent')).toBe(traceparent);
  });

  test.each(['', 'garbage', `00-${'0'.repeat(32)}-b7ad6b7169203331-01`])(
    'is a new one when %j came',
    async (traceparent) => {
      const answer = await pay({ headers: { traceparent } });
      const given = answer.headers.get('traceparent');
      expect(given).not.toBe(traceparent);
      expect(channel.engine.published[0]?.variables).toMatchObject({ traceparent: given });
    },
  );
});

describe('the documentation', () => {
  interface Example {
    readonly value?: unknown;
    readonly $ref?: string;
  }
  interface Described {
    readonly content?: Record<
      string,
      { readonly schema: Schema; readonly examples?: Record<string, Example> }
    >;
  }
  interface Schema {
    readonly $ref?: string;
    readonly oneOf?: readonly { readonly $ref: string }[];
  }
  interface Operation {
    readonly requestBody?: Described;
    readonly responses: Record<string, Described>;
  }

  test('is served as JSON, as YAML and as a page that loads nothing from elsewhere', async () => {
    const json = await channel.request('GET', '/openapi.json');
    expect(json.body).toMatchObject({ openapi: expect.stringMatching(/^3\.1\./), paths: {} });
    expect((await channel.request('GET', '/openapi.yaml')).text).toContain('openapi: 3.1');
    const page = await channel.request('GET', '/docs/');
    expect(page.text).toContain('<title>Payment Hub channel API</title>');
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self';");
    const files = Array.from(page.text.matchAll(/(?:src|href)="([^"]+)"/g), ([, file]) => file);
    expect(files).toHaveLength(4);
    for (const file of files) {
      expect((await channel.request('GET', `/docs/${file}`)).status).toBe(200);
    }
    expect((await channel.request('GET', '/docs')).headers.get('location')).toBe('docs/');
    expect((await channel.request('GET', '/docs/package.json')).status).toBe(404);
  });

  test('has examples that are right', async () => {
    const document = (await channel.request('GET', '/openapi.json')).body as unknown as {
      paths: Record<string, Record<string, Operation>>;
      components: { examples: Record<string, Example>; responses: { Problem: Described } };
    };
    let count = 0;
    const check = ({ content = {} }: Described) => {
      for (const { schema, examples = {} } of Object.values(content)) {
        for (const example of Object.values(examples)) {
          const name = example.$ref?.split('/').at(-1) ?? '';
          const { value } = document.components.examples[name] ?? example;
          const refs = schema.oneOf ?? [schema];
          const schemas = refs.map(({ $ref = '' }) => $ref.split('/').at(-1) ?? '');
          expectSchema(schemas, value);
          count += 1;
        }
      }
    };
    for (const operation of Object.values(document.paths).flatMap((path) => Object.values(path))) {
      const { requestBody, responses } = operation;
      if (requestBody !== undefined) check(requestBody);
      for (const response of Object.values(responses)) check(response);
    }
    check(document.components.responses.Problem);
    expect(count).toBeGreaterThanOrEqual(20);
  });

  test('warns everywhere of the unsafe development mode', async () => {
    const marked = 'no tokens are checked';
    const answers = [
      await channel.request('GET', '/docs/'),
      await channel.request('GET', '/openapi.json'),
      await pay(),
      await channel.request('GET', '/nowhere'),
    ];
    for (const answer of answers)
      expect(answer.headers.get('unsafe-development-mode')).toBe(marked);
    expect(answers[0]?.text).toContain('UNSAFE DEVELOPMENT MODE');
    expect(answers[1]?.body).toMatchObject({
      info: { description: expect.stringContaining('UNSAFE DEVELOPMENT MODE') },
      security: [{ tenant: [] }],
    });
  });

  test.each(['', 'hyena', '__proto__'])('no tenant %j is known in that mode', async (tenant) => {
    const answer = await pay({ headers: { 'Platform-TenantId': tenant } });
    expect(answer.status).toBe(401);
    expect(answer.body.errors).toEqual([
      { header: 'Platform-TenantId', detail: 'must name a tenant: lion, buffalo' },
    ]);
    expect(channel.engine.calls).toEqual([]);
  });
});
