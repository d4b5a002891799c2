import { setTimeout as sleep } from 'node:timers/promises';
import {
  both,
  found,
  foxHears,
  isAbout,
  isFor,
  isFrom,
  paid,
  received,
  undone,
  untouched,
  type Scenario,
} from '../scenario';
import {
  actAsPayee,
  askQuote,
  isAnswerTo,
  newRequest,
  quoteBody,
  reserved,
  sendTransfer,
  type PayeeScript,
} from '../scripted';
import type { Fate } from '../tap';
import type { Expectation, World } from '../world';

const transfersTo = (fspId: string) => both(isFor(fspId), isAbout('POST', '/transfers'));
const answersTo = (fspId: string) => both(isFor(fspId), isAbout('PUT', '/transfers'));
const answersFrom = (fspId: string) => both(isFrom(fspId), isAbout('PUT', '/transfers'));

/** buffalo never takes the transfer: only the switch's 3303 frees the money. */
async function payeeIsAway(world: World, fate: Fate): Promise<readonly Expectation[]> {
  const payee = await world.open('buffalo');
  const comes = world.intercept(transfersTo(payee.fspId), fate);
  const payment = await world.pay({ payee });
  await payment.heard;
  comes();
  return [...undone(world, payment, '3303'), untouched(world, payee)];
}

async function payFox(world: World, transfer: PayeeScript['transfer']) {
  actAsPayee(world.fox, { ...world.combination, ...(transfer && { transfer }) });
  return world.pay({ payee: await world.numberOfFox() });
}

async function payerIsDeaf(world: World): Promise<readonly Expectation[]> {
  const payee = await world.open('buffalo');
  const lion = world.fspIdOf('lion');
  // Answers to the questions that it then asks come the same way: those it hears.
  const hearsAgain = world.intercept(answersTo(lion), { answer: 500 });
  const payment = await world.pay({ payee });
  await world.passage(answersTo(lion));
  await sleep(1_000);
  hearsAgain();
  await payment.heard;
  const about = both(isFor(payee.fspId), isAbout('PATCH', `/transfers/${payment.transferId}`));
  return [
    ...paid(world, payment, payee),
    found('PATCH to the payee, which therefore asks', '0', `${world.passages(about).length}`),
  ];
}

async function statesAsked(world: World): Promise<readonly Expectation[]> {
  const { fox } = world;
  const lion = world.fspIdOf('lion');
  const stop = world.intercept(answersTo(lion), { answer: 500 });
  const aborted = await payFox(world, () => ({ error: '5001' }));
  await world.passage(answersTo(lion));
  stop();
  await aborted.heard;
  const payee = await world.open('buffalo');
  const patches = world.intercept(both(isFor(payee.fspId), isAbout('PATCH', '/transfers')), {
    cut: true,
  });
  const request = newRequest(payee.fspId, payee.msisdn);
  await sendTransfer(fox, request, await askQuote(fox, request));
  const patch = await world.passage(both(isFor(payee.fspId), isAbout('PATCH', '/transfers')));
  await world.passage(both(isFrom(payee.fspId), isAbout('GET', patch.path)));
  patches();
  return [...undone(world, aborted, '5001'), received(world, payee)];
}

/** What buffalo or crane answers reaches the switch only after `until`. */
async function answerIsLate(
  world: World,
  owner: 'buffalo' | 'crane',
  until: (request: { readonly transferId: string }) => Promise<unknown>,
): Promise<readonly Expectation[]> {
  const { fox } = world;
  const payee = await world.open(owner);
  const request = newRequest(payee.fspId, payee.msisdn);
  const quote = await askQuote(fox, request);
  world.intercept(answersFrom(payee.fspId), { holdUntil: until(request) });
  await sendTransfer(fox, request, quote, {
    expiration: new Date(Date.now() + 3_000).toISOString(),
  });
  await fox.hears(isAnswerTo(request), 30_000);
  return [foxHears(fox, request, 'PUT /error 3303'), untouched(world, payee)];
}

async function expired(world: World): Promise<readonly Expectation[]> {
  const { fox } = world;
  let late: { readonly transferId: string; readonly fulfilment: string } | undefined;
  const payment = await payFox(world, ({ transferId }, fulfilment) => {
    late = { transferId, fulfilment };
    return 'silence';
  });
  await payment.heard;
  if (late === undefined) throw new Error('fox was not asked for the transfer');
  const { transferId, fulfilment } = late;
  const to = world.fspIdOf('lion');
  await fox.send('PUT', `/transfers/${transferId}`, { to, body: reserved(fulfilment) });
  await fox.hears(({ method }) => method === 'PATCH');
  const after303 = (): Promise<unknown> => fox.hears(({ path }) => path.endsWith('/error'), 30_000);
  fox.heard.length = 0;
  const ofHub = await answerIsLate(world, 'buffalo', after303);
  return [...undone(world, payment, '3303'), ...ofHub];
}

async function otherTermsThanQuoted(world: World): Promise<readonly Expectation[]> {
  const { fox } = world;
  const payee = await world.open('buffalo');
  const expiring = newRequest(payee.fspId, payee.msisdn);
  const [other, third] = [
    newRequest(payee.fspId, payee.msisdn),
    newRequest(payee.fspId, payee.msisdn),
  ];
  await sendTransfer(fox, other, await askQuote(fox, other), {
    amount: { amount: '55', currency: 'TZS' },
  });
  const { ilpPacket } = await askQuote(fox, expiring);
  const quote = await askQuote(fox, third);
  await sendTransfer(fox, third, { ...quote, ilpPacket });
  // As payer: a price that has expired when the payer's money would be held.
  actAsPayee(fox, {
    ...world.combination,
    quote: (asked) => ({
      put: quoteBody(asked, world.combination.ilp, {
        expiration: new Date(Date.now() - 1_000).toISOString(),
      }),
    }),
  });
  const payment = await world.pay({ payee: await world.numberOfFox() });
  return [
    foxHears(fox, other, 'PUT /error 3100'),
    foxHears(fox, third, 'PUT /error 3100'),
    untouched(world, payee),
    { claim: 'the app hears', wanted: 'ABORTED (3302)', find: () => payment.heard },
    untouched(world, payment.payer),
  ];
}

async function oddAnswers(world: World): Promise<readonly Expectation[]> {
  const now = () => new Date().toISOString();
  // The switch tells the payer nothing of it, until the transfer has expired.
  const aborted = await payFox(world, () => ({
    put: { completedTimestamp: now(), transferState: 'ABORTED' },
  }));
  await aborted.heard;
  const unfulfilled = await payFox(world, () => ({
    put: { transferState: 'RESERVED', completedTimestamp: now() },
  }));
  await unfulfilled.heard;
  return [...undone(world, aborted, '3303'), ...undone(world, unfulfilled, '3100')];
}

async function abortedThenFulfilled(world: World): Promise<readonly Expectation[]> {
  const { fox } = world;
  let given = '';
  const payment = await payFox(world, (_asked, fulfilment) => {
    given = fulfilment;
    return { put: { completedTimestamp: new Date().toISOString(), transferState: 'ABORTED' } };
  });
  await fox.hears(({ method, path }) => method === 'POST' && path === '/transfers');
  await sleep(1_000);
  const body = reserved(given, { transferState: 'COMMITTED' });
  await fox.send('PUT', `/transfers/${payment.transferId}`, { to: payment.payer.fspId, body });
  return undone(world, payment, '3303');
}

async function slowNeighbour(world: World): Promise<readonly Expectation[]> {
  const { fox } = world;
  const payee = await world.open('buffalo');
  fox.acknowledge = ({ path }) => ({ afterMs: path.startsWith('/transfers') ? 6_000 : 0 });
  const request = newRequest(payee.fspId, payee.msisdn);
  await sendTransfer(fox, request, await askQuote(fox, request));
  await fox.hears(isAnswerTo(request));
  const other = await world.open('buffalo');
  const payment = await world.pay({ payee: other });
  await payment.heard;
  return [...paid(world, payment, other), received(world, payee)];
}

async function lostOnTheWay(world: World): Promise<readonly Expectation[]> {
  const payee = await world.open('buffalo');
  const lion = world.fspIdOf('lion');
  // Told that it is accepted, and the switch never gets it: GET says 3208, again and again.
  const lost = both(isFrom(lion), isAbout('POST', '/transfers'));
  world.intercept(lost, { answer: 202 });
  const payment = await world.pay({ payee });
  await payment.heard;
  const questions = world.passages(both(isFrom(lion), isAbout('GET', '/transfers')));
  return [
    ...undone(world, payment, '2004'),
    untouched(world, payee),
    found('asked more than once', 'true', `${questions.length > 1}`),
  ];
}

export const troubleScenarios: readonly Scenario[] = [
  { id: '13', title: 'transfer expiry', role: 'both', play: expired },
  {
    id: '15',
    title: 'GET transfers known, by payer and by payee; aborted; unknown',
    role: 'both',
    isLong: true,
    play: statesAsked,
  },
  {
    id: '20',
    title: 'transfer to a payee that is down (then expiry)',
    role: 'payer',
    play: (world) => payeeIsAway(world, { cut: true }),
  },
  {
    id: '21',
    title: 'payee answers 500 / 400 to POST transfers (then expiry)',
    role: 'payer',
    isLong: true,
    async play(world) {
      const first = await payeeIsAway(world, { answer: 500 });
      return [...first, ...(await payeeIsAway(world, { answer: 400 }))];
    },
  },
  {
    id: '24',
    title: 'payer answers 500 to callbacks: retries?',
    role: 'both',
    isLong: true,
    play: payerIsDeaf,
  },
  {
    id: '25',
    title: 'slow payer callback (6 s) blocks others?',
    role: 'both',
    play: slowNeighbour,
  },
  {
    id: '28',
    title: 'PUT transfers: ABORTED state; by the payer; RESERVED without fulfilment; unknown id',
    role: 'payer',
    play: oddAnswers,
  },
  {
    id: '31',
    title: 'late fulfil: after expiry, before the timeout tick',
    role: 'payee',
    play: (world) => answerIsLate(world, 'buffalo', () => sleep(3_500)),
  },
  {
    id: '42',
    title: 'payee PUTs ABORTED; payer PUTs: state afterwards',
    role: 'payer',
    play: abortedThenFulfilled,
  },
  {
    id: '43',
    title: 'payer 500 on PUT, then payee resends PUT RESERVED and GETs',
    role: 'payer',
    async play(world) {
      const { fox } = world;
      const lion = world.fspIdOf('lion');
      const hearsAgain = world.intercept(answersTo(lion), { answer: 500 });
      let body: object = {};
      const payment = await payFox(world, (_asked, fulfilment) => {
        body = reserved(fulfilment);
        return { put: body };
      });
      const { path } = await world.passage(answersTo(lion));
      hearsAgain();
      await fox.send('PUT', path, { to: lion, body });
      return paid(world, payment);
    },
  },
  {
    id: '47',
    title: 'expired quote used in transfer; amount differs from quote; condition differs',
    role: 'both',
    play: otherTermsThanQuoted,
  },
  {
    id: '70',
    title: 'late COMMITTED after timeout; PUT error after timeout',
    role: 'payee',
    play: (world) =>
      answerIsLate(world, 'crane', () =>
        world.fox.hears(({ path }) => path.endsWith('/error'), 30_000),
      ),
  },
  {
    id: '73',
    title: 'POST and GET at the same time',
    role: 'payer',
    isLong: true,
    play: lostOnTheWay,
  },
];
