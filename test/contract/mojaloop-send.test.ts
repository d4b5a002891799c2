/** `mojaloop:send:1`: what a process may send by itself, and that the answers come under its key. */
import { systemClock } from '../../connectors/common/clock';
import {
  fspiopOperations,
  type FspiopOperation,
} from '../../connectors/common/contracts/fspiop-call';
import { CannotWork, TryAgain } from '../../connectors/common/failures';
import { createAxiosTransport } from '../../connectors/common/http/axios-transport';
import { TransportError } from '../../connectors/common/runtime';
import { SwitchSimulatorClient } from '../simulators/switch/client';
import { startSwitchSimulator } from '../simulators/switch/simulator';
import { mojaloopTenant, traceparent } from '../kit/mojaloop';
import { resourceCalls } from '../kit/parts/mojaloop-calls';
import { startMojaloop, type RunningMojaloop } from '../kit/parts/mojaloop';

const id = '0d1b7a7e-9a0b-4c39-8a53-9f0f3f9c2b11';
const peer = { fspId: 'lionfsp', version: '1.0', switchName: 'switch' };
const party = { partyIdType: 'MSISDN', partyIdentifier: '255700000001' };
const job = { tenant: 'buffalo', traceparent };
const bodyOf = (name: string) => resourceCalls[name]?.body;
const errorBody = { errorInformation: { errorCode: '5100', errorDescription: 'no' } };

let mojaloop: RunningMojaloop;

beforeAll(async () => {
  const two = {
    switches: [
      { name: 'east', address: 'http://east.example', currencies: ['TZS'], hosts: ['east'] },
      { name: 'west', address: 'http://west.example', currencies: ['JPY'], hosts: ['west'] },
    ],
    switch: undefined,
  };
  mojaloop = await startMojaloop([
    mojaloopTenant('lion'),
    mojaloopTenant('buffalo'),
    mojaloopTenant('hyena', two),
  ]);
});

afterAll(() => mojaloop.close());

const send = (fspiop: object, more: object = {}) =>
  mojaloop.run('mojaloop:send:1', {
    ...job,
    fspiop: { destination: 'lionfsp', ...fspiop },
    ...more,
  });
const lastSent = () => {
  const sent = mojaloop.sent.at(-1);
  if (sent === undefined) throw new Error('nothing was sent');
  return sent;
};

/** For every operation: what else it needs, the URL and the key of its answer. */
const uses: Record<FspiopOperation, [call: object, url: string, answerKey: string | undefined]> = {
  'POST /participants': [
    { body: { requestId: id, partyList: [{ ...party, fspId: 'buffalofsp' }] } },
    '/participants',
    `buffalo:${id}`,
  ],
  'POST /participants/{Type}/{ID}/{SubId}': [
    { party, body: { fspId: 'buffalofsp', currency: 'TZS' } },
    '/participants/MSISDN/255700000001',
    'buffalo:switch:MSISDN/255700000001',
  ],
  'GET /participants/{Type}/{ID}/{SubId}': [
    { party: { ...party, partySubIdOrType: 'a b' } },
    '/participants/MSISDN/255700000001/a%20b',
    'buffalo:switch:MSISDN/255700000001/a%20b',
  ],
  'DELETE /participants/{Type}/{ID}/{SubId}': [
    { party },
    '/participants/MSISDN/255700000001',
    'buffalo:switch:MSISDN/255700000001',
  ],
  'GET /parties/{Type}/{ID}/{SubId}': [
    { party },
    '/parties/MSISDN/255700000001',
    'buffalo:switch:MSISDN/255700000001',
  ],
  'POST /transactionRequests': [
    { body: bodyOf('POST /transactionRequests') },
    '/transactionRequests',
    `buffalo:${id}`,
  ],
  'GET /transactionRequests/{ID}': [{ id }, `/transactionRequests/${id}`, `buffalo:${id}`],
  'PUT /transactionRequests/{ID}': [
    { id, body: bodyOf('PUT /transactionRequests') },
    `/transactionRequests/${id}`,
    undefined,
  ],
  'PUT /transactionRequests/{ID}/error': [
    { id, body: errorBody },
    `/transactionRequests/${id}/error`,
    undefined,
  ],
  'GET /quotes/{ID}': [{ id }, `/quotes/${id}`, `buffalo:${id}`],
  'GET /authorizations/{ID}': [
    {
      id,
      query: { authenticationType: 'OTP', retriesLeft: 2, amount: '102.1', currency: 'TZS' },
    },
    `/authorizations/${id}?authenticationType=OTP&retriesLeft=2&amount=102.1&currency=TZS`,
    `buffalo:${id}`,
  ],
  'PUT /authorizations/{ID}/error': [
    { id, body: errorBody },
    `/authorizations/${id}/error`,
    undefined,
  ],
  'GET /transactions/{ID}': [{ id }, `/transactions/${id}`, `buffalo:${id}`],
  'PUT /transactions/{ID}': [
    { id, body: bodyOf('PUT /transactions') },
    `/transactions/${id}`,
    undefined,
  ],
  'PUT /transactions/{ID}/error': [{ id, body: errorBody }, `/transactions/${id}/error`, undefined],
  'POST /bulkQuotes': [{ body: bodyOf('POST /bulkQuotes') }, '/bulkQuotes', `buffalo:${id}`],
  'GET /bulkQuotes/{ID}': [{ id }, `/bulkQuotes/${id}`, `buffalo:${id}`],
  'PUT /bulkQuotes/{ID}': [{ id, body: bodyOf('PUT /bulkQuotes') }, `/bulkQuotes/${id}`, undefined],
  'PUT /bulkQuotes/{ID}/error': [{ id, body: errorBody }, `/bulkQuotes/${id}/error`, undefined],
  'POST /bulkTransfers': [
    { body: bodyOf('POST /bulkTransfers') },
    '/bulkTransfers',
    `buffalo:${id}`,
  ],
  'GET /bulkTransfers/{ID}': [{ id }, `/bulkTransfers/${id}`, `buffalo:${id}`],
  'PUT /bulkTransfers/{ID}': [
    { id, body: bodyOf('PUT /bulkTransfers') },
    `/bulkTransfers/${id}`,
    undefined,
  ],
  'PUT /bulkTransfers/{ID}/error': [
    { id, body: errorBody },
    `/bulkTransfers/${id}/error`,
    undefined,
  ],
};

describe.each(fspiopOperations)('%s', (operation) => {
  const [call, url, answerKey] = uses[operation];
  const [method = '', template = ''] = operation.split(' ');
  const resource = template.split('/')[1] ?? '';
  const ofLookup = resource === 'parties' || resource === 'participants';

  test('goes to its URI with FSPIOP’s headers, and its answer has a key', async () => {
    expect(await send({ operation, ...call })).toEqual({ answerKey });
    const sent = lastSent();
    expect([sent.method, sent.url]).toEqual([method, `http://switch.example${url}`]);
    const mediaType = `application/vnd.interoperability.${resource}+json;version=1`;
    expect(sent.headers['Content-Type']).toBe(`${mediaType}.1`);
    expect(sent.headers['Accept']).toBe(method === 'PUT' ? undefined : mediaType);
    expect(sent.headers['FSPIOP-Source']).toBe('buffalofsp');
    expect(sent.headers['FSPIOP-Destination']).toBe(ofLookup ? undefined : 'lionfsp');
  });

  test('repeated sends the same bytes', async () => {
    await send({ operation, ...call });
    const { url: first, body } = lastSent();
    await send({ operation, ...call });
    expect(lastSent()).toMatchObject({ url: first, body });
  });

  test('lacking what it needs waits for a person, and nothing is sent', async () => {
    const before = mojaloop.sent.length;
    const needed = Object.keys(call);
    expect(needed.length).toBeGreaterThan(0);
    for (const name of needed) {
      const failure = send({ operation, ...call, [name]: null });
      await expect(failure).rejects.toThrow(CannotWork);
      await expect(failure).rejects.toThrow(name === 'body' ? 'fspiop.body' : `fspiop.${name}`);
    }
    expect(mojaloop.sent.length).toBe(before);
  });
});

// All but what only the account lookup serves.
test.each(fspiopOperations.filter((operation) => !operation.includes('/participants')))(
  '%s is taken by a hub such as ours',
  async (operation) => {
    const [call, path] = uses[operation];
    await send({ operation, ...call });
    const { method, headers, body } = lastSent();
    const given = await mojaloop.call({
      method,
      path,
      headers: { ...headers, 'FSPIOP-Destination': 'lionfsp' },
      body,
    });
    expect(given.status).toBe(method === 'PUT' ? 200 : 202);
  },
);

describe('an answer', () => {
  const fspiop = { operation: 'PUT /bulkQuotes/{ID}/error', id, body: errorBody };

  test('goes to the one who asked, over its switch and in its version', async () => {
    await mojaloop.run('mojaloop:send:1', { ...job, fspiop, peer });
    expect(lastSent().headers).toMatchObject({
      'FSPIOP-Destination': 'lionfsp',
      'Content-Type': 'application/vnd.interoperability.bulkQuotes+json;version=1.0',
    });
    const west = { ...peer, switchName: 'west' };
    await mojaloop.run('mojaloop:send:1', { ...job, tenant: 'hyena', fspiop, peer: west });
    expect(lastSent().url).toMatch(/^http:\/\/west\.example/);
  });

  test('is told of first, so that the server does not say "not found" meanwhile', async () => {
    const request = () => Promise.reject(new TransportError('timeout', false, 'silence'));
    const silent = await startMojaloop([mojaloopTenant('buffalo')], {}, { http: { request } });
    const sending = silent.run('mojaloop:send:1', { ...job, fspiop, peer, questionId: 'q1' });
    await expect(sending).rejects.toThrow(TryAgain);
    await silent.run('mojaloop:take-question:1', { questionId: 'q2' });
    expect(silent.engine.published).toEqual(
      ['q1', 'q2'].map((questionId) => ({
        name: 'question-answered',
        correlationKey: questionId,
        messageId: questionId,
        timeToLiveMs: 60_000,
        variables: { answer: 'taken' },
      })),
    );
    await silent.close();
  });
});

describe('a tenant with several switches', () => {
  const fspiop = { operation: 'GET /bulkQuotes/{ID}', id, destination: 'lionfsp' };
  const run = (call: object) =>
    mojaloop.run('mojaloop:send:1', { ...job, tenant: 'hyena', fspiop: { ...fspiop, ...call } });

  test('takes the one of the currency', async () => {
    await run({ currency: 'JPY' });
    expect(lastSent().url).toMatch(/^http:\/\/west\.example/);
  });

  test('leaves nothing to chance', async () => {
    await expect(run({})).rejects.toThrow('fspiop.currency must choose');
    await expect(run({ currency: 'USD' })).rejects.toThrow(
      'a switch for USD of the tenant hyena is not configured here',
    );
  });
});

test.each([
  [{ body: { requestId: id, partyList: [] } }, 'partyList'],
  [{ body: { requestId: '17', partyList: [party] } }, 'requestId'],
  [{ body: { requestId: id, partyList: [{ partyIdType: 'SHOE' }] } }, 'partyList[0]'],
])(
  'a body that the schema does not know is not sent, and its element is named',
  async (call, name) => {
    const before = mojaloop.sent.length;
    const failure = send({ operation: 'POST /participants', ...call });
    await expect(failure).rejects.toThrow(CannotWork);
    await expect(failure).rejects.toThrow(name);
    expect(mojaloop.sent.length).toBe(before);
  },
);

test.each(['.', '..', '\ud800'])(
  'the id %j leads to no other URI of the switch',
  async (unsafe) => {
    const before = mojaloop.sent.length;
    const call = send({ operation: 'GET /transactions/{ID}', id: unsafe });
    await expect(call).rejects.toThrow('id');
    expect(mojaloop.sent.length).toBe(before);
  },
);

test('a version may be asked for, and its schema counts', async () => {
  const [call] = uses['POST /bulkTransfers'];
  await send({ operation: 'POST /bulkTransfers', ...call, version: '2.0' });
  expect(lastSent().headers['Accept']).toMatch(/version=2$/);
});

test('without a destination, what goes to another FSP waits for a person', async () => {
  const fspiop = { operation: 'GET /bulkQuotes/{ID}', id };
  await expect(mojaloop.run('mojaloop:send:1', { ...job, fspiop })).rejects.toThrow('destination');
});

test('a party is registered at the switch, found there and taken away again', async () => {
  const http = createAxiosTransport();
  const simulator = await startSwitchSimulator({ port: 0, sweepEveryMs: 0 });
  const control = new SwitchSimulatorClient(simulator.url);
  const hub = await startMojaloop(
    [mojaloopTenant('buffalo', { switch: simulator.url })],
    {},
    { http, clock: systemClock },
  );
  await control.addFsp({ fspId: 'buffalofsp', callbackUrl: hub.url, currency: 'TZS' });
  const ask = async (method: string, body?: object) => {
    const operation = `${method} /participants/{Type}/{ID}/{SubId}`;
    const { answerKey } = await hub.run('mojaloop:send:1', {
      ...job,
      fspiop: { operation, party, body },
    });
    await control.settled();
    return hub.engine.heard(`participant-answered:${String(answerKey)}`);
  };
  const found = { participantAnswer: { fspId: 'buffalofsp' } };
  expect(await ask('POST', { fspId: 'buffalofsp', currency: 'TZS' })).toEqual(found);
  expect(await ask('GET')).toEqual(found);
  expect(await ask('DELETE')).toEqual(found);
  expect(await ask('GET')).toMatchObject({
    participantAnswer: { errorInformation: { errorCode: '3204' } },
  });
  await hub.close();
  await simulator.stop();
  http.close();
});
