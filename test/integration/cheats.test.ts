/**
 * Tries at cheating on the real broker: nobody pays but what they agreed to, once. Others of the same are in
 * origins.test.ts (codes guessed at in parallel, a decision in another's name, a request of a DFSP that does not serve the payee).
 */
import { randomUUID } from 'node:crypto';
import { transactionRequestIdOf } from '../../connectors/common/contracts/keys';
import { DevicePayment } from '../kit/faults/device';
import { until } from '../kit/faults/engine-time';
import { refundBody, refundOf, refundsPath, type Payment } from '../kit/faults/payments';
import { requestToPay } from '../kit/faults/plays';
import { World } from '../kit/faults/world';
import { idSecretOf } from '../kit/stack/tenant-files';

let world: World;
beforeAll(async () => (world = await World.start()), 240_000);
afterAll(() => world.stop(), 60_000);

const ledgerOf = async ({ dfsp, accountId }: Payment['payer']) =>
  (await world.stack.fineract[dfsp].control.account(accountId)).ledger;

/** Both accounts of a payment of 100.12. */
const paid = { payer: '899.88', payee: '1100.12', holds: 0 };
const untouched = { payer: '1000', payee: '1000', holds: 0 };

/** As lion's hub makes it. */
const idOf = ({ requestId }: DevicePayment) =>
  transactionRequestIdOf(idSecretOf('lion'), requestId);

test('an authorization that is replayed, for its own payment or for another of the same customer, pays nothing', async () => {
  const useCase = 'agent-cash-out-on-pos';
  const first = await DevicePayment.asked(world, useCase);
  await first.isAsked();
  const [code = ''] = first.codes;
  await first.enters(code);
  await first.ends('COMMITTED');
  const authorization = world.gate.passages.find(
    ({ to, method, path }) =>
      to === 'hub' && method === 'PUT' && path === `/authorizations/${idOf(first)}`,
  );
  expect(authorization?.body).toContain(code);
  const replay = (path: string) =>
    world.callHub({
      ...{ method: 'PUT', path, from: 'lion', to: 'buffalo' },
      body: authorization?.body,
    });
  expect(await replay(`/authorizations/${idOf(first)}`)).toBe(200);
  await world.time.rest();
  expect(await first.money()).toEqual(paid);

  const clientCorrelationId = `${first.payment.clientCorrelationId}-again`;
  const second = await DevicePayment.asked(world, useCase, {
    ...first.payment,
    clientCorrelationId,
  });
  await second.isAsked();
  expect(await replay(`/authorizations/${idOf(second)}`)).toBe(200);
  expect(await second.isAsked()).toBe(2);
  await second.answers({ responseType: 'REJECTED' });
  await second.ends('ABORTED');
  expect(await second.money()).toEqual(paid);
}, 240_000);

test('a code that one customer has asked for beforehand pays no request to another', async () => {
  const [owner, other] = [
    await world.prepare({ from: 'buffalo' }),
    await world.prepare({ from: 'buffalo' }),
  ];
  const { status } = await world.callChannel('buffalo', 'POST', '/channel/authorization-codes', {
    clientCorrelationId: `code-${owner.clientCorrelationId}`,
    payer: { partyIdType: 'MSISDN', partyIdentifier: owner.payer.msisdn },
    amount: { amount: other.amount, currency: 'TZS' },
  });
  expect(status).toBe(202);
  await until('the code is shown', () => world.heard.codes.some((one) => one.authorizationCodeId));
  await world.time.rest();
  const code = world.heard.codes.find((one) => one.authorizationCodeId)?.oneTimePassword ?? '';
  const cash = await DevicePayment.asked(world, 'atm-cash-out', other);
  await cash.isAsked();
  await cash.enters(code);
  await cash.ends('ABORTED');
  expect(await cash.money()).toEqual(untouched);
  expect([await ledgerOf(owner.payer), await ledgerOf(owner.payee)]).toEqual(['1000', '1000']);
}, 240_000);

test('all of a payment asked back twice at one moment is given back once at most', async () => {
  const payment = await world.prepare();
  await world.request(payment);
  await world.end(payment);
  const { clientCorrelationId: id, amount } = payment;
  const refunds = ['one', 'two', 'three'].map((name) =>
    refundOf(payment, { clientCorrelationId: `${name}-${id}`, amount }),
  );
  const answers = await Promise.all(
    refunds.map((refund) =>
      world.callChannel(
        'buffalo',
        'POST',
        refundsPath,
        refundBody(payment, refund, world.callbackUrl),
      ),
    ),
  );
  expect(answers.map(({ status }) => status)).toEqual([202, 202, 202]);
  const ends = () => refunds.map(({ transactionId }) => world.heard.last(transactionId));
  await world.time.passUntil('each has ended', () =>
    ends().every((end) => end === 'COMMITTED' || end === 'ABORTED'),
  );
  const given = ends().filter((end) => end === 'COMMITTED').length;
  expect(given).toBeLessThanOrEqual(1);
  const account = await world.stack.fineract.buffalo.control.account(payment.payee.accountId);
  expect(account).toMatchObject({ ledger: given === 1 ? '1000' : '1100.12', openHolds: [] });
  expect(await ledgerOf(payment.payer)).toBe(given === 1 ? '1000' : '899.88');
}, 240_000);

test('terms that change after the payer was shown them change nothing: what was agreed to is paid', async () => {
  const play = await requestToPay(world, 'accept');
  const { transactionId, quoteId, request, payer, payee } = play.payment;
  const said = (method: string, path: string) =>
    world.gate.passages.find(
      (one) => one.to === 'hub' && one.method === method && one.path === path,
    )?.body ?? '';
  await play.begin();
  await world.time.rest();
  expect(world.heard.last(transactionId)).toBe('WAITING_FOR_PAYER');
  const dearer = (body: string) => body.replaceAll('"100.12"', '"300.12"');
  const quote = said('PUT', `/quotes/${quoteId}`);
  const asked = world.gate.passages.find(
    ({ to, path, body }) =>
      to === 'hub' &&
      path === '/transactionRequests' &&
      body.includes(request?.transactionRequestId ?? ''),
  );
  const [from, to] = ['lion', 'buffalo'] as const;
  const tries = [
    { method: 'PUT' as const, path: `/quotes/${quoteId}`, body: dearer(quote) },
    { method: 'POST' as const, path: '/transactionRequests', body: dearer(asked?.body ?? '') },
  ];
  for (const one of tries) {
    expect(one.body).toContain('"300.12"');
    expect(await world.callHub({ ...one, from, to })).toBeLessThan(300);
  }
  await world.time.rest();
  await play.act();
  await world.time.passUntil('both have heard', () => play.end() !== undefined);
  expect(play.end()).toBe('COMMITTED');
  expect([await ledgerOf(payer), await ledgerOf(payee)]).toEqual(['899.88', '1100.12']);
}, 240_000);

test('no DFSP, of this scheme or none, gets a customer asked for money whose payee it does not serve', async () => {
  const { payer } = await world.prepare({ from: 'buffalo' });
  const { payer: payee } = await world.prepare({ from: 'buffalo' });
  const before = world.heard.all().length;
  for (const from of ['lion', 'hyena']) {
    const body = {
      transactionRequestId: randomUUID(),
      payee: { partyIdInfo: { partyIdType: 'MSISDN', partyIdentifier: payee.msisdn } },
      payer: { partyIdType: 'MSISDN', partyIdentifier: payer.msisdn },
      amount: { amount: '5', currency: 'TZS' },
      transactionType: { scenario: 'TRANSFER', initiator: 'PAYEE', initiatorType: 'CONSUMER' },
    };
    const call = { method: 'POST', path: '/transactionRequests', to: 'buffalo' } as const;
    expect(await world.callHub({ ...call, from, body: JSON.stringify(body) })).toBe(202);
  }
  await world.time.pass(180_000);
  expect(world.heard.all()).toHaveLength(before);
  expect([await ledgerOf(payer), await ledgerOf(payee)]).toEqual(['1000', '1000']);
}, 240_000);
