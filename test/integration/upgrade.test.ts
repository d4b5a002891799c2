/**
 * Payments that began on the diagrams of 0.1.0 (the build of b25b85e), as that build began them, or on those of 0.2.0, and
 * stand where a payment can stand when workers and diagrams of today come: they go on on theirs, under today's workers,
 * and end right.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { v5 as uuidV5 } from 'uuid';
import { ZBClient } from 'zeebe-node';
import { deployedDiagrams } from '../kit/bpmn/diagrams';
import { until } from '../kit/faults/engine-time';
import type { Caught } from '../kit/faults/gate';
import { wrongs } from '../kit/faults/money';
import { of, requestBody, type Payment, type Wish } from '../kit/faults/payments';
import { World } from '../kit/faults/world';

const minuteMs = 60_000;
const oldDiagrams = join(__dirname, '../fixtures/diagrams-0.1.0');
const formerDiagrams = join(__dirname, '../fixtures/diagrams-0.2.0');
const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
const timers = {
  partyLookup: 'PT90S',
  quote: 'PT90S',
  payerDecision: 'PT5M',
  transferAnswer: 'PT105S',
  transferExpiry: 'PT90S',
  switchSweep: 'PT20S',
  askTransferState: 'PT10S',
};
const payeeTimers = {
  transferConfirmation: 'PT30S',
  askTransferState: 'PT10S',
  quoteRetention: 'PT5M',
  transferRetention: 'PT10M',
};

let world: World;
let engine: ZBClient;

beforeAll(async () => {
  world = await World.start();
  engine = new ZBClient(world.stack.zeebe.gatewayAddress, { loglevel: 'NONE', retry: true });
  for (const name of readdirSync(oldDiagrams)) {
    await deploy(name, readFileSync(join(oldDiagrams, name)));
  }
}, 240_000);

afterAll(async () => {
  await engine.close();
  await world.stop();
}, 60_000);

async function deploy(name: string, process: Buffer): Promise<void> {
  await engine.deployResource({ name, process });
}

async function publish(name: string, correlationKey: string, variables: object, ttlMs = 300_000) {
  await engine.publishMessage({
    name,
    correlationKey,
    timeToLive: ttlMs,
    variables: variables as Record<string, unknown>,
  });
}

/** Begun as the channel of 0.1.0 did, with the ids that it made. */
async function begin(wish: Wish = {}): Promise<Payment> {
  const prepared = await world.prepare(wish);
  const { transactionId, clientCorrelationId, askPayer } = prepared;
  const payment = Object.assign(prepared, {
    quoteId: uuidV5('quote', transactionId),
    transferId: uuidV5('transfer', transactionId),
  });
  const { payer, payee, amount, callbackUrl, extensionList } = requestBody(
    payment,
    world.callbackUrl,
  );
  const transactionType = { scenario: 'TRANSFER', initiator: 'PAYER', initiatorType: 'CONSUMER' };
  await publish('payer-transfer-requested', `lion:${transactionId}`, {
    tenant: 'lion',
    transactionId,
    traceparent,
    clientCorrelationId,
    requestHash: 'hash',
    waitingQuestionId: null,
    timers,
    request: {
      ...{ payer, payee, amountType: 'SEND', amount, transactionType, askPayer },
      ...{ callbackUrl, extensionList },
    },
    quoteId: payment.quoteId,
    transferId: payment.transferId,
  });
  return payment;
}

/** What the server of 0.1.0 made of PUT /parties: today's says it by a signal. */
async function isFound({ payee }: Payment): Promise<void> {
  const partyIdInfo = { partyIdType: 'MSISDN', partyIdentifier: payee.msisdn, fspId: payee.dfsp };
  const partyAnswer = { party: { partyIdInfo, name: 'Neema' } };
  await publish('party-found', `lion:MSISDN/${payee.msisdn}`, { partyAnswer });
}

/** Requests to the payee's DFSP start its processes as the server of 0.1.0 did. */
function receivedByTheOldServer(payment: Payment): void {
  const start = async (caught: Caught, message: string, id: string, variables: object) => {
    await publish(message, `buffalo:${id}`, {
      tenant: 'buffalo',
      traceparent,
      peer: { fspId: 'lion', version: '1.1', switchName: 'switch' },
      requestHash: 'hash',
      payeeTimers,
      ...variables,
    });
    caught.answer(202);
  };
  const { quoteId, transferId, transactionId } = payment;
  world.gate.intercept({
    match: of(payment, 'hub', 'POST', { path: '/quotes' }),
    handle: (caught) => {
      const quoteRequest = JSON.parse(caught.passage.body) as object;
      return start(caught, 'quote-received', quoteId, { quoteRequest, quoteId });
    },
  });
  world.gate.intercept({
    match: of(payment, 'hub', 'POST', { path: '/transfers' }),
    handle: (caught) => {
      const transferRequest = JSON.parse(caught.passage.body) as object;
      const variables = { transferRequest, transferId, transactionId };
      return start(caught, 'transfer-received', transferId, variables);
    },
  });
}

/** Stands at an element of its process. */
async function standsAt(elementId: string, payment: Payment): Promise<void> {
  const keys = () =>
    world.engineRecords.flatMap(({ valueType, value }) =>
      valueType === 'VARIABLE' &&
      ['transferId', 'transactionId'].includes(value.name ?? '') &&
      [payment.transferId, payment.transactionId].some((id) => value.value === JSON.stringify(id))
        ? [value.processInstanceKey]
        : [],
    );
  await until(`a payment stands at ${elementId}`, () =>
    world.engineRecords.some(
      ({ intent, value }) =>
        intent === 'ELEMENT_ACTIVATED' &&
        value.elementId === elementId &&
        keys().includes(value.processInstanceKey),
    ),
  );
}

test('payments that stand at each wait of the old diagrams end right when today’s have come', async () => {
  const { gate, heard, time } = world;
  // The payer's DFSP hears nothing of it, and asks in vain: until an operator is needed.
  const forOperator = await begin();
  receivedByTheOldServer(forOperator);
  const silence = { match: of(forOperator, 'hub', 'PUT', { path: '/transfers/', for: 'lion' }) };
  gate.intercept({ ...silence, handle: ({ cut }) => cut() });
  await standsAt('awaitParty', forOperator);
  await isFound(forOperator);
  await time.passUntil('the operator is needed', () =>
    heard.states(forOperator.transactionId).includes('PENDING'),
  );
  await standsAt('awaitOperator', forOperator);
  gate.clear();

  const atParty = await begin();
  await standsAt('awaitParty', atParty);

  const atQuote = await begin();
  const quote = gate.hold(of(atQuote, 'hub', 'PUT', { path: '/quotes/', for: 'lion' }));
  await standsAt('awaitParty', atQuote);
  await isFound(atQuote);
  await quote.first;

  const atDecision = await begin({ askPayer: true });
  await standsAt('awaitParty', atDecision);
  await isFound(atDecision);
  await standsAt('awaitPayer', atDecision);

  const atTransfer = await begin();
  const verdict = gate.hold(of(atTransfer, 'hub', 'PUT', { path: '/transfers/', for: 'lion' }));
  await standsAt('awaitParty', atTransfer);
  await isFound(atTransfer);
  await verdict.first;

  const atConfirmation = await begin();
  receivedByTheOldServer(atConfirmation);
  const confirmation = gate.hold(of(atConfirmation, 'hub', 'PATCH', { path: '/transfers/' }));
  await standsAt('awaitParty', atConfirmation);
  await isFound(atConfirmation);
  await confirmation.first;

  for (const { name, xml } of await deployedDiagrams()) await deploy(name, Buffer.from(xml));
  const today = await world.prepare();
  await world.request(today);
  await publish('operator-decided', `lion:${forOperator.transactionId}`, {
    operatorDecision: 'ask-again',
  });
  for (const hold of [quote, verdict, confirmation]) await hold.letGo('pass');
  const payments = [forOperator, atParty, atQuote, atDecision, atTransfer, atConfirmation, today];
  await world.end(...payments);

  expect(payments.map(({ transactionId }) => heard.last(transactionId))).toEqual([
    'COMMITTED',
    // Nobody says "party-found" any more: asked three times, then given up, before anything was held.
    'ABORTED',
    ...Array<string>(5).fill('COMMITTED'),
  ]);
  // A repeat is answered with the same bytes, by who still remembers.
  const answers = () =>
    gate.passages
      .filter(of(atConfirmation, 'switch', 'PUT', { path: '/transfers/', from: 'buffalo' }))
      .map(({ body }) => body);
  const [first] = answers();
  const request = gate.passages.find(of(atConfirmation, 'hub', 'POST', { path: '/transfers' }));
  const asker = { fspId: 'lion', version: '1.1', switchName: 'switch' };
  expect(request).toBeDefined();
  await publish('transfer-state-asked', `buffalo:${atConfirmation.transferId}`, {
    ...{ asker, traceparent, repeatedHash: 'hash' },
  });
  await until('the repeat is answered', () => answers().length > 1);
  expect(answers()[1]).toBe(first);
  await time.pass(15 * minuteMs);
  expect(await wrongs(world)).toEqual([]);
}, 300_000);

test('payments that began on 0.2.0’s diagram, in one piece, end on it when today’s have come', async () => {
  const { gate, heard, time } = world;
  for (const name of readdirSync(formerDiagrams)) {
    await deploy(name, readFileSync(join(formerDiagrams, name)));
  }
  const began = async (wish: Wish = {}) => {
    const payment = await world.prepare(wish);
    await world.request(payment);
    return payment;
  };
  const atQuote = await world.prepare();
  const quote = gate.hold(of(atQuote, 'hub', 'PUT', { path: '/quotes/', for: 'lion' }));
  await world.request(atQuote);
  await quote.first;

  const atDecision = await began({ askPayer: true });
  await standsAt('awaitPayer', atDecision);

  const atTransfer = await world.prepare();
  const verdict = gate.hold(of(atTransfer, 'hub', 'PUT', { path: '/transfers/', for: 'lion' }));
  await world.request(atTransfer);
  await verdict.first;

  for (const { name, xml } of await deployedDiagrams()) await deploy(name, Buffer.from(xml));
  const today = await began();
  for (const hold of [quote, verdict]) await hold.letGo('pass');
  const payments = [atQuote, atDecision, atTransfer, today];
  await world.end(...payments);

  expect(payments.map(({ transactionId }) => heard.last(transactionId))).toEqual(
    Array<string>(4).fill('COMMITTED'),
  );
  // On the diagram of 0.2.0 a flow led from the quote to the hold, which today's has under another name.
  const wayOf = (payment: Payment) =>
    new Set(
      world.engineRecords
        .filter(({ value }) => processOfPayment(payment) === value.processInstanceKey)
        .map(({ value }) => value.elementId),
    );
  expect(wayOf(atTransfer)).toContain('quoteQuestion-blockFunds');
  expect(wayOf(today)).not.toContain('quoteQuestion-blockFunds');
  await time.pass(15 * minuteMs);
  expect(await wrongs(world)).toEqual([]);
}, 300_000);

/** The payer's process has its transaction id from the beginning. */
function processOfPayment({ transactionId }: Payment): number | undefined {
  return world.engineRecords.find(
    ({ valueType, value }) =>
      valueType === 'VARIABLE' &&
      value.name === 'transactionId' &&
      value.value === JSON.stringify(transactionId),
  )?.value.processInstanceKey;
}
