import { setTimeout as sleep } from 'node:timers/promises';
import { currency } from '../../../kit/stack/dfsps';
import {
  both,
  found,
  isAbout,
  isFor,
  isFrom,
  paid,
  refused,
  tenantHears,
  untouched,
  type Scenario,
} from '../scenario';
import { newTraceparent, type Heard } from '../peer';
import { actAsPayee, partyBody } from '../scripted';
import type { Passage } from '../tap';
import type { Expectation, World } from '../world';

/** What fox hears when it looks a party up. */
async function lookUp(
  world: World,
  path: string,
  headers: Record<string, string> = {},
): Promise<Heard | undefined> {
  await world.fox.send('GET', path, { headers });
  return world.fox.hears((heard) => heard.method === 'PUT' && heard.path.startsWith(path));
}

const textOfParty = (heard: Heard | undefined): string => {
  const { party, errorInformation } = (heard?.body ?? {}) as {
    party?: { partyIdInfo: { fspId?: string; partySubIdOrType?: string } };
    errorInformation?: { errorCode: string };
  };
  const { fspId, partySubIdOrType } = party?.partyIdInfo ?? {};
  if (errorInformation !== undefined) return `error ${errorInformation.errorCode}`;
  return [fspId ?? 'nothing', ...(partySubIdOrType === undefined ? [] : [partySubIdOrType])].join(
    '/',
  );
};

const traceIdOf = (traceparent: unknown): string => String(traceparent).split('-')[1] ?? '';

async function lookedUp(world: World): Promise<readonly Expectation[]> {
  const payee = await world.open('buffalo');
  const traceparent = newTraceparent();
  const heard = await lookUp(world, `/parties/MSISDN/${payee.msisdn}`, { traceparent });
  const payment = await world.pay({ payee });
  return [
    found('fox hears who has the number', payee.fspId, textOfParty(heard)),
    found(
      'in the trace of its request',
      traceIdOf(traceparent),
      traceIdOf(heard?.headers['traceparent']),
    ),
    found(
      'in the version that it asked for',
      `application/vnd.interoperability.parties+json;version=${world.combination.version}`,
      String(heard?.headers['content-type']),
    ),
    ...paid(world, payment, payee),
  ];
}

async function failingLookups(world: World): Promise<readonly Expectation[]> {
  const expectations: Expectation[] = [];
  for (const [status, code] of [
    [400, '3000'],
    [404, '3200'],
    [500, '1001'],
    [503, '1001'],
  ] as const) {
    const payee = await world.open('buffalo');
    const passes = world.intercept(
      both(isFor(payee.fspId), isAbout('GET', `/parties/MSISDN/${payee.msisdn}`)),
      { answer: status },
    );
    const payment = await world.pay({ payee });
    await payment.heard;
    passes();
    expectations.push(...refused(world, payment, code));
  }
  const payee = await world.open('buffalo');
  world.intercept(both(isFor(payee.fspId), isAbout('POST', '/quotes')), { answer: 500 });
  const payment = await world.pay({ payee });
  return [...expectations, ...refused(world, payment, '1001'), untouched(world, payee)];
}

export const lookupScenarios: readonly Scenario[] = [
  { id: '01', title: 'parties ok', role: 'both', play: lookedUp },
  {
    id: '02',
    title: 'parties unknown id',
    role: 'payer',
    async play(world) {
      const partyIdentifier = world.newNumber();
      const payment = await world.pay({ payee: { partyIdType: 'MSISDN', partyIdentifier } });
      return refused(world, payment, '3204');
    },
  },
  {
    id: '03',
    title: 'parties payee answers error 3204',
    role: 'both',
    async play(world) {
      const { fox, combination } = world;
      actAsPayee(fox, { ...combination, party: () => ({ error: '3204' }) });
      const payment = await world.pay({ payee: await world.numberOfFox() });
      const stray = world.newNumber();
      await world.register(stray, world.fspIdOf('buffalo'));
      const heard = await lookUp(world, `/parties/MSISDN/${stray}`);
      return [
        ...refused(world, payment, '3204'),
        found('fox hears of a number that buffalo does not know', 'error 3204', textOfParty(heard)),
      ];
    },
  },
  {
    id: '22',
    title: 'parties/quotes to a DFSP that is down',
    role: 'payer',
    async play(world) {
      const payee = await world.open('buffalo');
      const comes = world.intercept(both(isFor(payee.fspId), isAbout('GET', '/parties')), {
        cut: true,
      });
      const lookup = await world.pay({ payee });
      await lookup.heard;
      comes();
      world.intercept(both(isFor(payee.fspId), isAbout('POST', '/quotes')), { cut: true });
      const quote = await world.pay({ payee });
      return [
        ...refused(world, lookup, '1001'),
        ...refused(world, quote, '1001'),
        untouched(world, payee),
      ];
    },
  },
  {
    id: '23',
    title: 'payee answers 400/404/500 to GET parties and POST quotes',
    role: 'payer',
    play: failingLookups,
  },
  {
    id: '26',
    title: 'traceparent through parties and quotes',
    role: 'both',
    async play(world) {
      const payee = await world.open('buffalo');
      const payment = await world.pay({ payee });
      await payment.heard;
      const ids = [payee.msisdn, payment.transactionId, payment.transferId];
      const isOfIt = ({ to, path, body }: Passage) =>
        to !== 'hub' && ids.some((id) => `${path} ${body.toString('utf8')}`.includes(id));
      const traces = world.passages(isOfIt).map(({ headers }) => traceIdOf(headers['traceparent']));
      return [
        ...paid(world, payment, payee),
        found('traces in all that both DFSPs sent', '1', `${new Set(traces).size}`),
      ];
    },
  },
  {
    id: '27',
    title:
      'parties: with destination, unknown destination, with SubId, unsupported type, from unknown source',
    role: 'payer',
    async play(world) {
      const iban = { partyIdType: 'IBAN', partyIdentifier: 'TZ123' } as const;
      const payment = await world.pay({ payee: iban });
      await payment.heard;
      const lookups = world.passages(
        both(isFrom(world.fspIdOf('lion')), isAbout('GET', '/parties')),
      );
      return [
        ...refused(world, payment, '3003'),
        found('look-ups of a party whose DFSP the switch does not know', '0', `${lookups.length}`),
      ];
    },
  },
  {
    id: '41',
    title: 'SubId',
    role: 'both',
    async play(world) {
      const payee = await world.open('buffalo', '1000', 'HOME');
      const url = `${world.stage.addresses.oracle}/participants/MSISDN/${payee.msisdn}`;
      const entry = { fspId: payee.fspId, currency, partySubIdOrType: 'HOME' };
      await fetch(url, { method: 'POST', body: JSON.stringify(entry) });
      const heard = await lookUp(world, `/parties/MSISDN/${payee.msisdn}/HOME`);
      const payment = await world.pay({
        payee: {
          partyIdType: 'MSISDN',
          partyIdentifier: payee.msisdn,
          partySubIdOrType: 'HOME',
        },
      });
      return [
        found('fox hears of the sub-id', `${payee.fspId}/HOME`, textOfParty(heard)),
        ...paid(world, payment, payee),
      ];
    },
  },
  {
    id: '44',
    title: 'traceparent with tracestate',
    role: 'payee',
    async play(world) {
      const payee = await world.open('buffalo');
      const path = `/parties/MSISDN/${payee.msisdn}`;
      const answers: string[] = [];
      const traces: Record<string, string>[] = [
        { traceparent: newTraceparent(), tracestate: 'hub=1' },
        {
          traceparent: newTraceparent(),
          tracestate: 'hub=abc,acmevendor=eyJzcGFuSWQiOiIwNTE0NzFlMzMzNjYxYjg2In0=',
        },
        { traceparent: 'garbage' },
      ];
      for (const headers of traces) {
        world.fox.heard.length = 0;
        answers.push(textOfParty(await lookUp(world, path, headers)));
      }
      const stateOf = ({ headers }: Passage) => headers['tracestate'];
      const given = world.passages(isFor(payee.fspId)).map(stateOf);
      const own = world
        .passages(isFrom(payee.fspId))
        .filter((one) => stateOf(one) !== undefined && !given.includes(stateOf(one)));
      return [
        found('fox hears each time', [1, 2, 3].map(() => payee.fspId).join(), answers.join()),
        found('a tracestate that the switch has not sent itself', '0', `${own.length}`),
      ];
    },
  },
  {
    id: '45',
    title: 'number held by two FSPs',
    role: 'both',
    async play(world) {
      const payee = await world.open('buffalo');
      const url = `${world.stage.addresses.oracle}/participants/MSISDN/${payee.msisdn}`;
      const other = { fspId: world.fox.fspId, currency: 'USD' };
      await fetch(url, { method: 'POST', body: JSON.stringify(other) });
      // The register names one, and only that one is asked: fox, if it were, must not turn the payment around.
      world.fox.react = async ({ method, path, headers: { 'fspiop-source': source } }) => {
        if (method !== 'GET') return;
        await sleep(1_000);
        const body = partyBody(path, world.fox.fspId);
        await world.fox.send('PUT', path, { to: String(source), body });
      };
      const payment = await world.pay({ payee });
      return [
        ...paid(world, payment, payee),
        tenantHears(
          world,
          payment.payer.fspId,
          isAbout('PUT', '/parties'),
          'PUT without a word = 200',
        ),
      ];
    },
  },
  {
    id: '51',
    title: 'payer answers 500 to PUT parties and PUT quotes: what the payee gets',
    role: 'both',
    isLong: true,
    async play(world) {
      const payee = await world.open('buffalo');
      const lion = world.fspIdOf('lion');
      const comes = world.intercept(both(isFor(lion), isAbout('PUT', '/parties')), { answer: 500 });
      const lookup = await world.pay({ payee });
      await lookup.heard;
      comes();
      world.intercept(both(isFor(lion), isAbout('PUT', '/quotes')), { answer: 500 });
      const quote = await world.pay({ payee });
      await quote.heard;
      return [
        ...refused(world, lookup, '2004'),
        ...refused(world, quote, '2004'),
        untouched(world, payee),
        tenantHears(world, payee.fspId, isAbout('PUT', '/quotes'), 'PUT /error 1001 = 200'),
      ];
    },
  },
];
