/** Both sides of a payment against the switch simulator: the workers, and what comes back to our server. */
import { meaningOf } from '../../connectors/common/fspiop-errors';
import { createAxiosTransport } from '../../connectors/common/http/axios-transport';
import { systemClock } from '../../connectors/common/clock';
import type { PartyId } from '../../connectors/common/contracts/fspiop';
import { lookupKeyOf, partySignalName, secretIdsOf } from '../../connectors/common/contracts/keys';
import { signalNames, type PartySignal } from '../../connectors/common/contracts/messages';
import { decodePacket } from '../../connectors/common/ilp/packet';
import type { TransferAnswer } from '../../connectors/common/contracts/answers';
import type { Payment as Order } from '../../connectors/common/contracts/payer-transfer';
import {
  AwaitsAnswer,
  CannotWork,
  NotConfiguredHere,
  Refused,
  TryAgain,
} from '../../connectors/common/failures';
import { SwitchSimulatorClient } from '../simulators/switch/client';
import { startSwitchSimulator, type RunningSwitchSimulator } from '../simulators/switch/simulator';
import { mojaloopTenant, traceparent } from '../kit/mojaloop';
import { startMojaloop, type RunningMojaloop } from '../kit/parts/mojaloop';

const http = createAxiosTransport();
let simulator: RunningSwitchSimulator;
let control: SwitchSimulatorClient;
let mojaloop: RunningMojaloop;

const payee: PartyId = { partyIdType: 'MSISDN', partyIdentifier: '255700000002' };
const payer: PartyId = { partyIdType: 'MSISDN', partyIdentifier: '255700000001' };
const tzs = (amount: string) => ({ amount, currency: 'TZS' });

beforeAll(async () => {
  simulator = await startSwitchSimulator({ port: 0, sweepEveryMs: 0 });
  control = new SwitchSimulatorClient(simulator.url);
});

afterAll(async () => {
  await simulator.stop();
  http.close();
});

type Section = Parameters<typeof mojaloopTenant>[1];

/** Lion pays buffalo: both are tenants of one hub, and DFSPs of one switch. */
async function start(section: Section = {}): Promise<void> {
  const settings = { switch: simulator.url, ...section };
  mojaloop = await startMojaloop(
    [mojaloopTenant('lion', settings), mojaloopTenant('buffalo', settings)],
    {},
    { http, clock: systemClock },
  );
  await control.reset();
  for (const fspId of ['lionfsp', 'buffalofsp']) {
    await control.addFsp({ fspId, callbackUrl: mojaloop.url, currency: 'TZS' });
  }
  await control.addParty({ ...payee, fspId: 'buffalofsp' });
}

afterEach(() => mojaloop.close());

let payments = 0;
const idsOf = (transactionId: string) => secretIdsOf('sixteen or longer', transactionId);
const anyError = { errorCode: '5105', errorDescription: 'not this one' };

interface Payment {
  readonly variables: Record<string, unknown>;
  readonly transferId: string;
  readonly quoteId: string;
}

function newPayment(changes: Partial<Order> = {}): Payment {
  const transactionId = `00000000-0000-4000-8000-${String(++payments).padStart(12, '0')}`;
  const { quoteId, transferId } = idsOf(transactionId);
  return {
    quoteId,
    transferId,
    variables: {
      tenant: 'lion',
      transactionId,
      traceparent,
      quoteId,
      transferId,
      payment: {
        origin: 'channel-transfer',
        switchName: 'switch',
        lookupKey: lookupKeyOf('lion', 'switch', { ...payee, ...changes.payee }),
        payer,
        payee,
        amountType: 'SEND',
        amount: tzs('100.12'),
        transactionType: { scenario: 'TRANSFER', initiator: 'PAYER', initiatorType: 'CONSUMER' },
        askPayer: false,
        ...changes,
      },
      timers: {
        partyLookup: 'PT10S',
        quote: 'PT20S',
        payerDecision: 'PT1M',
        transferAnswer: 'PT40S',
        transferExpiry: 'PT30S',
        switchSweep: 'PT30S',
        askTransferState: 'PT10S',
      },
      stepStartedAt: engineNow(),
      transferExpiration: engineNow(30_000),
    },
  };
}

/** As Zeebe's FEEL `now()` reads in a process variable. */
const engineNow = (aheadMs = 0) =>
  `${new Date(Date.now() + aheadMs).toISOString().slice(0, -1)}456789Z[GMT]`;

const heard = ({ variables }: Payment, name: PartySignal, fspId?: string) =>
  mojaloop.engine.heard(
    partySignalName(name, String((variables['payment'] as Order).lookupKey), fspId),
  );

/** Sends a request whose answer, not its receipt, ends the task. */
async function sends(type: string, payment: Payment): Promise<void> {
  await expect(mojaloop.run(type, payment.variables)).rejects.toThrow(AwaitsAnswer);
  await control.settled();
}

async function lookUpParticipant(payment: Payment): Promise<void> {
  await sends('mojaloop:look-up-participant:1', payment);
  Object.assign(payment.variables, heard(payment, signalNames.participantAnswered));
}

/** Resolves with what the payee's DFSP is asked. */
async function askForParty(payment: Payment): Promise<object> {
  await lookUpParticipant(payment);
  await sends('mojaloop:look-up-party:2', payment);
  return mojaloop.engine.last('party-lookup-received', 'buffalo:');
}

async function lookUp(payment: Payment): Promise<void> {
  const asked = await askForParty(payment);
  const party = { partyIdInfo: payee, name: 'Asha Juma' };
  await mojaloop.run('mojaloop:answer-party:1', { ...asked, party });
  await control.settled();
  Object.assign(payment.variables, heard(payment, signalNames.partyFound, 'buffalofsp'));
}

async function quote(payment: Payment, fee = '1'): Promise<void> {
  await mojaloop.run('mojaloop:request-quote:1', payment.variables);
  await control.settled();
  const asked = mojaloop.engine.last('quote-received', `buffalo:${payment.quoteId}`);
  const payeeQuote = {
    accountId: '1',
    payeeFspFee: tzs(fee),
  };
  const answeredAt = engineNow();
  await mojaloop.run('mojaloop:answer-quote:1', { ...asked, payeeQuote, answeredAt });
  await control.settled();
  Object.assign(
    payment.variables,
    mojaloop.engine.last('quote-answered', `lion:${payment.quoteId}`),
  );
}

/** Up to the moment when the payee has the transfer; what its process knows then. */
async function transfer(payment: Payment): Promise<object> {
  await mojaloop.run('mojaloop:request-transfer:1', payment.variables);
  await control.settled();
  const asked = mojaloop.engine.last('transfer-received', `buffalo:${payment.transferId}`);
  return { ...asked, answeredAt: engineNow() };
}

async function answerTransfer(asked: object): Promise<void> {
  await mojaloop.run('mojaloop:answer-transfer:1', asked);
  await control.settled();
}

function verdictFor(tenant: string, { transferId }: Payment): TransferAnswer {
  const variables = mojaloop.engine.last('transfer-answered', `${tenant}:${transferId}`);
  return (variables as { transferAnswer: TransferAnswer }).transferAnswer;
}

async function untilTransfer(request: Partial<Order> = {}): Promise<[Payment, object]> {
  const payment = newPayment(request);
  await lookUp(payment);
  await quote(payment);
  return [payment, await transfer(payment)];
}

test.each([
  ['1.0', 'RESERVED'],
  ['1.1', 'RESERVED'],
  ['1.1', 'COMMITTED'],
  ['2.0', 'RESERVED'],
] as const)(
  'a payment in version %s with the answer %s moves the money',
  async (version, answer) => {
    await start({ version, transferAnswer: answer });
    const [payment, asked] = await untilTransfer();
    expect(asked).toMatchObject({ agreement: { payee, payer, amount: tzs('100.12') } });
    expect(asked).toMatchObject(omit(await mojaloop.run('mojaloop:check-transfer:1', asked)));
    await answerTransfer(asked);
    expect(verdictFor('lion', payment)).toMatchObject({
      // A payee's COMMITTED is handed through as it is; of RESERVED the switch makes a PUT of its own.
      verdict: answer === 'COMMITTED' ? 'FULFILLED' : 'COMMITTED',
      fulfilment: expect.stringMatching(/^[\w-]{43}$/) as string,
    });
    expect(verdictFor('buffalo', payment).verdict).toBe('COMMITTED');
    expect(await control.position('lionfsp', 'TZS')).toBe('100.12');
    expect(await control.position('buffalofsp', 'TZS')).toBe('-100.12');
  },
);

/** What only a job knows: the engine's clock. */
function omit({ switchAhead, ...checked }: Record<string, unknown>): object {
  expect(switchAhead).toMatch(/^-?PT/);
  return checked;
}

test('a transfer that is not what was quoted comes with the reason, and is refused with it', async () => {
  await start();
  const payment = newPayment();
  await lookUp(payment);
  await quote(payment);
  const { quoteAnswer } = payment.variables as { quoteAnswer: { quote: object } };
  Object.assign(quoteAnswer.quote, { transferAmount: tzs('1') });
  const asked = await transfer(payment);
  expect(asked).toMatchObject({ errorInformation: { errorCode: '3100' } });
  expect(asked).not.toHaveProperty('agreement');
});

test('the look-up names the payee and its DFSP, and the quote its price', async () => {
  await start();
  const payment = newPayment({ amountType: 'RECEIVE' });
  await lookUp(payment);
  expect(payment.variables['partyAnswer']).toEqual({
    party: { partyIdInfo: { ...payee, fspId: 'buffalofsp' }, name: 'Asha Juma' },
    answeredBy: 'buffalofsp',
  });
  await quote(payment);
  expect(payment.variables['quoteAnswer']).toMatchObject({
    payeeFspId: 'buffalofsp',
    quote: {
      transferAmount: tzs('101.12'),
      payeeReceiveAmount: tzs('100.12'),
      payeeFspFee: tzs('1'),
    },
  });
});

test('the DFSP that the switch has named is asked, and everything carries the payment’s trace', async () => {
  await start();
  await untilTransfer();
  const sent = (await control.log()).filter((message) => message.direction === 'in');
  const asked = sent.filter(({ method }) => method === 'GET');
  expect(asked.map(({ path, headers }) => [path, headers['fspiop-destination']])).toEqual([
    ['/participants/MSISDN/255700000002', undefined],
    ['/parties/MSISDN/255700000002', 'buffalofsp'],
  ]);
  const traceId = traceparent.split('-')[1];
  expect(sent.map(({ headers }) => headers['traceparent']?.split('-')[1])).toEqual(
    sent.map(() => traceId),
  );
  expect(sent.filter(({ method, headers }) => method === 'PUT' && headers['accept'])).toEqual([]);
});

test('the payee’s DFSP may write the phone without its plus (FSPIOP 7.5.6): look-up, quote and packet have the payer’s spelling', async () => {
  await start();
  const prefixed = { ...payee, partyIdentifier: `+${payee.partyIdentifier}` };
  await control.addParty({ ...prefixed, fspId: 'buffalofsp' });
  const payment = newPayment({ payee: prefixed });
  const asked = await askForParty(payment);
  expect(asked).toMatchObject({ partyId: prefixed });
  const gets = (await control.log()).filter(
    ({ direction, method }) => direction === 'in' && method === 'GET',
  );
  expect(gets.map(({ path }) => path)).toEqual([
    '/participants/MSISDN/%2B255700000002',
    '/parties/MSISDN/%2B255700000002',
  ]);
  const answer = { ...asked, partyId: payee, party: { partyIdInfo: payee } };
  await mojaloop.run('mojaloop:answer-party:1', answer);
  await control.settled();
  Object.assign(payment.variables, heard(payment, signalNames.partyFound, 'buffalofsp'));
  await quote(payment);
  const quoteAsked = mojaloop.engine.last('quote-received', `buffalo:${payment.quoteId}`);
  expect(quoteAsked).toMatchObject({ quoteRequest: { payee: { partyIdInfo: prefixed } } });
  const { ilpPacket } = (payment.variables as { quoteAnswer: { quote: { ilpPacket: string } } })
    .quoteAnswer.quote;
  expect(JSON.parse(decodePacket(ilpPacket)?.transactionJson ?? '{}')).toMatchObject({
    payee: { partyIdInfo: prefixed },
  });
});

test('an unknown payee and a refused quote are answers, in the peer’s own codes', async () => {
  await start();
  const unknown = newPayment({ payee: { ...payee, partyIdentifier: '255799999999' } });
  await lookUpParticipant(unknown);
  expect(unknown.variables).toMatchObject({
    participantAnswer: { errorInformation: { errorCode: '3204' } },
  });
  await expect(mojaloop.run('mojaloop:look-up-party:2', unknown.variables)).rejects.toMatchObject({
    name: 'Refused',
    errorInformation: { errorCode: '3204' },
  });

  const refused = newPayment();
  await lookUp(refused);
  await mojaloop.run('mojaloop:request-quote:1', refused.variables);
  await control.settled();
  const asked = mojaloop.engine.last('quote-received', `buffalo:${refused.quoteId}`);
  const errorInformation = { errorCode: '5240', errorDescription: 'a code of the scheme' };
  await mojaloop.run('mojaloop:answer-quote:1', { ...asked, errorInformation });
  await control.settled();
  expect(mojaloop.engine.last('quote-answered', `lion:${refused.quoteId}`)).toEqual({
    quoteAnswer: { errorInformation, answeredBy: 'buffalofsp', switchName: 'switch' },
  });
});

test('a payee at the payer’s own DFSP is none for the switch: refused when it has told, and nothing more is sent', async () => {
  await start();
  const payment = newPayment();
  const partyIdInfo = { ...payee, fspId: 'lionfsp' };
  Object.assign(payment.variables, {
    participantAnswer: { fspId: 'lionfsp' },
    partyAnswer: { party: { partyIdInfo } },
  });
  const refusal = {
    name: 'Refused',
    errorInformation: {
      errorCode: '4102',
      errorDescription: expect.stringContaining('payer and payee are at one DFSP') as string,
    },
  };
  for (const type of ['mojaloop:look-up-party:2', 'mojaloop:request-quote:1']) {
    await expect(mojaloop.run(type, payment.variables)).rejects.toMatchObject(refusal);
  }
  expect(meaningOf('4102').user).toContain('same bank');
});

test('a party that the payee’s DFSP does not know is told with its error', async () => {
  await start();
  const payment = newPayment();
  const asked = await askForParty(payment);
  const errorInformation = { errorCode: '3204', errorDescription: 'Party not found' };
  await mojaloop.run('mojaloop:answer-party:1', { ...asked, errorInformation });
  await control.settled();
  expect(heard(payment, signalNames.partyNotFound, 'buffalofsp')).toEqual({
    partyAnswer: { errorInformation, answeredBy: 'buffalofsp' },
  });
});

test('a quote that we cannot give by our own rules is refused, so that the process knows', async () => {
  await start();
  const payment = newPayment();
  await lookUp(payment);
  await expect(quote(payment, '100.12')).rejects.toMatchObject({
    name: 'Refused',
    errorInformation: { errorCode: '5103' },
  });
});

describe('what fee rules go by', () => {
  const accountTypes = {
    extension: [
      { key: 'payerAccountType', value: 'Wallet' },
      { key: 'payeeAccountType', value: 'wallet' },
    ],
  };

  test('is the same for both sides of a payment, whatever fees our own DFSP takes', async () => {
    await start();
    const payment = newPayment({ note: 'rent', extensionList: accountTypes });
    await lookUp(payment);
    const asked = await mojaloop.run('mojaloop:request-quote:1', payment.variables);
    await control.settled();
    const received = mojaloop.engine.last('quote-received', `buffalo:${payment.quoteId}`);
    const payeeQuote = { accountId: '1', payeeFspFee: tzs('1') };
    const answeredAt = engineNow();
    const answeredInput = { ...received, payeeQuote, answeredAt };
    const { transaction } = await mojaloop.run('mojaloop:answer-quote:1', answeredInput);
    await control.settled();
    const given = mojaloop.engine.last('quote-answered', `lion:${payment.quoteId}`) as {
      quoteAnswer: { quote: { transferAmount: object } };
    };
    Object.assign(payment.variables, given);
    const checked = await mojaloop.run('mojaloop:check-transfer:1', await transfer(payment));
    // As the diagram adds it.
    const amount = given.quoteAnswer.quote.transferAmount;
    expect(transaction).toEqual({ ...(asked['transaction'] as object), amount });
    expect(checked['transaction']).toEqual(transaction);
    expect(transaction).toMatchObject({
      payer: { partyIdInfo: { fspId: 'lionfsp' } },
      payee: { partyIdInfo: { fspId: 'buffalofsp' } },
      note: 'rent',
      extensionList: accountTypes,
    });
    expect(JSON.stringify(transaction)).not.toContain('Asha');
  });
});

test('a refused transfer is an error for both, and aborted when the switch is asked', async () => {
  await start();
  const [payment, asked] = await untilTransfer();
  const errorInformation = { errorCode: '5105', errorDescription: 'not this one' };
  await answerTransfer({ ...asked, errorInformation });
  for (const tenant of ['lion', 'buffalo']) {
    expect(verdictFor(tenant, payment)).toMatchObject({ verdict: 'ERROR', errorInformation });
    const variables = { ...payment.variables, tenant, peerFspId: 'buffalofsp' };
    await mojaloop.run('mojaloop:ask-transfer-state:1', variables);
    await control.settled();
    expect(verdictFor(tenant, payment)).toMatchObject({
      verdict: 'ABORTED',
      errorInformation: { errorCode: '5105' },
    });
  }
  expect(await control.position('lionfsp', 'TZS')).toBe('0');
});

test('asked about a transfer, the switch says pending, committed, or that it knows of none', async () => {
  await start();
  const [payment, asked] = await untilTransfer();
  const ask = async (variables: Record<string, unknown>) => {
    await mojaloop.run('mojaloop:ask-transfer-state:1', { ...variables, peerFspId: 'buffalofsp' });
    await control.settled();
  };
  await ask(payment.variables);
  expect(verdictFor('lion', payment).verdict).toBe('PENDING');
  await answerTransfer(asked);
  mojaloop.engine.published.length = 0;
  await ask(payment.variables);
  expect(verdictFor('lion', payment).verdict).toBe('COMMITTED');
  const unknown = newPayment();
  await ask(unknown.variables);
  expect(verdictFor('lion', unknown).verdict).toBe('NOT_FOUND');
});

test('an answer that is given again has the same bytes, and spoils nothing', async () => {
  await start();
  const [payment, asked] = await untilTransfer();
  await answerTransfer(asked);
  mojaloop.engine.published.length = 0;
  await answerTransfer(asked);
  const answers = (await control.log()).filter(
    ({ direction, method, path }) =>
      direction === 'in' && method === 'PUT' && path.startsWith('/transfers'),
  );
  expect(new Set(answers.map(({ body }) => body)).size).toBe(1);
  expect(answers).toHaveLength(2);
  expect(verdictFor('buffalo', payment).verdict).toBe('COMMITTED');
});

test('requests that are repeated have the same bytes', async () => {
  await start();
  const payment = newPayment();
  await lookUp(payment);
  for (const type of ['mojaloop:request-quote:1', 'mojaloop:request-quote:1']) {
    await mojaloop.run(type, payment.variables);
  }
  await quote(payment);
  await transfer(payment);
  await transfer(payment);
  const posts = (await control.log()).filter(
    ({ direction, method }) => direction === 'in' && method === 'POST',
  );
  expect(posts.map(({ path }) => path).sort()).toEqual([
    ...Array<string>(3).fill('/quotes'),
    ...Array<string>(2).fill('/transfers'),
  ]);
  expect(new Set(posts.map(({ body }) => body)).size).toBe(2);
});

test('a payer who is asked first gets the time for it in the quote request', async () => {
  await start();
  const expirationOf = async (askPayer: boolean) => {
    const payment = newPayment({ askPayer });
    payment.variables['stepStartedAt'] = '2026-11-21T10:24:00.123456Z[GMT]';
    await lookUp(payment);
    await mojaloop.run('mojaloop:request-quote:1', payment.variables);
    const post = (await control.log()).findLast(({ method }) => method === 'POST');
    return (JSON.parse(post?.body ?? '{}') as { expiration: string }).expiration;
  };
  expect(await expirationOf(false)).toBe('2026-11-21T10:24:50.123Z');
  expect(await expirationOf(true)).toBe('2026-11-21T10:25:50.123Z');
});

/** What the switch was told last. */
async function lastPut() {
  const put = (await control.log()).findLast(
    ({ direction, method }) => direction === 'in' && method === 'PUT',
  );
  return {
    path: put?.path,
    to: put?.headers['fspiop-destination'],
    text: put?.body,
    body: JSON.parse(put?.body ?? '{}') as object,
  };
}

const puts = async () =>
  (await control.log()).filter(({ direction, method }) => direction === 'in' && method === 'PUT')
    .length;

/** Who asks, and how: with GET, or by repeating the request. */
const asks = (fspId: string, repeatedHash?: string) => ({
  asker: { fspId, version: '1.1', switchName: 'switch' },
  questionId: repeatedHash === undefined ? 'q1' : null,
  repeatedHash: repeatedHash ?? null,
});
const acknowledged: unknown = expect.objectContaining({
  name: 'question-answered',
  correlationKey: 'q1',
});

/** The simulated switch refuses what it does not know; what it was sent is what is looked at. */
async function runAnyhow(type: string, input: object): Promise<void> {
  await mojaloop.run(type, input).catch((error: unknown) => {
    if (!(error instanceof Refused)) throw error;
  });
}

async function answered(resource: 'quotes' | 'transfers') {
  const [payment, transferAsked] = await untilTransfer();
  if (resource === 'transfers') {
    await answerTransfer(transferAsked);
    return { job: 'transfer', asked: transferAsked } as const;
  }
  const payeeQuote = { accountId: '1', payeeFspFee: tzs('1') };
  const quoteAsked = mojaloop.engine.last('quote-received', `buffalo:${payment.quoteId}`);
  const asked = { ...quoteAsked, payeeQuote, answeredAt: engineNow() };
  await mojaloop.run('mojaloop:answer-quote:1', asked);
  return { job: 'quote', asked } as const;
}

describe('a payee’s transfer that is asked for its state', () => {
  /** What the payer's DFSP and the switch are told; it goes to the payer's DFSP, whoever asks. */
  async function stateOf(asked: object, knows: object) {
    const told = [];
    for (const fspId of ['lionfsp', 'Hub']) {
      const input = { ...asked, ...asks(fspId), ...knows };
      await mojaloop.run('mojaloop:answer-transfer-state:1', input);
      told.push(await lastPut());
    }
    expect(told.map(({ to }) => to)).toEqual(['lionfsp', 'lionfsp']);
    expect(told[0]).toEqual(told[1]);
    expect(mojaloop.engine.published).toContainEqual(acknowledged);
    return told[0];
  }

  test('says what the switch has decided', async () => {
    await start();
    const { asked } = await answered('transfers');
    const completedTimestamp = new Date(Date.now() - 1_000).toISOString();
    const committed = { verdict: 'COMMITTED', completedTimestamp };
    expect((await stateOf(asked, { transferAnswer: committed }))?.body).toEqual({
      transferState: 'COMMITTED',
      fulfilment: expect.stringMatching(/^[\w-]{43}$/) as string,
      completedTimestamp,
    });
    const aborted = { verdict: 'ABORTED', completedTimestamp };
    expect((await stateOf(asked, { transferAnswer: aborted }))?.body).toEqual({
      transferState: 'ABORTED',
      completedTimestamp,
    });
  });

  const undecided = ['PENDING', 'ERROR', 'NOT_FOUND', 'FULFILLED', undefined];
  test.each(undecided)(
    'says nothing else than its answer while the switch says %s: all else would undo the transfer',
    async (verdict) => {
      await start();
      const { asked } = await answered('transfers');
      const first = await lastPut();
      const transferAnswer = verdict === undefined ? undefined : { verdict };
      expect(await stateOf(asked, { transferAnswer })).toEqual(first);
      expect(await control.position('buffalofsp', 'TZS')).toBe('-100.12');
    },
  );

  test('says nothing before it is answered', async () => {
    await start();
    const [, asked] = await untilTransfer();
    const before = await puts();
    const input = { ...asked, ...asks('lionfsp'), answeredAt: null };
    await mojaloop.run('mojaloop:answer-transfer-state:1', input);
    expect(await puts()).toBe(before);
    expect(mojaloop.engine.published).toContainEqual(acknowledged);
  });
});

describe('a third DFSP', () => {
  test.each(['asks for', 'sends'] as const)(
    'that %s a transfer hears nothing: what is told to it would undo the transfer at the switch',
    async (how) => {
      await start();
      const { asked } = await answered('transfers');
      const before = await puts();
      const hash = how === 'sends' ? hashOf(asked) : undefined;
      const input = { ...asked, ...asks('hyenafsp', hash), answerDelivered: true };
      await mojaloop.run('mojaloop:answer-transfer-state:1', input);
      expect(await puts()).toBe(before);
    },
  );
});

describe('a payee’s transaction that is asked for its state', () => {
  const creditedAt = '2026-11-21T10:24:07.123456Z';
  test.each([
    ['PENDING', {}],
    ['PENDING', { transferAnswer: { verdict: 'COMMITTED' } }],
    ['COMPLETED', { transferAnswer: { verdict: 'COMMITTED' }, creditedAt }],
    ['COMPLETED', { operatorDecision: 'book', creditedAt }],
    ['REJECTED', { transferAnswer: { verdict: 'ABORTED' } }],
    ['REJECTED', { errorInformation: anyError }],
    ['REJECTED', { operatorDecision: 'release' }],
    ['COMPLETED', { operatorDecision: 'reverse', creditedAt }],
    ['REJECTED', { operatorDecision: 'reverse', creditedAt: null }],
  ])('is %s after %j', async (transactionState, knows) => {
    await start();
    const [, asked] = await untilTransfer();
    const checked = await mojaloop.run('mojaloop:check-transfer:1', asked);
    const input = { ...asked, ...checked, ...asks('lionfsp'), ...knows };
    await runAnyhow('mojaloop:answer-transaction-state:1', input);
    const { path, body } = await lastPut();
    expect(path).toMatch(/^\/transactions\/00000000-0000-4000-8000-/);
    const completedTimestamp = '2026-11-21T10:24:07.123Z';
    const isCompleted = transactionState === 'COMPLETED';
    expect(body).toEqual({ transactionState, ...(isCompleted && { completedTimestamp }) });
    expect(mojaloop.engine.published).toContainEqual(acknowledged);
  });

  test.each([
    ['a third DFSP', { fspId: 'hyenafsp', version: '1.1', switchName: 'switch' }],
    [
      'one of another switch by the name of the payer’s',
      { fspId: 'lionfsp', version: '1.1', switchName: 'other' },
    ],
  ])('says nothing to %s', async (_who, asker) => {
    await start();
    const [, asked] = await untilTransfer();
    const checked = await mojaloop.run('mojaloop:check-transfer:1', asked);
    const before = await puts();
    const input = { ...asked, ...checked, ...asks('hyenafsp'), asker, creditedAt };
    await mojaloop.run('mojaloop:answer-transaction-state:1', input);
    expect(await puts()).toBe(before);
    expect(mojaloop.engine.published).not.toContainEqual(acknowledged);
  });

  test('says nothing while only the sender says that the transfer is of it', async () => {
    await start();
    const [, asked] = await untilTransfer();
    const { agreement } = await mojaloop.run('mojaloop:check-transfer:1', asked);
    const other = { ...(agreement as object), transactionId: 'another' };
    const before = await puts();
    for (const unproved of [undefined, other]) {
      const input = { ...asked, ...asks('lionfsp'), agreement: unproved };
      await mojaloop.run('mojaloop:answer-transaction-state:1', input);
    }
    expect(await puts()).toBe(before);
    expect(mojaloop.engine.published).not.toContainEqual(acknowledged);
  });
});

const hashOf = (asked: object) => (asked as { requestHash: string }).requestHash;

describe('a request that comes again', () => {
  test.each(['transfers', 'quotes'] as const)(
    'is answered with the same bytes once it is answered: %s',
    async (resource) => {
      await start();
      const { job, asked } = await answered(resource);
      const first = await lastPut();
      const input = { ...asked, ...asks('lionfsp', hashOf(asked)) };
      await mojaloop.run(`mojaloop:answer-${job}-state:1`, input);
      expect(await lastPut()).toEqual(first);
      const refused = { ...input, answeredAt: null, errorInformation: anyError };
      await mojaloop.run(`mojaloop:answer-${job}-state:1`, refused);
      expect(await lastPut()).toMatchObject({
        path: `${String(first.path)}/error`,
        body: { errorInformation: anyError },
      });
      expect(mojaloop.engine.published).not.toContainEqual(acknowledged);
    },
  );

  test.each(['transfers', 'quotes'] as const)(
    'is not answered while the answer is to come: %s',
    async (resource) => {
      await start();
      const { job, asked } = await answered(resource);
      const before = await puts();
      const input = { ...asked, answeredAt: null, payeeQuote: null };
      const same = asks('lionfsp', hashOf(asked));
      await mojaloop.run(`mojaloop:answer-${job}-state:1`, { ...input, ...same });
      await mojaloop.run(`mojaloop:answer-${job}-state:1`, { ...input, ...asks('lionfsp') });
      expect(mojaloop.engine.published).toContainEqual(acknowledged);
      expect(await puts()).toBe(before);
    },
  );

  test.each([
    ['transfers', 'lionfsp', 'another body'],
    ['quotes', 'lionfsp', 'another body'],
    ['quotes', 'hyenafsp', 'the same body'],
  ] as const)(
    'is refused with 3106, and tells nothing: %s of %s with %s',
    async (resource, fspId, body) => {
      await start();
      const { job, asked } = await answered(resource);
      const hash = body === 'the same body' ? hashOf(asked) : 'other';
      const input = { ...asked, ...asks(fspId, hash), answerDelivered: true };
      await runAnyhow(`mojaloop:answer-${job}-state:1`, input);
      const told = await lastPut();
      expect(told.path).toMatch(/\/error$/);
      expect(told.to).toBe(fspId);
      expect(told.body).toEqual({
        errorInformation: { errorCode: '3106', errorDescription: 'Modified request' },
      });
    },
  );

  test('with another body waits until the switch has the answer to the first: it would take 3106 for it', async () => {
    await start();
    const [payment, asked] = await untilTransfer();
    const before = await puts();
    const other = { ...asked, ...asks('lionfsp', 'other') };
    const early = mojaloop.run('mojaloop:answer-transfer-state:1', other);
    await expect(early).rejects.toBeInstanceOf(TryAgain);
    expect(await puts()).toBe(before);
    await answerTransfer(asked);
    await mojaloop.run('mojaloop:answer-transfer-state:1', { ...other, answerDelivered: true });
    await control.settled();
    const transferAnswer = { verdict: 'COMMITTED' };
    await mojaloop.run('mojaloop:answer-transfer-state:1', { ...other, transferAnswer });
    await control.settled();
    const transfers = await control.transfers();
    expect(transfers.find(({ transferId }) => transferId === payment.transferId)?.state).toBe(
      'COMMITTED',
    );
  });

  test('through another switch is another DFSP’s, whatever its name', async () => {
    const shared = { address: simulator.url, hosts: ['127.0.0.1'] };
    const second = { address: simulator.url, hosts: ['other.example'] };
    await start({
      switch: undefined,
      switches: [
        { ...shared, name: 'switch', currencies: ['TZS'] },
        { ...second, name: 'other', currencies: ['JPY'] },
      ],
    });
    const { asked } = await answered('transfers');
    const before = await puts();
    const { asker, ...how } = asks('lionfsp', hashOf(asked));
    const elsewhere = { ...asked, ...how, asker: { ...asker, switchName: 'other' } };
    await mojaloop.run('mojaloop:answer-transfer-state:1', elsewhere);
    expect(await puts()).toBe(before);
  });

  test('gets no fulfilment that never arrived after the switch undid the transfer', async () => {
    await start();
    const { asked } = await answered('transfers');
    const first = await lastPut();
    const before = await puts();
    const repeated = {
      ...asked,
      ...asks('lionfsp', hashOf(asked)),
      transferAnswer: { verdict: 'ABORTED' },
    };
    await mojaloop.run('mojaloop:answer-transfer-state:1', repeated);
    expect(await puts()).toBe(before);
    const delivered = { ...repeated, answerDelivered: true };
    await runAnyhow('mojaloop:answer-transfer-state:1', delivered);
    expect(await lastPut()).toEqual(first);
  });

  test.each(['release', 'reverse'])(
    'gets no fulfilment after the operator gave the credit up (%s)',
    async (operatorDecision) => {
      await start();
      const { asked } = await answered('transfers');
      const before = await puts();
      const given = { ...asked, ...asks('lionfsp', hashOf(asked)), operatorDecision };
      await mojaloop.run('mojaloop:answer-transfer-state:1', given);
      expect(await puts()).toBe(before);
    },
  );

  test('gets its fulfilment again where an operator said reverse, and the switch COMMITTED', async () => {
    await start();
    const { asked } = await answered('transfers');
    const before = await puts();
    const given = { ...asked, ...asks('lionfsp', hashOf(asked)), operatorDecision: 'reverse' };
    const committed = { ...given, transferAnswer: { verdict: 'COMMITTED' } };
    await mojaloop.run('mojaloop:answer-transfer-state:1', committed);
    expect(await puts()).toBe(before + 1);
  });
});

test('a quote is given again to the DFSP that it is for and to the switch, and to nobody else', async () => {
  await start();
  const [payment] = await untilTransfer();
  const quoteAsked = mojaloop.engine.last('quote-received', `buffalo:${payment.quoteId}`);
  const payeeQuote = { accountId: '1', payeeFspFee: tzs('1') };
  const asked = { ...quoteAsked, payeeQuote, answeredAt: engineNow() };
  await mojaloop.run('mojaloop:answer-quote:1', asked);
  const { text } = await lastPut();
  for (const fspId of ['lionfsp', 'Hub']) {
    await runAnyhow('mojaloop:answer-quote-state:1', { ...asked, ...asks(fspId) });
    expect(await lastPut()).toMatchObject({ text, to: fspId });
  }
  await runAnyhow('mojaloop:answer-quote-state:1', { ...asked, ...asks('hyenafsp') });
  expect(await lastPut()).toMatchObject({
    path: `/quotes/${payment.quoteId}/error`,
    body: { errorInformation: { errorCode: '3205' } },
  });
});

test('what the payee gets of it, our fee taken off, is sealed in the quote and credited', async () => {
  await start();
  const [, asked] = await untilTransfer();
  const { agreement } = await mojaloop.run('mojaloop:check-transfer:1', asked);
  expect(agreement).toMatchObject({ amount: tzs('100.12'), payeeReceiveAmount: tzs('99.12') });
});

describe('a switch in trouble', () => {
  const jobs = [
    'mojaloop:look-up-participant:1',
    'mojaloop:look-up-party:1',
    'mojaloop:look-up-party:2',
    'mojaloop:request-quote:1',
    'mojaloop:request-transfer:1',
    'mojaloop:ask-transfer-state:1',
    'mojaloop:answer-party:1',
    'mojaloop:answer-quote:1',
    'mojaloop:answer-transfer:1',
    'mojaloop:answer-transfer-state:1',
    'mojaloop:answer-quote-state:1',
  ];
  const everything = {
    ...asks('lionfsp'),
    requestHash: 'hash',
    answeredAt: '2026-11-21T10:24:00.000Z',
    peer: { fspId: 'lionfsp', version: '1.1', switchName: 'switch' },
    peerFspId: 'buffalofsp',
    partyId: payee,
    participantAnswer: { fspId: 'buffalofsp' },
    partyAnswer: { party: { partyIdInfo: { ...payee, fspId: 'buffalofsp' } } },
    party: { partyIdInfo: payee },
    errorInformation: { errorCode: '5105', errorDescription: 'no' },
    questionId: 'q1',
    quoteAnswer: {
      payeeFspId: 'buffalofsp',
      quote: {
        transferAmount: tzs('1'),
        expiration: '2026-11-21T10:25:00.000Z',
        ilpPacket: 'AYIB',
        condition: 'x'.repeat(43),
      },
    },
    transferRequest: {
      transferId: idsOf('00000000-0000-4000-8000-000000000000').transferId,
      payeeFsp: 'buffalofsp',
      payerFsp: 'lionfsp',
      amount: tzs('1'),
      ilpPacket: 'AYIB',
      condition: 'x'.repeat(43),
      expiration: '2026-11-21T10:25:00.000Z',
    },
    quoteRequest: {
      quoteId: idsOf('00000000-0000-4000-8000-000000000000').quoteId,
      transactionId: '00000000-0000-4000-8000-000000000000',
      payee: { partyIdInfo: payee },
      payer: { partyIdInfo: payer },
      amountType: 'SEND',
      amount: tzs('1'),
      transactionType: { scenario: 'TRANSFER', initiator: 'PAYER', initiatorType: 'CONSUMER' },
    },
  };

  beforeEach(() => start({ requestTimeoutMs: 300 }));

  const run = (type: string) =>
    mojaloop.run(type, { ...newPayment().variables, ...everything }).then(
      () => 'done',
      (error: unknown) => error,
    );

  test.each(jobs)('%s is tried again after 503 and after a cut connection', async (type) => {
    await control.addFault({
      match: { direction: 'in', count: 1 },
      effect: { kind: 'http-status', status: 503 },
    });
    expect(await run(type)).toBeInstanceOf(TryAgain);
    await control.addFault({ match: { direction: 'in', count: 1 }, effect: { kind: 'drop' } });
    const cut = await run(type);
    expect(cut).toBeInstanceOf(TryAgain);
    expect(cut).toMatchObject({ errorInformation: { errorCode: '2004' } });
  });

  test('a request that the switch refuses is refused with the switch’s own error', async () => {
    await control.reset();
    // A switch without participants: it does not know who asks.
    const refused = await run('mojaloop:look-up-party:1');
    expect(refused).toBeInstanceOf(Refused);
    expect(refused).toMatchObject({ errorInformation: { errorCode: '3101' } });
  });

  test('a switch that is slow is not waited for longer than the tenant allows', async () => {
    await control.addFault({
      match: { direction: 'in', count: 1 },
      effect: { kind: 'delay', delayMs: 600 },
    });
    expect(await run('mojaloop:request-transfer:1')).toMatchObject({
      name: 'TryAgain',
      errorInformation: { errorCode: '2004' },
    });
  });

  test.each([
    ['mojaloop:request-quote:1', { stepStartedAt: 'now' }, 'stepStartedAt'],
    [
      'mojaloop:request-transfer:1',
      { quoteAnswer: { errorInformation: everything.errorInformation } },
      'no quote',
    ],
    ['mojaloop:request-transfer:1', { transferExpiration: 'soon' }, 'transferExpiration'],
    ['mojaloop:answer-party:1', { errorInformation: null, party: null }, 'neither'],
    ['mojaloop:answer-quote:1', { errorInformation: null, payeeQuote: null }, 'neither'],
    ['mojaloop:answer-transfer:1', { errorInformation: null }, 'ILP packet'],
    [
      'mojaloop:answer-transfer-state:1',
      { transferAnswer: { verdict: 'COMMITTED' } },
      'ILP packet',
    ],
    [
      'mojaloop:answer-transfer:1',
      { errorInformation: null, answeredAt: null },
      'neither a credit',
    ],
  ])('%s on variables that make no sense (%j) waits for a person', async (type, wrong, why) => {
    const input = { ...newPayment().variables, ...everything, ...wrong };
    const failure = mojaloop.run(type, input);
    await expect(failure).rejects.toThrow(CannotWork);
    await expect(failure).rejects.toThrow(why);
  });

  test('a payment of a tenant that is not configured here is left to another replica', async () => {
    const input = { ...newPayment().variables, ...everything, tenant: 'hyena' };
    const failure = mojaloop.run('mojaloop:ask-transfer-state:1', input);
    await expect(failure).rejects.toThrow(NotConfiguredHere);
  });

  test('a look-up that names no DFSP ends the payment with an error that the payer is told', async () => {
    const partyAnswer = { party: { partyIdInfo: payee } };
    const input = { ...newPayment().variables, ...everything, partyAnswer };
    await expect(mojaloop.run('mojaloop:request-quote:1', input)).rejects.toMatchObject({
      name: 'Refused',
      errorInformation: { errorCode: '3203' },
    });
  });

  test('a transfer that is not what was quoted is refused with its error', async () => {
    const refused = await run('mojaloop:check-transfer:1');
    expect(refused).toBeInstanceOf(Refused);
    expect(refused).toMatchObject({ errorInformation: { errorCode: '3203' } });
  });
});
