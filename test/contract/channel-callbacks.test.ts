import { createHmac } from 'node:crypto';
import express from 'express';
import { z } from 'zod';
import { errorInformation } from '../../connectors/common/fspiop-errors';
import { systemRandom } from '../../connectors/common/clock';
import { createAxiosTransport } from '../../connectors/common/http/axios-transport';
import { listen, type ListeningServer } from '../../connectors/common/http/server';
import { TryAgain } from '../../connectors/common/failures';
import { traceIdOf } from '../../connectors/common/observability/tracing';
import type { ChannelWorkerDeps } from '../../connectors/channel/callbacks';
import { answerState } from '../../connectors/channel/workers/answer-state';
import { askPayer } from '../../connectors/channel/workers/ask-payer';
import { tellPayer } from '../../connectors/channel/workers/tell-payer';
import { EngineInMemory } from '../kit/engine-in-memory';
import { expectSchema, silentLog, tenantOf } from '../kit/parts/channel';
import { fixedTenants } from '../kit/tenants';

const secret = Buffer.alloc(32, 7);
const lion = tenantOf('lion', { callbacks: { secret: `whsec_${secret.toString('base64')}` } });
const nowMs = 1_795_262_400_000;
const transactionId = '6f1c2f0e-6a54-5f0b-9d57-0b9a4c7a1f10';
const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

interface Heard {
  readonly headers: Record<string, unknown>;
  readonly text: string;
}
let heard: Heard[];
let answerWith: { status: number; headers?: Record<string, string> } | 'nothing';
let server: ListeningServer;
let http: ReturnType<typeof createAxiosTransport>;
let engine: EngineInMemory;
let deps: ChannelWorkerDeps;

beforeAll(async () => {
  const app = express().use(express.text({ type: () => true }), (request, response) => {
    heard.push({ headers: request.headers, text: request.body as string });
    if (answerWith === 'nothing') return;
    response
      .status(answerWith.status)
      .set({ ...answerWith.headers })
      .end();
  });
  server = await listen(app, { name: 'app', host: '127.0.0.1', port: 0 });
  http = createAxiosTransport();
});
afterAll(async () => {
  http.close();
  await server.close(0);
});
beforeEach(() => {
  heard = [];
  answerWith = { status: 204 };
  engine = new EngineInMemory();
  silentLog.lines.length = 0;
  const tenants = fixedTenants([lion, tenantOf('buffalo')]);
  const clock = { now: () => nowMs, sleep: () => Promise.resolve() };
  deps = {
    ...{ clock, random: systemRandom, http, log: silentLog, messages: engine },
    ...{ tenants, callbackTimeoutMs: 5_000, dedupeWindowMs: 86_400_000 },
  };
});

const job = {
  key: '1',
  processInstanceKey: '2',
  attempt: 1,
  attemptsLeft: 0,
  engineAheadMs: 0,
  signal: new AbortController().signal,
};
const tzs = (amount: string) => ({ amount, currency: 'TZS' });
const party = {
  partyIdInfo: {
    partyIdType: 'MSISDN' as const,
    partyIdentifier: '255754100200',
    fspId: 'buffalofsp',
  },
};
const known = () => ({
  tenant: 'lion',
  transactionId,
  traceparent,
  channel: {
    clientCorrelationId: 'order-1',
    requestHash: 'a',
    waitingQuestionId: 'question-1' as string | null,
    callbackUrl: `http://127.0.0.1:${server.port}/hub` as string | undefined,
  },
  transferId: '0d5c7f4e-4d0c-5a53-8c1e-6f1d2f3b4a59',
  payment: {
    origin: 'channel-transfer' as const,
    payer: { partyIdType: 'MSISDN' as const, partyIdentifier: '255713803912' },
    payee: { partyIdType: 'MSISDN' as const, partyIdentifier: '255754100200' },
    amountType: 'SEND' as const,
    amount: tzs('100.12'),
    transactionType: {
      scenario: 'TRANSFER' as const,
      initiator: 'PAYER' as const,
      initiatorType: 'CONSUMER' as const,
    },
    askPayer: true,
  },
  partyAnswer: {
    party: { ...party, personalInfo: { complexName: { firstName: 'Asha', lastName: 'Juma' } } },
  },
  payerQuote: { accountId: '42', fspFee: tzs('1') },
  quoteAnswer: {
    payeeFspId: 'buffalofsp',
    quote: {
      transferAmount: tzs('100.12'),
      payeeReceiveAmount: tzs('99.62'),
      payeeFspFee: tzs('0.5'),
      payeeFspCommission: tzs('0'),
      expiration: '2026-11-21T12:01:00.000Z',
      ilpPacket: 'secret-packet',
      condition: 'secret-condition',
    },
  },
  transferAnswer: {
    verdict: 'COMMITTED' as const,
    fulfilment: 'secret-fulfilment',
    completedTimestamp: '2026-11-21T12:00:03.123Z',
  },
});
const silently = () => ({ channel: { ...known().channel, waitingQuestionId: null } });
const shownQuote = {
  payeeName: 'Asha Juma',
  transferAmount: tzs('100.12'),
  payeeReceiveAmount: tzs('99.62'),
  payeeFee: tzs('0.5'),
  payeeCommission: tzs('0'),
  payerFee: tzs('1'),
  payerPays: tzs('101.12'),
  expiration: '2026-11-21T12:01:00.000Z',
};

type Tell = Parameters<typeof tellPayer.run>[0];
const committed = { state: 'COMMITTED' as const };
/** As the executor runs it: on the variables that the worker's schema lets through. */
const tell = (change: Partial<Tell> = {}) => {
  const variables = { ...known(), outcome: committed, ...change };
  return tellPayer.run(tellPayer.input.parse(variables), deps, job);
};
const bodies = () => heard.map(({ text }) => JSON.parse(text) as Record<string, unknown>);
const answered = () =>
  engine.published.map(({ correlationKey, variables }) => [
    correlationKey,
    (variables as { answer: unknown }).answer,
  ]);

describe('an outcome', () => {
  test('is told with all that the payer may know, and nothing else', async () => {
    await tell();
    expect(bodies()).toEqual([
      {
        transactionId,
        clientCorrelationId: 'order-1',
        state: 'COMMITTED',
        transferId: known().transferId,
        completedAt: '2026-11-21T12:00:03.123Z',
        quote: shownQuote,
      },
    ]);
    expectSchema('Transfer', bodies()[0]);
    expect(heard[0]?.text).not.toContain('secret');
  });

  test('is told in words that a person understands when it is a no', async () => {
    const outcome = {
      state: 'ABORTED' as const,
      errorInformation: errorInformation('PARTY_NOT_FOUND'),
    };
    const nothingYet = { partyAnswer: null, quoteAnswer: undefined, transferAnswer: undefined };
    await tell({ outcome, ...nothingYet });
    expect(bodies()).toEqual([
      {
        transactionId,
        clientCorrelationId: 'order-1',
        state: 'ABORTED',
        transferId: known().transferId,
        error: {
          code: '3204',
          message:
            'We could not find this recipient. Nothing was taken. Please check the number or account and try again.',
        },
      },
    ]);
    expectSchema('Transfer', bodies()[0]);
  });

  test('that is not final says no word about money that was not taken', async () => {
    const outcome = {
      state: 'PENDING' as const,
      errorInformation: errorInformation('SERVER_TIMED_OUT'),
    };
    await tell({ outcome });
    expect(bodies()[0]).not.toHaveProperty('error');
    expectSchema('Transfer', bodies()[0]);
  });

  test.each([
    ['BOOKING_FAILED', 'COMMITTED'],
    ['RELEASE_FAILED', 'ABORTED'],
    ['HOLD_UNKNOWN', 'ABORTED'],
    ['OUTCOME_UNKNOWN', 'UNKNOWN'],
  ] as const)(
    'that waits for %s tells that the switch says %s',
    async (operatorReason, verdict) => {
      await tell({ outcome: { state: 'PENDING', operatorReason } });
      expect(bodies()[0]).toMatchObject({ state: 'PENDING', verdict });
      expectSchema('Transfer', bodies()[0]);
    },
  );

  test('that waits for an operator is one warning with the verdict and the ids: the alarm is the role decision-relay’', async () => {
    const lines: unknown[] = [];
    const note =
      (level: string) =>
      (...line: unknown[]) =>
        void lines.push([level, ...line]);
    const input = {
      ...known(),
      outcome: {
        state: 'PENDING',
        operatorReason: 'BOOKING_FAILED',
        errorInformation: errorInformation('PAYER_FSP_INSUFFICIENT_LIQUIDITY'),
      },
    };
    const log = { ...silentLog, warn: note('warn'), error: note('error') };
    await tellPayer.run(tellPayer.input.parse(input), { ...deps, log }, job);
    expect(lines).toEqual([
      [
        'warn',
        expect.objectContaining({
          tenant: 'lion',
          transactionId,
          transferId: known().transferId,
          operatorReason: 'BOOKING_FAILED',
          verdict: 'COMMITTED',
        }),
        expect.stringContaining('the transfer is committed at the switch') as string,
      ],
    ]);
  });

  test('is logged for the operator: what the error means and what to do, in our own words', async () => {
    const lines: unknown[] = [];
    const note = (level: string) => (fields: object, message: string) => {
      lines.push([level, message, fields]);
    };
    const log = { ...silentLog, info: note('info'), error: note('error') };
    const errorInformation = { errorCode: '5240', errorDescription: 'Asha Juma has too much' };
    for (const state of ['ABORTED', 'PENDING'] as const) {
      const input = { ...known(), outcome: { state, errorInformation } };
      await tellPayer.run(tellPayer.input.parse(input), { ...deps, log }, job);
    }
    const fields = {
      transactionId,
      errorCode: '5240',
      meaning: 'The payment is over a limit of the payee.',
      advice: expect.stringMatching(/^5240 is the scheme’s own.* Look at the limits/) as string,
    };
    expect(lines).toEqual([
      ['info', 'payment is ABORTED', expect.objectContaining(fields)],
      ['error', 'payment is PENDING: an operator must decide', expect.objectContaining(fields)],
    ]);
    expect(JSON.stringify(lines)).not.toContain('Asha');
  });

  test('survives dates, fees and names that are odd', async () => {
    const { quote } = known().quoteAnswer;
    await tell({
      transferAnswer: { verdict: 'COMMITTED', completedTimestamp: 'Sat Nov 21' + ' around noon' },
      payerQuote: { accountId: '42', fspFee: { amount: '1', currency: 'USD' } },
      partyAnswer: { party },
      quoteAnswer: { payeeFspId: 'b', quote: { ...quote, payeeFspFee: undefined } },
    });
    expectSchema('Transfer', bodies()[0]);
    expect(bodies()[0]).not.toHaveProperty('completedAt');
    expect(Object.keys(bodies()[0]?.['quote'] as object)).toEqual([
      ...['transferAmount', 'payeeReceiveAmount', 'payeeCommission', 'expiration'],
    ]);
  });

  test('shows no fee of another currency, which the payer would take for a part of the price', async () => {
    const { quote } = known().quoteAnswer;
    const kes = { amount: '0.5', currency: 'KES' };
    const foreign = { ...quote, payeeFspFee: kes, payeeFspCommission: kes };
    await tell({ quoteAnswer: { payeeFspId: 'b', quote: foreign } });
    expect(bodies()[0]?.['quote']).toEqual({
      ...shownQuote,
      payeeFee: undefined,
      payeeCommission: undefined,
    });
  });

  test('reaches who waits: at the request, and at the decision', async () => {
    await tell();
    const [report] = bodies();
    expect(answered()).toEqual([
      ['question-1', report],
      [`lion:${transactionId}:repeat`, report],
      [`lion:${transactionId}:decision`, report],
    ]);
  });

  test('is published to nobody when nobody waits', async () => {
    await tell({ ...silently(), payment: { ...known().payment, askPayer: false } });
    expect(engine.published).toEqual([]);
    expect(heard).toHaveLength(1);
  });

  test('without a callback address goes to those who wait only', async () => {
    await tell({ channel: { ...known().channel, callbackUrl: undefined } });
    expect(heard).toEqual([]);
    expect(engine.published).toHaveLength(3);
  });

  test('carries the trace, and the headers of Standard Webhooks with the tenant’s signature', async () => {
    await tell();
    await tell();
    await tell({ outcome: { state: 'PENDING' } });
    const [first, again, other] = heard;
    const { 'webhook-id': id, 'webhook-timestamp': timestamp } = first?.headers ?? {};
    expect(timestamp).toBe(String(nowMs / 1_000));
    const signed = `${String(id)}.${String(timestamp)}.${first?.text ?? ''}`;
    const signature = createHmac('sha256', secret).update(signed).digest('base64');
    expect(first?.headers['webhook-signature']).toBe(`v1,${signature}`);
    expect(first?.headers['content-type']).toBe('application/json');
    expect(traceIdOf(first?.headers['traceparent'] as string)).toBe(traceIdOf(traceparent));
    expect(again?.headers['webhook-id']).toBe(id);
    expect(other?.headers['webhook-id']).not.toBe(id);
  });

  test('of a payment that is pending for another reason is another event: who drops repeats hears it', async () => {
    await tell({ outcome: { state: 'PENDING', operatorReason: 'OUTCOME_UNKNOWN' } });
    await tell({ outcome: { state: 'PENDING', operatorReason: 'OUTCOME_UNKNOWN' } });
    await tell({ outcome: { state: 'PENDING', operatorReason: 'BOOKING_FAILED' } });
    const [unknown, again, committed] = heard.map(({ headers }) => headers['webhook-id']);
    expect(again).toBe(unknown);
    expect(committed).not.toBe(unknown);
  });

  test('is signed with the former secret too, while receivers change over', async () => {
    const former = Buffer.alloc(24, 9);
    const callbacks = [secret, former].map((one) => `whsec_${one.toString('base64')}`);
    const [newest = '', before = ''] = callbacks;
    const rotated = tenantOf('lion', { callbacks: { secret: newest, formerSecret: before } });
    deps = { ...deps, tenants: fixedTenants([rotated]) };
    await tell();
    const [{ headers, text } = { headers: {}, text: '' }] = heard;
    const signed = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${text}`;
    const signatures = [secret, former].map(
      (key) => `v1,${createHmac('sha256', key).update(signed).digest('base64')}`,
    );
    expect(headers['webhook-signature']).toBe(signatures.join(' '));
  });

  test('of a tenant without a secret is not signed', async () => {
    await tell({ tenant: 'buffalo' });
    expect(heard[0]?.headers).not.toHaveProperty('webhook-signature');
  });
});

describe('a callback address', () => {
  test('of a tenant that is not configured here is left to another replica, which can sign it', async () => {
    await expect(tell({ tenant: 'hyena' })).rejects.toThrow('the tenant hyena is not configured');
    expect(heard).toEqual([]);
  });

  test.each([500, 502, 503, 408, 425, 429])('that answers %d is tried again', async (status) => {
    answerWith = { status };
    await expect(tell()).rejects.toBeInstanceOf(TryAgain);
  });

  test.each([
    ['7', 7_000],
    ['86400', 60_000],
    ['Sat, 21 Nov 2026 12:00:00 GMT', undefined],
  ])('may say when: Retry-After %s', async (seconds, notBeforeMs) => {
    answerWith = { status: 503, headers: { 'Retry-After': seconds } };
    await expect(tell()).rejects.toMatchObject({ notBeforeMs });
  });

  test.each([400, 401, 404, 410, 422])(
    'that says a definite no (%d) holds up nothing',
    async (status) => {
      answerWith = { status };
      await expect(tell()).resolves.toEqual({});
      expect(silentLog.lines).toEqual([expect.stringContaining('refused an outcome')]);
    },
  );

  test('cannot send the outcome elsewhere', async () => {
    answerWith = { status: 307, headers: { Location: `http://127.0.0.1:${server.port}/other` } };
    await expect(tell()).resolves.toEqual({});
    expect(heard).toHaveLength(1);
  });

  test('that never answers is given up and tried again', async () => {
    answerWith = 'nothing';
    deps = { ...deps, callbackTimeoutMs: 50 };
    await expect(tell()).rejects.toBeInstanceOf(TryAgain);
  });

  test('where nobody listens is tried again; who waits has heard already', async () => {
    const channel = { ...known().channel, callbackUrl: 'http://127.0.0.1:1/hub' };
    await expect(tell({ channel })).rejects.toMatchObject({
      errorInformation: { errorCode: '1001' },
    });
    expect(engine.published).toHaveLength(3);
  });

  test('hears of it though the engine takes no answer for who waits; the job is tried again', async () => {
    engine.isDown = true;
    await expect(tell()).rejects.toThrow('UNAVAILABLE');
    await expect(askPayer.run(askPayer.input.parse(known()), deps, job)).rejects.toThrow();
    expect(bodies().map(({ state }) => state)).toEqual(['COMMITTED', 'WAITING_FOR_PAYER']);
  });

  test.each([askPayer, tellPayer, answerState])(
    'that stays silent leaves the diagram to go on ($type)',
    (worker) => {
      expect(worker.whenExhausted).toBe('bpmn-error');
      expect(worker.bpmnErrors.UNAVAILABLE).toBeDefined();
    },
  );
});

describe('a payer who is asked', () => {
  test('sees the quote and where the decision goes', async () => {
    await askPayer.run(askPayer.input.parse(known()), deps, job);
    const report = {
      transactionId,
      clientCorrelationId: 'order-1',
      state: 'WAITING_FOR_PAYER',
      quote: shownQuote,
      links: { decision: `/channel/transfer/${transactionId}/decision` },
    };
    expect(bodies()).toEqual([report]);
    expectSchema('Transfer', bodies()[0]);
    expect(answered()).toEqual([
      ['question-1', report],
      [`lion:${transactionId}:repeat`, report],
    ]);
  });

  test('through a channel that does not wait is asked by callback only', async () => {
    await askPayer.run(askPayer.input.parse({ ...known(), ...silently() }), deps, job);
    expect(engine.published).toEqual([]);
    expect(heard).toHaveLength(1);
  });
});

describe('a payment that is asked how it stands', () => {
  const answer = async (change: object) => {
    const asked = {
      ...known(),
      repeatedHash: null,
      questionId: 'q-1',
      ...change,
    };
    await answerState.run(answerState.input.parse(asked), deps, job);
    const [published] = engine.published.splice(0);
    expect(published).toMatchObject({ name: 'question-answered', correlationKey: 'q-1' });
    return (published?.variables as { answer: { report: object } }).answer;
  };

  test.each([
    ['a', true],
    ['b', false],
    [null, null],
  ])('because of a request with the hash %s: the same is %s', async (repeatedHash, sameRequest) => {
    expect(await answer({ repeatedHash })).toMatchObject({ sameRequest, waiting: true });
  });

  test.each<Tell['outcome']>([
    committed,
    { state: 'ABORTED', errorInformation: { errorCode: '3204', errorDescription: 'x' } },
    { state: 'PENDING', errorInformation: { errorCode: '2004', errorDescription: 'x' } },
  ])('answers what the callback says: $state', async (outcome) => {
    await tell({ outcome });
    engine.published.splice(0);
    const { report } = await answer({ outcome });
    expect(report).toEqual(bodies()[0]);
    expectSchema('Transfer', report);
  });

  test('answers as the payer was asked, while the payer thinks', async () => {
    await askPayer.run(askPayer.input.parse(known()), deps, job);
    engine.published.splice(0);
    const { report } = await answer({ outcome: { state: 'WAITING_FOR_PAYER' } });
    expect(report).toEqual({ ...bodies()[0], transferId: known().transferId });
  });

  test.each([undefined, null])(
    'answers RECEIVED as long as there is no more to say (%s)',
    async (outcome) => {
      const { report } = await answer({ outcome });
      expect(report).toMatchObject({ clientCorrelationId: 'order-1', state: 'RECEIVED' });
      expect(report).not.toHaveProperty('quote');
    },
  );
});

test.each([askPayer, tellPayer, answerState])(
  '$type refuses to start on wrong variables',
  (worker) => {
    const wrong: z.ZodObject = worker.input;
    expect(wrong.safeParse({ ...known(), tenant: 7 }).success).toBe(false);
    expect(wrong.safeParse({}).success).toBe(false);
  },
);
