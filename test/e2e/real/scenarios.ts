import { setTimeout as sleep } from 'node:timers/promises';
import { scenarios as demoScenarios, type ExpectedAnswer } from '../../kit/payments/scenarios';
import { paidByQrCode, useCaseScenarios } from '../../kit/payments/use-case-scenarios';
import type { Heard } from '../../kit/payments/world';
import { partyOf } from '../../kit/real/app';
import { currency } from '../../kit/stack/dfsps';
import { devices } from './devices';
import { neighbours } from './neighbours';
import { peersKilled } from './peers-killed';
import { lastProof, proofs } from './proofs';
import { refunds } from './refunds';
import { requests } from './requests';
import {
  amount,
  askThen,
  eitherEnd,
  idOf,
  nothing,
  paid,
  pay,
  refused,
  scenario,
  undone,
  usual,
  waiting,
  type Play,
  type Scenario,
} from './scenario';
import type { RealWorld } from './world';

const payMuch =
  (much: string): Play =>
  async (world, clientCorrelationId) => [
    await world.pay({
      clientCorrelationId,
      payeeMsisdn: world.payeeMsisdn,
      amount: { amount: much, currency },
    }),
  ];

const tooMuch: ExpectedAnswer = { state: 'ABORTED', errorCode: '4200' };
const paidOnce: ExpectedAnswer = { state: 'COMMITTED' };
const otherContent: ExpectedAnswer = {
  status: 409,
  state: 'There is a payment with this clientCorrelationId but other content',
};
const told = [...demoScenarios, ...useCaseScenarios].map((one) =>
  scenario(one.title, {}, one.expected, (world, id) => one.play(world, world.payeeMsisdn, id)),
);

/** The text of a code for one sale, made at the payee's DFSP. */
async function qrCodeOf({ payeesApp, payeeMsisdn }: RealWorld): Promise<string> {
  const sale = {
    payee: partyOf(payeeMsisdn),
    ...amount,
    ...{ merchantName: 'Baraka Mushi', merchantCity: 'Mbeya' },
    ...{ merchantCategoryCode: '5411', countryCode: 'TZ' },
    references: { billNumber: 'INV-7' },
  };
  const { report } = await payeesApp.post('/channel/qr-codes', sale, 0);
  return (report as { readonly qrCode?: string }).qrCode ?? '';
}

const waysToPay: readonly Scenario[] = [
  {
    title: 'A merchant is paid by the QR code that it had made for the sale',
    cast: usual,
    expected: () => paid(waiting),
    play: async (world, id) =>
      paidByQrCode(await qrCodeOf(world)).play(world, world.payeeMsisdn, id),
  },
  scenario('the payee’s DFSP answers COMMITTED', { payee: 'crane' }, paid(), pay),
  scenario('the payer’s DFSP speaks FSPIOP 2.0', { payer: 'leopard' }, paid(), pay),
  scenario(
    'the payee’s phone has a plus at the switch, and none at the payee’s bank',
    {},
    paid(),
    async (world, clientCorrelationId) => [
      await world.pay({ clientCorrelationId, payeeMsisdn: await world.registerWithPlus(), amount }),
    ],
  ),
  scenario('the payer sees the price and accepts', {}, paid(waiting), askThen('accept', nothing)),
  scenario(
    'the same id with another body, while the payment runs: 409',
    {},
    paid(waiting, otherContent),
    async (world, clientCorrelationId) => {
      const order = { clientCorrelationId, payeeMsisdn: world.payeeMsisdn, amount, askPayer: true };
      const shown = await world.pay(order);
      const other = await world.pay({ ...order, amount: { amount: '100.13', currency } });
      return [shown, other, await world.decide(idOf(shown), 'accept')];
    },
  ),
  scenario(
    'a payment that has ended: a repeat and a look hear how, another body is a 409',
    {},
    {
      answers: [paidOnce, otherContent, paidOnce, paidOnce],
      paid: amount,
      holds: 1,
    },
    async (world, clientCorrelationId) => {
      const order = { clientCorrelationId, payeeMsisdn: world.payeeMsisdn, amount };
      const first = await world.pay(order);
      return [
        first,
        await world.pay({ ...order, amount: { amount: '7', currency } }),
        await world.request(order),
        await world.stateOf(idOf(first)),
      ];
    },
  ),
  scenario(
    'a payment that failed: a repeat and a look hear why',
    {},
    { answers: [tooMuch, tooMuch, tooMuch], holds: 0 },
    async (world, clientCorrelationId) => {
      const much = { amount: '10001', currency };
      const order = { clientCorrelationId, payeeMsisdn: world.payeeMsisdn, amount: much };
      const first = await world.pay(order);
      return [first, await world.request(order), await world.stateOf(idOf(first))];
    },
  ),
];

const refusals: readonly Scenario[] = [
  scenario(
    'the payer sees the price and refuses',
    {},
    refused('4100', waiting),
    askThen('refuse', nothing),
  ),
  scenario(
    'the payer thinks too long',
    { payer: 'leopard' },
    refused('4100', waiting),
    async (world, clientCorrelationId) => {
      const { payeeMsisdn } = world;
      const shown = await world.pay({ clientCorrelationId, payeeMsisdn, amount, askPayer: true });
      return [shown, await world.outcomeOf(idOf(shown))];
    },
  ),
  scenario(
    'the payer accepts a price that has expired',
    { payee: 'swift' },
    refused('3302', waiting),
    askThen('accept', () => sleep(4_000)),
  ),
  scenario(
    'a currency that the payer’s DFSP does not have',
    {},
    { answers: [{ status: 400, state: 'The request is not valid' }], holds: 0 },
    async (world, clientCorrelationId) => [
      await world.pay({
        clientCorrelationId,
        payeeMsisdn: world.payeeMsisdn,
        amount: { amount: '100.12', currency: 'USD' },
      }),
    ],
  ),
  scenario('the payer’s account is blocked for debits', {}, refused('4400'), async (world, id) => {
    await world.blockPayer('BLOCK_DEBIT');
    return pay(world, id);
  }),
  scenario('the payee’s account is blocked', {}, refused('5400'), async (world, id) => {
    await world.blockPayee('BLOCK');
    return pay(world, id);
  }),
  scenario(
    'the payer’s account is blocked while the payer thinks',
    {},
    // To be sure that nothing stays held, the hub holds and releases.
    undone('4400', waiting),
    askThen('accept', (world) => world.blockPayer('BLOCK_DEBIT')),
  ),
  scenario(
    'payer and payee at one DFSP: known when the switch has said who has the number',
    { payee: 'lion' },
    refused('4102'),
    pay,
  ),
  scenario(
    'the switch knows the number, the payee’s bank does not',
    {},
    refused('3204'),
    async (world, clientCorrelationId) => [
      await world.pay({ clientCorrelationId, payeeMsisdn: await world.registerStray(), amount }),
    ],
  ),
  scenario(
    'more than the payer’s DFSP may owe at the switch',
    { payerBalance: '50000' },
    undone('4200'),
    payMuch('15000'),
  ),
  scenario(
    'more than the payer’s DFSP has deposited at the switch',
    { payerBalance: '500000' },
    undone('4001'),
    payMuch('150000'),
  ),
];

const outages: readonly Scenario[] = [
  scenario('the payer’s Fineract is down', { payer: 'stork' }, refused('2003'), pay),
  scenario('the payee’s Fineract is down', { payee: 'stork' }, refused('2003'), pay),
  scenario('the payee’s DFSP is down at the look-up', { payee: 'ghost' }, refused('1001'), pay),
  scenario('the payee’s DFSP is down at the quote', { payee: 'owl' }, refused('1001'), pay),
  scenario(
    'the payee’s DFSP is down at the transfer: held until the switch says expired',
    { payee: 'hyena' },
    undone('3303'),
    pay,
  ),
  scenario(
    'the PATCH finds nobody at the payee’s DFSP, which comes back and asks',
    { payee: 'zebra' },
    paid(),
    async (world, clientCorrelationId) => {
      await world.otherDoor.kill();
      const heard = await pay(world, clientCorrelationId);
      await world.otherDoor.restart();
      return heard;
    },
  ),
];

/** A credit that Fineract refuses when the payer has paid; resolves with the transfer's id. */
async function refusedCredit(world: RealWorld, clientCorrelationId: string) {
  await world.otherDoor.kill();
  const heard = await pay(world, clientCorrelationId);
  await world.blockPayee('BLOCK_CREDIT');
  await world.otherDoor.restart();
  const transferId = heard[0]?.report.transferId ?? '';
  const whatToDo = '"whatToDo":"Mend what Fineract refuses at the payee’s account';
  await world.hubSays('"level":"error"', '"CREDIT_FAILED"', transferId, whatToDo);
  return { heard, transferId };
}

const operators: readonly Scenario[] = [
  scenario(
    'refused credit told: the payee’s account is blocked when it is to be credited, and credited by itself later',
    { payee: 'zebra' },
    paid(),
    async (world, clientCorrelationId) => {
      const { heard } = await refusedCredit(world, clientCorrelationId);
      await world.blockPayee('NONE');
      return heard;
    },
  ),
  scenario(
    'an operator who gives up a committed credit is not heard, one who books it is',
    { payee: 'zebra' },
    paid(),
    async (world, clientCorrelationId) => {
      const { heard, transferId } = await refusedCredit(world, clientCorrelationId);
      await world.operatorDecides('payee', transferId, 'release');
      await world.blockPayee('NONE');
      await world.operatorDecides('payee', transferId, 'book');
      return heard;
    },
  ),
  scenario(
    'release is refused after COMMITTED, which PENDING tells; booking ends it',
    { payer: 'zebra' },
    paid({ state: 'PENDING' }),
    async (world, clientCorrelationId) => {
      await world.otherDoor.kill();
      const paying = pay(world, clientCorrelationId);
      await world.payerIsHeld();
      await world.blockPayer('BLOCK_DEBIT');
      await world.otherDoor.restart();
      const [pending] = await paying;
      const { transactionId = '', transferId = '', verdict } = pending?.report ?? {};
      if (verdict !== 'COMMITTED') throw new Error(`PENDING tells the verdict ${verdict}`);
      await world.operatorDecides('payer', transferId, 'release');
      await world.blockPayer('NONE');
      await world.operatorDecides('payer', transferId, 'book');
      return [...(await paying), await world.outcomeOf(transactionId)];
    },
  ),
  scenario(
    'the switch is away until an operator is called: when it is back the payment ends by itself',
    { payer: 'pelican', payee: 'hyena' },
    undone('3303'),
    async (world, clientCorrelationId) => {
      const order = { clientCorrelationId, payeeMsisdn: world.payeeMsisdn, amount };
      const { report } = await world.request(order);
      await world.payerIsHeld();
      await sleep(2_000);
      world.doors.valve.shut();
      const transactionId = report.transactionId ?? '';
      await world.hubSays('"level":"error"', '"OUTCOME_UNKNOWN"', transactionId);
      world.doors.valve.open();
      return [await world.outcomeOf(transactionId)];
    },
  ),
];

const crashes: readonly Scenario[] = [
  scenario(
    'kill -9 of the hub while the payer thinks',
    {},
    paid(waiting),
    askThen('accept', ({ hub }) => hub.restart()),
  ),
  scenario(
    'kill -9 of the hub when the money is held',
    {},
    eitherEnd,
    async (world, clientCorrelationId) => {
      const order = { clientCorrelationId, payeeMsisdn: world.payeeMsisdn, amount };
      const { report } = await world.request(order);
      await world.payerIsHeld();
      await world.hub.restart();
      return [await world.outcomeOf(report.transactionId ?? '')];
    },
  ),
  scenario(
    'kill -9 of the hub while the payee’s DFSP is silent',
    { payee: 'hyena' },
    undone('3303'),
    async (world, clientCorrelationId) => {
      const order = { clientCorrelationId, payeeMsisdn: world.payeeMsisdn, amount };
      const { report } = await world.request(order);
      await world.payerIsHeld();
      await sleep(2_000);
      await world.hub.restart();
      return [await world.outcomeOf(report.transactionId ?? '')];
    },
  ),
];

const payAtSkew =
  (engineAheadMs: number): Play =>
  (world, clientCorrelationId) =>
    world.withEngineAhead(engineAheadMs, () => pay(world, clientCorrelationId));

const skewedClocks: readonly Scenario[] = [
  scenario('skewed clocks: the engine is 300 ms ahead of the switch', {}, paid(), payAtSkew(300)),
  scenario('skewed clocks: the engine is 6 s ahead of the switch', {}, paid(), payAtSkew(6_000)),
  scenario('skewed clocks: the engine is 6 s behind the switch', {}, paid(), payAtSkew(-6_000)),
  scenario(
    'skewed clocks: the engine is 30 s ahead, more than a transfer may last: refused',
    {},
    refused('2003'),
    payAtSkew(30_000),
  ),
  scenario(
    'skewed clocks: a transfer comes late to the switch, and the engine takes it for expired long ago',
    { payer: 'tortoise' },
    paid(),
    async (world, clientCorrelationId) => {
      const order = { clientCorrelationId, payeeMsisdn: world.payeeMsisdn, amount };
      const caught = world.doors.lateDoor.delayNextTransfer(15_000);
      const { report } = await world.request(order);
      await caught;
      return world.withEngineAhead(60_000, async () => [
        await world.outcomeOf(report.transactionId ?? ''),
      ]);
    },
  ),
];

/** Somebody speaks ten times a second, from before the payment to its end: so also while its look-up is open. */
async function payAgainst(
  world: RealWorld,
  clientCorrelationId: string,
  speak: () => Promise<void>,
): Promise<readonly Heard[]> {
  const end = new AbortController();
  const speaking = (async () => {
    while (!end.signal.aborted) {
      await speak();
      await sleep(100);
    }
  })();
  // The account lookup acknowledges first and passes it on then.
  await sleep(500);
  try {
    return await pay(world, clientCorrelationId);
  } finally {
    end.abort();
    await speaking;
  }
}

const strangers: readonly Scenario[] = [
  scenario(
    'unasked answers: a third DFSP claims the payee’s number, before anybody has asked and all the while',
    {},
    paid(),
    (world, clientCorrelationId) =>
      payAgainst(world, clientCorrelationId, () => world.stranger.putsParty(world.payeeMsisdn)),
  ),
  scenario(
    'unasked answers: a third DFSP denies the payee’s number, before anybody has asked and all the while',
    {},
    paid(),
    (world, clientCorrelationId) =>
      payAgainst(world, clientCorrelationId, () =>
        world.stranger.putsPartyError(world.payeeMsisdn),
      ),
  ),
  scenario(
    'foreseen ids: a third DFSP refuses the quote under the id that it can compute',
    {},
    paid(),
    async (world, clientCorrelationId) => {
      await world.stranger.putsQuoteError(world.idsOf(clientCorrelationId).quoteId.foreseen);
      return pay(world, clientCorrelationId);
    },
  ),
  scenario(
    'foreseen ids: a third DFSP uses first the transferId that it can compute',
    {},
    paid(),
    async (world, clientCorrelationId) => {
      await world.stranger.postsTransfer(world.idsOf(clientCorrelationId).transferId.foreseen);
      return pay(world, clientCorrelationId);
    },
  ),
  scenario(
    'foreseen ids: a third DFSP that knows the real id refuses the quote',
    {},
    paid(),
    async (world, clientCorrelationId) => {
      await world.stranger.putsQuoteError(world.idsOf(clientCorrelationId).quoteId.real);
      return pay(world, clientCorrelationId);
    },
  ),
];

export const scenarios: readonly Scenario[] = [
  ...told,
  ...waysToPay,
  ...refusals,
  ...[...requests, ...devices].map((one) => ({ ...one, isRequested: true as const })),
  ...refunds,
  ...proofs,
  ...outages,
  ...operators,
  ...crashes,
  ...peersKilled,
  ...strangers,
  ...neighbours,
  ...skewedClocks,
  lastProof,
];
