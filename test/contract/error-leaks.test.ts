/**
 * What is wrong inside stays inside: whatever Fineract, a proxy, the network or our own code says when it
 * fails, a peer gets an FSPIOP error in our own words, and a channel a sentence.
 */
import { Registry } from 'prom-client';
import { amsFineractRole } from '../../connectors/ams-fineract/role';
import { settingsSchema } from '../../connectors/ams-fineract/settings';
import { channelRole } from '../../connectors/channel/role';
import { readEnvironment } from '../../connectors/common/config/environment';
import { errorInformationSchema } from '../../connectors/common/contracts/fspiop';
import type { BoundWorker } from '../../connectors/common/hub/role';
import {
  TransportError,
  type Deps,
  type HttpResponse,
  type Message,
} from '../../connectors/common/runtime';
import { executeJob } from '../../connectors/common/hub/execute-job';
import type { Outcome } from '../../connectors/common/zeebe/job';
import { mojaloopRole } from '../../connectors/mojaloop/role';
import { mojaloopTenant, now, surroundings, traceparent } from '../kit/mojaloop';
import { startChannel, tenantOf } from '../kit/parts/channel';
import { startMojaloop } from '../kit/parts/mojaloop';
import { engineOf } from '../kit/engine';
import { MemoryElasticsearch } from '../kit/memory-elasticsearch';
import { MemoryKafka } from '../kit/memory-kafka';
import { fixedTenants } from '../kit/tenants';

/** All that must not be seen from outside. */
const secrets = {
  stack: 'at FineractClient.exchange (/opt/hub/dist/client.js:42:7)',
  address: 'https://fineract.internal.example:8443/fineract-provider',
  phone: '+255713803912',
  sql: 'SELECT account_no FROM m_savings_account',
  name: 'Asha Juma',
};
const hostile = Object.values(secrets).join(' | ');
/** As much of it as a peer's error can carry. */
const peersWords = hostile.slice(0, 128);
const hints = ['/opt/', '.js:', 'internal.example', '255713803912', 'SELECT', 'm_savings', 'Asha'];

function expectNothingOf(text: string): void {
  expect(hints.filter((hint) => text.includes(hint))).toEqual([]);
}

const hostileError = () => Object.assign(new TypeError(hostile), { stack: hostile, code: hostile });

const fineractBody = (code: string) =>
  JSON.stringify({
    developerMessage: hostile,
    defaultUserMessage: hostile,
    userMessageGlobalisationCode: code,
    errors: [{ developerMessage: hostile, userMessageGlobalisationCode: code, args: [hostile] }],
  });

/** Ways in which whoever is asked over HTTP fails. */
const failures: Record<string, () => Partial<HttpResponse>> = {};
for (const reason of [
  'timeout',
  'aborted',
  'connection-refused',
  'connection-lost',
  'other',
] as const) {
  failures[`no answer: ${reason}`] = () => {
    throw new TransportError(reason, reason === 'connection-refused', hostile);
  };
}
failures['an exception'] = () => {
  throw hostileError();
};
for (const status of [200, 302, 400, 401, 403, 404, 409, 422, 425, 429, 500, 502, 503]) {
  failures[`${status} with a page`] = () => ({
    status,
    body: `<html><pre>${hostile}</pre></html>`,
  });
  failures[`${status} with Fineract's error`] = () => ({
    status,
    body: fineractBody('error.msg.interop.transaction.not.allowed'),
  });
  failures[`${status} with an error of no known code`] = () => ({
    status,
    body: fineractBody(hostile),
    headers: { 'retry-after': hostile, location: secrets.address },
  });
}

const tzs = { amount: '100', currency: 'TZS' };
const payer = { partyIdType: 'MSISDN', partyIdentifier: '1' };
const payee = { partyIdType: 'MSISDN', partyIdentifier: '2' };
const transactionType = { scenario: 'TRANSFER', initiator: 'PAYER', initiatorType: 'CONSUMER' };
const transactionId = '85feac2f-39b2-491b-817e-4a03203d4f14';
const transferId = 'b51ec534-ee48-4575-b6a9-ead2955b8069';
const quoteId = '7c23e80c-d078-4077-8263-2c047876fcf6';
const transactionRequestId = 'a8323bc6-c228-4df2-ae82-e5a997baf899';
const expiration = new Date(now + 60_000).toISOString();
const quote = { transferAmount: tzs, expiration, ilpPacket: 'AYIB', condition: 'c' };
const minute = 'PT1M';

/** What any step of any process may find. */
const variables = {
  ...{ tenant: 'lion', traceparent, transactionId, transferId, quoteId, questionId: 'q' },
  ...{
    requestHash: 'a',
    repeatedHash: 'a',
  },
  ...{ stepStartedAt: new Date(now).toISOString(), transferExpiration: expiration },
  timers: {
    ...{ partyLookup: minute, quote: minute, payerDecision: minute, transferAnswer: minute },
    ...{ transferExpiry: minute, switchSweep: minute, askTransferState: minute },
  },
  payment: {
    ...{
      origin: 'channel-transfer',
      switchName: 'switch',
      payer,
      payee,
      amountType: 'SEND',
      amount: tzs,
      transactionType,
      askPayer: true,
    },
  },
  channel: {
    ...{ clientCorrelationId: 'order-1', requestHash: 'a', waitingQuestionId: 'w' },
    callbackUrl: 'http://app.example/hub',
  },
  participantAnswer: { fspId: 'buffalofsp' },
  partyAnswer: { party: { partyIdInfo: { ...payee, fspId: 'buffalofsp' } } },
  payerQuote: { accountId: '42' },
  quoteAnswer: { quote, payeeFspId: 'buffalofsp' },
  transferCode: transferId,
  outcome: {
    state: 'ABORTED',
    errorInformation: { errorCode: '2001', errorDescription: peersWords },
  },
  peer: { fspId: 'buffalofsp', version: '1.1', switchName: 'switch' },
  asker: { fspId: 'buffalofsp', version: '1.1', switchName: 'switch' },
  fspiop: { operation: 'GET /quotes/{ID}', id: quoteId },
  peerFspId: 'buffalofsp',
  partyId: payee,
  party: { partyIdInfo: payee },
  quoteRequest: {
    ...{ quoteId, transactionId, amountType: 'SEND', amount: tzs, transactionType },
    ...{ payee: { partyIdInfo: payee }, payer: { partyIdInfo: payer } },
  },
  payeeQuote: { accountId: '42' },
  answeredAt: new Date(now).toISOString(),
  receivedAt: new Date(now).toISOString(),
  transferRequest: {
    ...{ transferId, payeeFsp: 'lionfsp', payerFsp: 'buffalofsp', amount: tzs, expiration },
    ...{ ilpPacket: 'AYIB', condition: 'c' },
  },
  agreement: {
    ...{ transactionId, quoteId, payee, payer, transactionType },
    ...{ amount: tzs, payeeReceiveAmount: tzs },
  },
  credit: { accountId: '42', transferCode: transferId, amount: tzs },
  ...{ requestId: 'request-1', transactionRequestId, requestExpiration: expiration },
  transactionRequest: {
    ...{ transactionRequestId, payer, amount: tzs, transactionType },
    payee: { partyIdInfo: { ...payee, fspId: 'buffalofsp' } },
  },
  authorizationRequest: {
    ...{ authenticationType: 'OTP', retriesLeft: 2, amount: tzs.amount, currency: tzs.currency },
  },
  authorizationAnswer: {
    ...{ responseType: 'REJECTED', answeredBy: 'buffalofsp', switchName: 'switch' },
  },
  deviceEntry: { responseType: 'REJECTED' },
  heldCode: { number: 1, length: 6, salt: '0'.repeat(64), hash: '0'.repeat(64) },
  triesLeft: 2,
  authorizationCodeId: 'code-1',
  codePayer: 'lion:MSISDN/1',
  codeOrder: { payer, amount: tzs, amountLimit: 'MAX', feesMax: '1' },
  presentedCode: { transactionRequestId, triesLeft: 2, amount: tzs },
};

const lion = mojaloopTenant('lion');
const channelLion = tenantOf('lion', { callbacks: { allowed: ['http://app.example/'] } });
const fineractSettings = settingsSchema.parse({
  ...{ baseUrl: secrets.address, username: 'hub', password: 'p' },
});

/** Every worker of the hub, in a world that answers each of its requests as `fail` says. */
async function workersIn(deps: Deps): Promise<BoundWorker[]> {
  const base = { tenant: 'lion', fspId: 'lionfsp', currencies: ['TZS'] };
  const common = { deps, engine: engineOf(deps.messages) };
  const parts = await Promise.all([
    mojaloopRole.start({
      ...{ ...common, metrics: new Registry(), tenants: fixedTenants([lion]) },
      kafka: new MemoryKafka().door(),
      environment: readEnvironment(mojaloopRole.environment, {}),
    }),
    channelRole.start({
      ...{ ...common, metrics: new Registry(), tenants: fixedTenants([channelLion]) },
      elasticsearch: new MemoryElasticsearch().door(deps),
      environment: readEnvironment(channelRole.environment, {
        CHANNEL_UNSAFE_DEVELOPMENT_MODE: 'true',
      }),
    }),
    amsFineractRole.start({
      ...{ ...common, metrics: new Registry(), environment: {} },
      tenants: fixedTenants([{ ...base, settings: fineractSettings }]),
    }),
  ]);
  return parts.flatMap(({ workers = [] }) => workers);
}

/** The last attempt of a job. */
function execute(worker: BoundWorker, changes: object = {}): Promise<Outcome> {
  const { type } = worker.definition;
  const ids = { key: '1', type, processInstanceKey: '2', elementId: 'step' };
  const job = { ...ids, retries: 1, engineAheadMs: 0, variables: { ...variables, ...changes } };
  return executeJob(worker, job, new AbortController().signal);
}

/** What leaves a job for the process, and from there for peers and channels. */
function expectCleanOutcome(outcome: Outcome): void {
  if (outcome.kind === 'complete') expectNothingOf(JSON.stringify(outcome.variables));
  if (outcome.kind !== 'bpmn-error') return;
  expectNothingOf(JSON.stringify(outcome.variables));
  const { errorInformation } = outcome.variables as { errorInformation: unknown };
  expect(errorInformationSchema.safeParse(errorInformation).success).toBe(true);
}

test('every worker of the hub gets to work here', async () => {
  const workers = await workersIn(surroundings([lion]));
  expect(workers.map(({ definition }) => definition.type)).toEqual(
    expect.arrayContaining(['ams:find-party:1', 'mojaloop:answer-quote:1', 'channel:tell-payer:1']),
  );
  const unfit = workers.filter(({ definition }) => !definition.input.safeParse(variables).success);
  expect(unfit.map(({ definition }) => definition.type)).toEqual([]);
});

test.each(Object.entries(failures))(
  'when whoever is asked fails (%s), no worker tells more than that',
  async (_name, fail) => {
    const deps = surroundings([lion], fail);
    for (const worker of await workersIn(deps)) expectCleanOutcome(await execute(worker));
    for (const { body } of deps.sent) expectNothingOf(body ?? '');
    for (const { variables: told } of deps.published) expectNothingOf(JSON.stringify(told));
    expect(deps.sent.length).toBeGreaterThan(10);
  },
);

test('when the engine fails, no worker tells more than that', async () => {
  const fail = () => Promise.reject(hostileError());
  const messages = { publish: fail, broadcast: fail };
  const deps = { ...surroundings([lion]), messages };
  for (const worker of await workersIn(deps)) expectCleanOutcome(await execute(worker));
});

describe('an error of a peer', () => {
  const stackInExtensions = {
    errorCode: '1001',
    errorDescription: 'Destination communication error',
    extensionList: {
      extension: [
        { key: 'stack', value: secrets.stack },
        { key: 'url', value: secrets.address },
      ],
    },
  };

  test('goes on to the next DFSP without its extensions, in which a stack trace may stand', async () => {
    const deps = surroundings([lion]);
    const answers = (await workersIn(deps)).filter(({ definition }) =>
      /^mojaloop:answer-(party|quote|transfer):1$/.test(definition.type),
    );
    for (const worker of answers) await execute(worker, { errorInformation: stackInExtensions });
    expect(
      deps.sent.map(({ url, body }) => [url.endsWith('/error'), JSON.parse(body ?? '') as unknown]),
    ).toEqual(
      Array.from({ length: 3 }, () => [
        true,
        {
          errorInformation: {
            errorCode: '1001',
            errorDescription: 'Destination communication error',
          },
        },
      ]),
    );
  });

  test('reaches the channel as its code and our sentence, whatever the peer wrote', async () => {
    const deps = surroundings([lion]);
    const tellPayer = (await workersIn(deps)).find(
      ({ definition }) => definition.type === 'channel:tell-payer:1',
    );
    if (tellPayer === undefined) throw new Error('there is no such worker');
    const errorInformation = {
      ...stackInExtensions,
      errorCode: '5240',
      errorDescription: peersWords,
    };
    await execute(tellPayer, { outcome: { state: 'ABORTED', errorInformation } });
    const told = deps.sent.map(({ body }) => body ?? '');
    expect(told).toHaveLength(1);
    told.forEach(expectNothingOf);
    expect(JSON.parse(told[0] ?? '')).toMatchObject({
      error: { code: '5240', message: expect.stringMatching(/limit of the recipient/) as string },
    });
  });

  test('of 10 KB, with a stack trace for a description or none at all, is cut to what FSPIOP carries', async () => {
    const mojaloop = await startMojaloop([lion]);
    try {
      const bodies = [
        { errorInformation: { errorCode: '1001', errorDescription: hostile.repeat(100) } },
        { errorInformation: { ...stackInExtensions, errorDescription: '' } },
        { message: hostile, stack: secrets.stack },
        { errorInformation: { errorDescription: hostile } },
        [hostile],
      ];
      for (const body of bodies) {
        const path = `/quotes/${quoteId}/error`;
        const headers = { 'FSPIOP-Destination': 'lionfsp' };
        expect((await mojaloop.call({ method: 'PUT', path, headers, body })).status).toBe(200);
      }
      const errors = mojaloop.engine.published.map(
        ({ variables: told }: Message) =>
          (told as { quoteAnswer: { errorInformation: unknown } }).quoteAnswer.errorInformation,
      );
      expect(errors).toHaveLength(bodies.length);
      expect(errors.map((error) => errorInformationSchema.parse(error).errorCode)).toEqual([
        ...['1001', '1001', '2000', '2000', '2000'],
      ]);
    } finally {
      await mojaloop.close();
    }
  });
});

describe('a request that the hub fails on', () => {
  const failing = () => Promise.reject(hostileError());

  test.each([
    ['GET', '/parties/MSISDN/1', undefined],
    ['PUT', '/parties/MSISDN/1/error', {}],
    ['PUT', `/quotes/${quoteId}/error`, {}],
    ['PUT', `/transfers/${transferId}/error`, {}],
  ])('at the FSPIOP server is answered in our words: %s %s', async (method, path, body) => {
    const throwing = () => {
      throw hostileError();
    };
    for (const fails of [failing, throwing]) {
      const messages = { publish: fails, broadcast: fails };
      const mojaloop = await startMojaloop([lion], {}, { messages });
      try {
        const headers = { 'FSPIOP-Destination': 'lionfsp' };
        const { status, text } = await mojaloop.call({ method, path, headers, body });
        expect(status).toBe(503);
        expect(JSON.parse(text)).toEqual({
          errorInformation: {
            errorCode: '2003',
            errorDescription: 'Service currently unavailable',
          },
        });
      } finally {
        await mojaloop.close();
      }
    }
  });

  test('at the FSPIOP server says nothing of a body that it cannot read', async () => {
    const mojaloop = await startMojaloop([lion]);
    try {
      const headers = { 'FSPIOP-Destination': 'lionfsp' };
      for (const body of [`{"a": ${hostile}`, `"${hostile}"`, JSON.stringify({ [hostile]: 1 })]) {
        const { text } = await mojaloop.call({ method: 'POST', path: '/quotes', headers, body });
        expectNothingOf(text);
      }
    } finally {
      await mojaloop.close();
    }
  });

  test('at the channel is answered in our words', async () => {
    const development = { CHANNEL_UNSAFE_DEVELOPMENT_MODE: 'true' };
    const channel = await startChannel([tenantOf('lion')], development);
    try {
      const { payer: from, payee: to } = { payer, payee };
      const body = { clientCorrelationId: 'order-1', payer: from, payee: to, amount: tzs };
      for (const publish of [
        failing,
        () => {
          throw hostileError();
        },
      ]) {
        channel.engine.publish = publish;
        const headers = { 'Platform-TenantId': 'lion' };
        const answer = await channel.post('/channel/transfer', { headers, body });
        expect([500, 503]).toContain(answer.status);
        expectNothingOf(answer.text);
        expectNothingOf(JSON.stringify([...answer.headers]));
      }
    } finally {
      await channel.close();
    }
  });
});
