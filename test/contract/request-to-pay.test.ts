/** Requests to pay, job by job: what the mojaloop part sends, and what the payer's channel makes of a request. */
import { meaningOf } from '../../connectors/common/fspiop-errors';
import { requestedTransactionIdOf } from '../../connectors/common/contracts/keys';
import { takeRequest } from '../../connectors/channel/workers/take-request';
import type { ChannelWorkerDeps } from '../../connectors/channel/callbacks';
import { mojaloopTenant, order, timers, traceparent } from '../kit/mojaloop';
import { tenantOf } from '../kit/parts/channel';
import { startMojaloop, type RunningMojaloop } from '../kit/parts/mojaloop';
import { runJob } from '../kit/run-job';
import { fixedTenants } from '../kit/tenants';

const id = '0d1b7a7e-9a0b-4c39-8a53-9f0f3f9c2b11';
const transactionId = '85feac2f-39b2-491b-817e-4a03203d4f14';
const stepStartedAt = '2026-11-21T10:24:00.000Z';
const peer = { fspId: 'lionfsp', version: '1.1', switchName: 'switch' };
const payer = { partyIdType: 'MSISDN', partyIdentifier: '255713803912' };
const payee = { partyIdType: 'MSISDN', partyIdentifier: '255754100200' };
const amount = { amount: '100', currency: 'TZS' };
const transactionType = { scenario: 'TRANSFER', initiator: 'PAYEE', initiatorType: 'CONSUMER' };
const payment = { ...order, payer, payee, amount, amountType: 'RECEIVE', transactionType };

let mojaloop: RunningMojaloop;

beforeAll(async () => {
  const buffalo = mojaloopTenant('buffalo');
  mojaloop = await startMojaloop([buffalo, mojaloopTenant('hyena', { version: '2.0' })]);
});
afterAll(() => mojaloop.close());

const sent = () => {
  const { method, url, headers, body } = mojaloop.sent.at(-1) ?? {};
  return { method, url, headers, body: JSON.parse(body ?? 'null') as unknown };
};

describe('the payee’s side', () => {
  const asking = {
    ...{ tenant: 'buffalo', traceparent, payment, stepStartedAt, transactionRequestId: id },
    participantAnswer: { fspId: 'lionfsp' },
    timers: { ...timers, requestToPay: 'PT5M' },
  };

  test('asks the DFSP that the switch has named, until the request expires', async () => {
    const { requestExpiration } = await mojaloop.run('mojaloop:request-payment:1', asking);
    expect(requestExpiration).toBe('2026-11-21T10:29:00.000Z');
    expect(sent()).toMatchObject({
      method: 'POST',
      url: 'http://switch.example/transactionRequests',
      headers: { 'FSPIOP-Source': 'buffalofsp', 'FSPIOP-Destination': 'lionfsp' },
      body: {
        transactionRequestId: id,
        payee: { partyIdInfo: { ...payee, fspId: 'buffalofsp' } },
        payer: { ...payer, fspId: 'lionfsp' },
        ...{ amount, transactionType, expiration: requestExpiration },
      },
    });
  });

  test.each([
    ['no DFSP', { fspId: null }, '3204'],
    ['an error', { errorInformation: { errorCode: '3003', errorDescription: 'x' } }, '3003'],
    ['our own DFSP', { fspId: 'buffalofsp' }, '4102'],
  ])('asks nobody where the switch names %s', async (_what, participantAnswer, errorCode) => {
    const before = mojaloop.sent.length;
    const run = mojaloop.run('mojaloop:request-payment:1', { ...asking, participantAnswer });
    await expect(run).rejects.toMatchObject({ errorInformation: { errorCode } });
    expect(mojaloop.sent.length).toBe(before);
  });

  test('in a scheme of 2.0 speaks 1.1, which is all that its service understands', async () => {
    await mojaloop.run('mojaloop:request-payment:1', { ...asking, tenant: 'hyena' });
    const type = 'application/vnd.interoperability.transactionRequests+json;version=1.1';
    expect(sent().headers).toMatchObject({ 'Content-Type': type });
    await mojaloop.run('mojaloop:ask-request-state:1', { ...asking, tenant: 'hyena' });
    expect(sent()).toMatchObject({
      method: 'GET',
      url: `http://switch.example/transactionRequests/${id}`,
      headers: { 'Content-Type': type, 'FSPIOP-Destination': 'lionfsp' },
    });
  });
});

describe('the payer’s side', () => {
  const asked = { tenant: 'buffalo', traceparent, peer, transactionRequestId: id, transactionId };
  const failed = (errorCode: string) => ({
    state: 'ABORTED',
    errorInformation: { errorCode, errorDescription: 'why' },
  });
  const said = (transactionRequestState: string) =>
    ['', { transactionId, transactionRequestState }] as const;

  const ourWords = meaningOf('4200').meaning;

  test.each([
    ['before anybody is asked', undefined, said('RECEIVED')],
    ['while the payer decides', { state: 'WAITING_FOR_PAYER' }, said('PENDING')],
    ['while nobody knows how it ends', { state: 'PENDING' }, said('PENDING')],
    ['of a payment that is made', { state: 'COMMITTED' }, said('ACCEPTED')],
    ['of one that the payer did not want', failed('4101'), said('REJECTED')],
    ['of one that was not decided in time', failed('4100'), said('REJECTED')],
    [
      'of one that failed otherwise',
      failed('4200'),
      // Its words may be those of another DFSP.
      ['/error', { errorInformation: { errorCode: '4200', errorDescription: ourWords } }] as const,
    ],
  ])('tells how it stands %s', async (_when, outcome, [end, body]) => {
    const question = { requestHash: 'hash', questionId: 'q', asker: peer };
    for (const [type, more] of [
      ['mojaloop:answer-request:1', {}],
      ['mojaloop:answer-request-state:1', question],
    ] as const) {
      await mojaloop.run(type, { ...asked, outcome, ...more });
      const url = `http://switch.example/transactionRequests/${id}${end}`;
      expect(sent()).toMatchObject({ method: 'PUT', url, body });
    }
  });

  test.each([
    ['who asked, again', peer, 'hash', 'RECEIVED'],
    ['who asked, with another request', peer, 'other', '3106'],
    ['a stranger with the same request', { ...peer, fspId: 'hyenafsp' }, 'hash', '3106'],
    ['a stranger who only asks', { ...peer, fspId: 'hyenafsp' }, null, '3206'],
  ])('%s hears what is his to hear', async (_who, asker, repeatedHash, heard) => {
    const question = { requestHash: 'hash', questionId: 'q', asker, repeatedHash };
    await mojaloop.run('mojaloop:answer-request-state:1', { ...asked, ...question });
    expect(JSON.stringify(sent().body)).toContain(`"${heard}"`);
    expect(sent().headers).toMatchObject({ 'FSPIOP-Destination': asker.fspId });
  });

  test('its transaction has an id that follows from who asks, over which switch, and a secret', () => {
    const ids = [
      requestedTransactionIdOf('secret', peer, id),
      requestedTransactionIdOf('secret', { ...peer, fspId: 'hyenafsp' }, id),
      requestedTransactionIdOf('secret', { ...peer, switchName: 'east' }, id),
      requestedTransactionIdOf('secret', peer, transactionId),
      requestedTransactionIdOf('other', peer, id),
    ];
    expect(new Set(ids).size).toBe(5);
    expect(requestedTransactionIdOf('secret', peer, id)).toBe(ids[0]);
  });

  test('asks for a quote at no other DFSP than the one that asks', async () => {
    const quoting = {
      ...{ tenant: 'buffalo', traceparent, transactionId, quoteId: id, timers, stepStartedAt },
      payment: { ...payment, transactionRequestId: id, requestedBy: 'lionfsp', askPayer: true },
    };
    const at = (fspId: string) => ({
      partyAnswer: { party: { partyIdInfo: { ...payee, fspId } } },
    });
    const elsewhere = mojaloop.run('mojaloop:request-quote:1', { ...quoting, ...at('hyenafsp') });
    await expect(elsewhere).rejects.toMatchObject({ errorInformation: { errorCode: '3203' } });
    await mojaloop.run('mojaloop:request-quote:1', { ...quoting, ...at('lionfsp') });
    expect(sent().body).toMatchObject({ transactionRequestId: id, amountType: 'RECEIVE' });
  });
});

describe('what the payer’s channel makes of a request', () => {
  const request = {
    transactionRequestId: id,
    payee: { partyIdInfo: { ...payee, fspId: 'buffalofsp' }, name: 'never shown' },
    ...{ payer, amount, transactionType, note: 'My half', expiration: '2026-11-21T10:29:00.000Z' },
  };
  const take = (changes: object = {}, callbacks: object = { default: 'https://app.example/' }) => {
    const tenants = fixedTenants([tenantOf('lion', { callbacks })]);
    const deps: Partial<ChannelWorkerDeps> = { tenants, dedupeWindowMs: 86_400_000 };
    return runJob(
      takeRequest,
      {
        ...{ tenant: 'lion', peer: { ...peer, fspId: 'buffalofsp' }, transactionId },
        ...{ requestHash: 'hash', receivedAt: stepStartedAt },
        transactionRequest: { ...request, ...changes },
      },
      deps,
    );
  };

  test('is a payment of the amount that was asked for, which the payer sees before it is made', async () => {
    expect(await take()).toMatchObject({
      kind: 'complete',
      variables: {
        payment: {
          ...{ origin: 'requested-payment', switchName: 'switch', amountType: 'RECEIVE', amount },
          ...{ payer, payee, transactionType, note: 'My half', askPayer: true },
          ...{ transactionRequestId: id, requestedBy: 'buffalofsp' },
          lookupKey: 'lion:switch:MSISDN/255754100200',
        },
        channel: { waitingQuestionId: null, callbackUrl: 'https://app.example/' },
        timers: { payerDecision: 'PT2M', remembered: 'PT86400S' },
        requestExpiration: '2026-11-21T10:29:00.000Z',
      },
    });
  });

  test('without an end, only the payer’s own DFSP sets one', async () => {
    expect(await take({ expiration: undefined })).toMatchObject({
      variables: { requestExpiration: null },
    });
  });

  test.each([
    ['that has expired', { expiration: stepStartedAt }, '3301'],
    ['of nothing', { amount: { ...amount, amount: '0' } }, '3100'],
    ['of parts of a cent', { amount: { ...amount, amount: '0.001' } }, '3100'],
    ['in a currency that we do not have', { amount: { ...amount, currency: 'UGX' } }, '4103'],
    ['to be authorised by a QR code', { authenticationType: 'QRCODE' }, '4102'],
    ['to be authorised by U2F', { authenticationType: 'U2F' }, '4102'],
    [
      'that the payer is said to begin',
      { transactionType: { ...transactionType, initiator: 'PAYER' } },
      '3100',
    ],
    [
      'that says it is a refund: its payer begins one, and the AMS must know the original',
      { transactionType: { ...transactionType, scenario: 'REFUND' } },
      '4102',
    ],
    ['of a party named ..', { payer: { ...payer, partyIdentifier: '..' } }, '3100'],
  ])('a request %s is refused', async (_what, changes, errorCode) => {
    expect(await take(changes)).toMatchObject({
      kind: 'bpmn-error',
      variables: { errorInformation: { errorCode } },
    });
  });

  test.each([
    ['WITHDRAWAL', 'AGENT', 'otp-at-device'],
    ['PAYMENT', 'DEVICE', 'otp-at-device'],
    ['WITHDRAWAL', 'DEVICE', 'otp-made-beforehand'],
  ])(
    '%s by %s with an OTP is authorised at the device: %s',
    async (scenario, initiatorType, how) => {
      const type = { scenario, initiator: 'PAYEE', initiatorType };
      expect(await take({ authenticationType: 'OTP', transactionType: type })).toMatchObject({
        variables: { payment: { authentication: how, askPayer: true } },
      });
    },
  );

  test('a refundInfo beside another scenario makes no refund of it', async () => {
    const refundInfo = { originalTransactionId: transactionId };
    const taken = await take({ transactionType: { ...transactionType, refundInfo } });
    expect(taken).toMatchObject({ variables: { payment: { transactionType } } });
    expect(JSON.stringify(taken)).not.toContain('refundInfo');
  });

  test('where nobody can be asked, it is refused', async () => {
    expect(await take({}, {})).toMatchObject({
      variables: { errorInformation: { errorCode: '4102' } },
    });
  });
});
