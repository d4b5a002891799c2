import { ulid } from '../ulid';
import {
  both,
  found,
  foxHears,
  isAbout,
  isFrom,
  paid,
  received,
  tenantHears,
  undone,
  untouched,
  hears,
  type Scenario,
} from '../scenario';
import {
  actAsPayee,
  askQuote,
  errorBody,
  isAnswerTo,
  newRequest,
  reserved,
  sendTransfer,
  transferBody,
  type AskedTransfer,
  type PayeeScript,
  type Reply,
} from '../scripted';
import type { Expectation, World } from '../world';

/** lion's customer pays somebody at fox, which answers the transfer as told. */
async function payFox(
  world: World,
  transfer: PayeeScript['transfer'],
  script: Partial<PayeeScript> = {},
) {
  actAsPayee(world.fox, { ...world.combination, ...script, ...(transfer && { transfer }) });
  return world.pay({ payee: await world.numberOfFox() });
}

const transfersOf = (fspId: string) => both(isFrom(fspId), isAbout('POST', '/transfers'));

const committed = (fulfilment: string, changes: object = {}): Reply => ({
  put: reserved(fulfilment, { transferState: 'COMMITTED', ...changes }),
});

/** fox pays somebody at buffalo. */
async function foxPays(world: World, changes: object = {}) {
  const payee = await world.open('buffalo');
  const request = newRequest(payee.fspId, payee.msisdn);
  const quote = await askQuote(world.fox, request);
  const body = await sendTransfer(world.fox, request, quote, changes);
  return { payee, request, quote, body };
}

async function committedAtOnce(world: World): Promise<readonly Expectation[]> {
  const payee = await world.open('crane');
  const payment = await world.pay({ payee });
  await payment.heard;
  const toFox = await payFox(world, (_asked, fulfilment) => committed(fulfilment));
  return [
    ...paid(world, payment, payee),
    tenantHears(
      world,
      payee.fspId,
      isAbout('PUT', `/transfers/${payment.transferId}`),
      'PUT COMMITTED = 200',
    ),
    ...paid(world, toFox),
  ];
}

async function duplicates(world: World): Promise<readonly Expectation[]> {
  const { fox } = world;
  // As payee: the switch lets one through, and answers the rest itself.
  const { payee, request, body } = await foxPays(world);
  await fox.send('POST', '/transfers', { to: payee.fspId, body });
  await fox.hears(isAnswerTo(request));
  await fox.send('POST', '/transfers', { to: payee.fspId, body });
  await fox.send('POST', '/transfers', {
    to: payee.fspId,
    body: { ...body, amount: { amount: '101', currency: 'TZS' } },
  });
  await fox.hears(({ path }) => path === `/transfers/${request.transferId}/error`);
  // As payer: the switch takes our POST, and we never hear that it did.
  const lion = world.fspIdOf('lion');
  const answered = world.intercept(transfersOf(lion), { cutAfter: true });
  const to = await world.open('buffalo');
  const payment = await world.pay({ payee: to });
  await world.passage(transfersOf(lion));
  answered();
  await payment.heard;
  const sent = world.passages(transfersOf(lion)).map((one) => one.body.toString('utf8'));
  return [
    received(world, payee),
    tenantHears(
      world,
      payee.fspId,
      isAbout('POST', '/transfers'),
      'POST without a word = 202, POST without a word = 202',
    ),
    ...paid(world, payment, to),
    found(
      'the POST comes again, byte for byte',
      '1 of many',
      `${new Set(sent).size} of ${sent.length > 1 ? 'many' : 'one'}`,
    ),
  ];
}

async function atTheSameTime(world: World): Promise<readonly Expectation[]> {
  const payee = await world.open('buffalo');
  const payer = await world.open('lion');
  const order = { payee, payer, clientCorrelationId: `46-${payee.msisdn}` };
  const [first, second] = await Promise.all([world.pay(order), world.pay(order)]);
  await Promise.all([first.heard, second.heard]);
  const { fox } = world;
  const other = await world.open('buffalo');
  const request = newRequest(other.fspId, other.msisdn);
  const body = transferBody(request, fox.fspId, await askQuote(fox, request));
  await Promise.all([1, 2, 3].map(() => fox.send('POST', '/transfers', { to: other.fspId, body })));
  return [...paid(world, first, payee), hears(second, 'COMMITTED'), received(world, other)];
}

async function schemeCodes(world: World): Promise<readonly Expectation[]> {
  const expectations: Expectation[] = [];
  // The ledger calls a code that it does not know 3100.
  for (const [code, told] of [
    ['5240', '5240'],
    ['3299', '3299'],
    ['9999', '3100'],
  ] as const) {
    const payment = await payFox(world, () => ({ error: code }));
    await payment.heard;
    expectations.push(...undone(world, payment, told));
  }
  actAsPayee(world.fox, { ...world.combination, party: () => ({ error: '5240' }) });
  const payment = await world.pay({ payee: await world.numberOfFox() });
  return [...expectations, hears(payment, 'ABORTED (5240)')];
}

async function badTransfers(world: World): Promise<readonly Expectation[]> {
  const { fox } = world;
  const payee = await world.open('buffalo');
  const expectations: Expectation[] = [];
  for (const [changes, code] of [
    [{ ilpPacket: 'AYIB' }, '3101'],
    [{ condition: 'A'.repeat(43) }, '3100'],
    // Refused at the door, so that the switch hears of no callback and lets it expire.
    [{ amount: { amount: '0', currency: 'TZS' } }, '3303'],
    [{ amount: { amount: '55', currency: 'TZS' } }, '3100'],
  ] as const) {
    const request = newRequest(payee.fspId, payee.msisdn);
    await sendTransfer(fox, request, await askQuote(fox, request), changes);
    expectations.push(foxHears(fox, request, `PUT /error ${code}`));
  }
  return [...expectations, untouched(world, payee)];
}

async function manyAtOnce(world: World): Promise<readonly Expectation[]> {
  const payee = await world.open('buffalo');
  const payers = await Promise.all(Array.from({ length: 40 }, () => world.open('lion')));
  const startedMs = Date.now();
  const payments = await Promise.all(
    payers.map((payer) => world.pay({ payee, payer, amount: '1.25' })),
  );
  const heard = await Promise.all(payments.map((one) => one.heard));
  const committedCount = heard.filter((one) => one === 'COMMITTED').length;
  const seconds = ((Date.now() - startedMs) / 1000).toFixed(1);
  return [
    found('committed', '40', `${committedCount}`),
    { claim: 'the payee', wanted: '50: 40 credit', find: () => world.ledgerOf(payee) },
    figure(`40 payments in ${seconds} s`),
  ];
}

/** Told, not demanded. */
const figure = (words: string): Expectation => found('figure', words, words);

async function oneByOne(world: World): Promise<readonly Expectation[]> {
  const tookMs: number[] = [];
  const expectations: Expectation[] = [];
  const payee = await world.open('buffalo');
  for (let count = 0; count < 10; count += 1) {
    const startedMs = Date.now();
    const payment = await world.pay({ payee });
    await payment.heard;
    tookMs.push(Date.now() - startedMs);
    expectations.push(...paid(world, payment));
  }
  tookMs.sort((left, right) => left - right);
  return [...expectations, figure(`p50 ${tookMs[4] ?? 0} ms, max ${tookMs[9] ?? 0} ms`)];
}

const wrong = (_asked: AskedTransfer, fulfilment: string): Reply => ({
  put: reserved(fulfilment, { fulfilment: 'A'.repeat(43) }),
});

export const transferScenarios: readonly Scenario[] = [
  { id: '10', title: 'transfer COMMITTED', role: 'both', play: committedAtOnce },
  {
    id: '11',
    title: 'transfer RESERVED then PATCH',
    role: 'both',
    async play(world) {
      const payee = await world.open('buffalo');
      const payment = await world.pay({ payee });
      await payment.heard;
      const about = ({ path }: { readonly path: string }) => path.includes(payment.transferId);
      return [
        ...paid(world, payment, payee),
        tenantHears(world, payee.fspId, about, 'PATCH COMMITTED = 200'),
        tenantHears(world, payment.payer.fspId, about, 'PUT COMMITTED = 200'),
      ];
    },
  },
  {
    id: '12',
    title: 'transfer abort by payee',
    role: 'both',
    async play(world) {
      const payment = await payFox(world, () => ({ error: '5001' }));
      await payment.heard;
      const { payee, request } = await foxPays(world, {
        amount: { amount: '99', currency: 'TZS' },
      });
      return [
        ...undone(world, payment, '5001'),
        foxHears(world.fox, request, 'PUT /error 3100'),
        tenantHears(
          world,
          payee.fspId,
          isAbout('PUT', `/transfers/${request.transferId}`),
          'PUT /error 3100 = 200',
        ),
        untouched(world, payee),
      ];
    },
  },
  {
    id: '14',
    title: 'duplicate POST: in progress same body; done same body; other body',
    role: 'both',
    play: duplicates,
  },
  {
    id: '16',
    title: 'wrong fulfilment',
    role: 'payer',
    play: async (world) => {
      const payment = await payFox(world, wrong);
      return undone(world, payment, '3100');
    },
  },
  {
    id: '17',
    title: 'liquidity 4001',
    role: 'payer',
    async play(world) {
      const payee = await world.open('buffalo');
      const payments = [];
      for (const amount of ['15000', '150000']) {
        const payment = await world.pay({ payee, amount });
        await payment.heard;
        payments.push(payment);
      }
      const [overLimit, overFunds] = payments;
      return [
        ...(overLimit === undefined ? [] : undone(world, overLimit, '4200')),
        ...(overFunds === undefined ? [] : undone(world, overFunds, '4001')),
        untouched(world, payee),
      ];
    },
  },
  {
    id: '18',
    title: 'source is not payer; expired already; unknown payee; wrong currency',
    role: 'payer',
    async play(world) {
      // The switch tells the payer of the body, who knows nothing of it.
      const lion = world.fspIdOf('lion');
      const payee = await world.open('buffalo');
      const request = newRequest(payee.fspId, payee.msisdn);
      const quote = await askQuote(world.fox, request);
      await sendTransfer(world.fox, request, quote, { payerFsp: lion });
      return [
        tenantHears(world, lion, isAbout('PUT', '/transfers'), 'PUT /error 3100 = 200'),
        untouched(world, payee),
      ];
    },
  },
  {
    id: '30',
    title: 'ULIDs',
    role: 'payee',
    async play(world) {
      const payee = await world.open('buffalo');
      const ids = { quoteId: ulid(), transactionId: ulid(), transferId: ulid() };
      const request = { ...newRequest(payee.fspId, payee.msisdn), ...ids };
      await sendTransfer(world.fox, request, await askQuote(world.fox, request));
      return [foxHears(world.fox, request, 'PUT COMMITTED'), received(world, payee)];
    },
  },
  {
    id: '46',
    title: 'concurrent identical POST',
    role: 'both',
    play: atTheSameTime,
  },
  {
    id: '50',
    title: 'payee answers 200 to POST, payer 202 to PUT',
    role: 'payer',
    async play(world) {
      world.fox.acknowledge = ({ method }) => ({ status: method === 'POST' ? 200 : 204 });
      return paid(world, await payFox(world, undefined));
    },
  },
  {
    id: '53',
    title: 'bad ilpPacket, bad condition, zero and 5-decimals amount, no ilpPacket',
    role: 'payee',
    play: badTransfers,
  },
  {
    id: '55',
    title: 'latency: sequential P2P (parties, quote, transfer RESERVED+PATCH)',
    role: 'both',
    play: oneByOne,
  },
  {
    id: '56',
    title: 'parallel: 40 transfers at once',
    role: 'both',
    isAlone: true,
    play: manyAtOnce,
  },
  {
    id: '72',
    title: 'scheme specific and unknown error codes',
    role: 'payer',
    play: schemeCodes,
  },
  {
    id: '74',
    title: 'mixed versions: payer 2.0, payee answers 1.1',
    role: 'payer',
    async play(world) {
      const version = world.combination.version === '2.0' ? '1.1' : '2.0';
      return paid(world, await payFox(world, undefined, { version }));
    },
  },
  {
    id: '75',
    title: 'fulfilment RESERVED, no completedTimestamp; COMMITTED without',
    role: 'payer',
    async play(world) {
      const without = { completedTimestamp: undefined };
      const first = await payFox(world, (_asked, fulfilment) => ({
        put: reserved(fulfilment, without),
      }));
      await first.heard;
      const second = await payFox(world, (_asked, fulfilment) => committed(fulfilment, without));
      return [...paid(world, first), ...paid(world, second)];
    },
  },
  {
    id: '76',
    title: 'long descriptions, utf8, extensionList pass through',
    role: 'both',
    async play(world) {
      const extensionList = { extension: [{ key: 'k', value: 'Ünïcödé ✓' }] };
      const { payee, request } = await foxPays(world, { extensionList });
      await world.fox.hears(isAnswerTo(request));
      const payment = await payFox(world, (_asked, fulfilment) => ({
        put: reserved(fulfilment, { extensionList }),
      }));
      await payment.heard;
      const long = await payFox(world, () => ({ error: '5104', text: 'ü'.repeat(128) }));
      return [
        received(world, payee),
        foxHears(world.fox, request, 'PUT COMMITTED'),
        ...paid(world, payment),
        ...undone(world, long, '5104'),
      ];
    },
  },
  {
    id: '71',
    title: 'PUT error after commit; dup POST after abort; dup PUT error',
    role: 'payer',
    async play(world) {
      const { fox } = world;
      const lion = world.fspIdOf('lion');
      const payment = await payFox(world, undefined);
      await payment.heard;
      const path = `/transfers/${payment.transferId}`;
      await fox.send('PUT', `${path}/error`, { to: lion, body: errorBody('5000') });
      await fox.hears((heard) => heard.method === 'PUT' && heard.path === `${path}/error`);
      const failing = await payFox(world, () => ({ error: '5104' }));
      await failing.heard;
      const ended = `/transfers/${failing.transferId}`;
      await fox.send('PUT', `${ended}/error`, { to: lion, body: errorBody('5104') });
      return [...paid(world, payment), ...undone(world, failing, '5104')];
    },
  },
];
