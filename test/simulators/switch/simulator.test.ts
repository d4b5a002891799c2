import { createHash, randomUUID } from 'node:crypto';
import { SwitchSimulatorClient } from './client';
import { startSwitchSimulator, type RunningSwitchSimulator } from './simulator';
import { sendAs, StubDfsp } from './stub-dfsp';

const fulfilment = createHash('sha256').update('a secret').digest('base64url');
const condition = createHash('sha256')
  .update(Buffer.from(fulfilment, 'base64url'))
  .digest('base64url');

let simulator: RunningSwitchSimulator;
let control: SwitchSimulatorClient;
const lion = new StubDfsp('lion');
const buffalo = new StubDfsp('buffalo');
let addresses: { lion: string; buffalo: string };

beforeAll(async () => {
  simulator = await startSwitchSimulator({ port: 0, sweepEveryMs: 0 });
  control = new SwitchSimulatorClient(simulator.url);
  addresses = { lion: await lion.start(), buffalo: await buffalo.start() };
});

afterAll(async () => {
  await Promise.all([simulator.stop(), lion.stop(), buffalo.stop()]);
});

beforeEach(async () => {
  await control.reset();
  lion.forget();
  buffalo.forget();
  await control.addFsp({
    fspId: 'lion',
    callbackUrl: addresses.lion,
    currency: 'TZS',
    limit: '1000',
  });
  await control.addFsp({ fspId: 'buffalo', callbackUrl: addresses.buffalo, currency: 'TZS' });
});

function transfer(changes: object = {}) {
  return {
    transferId: randomUUID(),
    payerFsp: 'lion',
    payeeFsp: 'buffalo',
    amount: { amount: '100.12', currency: 'TZS' },
    ilpPacket: 'AYIB',
    condition,
    expiration: new Date(Date.now() + 30_000).toISOString(),
    ...changes,
  };
}

const post = (body: object) =>
  sendAs('lion', simulator.url, 'POST', '/transfers', { to: 'buffalo', body });
const put = (path: string, body: object) =>
  sendAs('buffalo', simulator.url, 'PUT', path, { to: 'lion', body });

test('a reserved transfer is committed by the switch, and the payee is told by PATCH', async () => {
  const body = transfer();
  expect(await post(body)).toMatchObject({ status: 202 });
  const request = await buffalo.next('POST /transfers');
  expect(JSON.parse(request.body)).toEqual(body);

  await put(`/transfers/${body.transferId}`, { transferState: 'RESERVED', fulfilment });
  const committed = await lion.next('PUT /transfers');
  expect(JSON.parse(committed.body)).toMatchObject({ transferState: 'COMMITTED', fulfilment });
  expect(committed.headers).toMatchObject({
    'fspiop-source': 'Hub',
    'content-type': 'application/vnd.interoperability.transfers+json;version=2.0',
  });
  const patch = await buffalo.next('PATCH');
  expect(patch.method).toBe('PATCH');
  expect(JSON.parse(patch.body)).toMatchObject({ transferState: 'COMMITTED' });
  expect(await control.position('lion', 'TZS')).toBe('100.12');
  expect(await control.position('buffalo', 'TZS')).toBe('-100.12');
});

test('a transfer that nobody answers is undone by the sweep after its expiration', async () => {
  const body = transfer();
  await post(body);
  await buffalo.next('POST /transfers');
  expect(await control.tick({ advanceMs: 10_000 })).toBe(0);
  expect(await control.tick({ advanceMs: 30_000 })).toBe(1);
  const told = [await lion.next('3303'), await buffalo.next('3303')];
  for (const { path, body: error } of told) {
    expect(path).toBe(`/transfers/${body.transferId}/error`);
    expect(JSON.parse(error)).toMatchObject({ errorInformation: { errorCode: '3303' } });
  }
  expect(await control.position('lion', 'TZS')).toBe('0');
});

test('a party is found through the oracle, and an unknown one is a 3204', async () => {
  await control.addParty({
    partyIdType: 'MSISDN',
    partyIdentifier: '255700000001',
    fspId: 'buffalo',
    currency: 'TZS',
  });
  await sendAs('lion', simulator.url, 'GET', '/parties/MSISDN/255700000001');
  const asked = await buffalo.next('GET /parties');
  expect(asked.headers).toMatchObject({ 'fspiop-source': 'lion', 'fspiop-destination': 'buffalo' });
  await sendAs('lion', simulator.url, 'GET', '/parties/MSISDN/255999');
  const told = await lion.next('3204');
  expect(JSON.parse(told.body)).toMatchObject({ errorInformation: { errorCode: '3204' } });
});

describe('faults', () => {
  test('a message out can be dropped, then comes through when the count is used up', async () => {
    await control.addFault({
      match: { direction: 'out', method: 'POST', resource: 'transfers', fsp: 'buffalo', count: 1 },
      effect: { kind: 'drop' },
    });
    const [first, second] = [transfer(), transfer()];
    await post(first);
    await post(second);
    expect((await buffalo.next('POST')).body).toContain(second.transferId);
    await control.settled();
    expect(buffalo.heard).toHaveLength(1);
  });

  test('a message out can be sent twice', async () => {
    await control.addFault({
      match: { direction: 'out', method: 'POST' },
      effect: { kind: 'duplicate' },
    });
    await post(transfer());
    await control.settled();
    expect(buffalo.heard).toHaveLength(2);
    expect(buffalo.heard[0]?.body).toBe(buffalo.heard[1]?.body);
  });

  test('two messages out can change places', async () => {
    await control.addFault({
      match: { direction: 'out', method: 'POST', count: 1 },
      effect: { kind: 'reorder' },
    });
    const [first, second] = [transfer(), transfer()];
    await post(first);
    await post(second);
    await control.settled();
    expect(buffalo.heard.map(({ body }) => (JSON.parse(body) as typeof first).transferId)).toEqual([
      second.transferId,
      first.transferId,
    ]);
  });

  test('a request can be answered with an error of a given code', async () => {
    await control.addFault({
      match: { direction: 'in', method: 'POST', resource: 'transfers' },
      effect: { kind: 'error-code', errorCode: '2003' },
    });
    const body = transfer();
    expect(await post(body)).toMatchObject({ status: 202 });
    const told = await lion.next('PUT /error');
    expect(told.path).toBe(`/transfers/${body.transferId}/error`);
    expect(JSON.parse(told.body)).toMatchObject({ errorInformation: { errorCode: '2003' } });
    expect(await control.transfers()).toEqual([]);
  });

  test('a request can be answered with a given HTTP status, or cut off', async () => {
    await control.addFault({
      match: { direction: 'in', method: 'POST', count: 1 },
      effect: { kind: 'http-status', status: 503 },
    });
    expect(await post(transfer())).toMatchObject({ status: 503 });
    await control.addFault({ match: { direction: 'in', count: 1 }, effect: { kind: 'drop' } });
    await expect(post(transfer())).rejects.toThrow('socket hang up');
    expect(await post(transfer())).toMatchObject({ status: 202 });
  });

  test('a fault that makes no sense is refused', async () => {
    await expect(
      control.addFault({
        match: { direction: 'out' },
        effect: { kind: 'error-code', errorCode: '2003' },
      }),
    ).rejects.toThrow('400');
  });
});

test('after a crash the switch sends its last callbacks again', async () => {
  const body = transfer();
  await post(body);
  await control.settled();
  expect(await control.replay(5)).toBe(1);
  await control.settled();
  expect(buffalo.heard.map(({ body: sent }) => sent)).toEqual([
    JSON.stringify(body),
    JSON.stringify(body),
  ]);
});

test('one by one, a slow DFSP holds up the messages for the others', async () => {
  await control.set({ delivery: 'one-by-one' });
  await control.addFault({
    match: { direction: 'out', method: 'POST', count: 1 },
    effect: { kind: 'delay', delayMs: 40 },
  });
  await post(transfer());
  await sendAs('lion', simulator.url, 'GET', `/transfers/${randomUUID()}`);
  await control.settled();
  const passed = (await control.log()).filter(({ direction }) => direction === 'out');
  expect(passed.map(({ fsp }) => fsp)).toEqual(['buffalo', 'lion']);
});
