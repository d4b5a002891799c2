import { randomUUID } from 'node:crypto';
import { currency } from '../../../kit/stack/dfsps';
import { both, found, isAbout, isFor, paid, untouched, type Scenario } from '../scenario';
import { actAsPayee, askQuote, errorBody, newRequest, transferBody } from '../scripted';
import type { Passage } from '../tap';
import type { Expectation, World } from '../world';

/** What the hub acknowledged a message with. */
const acknowledged = (
  world: World,
  claim: string,
  match: (passage: Passage) => boolean,
  wanted: string,
): Expectation => ({
  claim,
  wanted,
  find: () =>
    world
      .passages(match)
      .map(({ status }) => `${status ?? ''}`)
      .join(', '),
});

async function registered(world: World): Promise<readonly Expectation[]> {
  const payee = await world.open('buffalo', '1000', 'none');
  const path = `/participants/MSISDN/${payee.msisdn}`;
  // The switch tells who was registered, not who did it.
  await world.fox.send('POST', path, { body: { fspId: payee.fspId, currency } });
  await world.passage(both(isFor(payee.fspId), isAbout('PUT', path)));
  return [
    acknowledged(
      world,
      'buffalo acknowledges what was registered',
      both(isFor(payee.fspId), isAbout('PUT', path)),
      '200',
    ),
  ];
}

async function askedToPay(world: World): Promise<readonly Expectation[]> {
  const { fox } = world;
  const payer = await world.open('lion');
  const { msisdn: partyIdentifier } = await world.open('buffalo');
  const transactionRequestId = randomUUID();
  const party = { partyIdType: 'MSISDN', partyIdentifier: payer.msisdn, fspId: payer.fspId };
  const body = {
    transactionRequestId,
    payee: { partyIdInfo: { ...party, fspId: fox.fspId, partyIdentifier } },
    payer: party,
    amount: { amount: '100', currency },
    transactionType: { scenario: 'PAYMENT', initiator: 'PAYEE', initiatorType: 'BUSINESS' },
  };
  await fox.send('POST', '/transactionRequests', { to: payer.fspId, body, version: '1.1' });
  const path = `/transactionRequests/${transactionRequestId}`;
  // The payee that fox names is not its own: so the request is taken, and then no quote asked for.
  const taken = await fox.hears((heard) => heard.method === 'PUT' && heard.path === path);
  const errorPath = `${path}/error`;
  const refusal = await fox.hears((heard) => heard.method === 'PUT' && heard.path === errorPath);
  const query = `authenticationType=OTP&retriesLeft=2&amount=100&currency=${currency}`;
  const authorization = `/authorizations/${randomUUID()}`;
  await fox.send('GET', `${authorization}?${query}`, { to: payer.fspId, version: '1.1' });
  const refused = await fox.hears(
    ({ method, path: at }) => method === 'PUT' && at.startsWith(authorization),
  );
  return [
    found('fox hears that its request is taken', path, taken?.path ?? 'nothing'),
    found('fox hears that its payee is not its own', errorPath, refusal?.path ?? 'nothing'),
    found('fox hears that nobody authorises', `${authorization}/error`, refused?.path ?? 'nothing'),
    untouched(world, payer),
  ];
}

async function bulkQuoted(world: World): Promise<readonly Expectation[]> {
  const { fox } = world;
  const payee = await world.open('buffalo');
  const bulkQuoteId = randomUUID();
  const partyOf = (partyIdentifier: string, fspId: string) => ({
    partyIdInfo: { partyIdType: 'MSISDN', partyIdentifier, fspId },
  });
  const body = {
    bulkQuoteId,
    payer: partyOf('255700000002', fox.fspId),
    individualQuotes: [1, 2].map(() => ({
      quoteId: randomUUID(),
      transactionId: randomUUID(),
      payee: partyOf(payee.msisdn, payee.fspId),
      amountType: 'SEND',
      amount: { amount: '1', currency },
      transactionType: { scenario: 'TRANSFER', initiator: 'PAYER', initiatorType: 'CONSUMER' },
    })),
  };
  await fox.send('POST', '/bulkQuotes', { to: payee.fspId, body });
  const path = `/bulkQuotes/${bulkQuoteId}`;
  const refusal = await fox.hears((heard) => heard.method === 'PUT' && heard.path.startsWith(path));
  return [
    found('fox hears that nobody quotes', `${path}/error`, refusal?.path ?? 'nothing'),
    untouched(world, payee),
  ];
}

const unsigned = 'nobody signs here';

async function spoiledSignatures(world: World): Promise<readonly Expectation[]> {
  const { fox, combination } = world;
  const payee = await world.open('buffalo');
  // The switch refuses them: nothing of it reaches the hub.
  const request = newRequest(payee.fspId, payee.msisdn);
  const quote = await askQuote(fox, request);
  const body = transferBody(request, fox.fspId, quote);
  const to = payee.fspId;
  const refused = [
    await fox.send('POST', '/transfers', { to, body, isUnsigned: true }),
    await fox.send('POST', '/transfers', { to, body, headers: { 'fspiop-signature': 'x' } }),
    await fox.send('POST', '/transfers', { to, body, headers: { 'fspiop-uri': null } }),
  ];
  // It lets PUT /parties through unsigned: there the hub itself must say no.
  actAsPayee(fox, { ...combination, isUnsigned: true });
  const payment = await world.pay({ payee: await world.numberOfFox() });
  await payment.heard;
  const lookups = both(isFor(payment.payer.fspId), isAbout('PUT', '/parties'));
  return [
    found('the switch refuses', '400, 400, 400', refused.join(', ')),
    acknowledged(world, 'buffalo sees none', both(isFor(to), isAbout('POST', '/transfers')), ''),
    // It asks again each time.
    acknowledged(world, 'lion refuses what is unsigned', lookups, '400, 400, 400'),
    { claim: 'the app hears', wanted: 'ABORTED (2004)', find: () => payment.heard },
    untouched(world, payment.payer),
    untouched(world, payee),
  ];
}

export const otherScenarios: readonly Scenario[] = [
  { id: '00', title: 'participants register', role: 'payee', play: registered },
  {
    id: '32',
    title: 'transactionRequests and authorizations',
    role: 'both',
    exempt: ({ version }) =>
      version === '2.0' ? 'transaction-requests-service speaks 1.x only' : undefined,
    play: askedToPay,
  },
  { id: '33', title: 'bulk quotes and bulk transfers', role: 'payee', play: bulkQuoted },
  {
    id: '60',
    title: 'jws: unsigned, bad signature, unsorted body, wrong uri, missing uri header',
    role: 'both',
    exempt: ({ isSigned }) => (isSigned ? undefined : unsigned),
    play: spoiledSignatures,
  },
  {
    id: '34',
    title: 'participants: batch, delete, unknown, wrong fspId',
    role: 'payee',
    async play(world) {
      const payee = await world.open('buffalo');
      const requestId = randomUUID();
      const body = {
        requestId,
        currency,
        partyList: [{ partyIdType: 'MSISDN', partyIdentifier: payee.msisdn, fspId: payee.fspId }],
      };
      await world.fox.send('POST', '/participants', { body });
      const unsolicited = `/participants/MSISDN/${payee.msisdn}`;
      await world.fox.send('PUT', `${unsolicited}/error`, {
        to: payee.fspId,
        body: errorBody('3204'),
      });
      const payment = await world.pay({ payee });
      return paid(world, payment, payee);
    },
  },
  {
    id: '29',
    title: 'GET transfer by a third FSP; by participants before fulfilment',
    role: 'none',
    reason: 'the switch answers GET /transfers itself: no DFSP is asked',
  },
  {
    id: '48',
    title: 'no fspiop-source / bad json to stubs',
    role: 'none',
    reason: 'nothing is played in it',
  },
];
