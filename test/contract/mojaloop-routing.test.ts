/** One server for all tenants and all their switches: who is spoken to, who speaks, and where things go. */
import { request as httpRequest } from 'node:http';
import { AwaitsAnswer } from '../../connectors/common/failures';
import { mojaloopTenant, order, timers, traceparent } from '../kit/mojaloop';
import { startMojaloop, type RunningMojaloop } from '../kit/parts/mojaloop';

const lion = mojaloopTenant('lion', {
  switch: undefined,
  switches: [
    {
      name: 'tips',
      address: 'http://tips.example',
      currencies: ['TZS'],
      hosts: ['tips.hub.example', 'lion.hub.example'],
    },
    {
      name: 'world',
      address: 'http://world.example',
      currencies: ['JPY'],
      hosts: ['world.hub.example'],
      version: '2.0',
      hubNames: ['World'],
    },
  ],
});
const buffalo = mojaloopTenant('buffalo', { hosts: ['tips.hub.example'] });
const crane = mojaloopTenant('crane');

let mojaloop: RunningMojaloop;

beforeAll(async () => {
  mojaloop = await startMojaloop([lion, buffalo, crane]);
});

afterAll(() => mojaloop.close());

const transferId = 'b51ec534-ee48-4575-b6a9-ead2955b8069';
const committed = { transferState: 'COMMITTED', completedTimestamp: '2026-11-21T10:24:01.000Z' };

interface Sent {
  readonly host: string;
  readonly destination?: string;
  readonly source?: string;
  readonly method?: string;
  readonly path?: string;
  readonly body?: object;
}

/** fetch does not let a Host header through. */
async function send({ host, destination, source, method, path, body }: Sent) {
  mojaloop.engine.published.length = 0;
  const target = path ?? '/parties/MSISDN/255700000002';
  const mediaType = `application/vnd.interoperability.${target.split('/')[1] ?? ''}+json;version=1.1`;
  const headers = {
    Host: host,
    'Content-Type': mediaType,
    ...(method === undefined && { Accept: mediaType }),
    Date: 'Sat, 21 Nov 2026 10:24:00 GMT',
    'FSPIOP-Source': source ?? 'zebrafsp',
    ...(destination !== undefined && { 'FSPIOP-Destination': destination }),
    traceparent,
  };
  const status = await new Promise<number | undefined>((resolve, reject) => {
    const url = mojaloop.url + target;
    httpRequest(url, { method: method ?? 'GET', headers }, (response) => {
      response.resume().once('end', () => {
        resolve(response.statusCode);
      });
    })
      .once('error', reject)
      .end(body === undefined ? undefined : JSON.stringify(body));
  });
  const variables = mojaloop.engine.published[0]?.variables as Record<string, unknown> | undefined;
  return { status, variables };
}

describe('Who is spoken to', () => {
  test('FSPIOP-Destination tells, whatever the host name says', async () => {
    const { variables } = await send({ host: 'lion.hub.example', destination: 'cranefsp' });
    expect(variables).toMatchObject({ tenant: 'crane' });
  });

  test.each(['lion.hub.example', 'WORLD.hub.example:5002'])(
    'without it, the host name %s that only one tenant has',
    async (host) => {
      expect((await send({ host })).variables).toMatchObject({ tenant: 'lion' });
    },
  );

  test.each(['tips.hub.example', 'unknown.example', ''])(
    'a host name that several tenants share, or none, names nobody: %p is refused',
    async (host) => {
      expect(await send({ host })).toEqual({ status: 400, variables: undefined });
    },
  );
});

describe('Which switch is speaking', () => {
  test.each([
    ['tips.hub.example', 'tips'],
    ['world.hub.example', 'world'],
  ])('%s is %s', async (host, switchName) => {
    const { variables } = await send({ host, destination: 'lionfsp' });
    expect(variables).toMatchObject({ tenant: 'lion', arrival: { peer: { switchName } } });
  });

  test('a tenant with one switch does not care for the host name', async () => {
    const { variables } = await send({ host: 'any.example', destination: 'cranefsp' });
    expect(variables).toMatchObject({ arrival: { peer: { switchName: 'switch' } } });
  });

  test('a tenant with several is not to be reached under a name of none: it may be a new one’s', async () => {
    const answer = await send({ host: 'any.example', destination: 'lionfsp' });
    expect(answer).toEqual({ status: 503, variables: undefined });
  });

  test.each([
    ['World', 'world.hub.example', 'COMMITTED'],
    ['World', 'tips.hub.example', 'FULFILLED'],
    ['Hub', 'world.hub.example', 'FULFILLED'],
  ])('%s at %s: only a switch’s own hub ends its transfers', async (source, host, verdict) => {
    const path = `/transfers/${transferId}`;
    const destination = 'lionfsp';
    const sent = { host, destination, source, method: 'PUT', path, body: committed };
    expect((await send(sent)).variables).toMatchObject({ transferAnswer: { verdict } });
  });

  test.each([
    ['tips.hub.example', 'Hub', 'tips'],
    ['world.hub.example', 'World', 'world'],
  ])('the word of %s about a transfer says whose it is', async (host, source, switchName) => {
    const path = `/transfers/${transferId}`;
    const sent = { host, destination: 'lionfsp', source, method: 'PUT', path, body: committed };
    const transferAnswer = { verdict: 'COMMITTED', switchName };
    expect((await send(sent)).variables).toMatchObject({ transferAnswer });
  });
});

describe('Where things go', () => {
  const urls = () => mojaloop.sent.slice(-1).map(({ url }) => url);

  test.each([
    ['TZS', 'http://tips.example/parties/', '1.1'],
    ['JPY', 'http://world.example/parties/', '2.0'],
  ])('a payment in %s goes over its switch, in its version', async (currency, url, version) => {
    // A payment of version 0.1 does not know its switch yet.
    await mojaloop.run('mojaloop:look-up-party:1', {
      tenant: 'lion',
      traceparent,
      payment: { ...order, amount: { amount: '1', currency } },
      timers,
    });
    expect(urls()).toEqual([expect.stringContaining(url)]);
    expect(mojaloop.sent.at(-1)?.headers['Content-Type']).toContain(`version=${version}`);
  });

  test('a payment goes over the switch that it began with, whatever takes its currency now', async () => {
    const question = mojaloop.run('mojaloop:look-up-participant:1', {
      tenant: 'lion',
      traceparent,
      payment: { ...order, switchName: 'world' },
      timers,
    });
    await expect(question).rejects.toThrow(AwaitsAnswer);
    expect(urls()).toEqual(['http://world.example/participants/MSISDN/2']);
  });

  test('an answer goes back over the switch that asked', async () => {
    await mojaloop.run('mojaloop:answer-party:1', {
      tenant: 'lion',
      traceparent,
      peer: { fspId: 'zebrafsp', version: '1.1', switchName: 'world' },
      partyId: { partyIdType: 'MSISDN', partyIdentifier: '2' },
      errorInformation: { errorCode: '3204', errorDescription: 'Party not found' },
    });
    expect(urls()).toEqual(['http://world.example/parties/MSISDN/2/error']);
  });

  test('a switch that is not configured is waited for, and nothing is sent', async () => {
    const before = mojaloop.sent.length;
    const state = mojaloop.run('mojaloop:ask-transfer-state:1', {
      tenant: 'lion',
      traceparent,
      transferId,
      peerFspId: 'zebrafsp',
      peer: { fspId: 'zebrafsp', version: '1.1', switchName: 'gone' },
    });
    await expect(state).rejects.toThrow(
      'the switch gone of the tenant lion is not configured here',
    );
    expect(mojaloop.sent).toHaveLength(before);
  });

  test('a currency that no switch takes is told at the start', async () => {
    const [tips] = lion.settings.switches;
    if (tips === undefined) throw new Error('there is no switch');
    const halved = { ...lion, settings: { ...lion.settings, switches: [tips] } };
    await expect(startMojaloop([halved])).rejects.toThrow('no switch for JPY');
  });
});
