/** A payment of another origin: a small diagram of somebody else's, which calls what payments share. */
import { join } from 'node:path';

import { ZBClient } from 'zeebe-node';
import { deployedDiagrams } from '../kit/bpmn/diagrams';
import { until } from '../kit/faults/engine-time';
import type { Payment } from '../kit/faults/payments';
import { World } from '../kit/faults/world';
import { unknownMsisdn, type DfspName } from '../kit/stack/dfsps';

const timers = {
  ...{ partyLookup: 'PT90S', quote: 'PT90S', payerDecision: 'PT5M' },
  ...{ transferAnswer: 'PT105S', transferExpiry: 'PT90S', switchSweep: 'PT20S' },
  askTransferState: 'PT10S',
};

let world: World;
let engine: ZBClient;

beforeAll(async () => {
  world = await World.start();
  engine = new ZBClient(world.stack.zeebe.gatewayAddress, { loglevel: 'NONE', retry: true });
  const [origin] = await deployedDiagrams(join(__dirname, '../fixtures/origins'));
  await engine.deployResource({
    name: 'merchant-payment.bpmn',
    process: Buffer.from(origin?.xml ?? ''),
  });
}, 240_000);

afterAll(async () => {
  await engine.close();
  await world.stop();
}, 60_000);

/** As a till would; resolves with the end that the payment's process came to. */
async function sell(payment: Payment, merchant = payment.payee.msisdn): Promise<string> {
  const { transactionId, quoteId, transferId, payer, amount } = payment;
  await engine.publishMessage({
    name: 'merchant-payment-requested',
    correlationKey: `lion:${transactionId}`,
    messageId: `lion:${transactionId}`,
    timeToLive: 60_000,
    variables: {
      ...{ tenant: 'lion', transactionId, quoteId, transferId, timers },
      traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
      sale: {
        ...{ customer: payer.msisdn, merchant, switchName: 'switch' },
        amount: { amount, currency: 'TZS' },
      },
    },
  });
  let end: string | undefined;
  await world.time.passUntil('the sale has ended', () => {
    const mine = world.engineRecords.find(
      ({ valueType, value }) =>
        valueType === 'VARIABLE' &&
        value.name === 'transactionId' &&
        value.value === JSON.stringify(transactionId),
    )?.value.processInstanceKey;
    end = world.engineRecords.find(
      ({ intent, value }) =>
        intent === 'ELEMENT_COMPLETED' &&
        value.processInstanceKey === mine &&
        value.bpmnElementType === 'END_EVENT',
    )?.value.elementId;
    return Promise.resolve(end !== undefined);
  });
  return end ?? '';
}

const accountOf = ({ dfsp, accountId }: Payment['payer']) =>
  world.stack.fineract[dfsp].control.account(accountId);

test('a merchant is paid over the same core, with no change to any worker and nobody to tell', async () => {
  const payment = await world.prepare();
  expect(await sell(payment)).toBe('salePaid');
  await until('the merchant has the money', async () => {
    return (await accountOf(payment.payee)).ledger === '1100.12';
  });
  expect(await accountOf(payment.payer)).toMatchObject({ ledger: '899.88', openHolds: [] });
  const transfers = await world.stack.switch.client.transfers();
  expect(transfers.find(({ transferId }) => transferId === payment.transferId)?.state).toBe(
    'COMMITTED',
  );
  expect(world.heard.of(payment.transactionId)).toEqual([]);
}, 120_000);

test('a merchant whom nobody knows is not paid, and nothing is held', async () => {
  const payment = await world.prepare();
  expect(await sell(payment, unknownMsisdn)).toBe('saleNotMade');
  expect(await accountOf(payment.payer)).toMatchObject({ ledger: '1000', openHolds: [] });
}, 120_000);

/** The payee, at lion, asks the payer, at buffalo. */
describe('a request to pay', () => {
  interface Asked extends Payment {
    readonly requestId: string;
    /** Of the payment, at the payer's DFSP. */
    readonly askedId: string;
  }
  const path = '/channel/transaction-requests';

  const bodyOf = ({ clientCorrelationId, payer, payee, amount }: Payment) => ({
    clientCorrelationId,
    payer: { partyIdType: 'MSISDN', partyIdentifier: payer.msisdn },
    payee: { partyIdType: 'MSISDN', partyIdentifier: payee.msisdn },
    amount: { amount, currency: 'TZS' },
    note: 'My half of the bill',
  });

  /** As far as the payer sees who asks and for how much. */
  async function asked(): Promise<Asked> {
    const payment = await world.prepare({ from: 'buffalo' });
    const { status, report } = await world.callChannel('lion', 'POST', path, bodyOf(payment));
    expect([status, report.state]).toEqual([202, 'RECEIVED']);
    const requestId = report.requestId ?? '';
    await world.time.passUntil('the payer is asked', () =>
      Promise.resolve(world.heard.states(requestId).includes('WAITING_FOR_PAYER')),
    );
    const askedId = world.heard.of(requestId).at(-1)?.transactionId ?? '';
    await until('the payer sees it', () => world.heard.states(askedId).length > 0);
    return { ...payment, requestId, askedId };
  }

  const decides = ({ askedId }: Asked, decision: 'accept' | 'refuse', as: DfspName = 'buffalo') =>
    world.callChannel(as, 'POST', `/channel/transfer/${askedId}/decision`, { decision });

  test('is paid when the payer, who sees who asks and what it costs, agrees', async () => {
    const request = await asked();
    const shown = world.heard.of(request.askedId)[0];
    expect(shown).toMatchObject({
      state: 'WAITING_FOR_PAYER',
      request: { amount: { amount: '100.12' } },
    });
    await decides(request, 'accept');
    await world.time.passUntil('both have heard', () =>
      Promise.resolve(
        [request.requestId, request.askedId].every((id) =>
          world.heard.states(id).includes('COMMITTED'),
        ),
      ),
    );
    expect(await accountOf(request.payee)).toMatchObject({ ledger: '1100.12' });
    expect(await accountOf(request.payer)).toMatchObject({ ledger: '899.88', openHolds: [] });
    expect(world.heard.states(request.requestId)).toEqual(['WAITING_FOR_PAYER', 'COMMITTED']);
    expect(world.heard.states(request.askedId)).toEqual(['WAITING_FOR_PAYER', 'COMMITTED']);

    const again = await world.callChannel('lion', 'POST', path, bodyOf(request));
    expect([again.status, again.report.state]).toEqual([200, 'COMMITTED']);
    const other = { ...bodyOf(request), note: 'Another one' };
    expect((await world.callChannel('lion', 'POST', path, other)).status).toBe(409);
    const found = await world.callChannel(
      'lion',
      'GET',
      `${path}?clientCorrelationId=${request.clientCorrelationId}`,
    );
    expect(found).toMatchObject({ status: 200, report: { state: 'COMMITTED' } });
    const others = await world.callChannel('buffalo', 'GET', `${path}/${request.requestId}`);
    expect(others.status).toBe(404);
    const payers = `/channel/transfer/${request.askedId}`;
    expect((await world.callChannel('buffalo', 'GET', payers)).report.state).toBe('COMMITTED');
  }, 180_000);
});
