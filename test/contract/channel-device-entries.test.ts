/** A payee's device: what it is asked, and what becomes of what the payer enters there. */
import { systemRandom } from '../../connectors/common/clock';
import type { HttpRequest } from '../../connectors/common/runtime';
import { askDevice } from '../../connectors/channel/workers/ask-device';
import { EngineInMemory } from '../kit/engine-in-memory';
import { job, order, traceparent } from '../kit/mojaloop';
import {
  expectSchema,
  silentLog,
  startChannel,
  tenantOf,
  type Channel,
} from '../kit/parts/channel';
import { fixedTenants } from '../kit/tenants';

const requestId = '4d7a0c1e-93b5-5c7e-8f21-7c0d9e5b3a64';
const path = `/channel/transaction-requests/${requestId}/authorization`;
const firstQuestion = '2b1d4f0e-7c35-4f6b-8a57-1b9a4c7a2f11';
const nextQuestion = '9c3f7a52-0d4e-4b1a-9f60-5e8d2c7b1a33';

test('a device is told what it may still be asked, for how much, and where the answer goes', async () => {
  const posted: HttpRequest[] = [];
  const input = askDevice.input.parse({
    ...{ tenant: 'lion', traceparent, requestId, questionId: firstQuestion },
    payment: { ...order, origin: 'agent-cash-out-on-pos' },
    channel: {
      ...{ clientCorrelationId: 'till-1', requestHash: 'a', waitingQuestionId: null },
      callbackUrl: 'https://till.lion.example/hub',
    },
    authorizationRequest: {
      ...{ authenticationType: 'OTP', retriesLeft: 2, amount: '25100', currency: 'TZS' },
    },
  });
  const deps = {
    clock: { now: () => 0, sleep: () => Promise.resolve() },
    ...{ random: systemRandom, log: silentLog, messages: new EngineInMemory() },
    ...{ tenants: fixedTenants([tenantOf('lion')]), callbackTimeoutMs: 5_000 },
    dedupeWindowMs: 60_000,
    http: {
      request: (request: HttpRequest) => {
        posted.push(request);
        return Promise.resolve({ status: 204, headers: {}, body: '' });
      },
    },
  };
  await askDevice.run(input, deps, job);
  const [body] = posted.map((request) => JSON.parse(request.body ?? '{}') as unknown);
  expectSchema('DeviceQuestion', body);
  expect(body).toEqual({
    ...{ requestId, clientCorrelationId: 'till-1', questionId: firstQuestion, triesLeft: 2 },
    ...{ authenticationType: 'OTP', amount: { amount: '25100', currency: 'TZS' } },
    links: { authorization: path },
  });
});

describe('what is entered', () => {
  let channel: Channel;
  beforeAll(async () => {
    const unsafe = { CHANNEL_UNSAFE_DEVELOPMENT_MODE: 'true' };
    channel = await startChannel([tenantOf('lion')], unsafe);
  });
  afterAll(() => channel.close());
  beforeEach(() => {
    channel.engine.published.length = 0;
  });

  const wrong = { responseType: 'ENTERED', authenticationValue: '123456' };
  const resend = { responseType: 'RESEND' };
  const enter = async (...bodies: readonly object[]) => {
    for (const body of bodies) {
      const answer = await channel.post(path, { headers: { 'Platform-TenantId': 'lion' }, body });
      expect([answer.status, answer.body]).toEqual([202, { requestId }]);
    }
    return channel.engine.published.length;
  };
  const to = (questionId: string, body: object) => ({ ...body, questionId });

  test.each([
    ['a code', wrong],
    ['the wish for another one', resend],
  ])('%s, by a double click, is one answer to its question', async (_what, body) => {
    expect(await enter(to(firstQuestion, body), to(firstQuestion, body))).toBe(1);
  });

  test.each([
    ['the same wrong code', wrong],
    ['the wish for another code', resend],
  ])('%s again is an answer to the next question', async (_what, body) => {
    expect(await enter(to(firstQuestion, body), to(nextQuestion, body))).toBe(2);
  });

  test('another code to the same question is another answer', async () => {
    const other = { ...wrong, authenticationValue: '123457' };
    expect(await enter(to(firstQuestion, wrong), to(firstQuestion, other))).toBe(2);
  });

  test('without its question it is one for as long as a double click may take', async () => {
    expect(await enter(wrong, wrong)).toBe(1);
  });
});
