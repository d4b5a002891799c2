import { decodePacket } from '../../../../connectors/common/ilp/packet';
import {
  both,
  found,
  isAbout,
  isFor,
  paid,
  received,
  refused,
  untouched,
  type Scenario,
} from '../scenario';
import { isDeepStrictEqual } from 'node:util';
import type { Heard } from '../peer';
import {
  actAsPayee,
  askQuote,
  newRequest,
  quoteBody,
  quoteRequestBody,
  sendTransfer,
  type PayerRequest,
} from '../scripted';
import type { Expectation, World } from '../world';

const answersTo =
  ({ quoteId }: PayerRequest) =>
  ({ method, path }: Heard): boolean =>
    method === 'PUT' && path.startsWith(`/quotes/${quoteId}`);

const textOfQuote = ({ body }: Heard): string => {
  const { errorInformation } = body as { errorInformation?: { errorCode: string } };
  return errorInformation === undefined ? 'a quote' : `error ${errorInformation.errorCode}`;
};

function foxHears(world: World, request: PayerRequest, wanted: string): Expectation {
  return {
    claim: 'fox hears',
    wanted,
    find: () => world.fox.heard.filter(answersTo(request)).map(textOfQuote).join(', '),
  };
}

async function quoted(world: World): Promise<readonly Expectation[]> {
  const { fox, combination } = world;
  const payeeFspFee = { amount: '1', currency: 'TZS' };
  actAsPayee(fox, {
    ...combination,
    quote: (asked) => ({ put: quoteBody(asked, combination.ilp, { payeeFspFee }) }),
  });
  const payment = await world.pay({ payee: await world.numberOfFox() });
  await payment.heard;
  const payee = await world.open('buffalo');
  const request = newRequest(payee.fspId, payee.msisdn);
  const quote = await askQuote(fox, request);
  const packet = decodePacket(quote.ilpPacket);
  await sendTransfer(fox, request, quote);
  return [
    ...paid(world, payment),
    found(
      'buffalo’s packet: version and minor units',
      `${combination.ilp} 10012`,
      `${packet?.version ?? ''} ${packet?.minorUnits.toString() ?? ''}`,
    ),
    received(world, payee),
  ];
}

async function askedAgain(world: World): Promise<readonly Expectation[]> {
  const { fox } = world;
  const payee = await world.open('buffalo');
  const request = newRequest(payee.fspId, payee.msisdn);
  await askQuote(fox, request);
  const body = quoteRequestBody(request, fox.fspId);
  const again = async (sent: object, count: number) => {
    await fox.send('POST', '/quotes', { to: payee.fspId, body: sent });
    await fox.hears(() => fox.heard.filter(answersTo(request)).length >= count);
  };
  await again(body, 2);
  await again({ ...body, note: 'other' }, 3);
  const [first, second] = fox.heard.filter(answersTo(request));
  return [
    foxHears(world, request, 'a quote, a quote, error 3106'),
    found('the same quote', 'true', `${isDeepStrictEqual(first?.body, second?.body)}`),
    untouched(world, payee),
  ];
}

async function unasked(world: World): Promise<readonly Expectation[]> {
  const { fox, combination } = world;
  const lion = world.fspIdOf('lion');
  const request = { ...newRequest(lion, world.newNumber()) };
  const stranger = quoteBody(
    {
      ...request,
      payee: party(lion),
      payer: party(fox.fspId),
      transactionType: { scenario: 'TRANSFER', initiator: 'PAYER', initiatorType: 'CONSUMER' },
    },
    combination.ilp,
  );
  await fox.send('PUT', `/quotes/${request.quoteId}`, { to: lion, body: stranger });
  const passage = await world.passage(both(isFor(lion), isAbout('PUT', '/quotes')));
  await until(() => passage.status !== undefined);
  return [found('lion takes a quote that it never asked for', '200', `${passage.status ?? ''}`)];
}

const party = (fspId: string) => ({
  partyIdInfo: { partyIdType: 'MSISDN' as const, partyIdentifier: '255700000001', fspId },
});

async function until(isSo: () => boolean): Promise<void> {
  for (let wait = 0; wait < 100 && !isSo(); wait += 1) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

export const quoteScenarios: readonly Scenario[] = [
  { id: '04', title: 'quote ok', role: 'both', play: quoted },
  {
    id: '05',
    title: 'quote error by payee',
    role: 'both',
    async play(world) {
      const { fox, combination } = world;
      actAsPayee(fox, { ...combination, quote: () => ({ error: '5103' }) });
      const payment = await world.pay({ payee: await world.numberOfFox() });
      const payee = await world.open('buffalo');
      const { control } = world.stage.fineract;
      const { accountId, fspId: tenant } = payee;
      await control.changeAccount({ tenant, accountId, subStatus: 'BLOCK' });
      const request = newRequest(payee.fspId, payee.msisdn);
      await fox.send('POST', '/quotes', {
        to: payee.fspId,
        body: quoteRequestBody(request, fox.fspId),
      });
      return [...refused(world, payment, '5103'), foxHears(world, request, 'error 5400')];
    },
  },
  {
    id: '06',
    title: 'quote duplicate same body, other body',
    role: 'payee',
    play: askedAgain,
  },
  {
    id: '07',
    title: 'GET quote',
    role: 'payee',
    async play(world) {
      const request = newRequest(world.fspIdOf('buffalo'), world.newNumber());
      await world.fox.send('GET', `/quotes/${request.quoteId}`, { to: request.payeeFsp });
      return [foxHears(world, request, 'error 3205')];
    },
  },
  {
    id: '08',
    title: 'quote unknown destination',
    role: 'payer',
    async play(world) {
      // The hub asks nobody but who answered the look-up: that it may be unknown only the answer can say.
      actAsPayee(world.fox, { ...world.combination, quote: () => ({ error: '3201' }) });
      const payment = await world.pay({ payee: await world.numberOfFox() });
      return refused(world, payment, '3201');
    },
  },
  {
    id: '52',
    title: 'POST quotes without destination; PUT quotes of an unknown id; unknown source',
    role: 'payer',
    play: unasked,
  },
  {
    id: '54',
    title: 'oracle says 404, then nothing; unanswered parties and quotes',
    role: 'payer',
    isLong: true,
    async play(world) {
      const { fox, combination } = world;
      actAsPayee(fox, { ...combination, party: () => 'silence' });
      const lookup = await world.pay({ payee: await world.numberOfFox() });
      await lookup.heard;
      actAsPayee(fox, { ...combination, quote: () => 'silence' });
      const quote = await world.pay({ payee: await world.numberOfFox() });
      return [...refused(world, lookup, '2004'), ...refused(world, quote, '2004')];
    },
  },
];
