/** A payment of another origin: a small diagram of somebody else's, which calls what payments share. */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { ZBClient } from 'zeebe-node';
import { transactionRequestIdOf } from '../../connectors/common/contracts/keys';
import { idSecretOf } from '../kit/stack/tenant-files';
import { deployedDiagrams } from '../kit/bpmn/diagrams';
import { until } from '../kit/faults/engine-time';
import { refundBody, refundOf, refundsPath, type Payment } from '../kit/faults/payments';
import { DevicePayment } from '../kit/faults/device';
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

describe('a refund', () => {
  interface Asked {
    readonly clientCorrelationId: string;
    readonly amount: string;
  }
  /** By the payee, at buffalo, to the payer, at lion. */
  const ask = (payment: Payment, { amount, clientCorrelationId }: Asked) =>
    world.callChannel(
      payment.payee.dfsp,
      'POST',
      refundsPath,
      refundBody(payment, refundOf(payment, { clientCorrelationId, amount }), world.callbackUrl),
    );
  async function endOf({ report }: Awaited<ReturnType<typeof ask>>) {
    const id = report.transactionId ?? '';
    await world.time.passUntil('the refund has ended', () =>
      Promise.resolve(['COMMITTED', 'ABORTED'].includes(world.heard.last(id) ?? '')),
    );
    return world.heard.of(id).at(-1);
  }

  test('gives back all of a payment and no more, once, at the address where it is looked at', async () => {
    const payment = await world.prepare();
    await world.request(payment);
    await world.end(payment);
    const { clientCorrelationId: id, amount } = payment;
    const part = { clientCorrelationId: `back-1-${id}`, amount: '40' };
    const asked = await ask(payment, part);
    expect(asked.status).toBe(202);
    expect(await endOf(asked)).toMatchObject({ state: 'COMMITTED' });
    expect(await accountOf(payment.payee)).toMatchObject({ ledger: '1060.12', openHolds: [] });
    expect(await accountOf(payment.payer)).toMatchObject({ ledger: '939.88' });

    const again = await ask(payment, part);
    expect([again.status, again.report.state]).toEqual([200, 'COMMITTED']);
    expect((await ask(payment, { ...part, amount: '41' })).status).toBe(409);
    const found = await world.callChannel(
      'buffalo',
      'GET',
      `${refundsPath}?clientCorrelationId=${part.clientCorrelationId}`,
    );
    expect(found.report).toMatchObject({ state: 'COMMITTED' });

    const tooMuch = await ask(payment, { clientCorrelationId: `back-2-${id}`, amount });
    expect(await endOf(tooMuch)).toMatchObject({ state: 'ABORTED', error: { code: '4200' } });
    const rest = await ask(payment, { clientCorrelationId: `back-3-${id}`, amount: '60.12' });
    expect(await endOf(rest)).toMatchObject({ state: 'COMMITTED' });
    expect(await accountOf(payment.payee)).toMatchObject({ ledger: '1000', openHolds: [] });
    expect(await accountOf(payment.payer)).toMatchObject({ ledger: '1000' });
  }, 240_000);
});

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

  test('is not paid when the payer refuses; a request, or a decision, of somebody else pays nothing', async () => {
    const [refused, mine] = [await asked(), await asked()];
    // A customer of the payee's DFSP, who is nobody at the payer's, agrees in the payer's name.
    await decides(refused, 'accept', 'lion');
    await decides(refused, 'refuse');
    // Another DFSP asks for an account that is not its own.
    const transactionType = { scenario: 'TRANSFER', initiator: 'PAYEE', initiatorType: 'CONSUMER' };
    const stolen = {
      transactionRequestId: randomUUID(),
      payee: { partyIdInfo: { partyIdType: 'MSISDN', partyIdentifier: mine.payee.msisdn } },
      payer: { partyIdType: 'MSISDN', partyIdentifier: mine.payer.msisdn },
      ...{ amount: { amount: '5', currency: 'TZS' }, transactionType },
    };
    const askedBefore = world.heard.all().length;
    const call = { method: 'POST', path: '/transactionRequests', to: 'buffalo' } as const;
    const status = await world.callHub({ ...call, from: 'hyena', body: JSON.stringify(stolen) });
    expect(status).toBe(202);
    await world.time.passUntil('the payer has refused', () =>
      Promise.resolve(world.heard.last(refused.requestId) === 'ABORTED'),
    );
    expect(world.heard.of(refused.requestId).at(-1)?.error?.code).toBe('4101');
    expect(world.heard.last(refused.askedId)).toBe('ABORTED');

    // The other one is never decided: it expires, and both are told.
    await world.time.passUntil('the time is over', () =>
      Promise.resolve(
        [mine.requestId, mine.askedId].every((id) => world.heard.last(id) === 'ABORTED'),
      ),
    );
    for (const { payer, payee } of [refused, mine]) {
      expect(await accountOf(payer)).toMatchObject({ ledger: '1000', openHolds: [] });
      expect(await accountOf(payee)).toMatchObject({ ledger: '1000' });
    }
    // Of the stolen request nobody was told: hyena is not where the payee is.
    expect(world.heard.all().length - askedBefore).toBe(4);
  }, 180_000);
});

/** The payee, at lion, has the device; the payer, at buffalo, gets the one-time password. */
describe('at a device', () => {
  const paid = { payer: '899.88', payee: '1100.12', holds: 0 };
  const untouched = { payer: '1000', payee: '1000', holds: 0 };
  /** Every code that a payer was shown in these tests. */
  const shown = () => world.heard.codes.map(({ oneTimePassword }) => oneTimePassword);
  const other = (code: string) =>
    code.startsWith('0') ? `1${code.slice(1)}` : `0${code.slice(1)}`;

  test('an agent’s customer enters what they were shown, wrongly at first, and is paid out once', async () => {
    const cash = await DevicePayment.asked(world, 'agent-cash-out-on-pos');
    expect(await cash.isAsked()).toBe(3);
    const [code = ''] = cash.codes;
    const [told] = world.heard.codes.filter(
      ({ transactionId }) => transactionId === cash.transactionId,
    );
    expect(told?.quote?.transferAmount.amount).toBe('100.12');
    await cash.enters(other(code));
    expect(await cash.isAsked()).toBe(2);
    expect(await cash.money()).toEqual(untouched);
    await cash.enters(code);
    await cash.ends('COMMITTED');
    expect(await cash.money()).toEqual(paid);
    // It is nobody's any more.
    await cash.enters(code);
    await world.time.rest();
    expect(await cash.money()).toEqual(paid);
  }, 180_000);

  test('a customer of a merchant gets another code, and the first one is right no longer', async () => {
    const sale = await DevicePayment.asked(world, 'merchant-payment-on-pos');
    await sale.isAsked();
    await sale.answers({ responseType: 'RESEND' });
    expect(await sale.isAsked()).toBe(3);
    const [first = '', second = ''] = sale.codes;
    await sale.enters(first);
    expect(await sale.isAsked()).toBe(2);
    await sale.enters(second);
    await sale.ends('COMMITTED');
    expect(await sale.money()).toEqual(paid);
  }, 180_000);

  test('a customer who says no, or enters nothing, pays nothing', async () => {
    const refused = await DevicePayment.asked(world, 'merchant-payment-on-pos');
    await refused.isAsked();
    await refused.answers({ responseType: 'REJECTED' });
    await refused.ends('ABORTED');
    expect(await refused.money()).toEqual(untouched);
    const late = await DevicePayment.asked(world, 'merchant-payment-on-pos');
    await late.isAsked();
    await late.ends('ABORTED');
    expect(await late.money()).toEqual(untouched);
  }, 180_000);

  test('who guesses many codes at one time gets no more tries than one after the other', async () => {
    const cash = await DevicePayment.asked(world, 'agent-cash-out-on-pos');
    await cash.isAsked();
    const [code = ''] = cash.codes;
    const id = idOf(cash);
    const guesses = Array.from({ length: 40 }, (_, index) => String(index).padStart(6, '0'));
    const wrong = guesses.filter((guess) => guess !== code);
    const told = await Promise.all(wrong.map((guess) => cash.putAuthorization(id, guess)));
    expect(new Set(told)).toEqual(new Set([200]));
    await cash.putAuthorization(id, code);
    await cash.ends('ABORTED');
    await cash.putAuthorization(id, code);
    await world.time.rest();
    expect(await cash.money()).toEqual(untouched);
  }, 180_000);

  test('neither another DFSP nor the code of another payment authorises anything', async () => {
    const [one, two] = [
      await DevicePayment.asked(world, 'agent-cash-out-on-pos'),
      await DevicePayment.asked(world, 'merchant-payment-on-pos'),
    ];
    await one.isAsked();
    await two.isAsked();
    const [codeOfOne = ''] = one.codes;
    const [codeOfTwo = ''] = two.codes;
    expect(await one.putAuthorization(idOf(one), codeOfOne, 'hyena')).toBe(200);
    await one.enters(codeOfTwo);
    // Only the device itself has cost a try.
    expect(await one.isAsked()).toBe(2);
    await one.answers({ responseType: 'REJECTED' });
    await two.answers({ responseType: 'REJECTED' });
    await one.ends('ABORTED');
    await two.ends('ABORTED');
    expect([await one.money(), await two.money()]).toEqual([untouched, untouched]);
  }, 180_000);

  describe('that pays out by a code asked for beforehand', () => {
    async function codeFor(payment: Payment, changes: object = {}): Promise<string> {
      const before = world.heard.codes.length;
      const { status } = await world.callChannel(
        'buffalo',
        'POST',
        '/channel/authorization-codes',
        {
          clientCorrelationId: `code-${before}`,
          payer: { partyIdType: 'MSISDN', partyIdentifier: payment.payer.msisdn },
          amount: { amount: payment.amount, currency: 'TZS' },
          ...changes,
        },
      );
      expect(status).toBe(202);
      await until('the code is shown', () => world.heard.codes.length > before);
      return shown().at(-1) ?? '';
    }

    test('it is right once, and for its amount', async () => {
      const payment = await world.prepare({ from: 'buffalo' });
      const code = await codeFor(payment);
      await world.time.rest();
      const cash = await DevicePayment.asked(world, 'atm-cash-out', payment);
      await cash.isAsked();
      // None was made for this payment.
      expect(cash.codes).toEqual([]);
      await cash.enters(code);
      await cash.ends('COMMITTED');
      expect(await cash.money()).toEqual(paid);
      const again = await DevicePayment.asked(world, 'atm-cash-out', {
        ...payment,
        clientCorrelationId: `${payment.clientCorrelationId}-again`,
      });
      await again.isAsked();
      await again.enters(code);
      await again.ends('ABORTED');
      expect(await again.money()).toEqual(paid);
      const dearer = await world.prepare({ from: 'buffalo' });
      const small = await codeFor(dearer, { amount: { amount: '100', currency: 'TZS' } });
      await world.time.rest();
      const more = await DevicePayment.asked(world, 'atm-cash-out', dearer);
      await more.isAsked();
      await more.enters(small);
      expect(await more.isAsked()).toBe(2);
      await more.answers({ responseType: 'REJECTED' });
      await more.ends('ABORTED');
      expect(await more.money()).toEqual(untouched);
    }, 240_000);
  });

  test('no code that was shown or entered stands in what the engine exports, or in a log', () => {
    expect(shown().length).toBeGreaterThanOrEqual(8);
    const records = JSON.stringify(world.engineRecords);
    const logs = world.stack.hub.map(({ logFile }) => readFileSync(logFile, 'utf8')).join('');
    // Six digits stand by chance in long numbers: a code is what nothing else is around.
    const stands = (text: string, code: string) =>
      new RegExp(`(?<![0-9a-zA-Z.-])${code}(?![0-9a-zA-Z-])`).test(text);
    for (const code of shown()) {
      expect({ code, records: stands(records, code), logs: stands(logs, code) }).toEqual({
        code,
        records: false,
        logs: false,
      });
    }
    expect(records).toContain('authorizationAnswer');
  });
});

/** As lion's hub makes it: nobody else can foresee it. */
function idOf({ requestId }: DevicePayment): string {
  return transactionRequestIdOf(idSecretOf('lion'), requestId);
}
