/**
 * Two real brokers, a hub around each, one switch that brings whatever it has to the engine that it is not for: every
 * payment is paid once, wherever and how often an app sends it, while one engine is drained, and when one was away.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { transactionIdOf } from '../../../connectors/common/contracts/keys';
import { engineNumberIn } from '../../../connectors/common/engines/engine-mark';
import { orderFor } from '../../../connectors/common/engines/rendezvous';
import { eventually } from '../../kit/kafka';
import { asha, baraka } from '../../kit/stack/dfsps';
import {
  engineNames,
  startTwoEngines,
  type EngineNumber,
  type TwoEngines,
} from '../../kit/two-engines/world';

jest.setTimeout(600_000);

const folder = mkdtempSync(join(tmpdir(), 'two-engines-'));
let world: TwoEngines;
let token: string;

beforeAll(async () => {
  world = await startTwoEngines(folder);
  token = await world.stack.token('lion');
});

afterAll(async () => {
  await world.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Brokers that are killed take minutes to come back on a busy machine. */
const patienceMs = 240_000;

interface Report {
  readonly status: number;
  readonly transactionId?: string;
  readonly state?: string;
  readonly retryAfter: string | null;
}

async function ask(engine: EngineNumber, path: string, body?: object): Promise<Report> {
  const response = await fetch(`${world.channels[engine]}/channel/transfer${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      ...(body !== undefined && { prefer: 'wait=60' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const report = (await response.json()) as Omit<Report, 'status' | 'retryAfter'>;
  return { ...report, status: response.status, retryAfter: response.headers.get('retry-after') };
}

const order = (clientCorrelationId: string) => ({
  clientCorrelationId,
  payer: { partyIdType: 'MSISDN', partyIdentifier: asha.msisdn },
  payee: { partyIdType: 'MSISDN', partyIdentifier: baraka.msisdn },
  amount: { amount: '10', currency: 'TZS' },
});

/** Some that belong to this engine. */
function ordersOf(number: EngineNumber): readonly string[] {
  const all = Array.from({ length: 24 }, (_, n) => `order-of-one-${n}`);
  const engines = engineNames.map((name) => ({ name }));
  const isIts = (id: string) =>
    orderFor(transactionIdOf('lion', id), engines)[0]?.name === engineNames[number];
  return all.filter(isIts).slice(0, 5);
}

/** How many transfers it has made. */
async function ofEngine(number: number): Promise<number> {
  const transfers = await world.stack.switch.client.transfers();
  return transfers.filter(({ transferId }) => engineNumberIn(transferId, 'lion') === number).length;
}

/** Until it has ended, and how. */
async function pay(engine: EngineNumber, clientCorrelationId: string): Promise<string> {
  let report = await ask(engine, '', order(clientCorrelationId));
  // A busy machine, or an engine that is away: as the answer says, it is safe to ask again.
  while (report.status === 503) {
    await sleep(200);
    report = await ask(engine, '', order(clientCorrelationId));
  }
  const { transactionId = '' } = report;
  let { state = '' } = report;
  await eventually(async () => {
    if (state === 'RECEIVED' || state === '') {
      state = (await ask(engine, `/${transactionId}`).catch(() => undefined))?.state ?? '';
    }
    return state !== 'RECEIVED' && state !== '';
  }, patienceMs);
  return state;
}

let paid = 0;
async function expectMoneyRight(): Promise<void> {
  const { lion, buffalo } = world.stack.fineract;
  const wanted = String(Number(baraka.balance) + 10 * paid);
  const payees = async () => (await buffalo.control.account(baraka.accountId, 'buffalo')).ledger;
  // A payer hears of the end before the payee's bank has booked.
  await eventually(async () => (await payees()) === wanted, patienceMs);
  const payer = await lion.control.account(asha.accountId, 'lion');
  expect([payer.ledger, payer.onHold]).toEqual([String(Number(asha.balance) - 10 * paid), '0']);
  expect(await payees()).toBe(wanted);
  const transfers = await world.stack.switch.client.transfers();
  expect(transfers.map(({ state }) => state)).toEqual(Array(paid).fill('COMMITTED'));
}

test('payments of both engines are paid once each, though every answer comes to the wrong one', async () => {
  const orders = Array.from({ length: 12 }, (_, n) => pay(n % 2 === 0 ? 0 : 1, `order-${n}`));
  expect(await Promise.all(orders)).toEqual(Array(12).fill('COMMITTED'));
  paid += 12;
  await expectMoneyRight();
  // An answer about the quote and one about the transfer to the payer's side of each, and two requests to its payee's.
  const misled = world.careless.brought.filter(({ belongsTo }) => belongsTo !== undefined);
  expect(misled.length).toBeGreaterThanOrEqual(12 * 4);
  expect(new Set(misled.map(({ belongsTo }) => belongsTo)).size).toBe(2);
  expect(await world.counted('hub_handed_on_total')).toBeGreaterThanOrEqual(misled.length);
  expect(await world.counted('hub_stray_messages_total')).toBe(0);
});

test('what is sent to both at once, and again, is one payment and paid once', async () => {
  const orders = Array.from({ length: 6 }, (_, n) => `order-at-both-${n}`);
  // Not three: of two repeats that wait one hears the outcome, and the other waits in vain (channel/DECISIONS.md, 9).
  const sent = orders.flatMap((id) => [pay(0, id), pay(1, id)]);
  expect(await Promise.all(sent)).toEqual(Array(12).fill('COMMITTED'));
  paid += 6;
  for (const id of orders) {
    for (const engine of [0, 1] as const) {
      expect(await ask(engine, '', order(id))).toMatchObject({ status: 200, state: 'COMMITTED' });
      const looked = await ask(engine, `?clientCorrelationId=${id}`);
      expect(looked).toMatchObject({ status: 200, state: 'COMMITTED' });
    }
  }
  await expectMoneyRight();
  expect(await world.counted('hub_channel_handed_on_total')).toBeGreaterThanOrEqual(6);
});

test('an engine that is away gets from Kafka what came for it, and its payment is paid, begun by no other meanwhile', async () => {
  const kept = 'hub_handed_on_total{engine="dodoma-1",outcome="kept"}';
  const killed = new Promise<void>((resolve, reject) => {
    world.careless.before = async ({ method, path, belongsTo }) => {
      const isVerdict = method === 'PUT' && path.startsWith('/transfers/') && belongsTo === 1;
      if (!isVerdict) return;
      world.careless.before = () => Promise.resolve();
      await Promise.all([world.hub(1).kill(), world.zeebes[1].kill()]).then(
        () => resolve(),
        reject,
      );
    };
  });
  const [its = '', notBegun = ''] = ordersOf(1);
  const ended = pay(0, its).catch(() => 'unheard');
  await killed;
  await eventually(async () => (await world.counted(kept)) > 0, patienceMs);
  for (const id of [its, notBegun]) {
    const { status, retryAfter } = await ask(0, '', order(id));
    expect([status, retryAfter]).toEqual([503, '5']);
    expect((await ask(0, `?clientCorrelationId=${id}`)).status).toBe(503);
  }
  await world.zeebes[1].restart();
  await world.hub(1).restart();
  await ended;
  expect(await Promise.all([pay(0, its), pay(1, its)])).toEqual(['COMMITTED', 'COMMITTED']);
  expect(await pay(0, ordersOf(0)[0] ?? '')).toBe('COMMITTED');
  paid += 2;
  const delivered = 'hub_handed_on_total{engine="dodoma-1",outcome="delivered"}';
  await eventually(async () => (await world.counted(delivered)) > 0, patienceMs);
  await expectMoneyRight();
});

test('a drained engine begins nothing, answers for what it has, and the other one pays its share, once each', async () => {
  const since = Date.now() + 3_000;
  world.drain({ engine: 0, since: new Date(since) });
  // As the README advises: files are looked at every two seconds, and by then both have read it.
  await sleep(since - Date.now() + 500);
  const [, ...its] = ordersOf(0);
  const before = await ofEngine(0);
  // What changes hands is begun at once, wherever it is sent.
  for (const [engine, id] of [its[0], its[1]].entries()) {
    const { status } = await ask(engine === 0 ? 0 : 1, '', order(id ?? ''));
    expect([200, 202]).toContain(status);
  }
  const sent = its.flatMap((id) => [pay(0, id), pay(1, id)]);
  expect(await Promise.all(sent)).toEqual(Array(its.length * 2).fill('COMMITTED'));
  paid += its.length;
  expect(await ofEngine(0)).toBe(before);
  // One that it has, asked for again.
  for (const engine of [0, 1] as const) {
    const again = await ask(engine, '', order(ordersOf(0)[0] ?? ''));
    expect(again).toMatchObject({ status: 200, state: 'COMMITTED' });
  }
  await expectMoneyRight();
});
