/** From the call to whoever takes it: the role that calls and the operations' API, on one Kafka. */
import type { PaymentEvent } from '../../connectors/common/contracts/payment-events';
import { eventsOfRecordings } from '../kit/engine-records/events';
import { OnCallWorld, startPager, type Pager } from '../kit/parts/on-call';
import {
  operationsToken,
  startOperationsWorld,
  type OperationsWorld,
} from '../kit/parts/operations';
import { eventually } from '../kit/kafka';

const minuteMs = 60_000;

let pager: Pager;
let operations: OperationsWorld;
let world: OnCallWorld;

beforeEach(async () => {
  pager = await startPager();
  operations = await startOperationsWorld();
  world = new OnCallWorld({ pager, kafka: operations.kafka }, Date.now());
  await world.start();
});
afterEach(async () => {
  await world.close();
  await operations.close();
  await pager.close();
});

const heard = (count: number) => eventually(() => pager.heard.length === count);
const post = async (path: string, who = 'amina') =>
  operations.api.request('POST', `/tenants/lion/work/${path}`, {
    token: await operationsToken(who, 'lion:operator'),
  });
const calls = async (tenant = 'lion') => {
  const token = await operationsToken('amina', 'lion:viewer', 'buffalo:viewer');
  const { body } = await operations.api.request('GET', `/tenants/${tenant}/calls`, { token });
  return body as unknown as {
    readonly lastCallAt: string | null;
    readonly calledFor: {
      readonly count: number;
      readonly rows: readonly { readonly matterKey: string; readonly owner: unknown }[];
    };
  };
};

test('all that a call is about is taken at once, and let go again', async () => {
  for (const id of ['t-1', 't-2', 't-3']) await world.wait(id);
  await world.pass(11 * minuteMs);
  await heard(1);
  expect((await calls()).calledFor).toMatchObject({
    count: 3,
    rows: [
      { matterKey: 'lion:payer:t-1', times: 1, owner: null },
      { matterKey: 'lion:payer:t-2', owner: null },
      { matterKey: 'lion:payer:t-3', owner: null },
    ],
  });
  expect(await post('lion:payer:t-1/take', 'juma')).toMatchObject({ status: 200 });
  expect(await post('called/take')).toMatchObject({
    status: 200,
    body: { owner: { name: 'amina' } },
  });
  const owners = (await calls()).calledFor.rows.map(({ owner }) => owner);
  expect(owners).toMatchObject([{ name: 'juma' }, { name: 'amina' }, { name: 'amina' }]);
  // Nothing is left for a third one.
  expect(await post('called/take', 'chief')).toMatchObject({
    status: 409,
    body: { owner: 'juma' },
  });
  await world.pass(40 * minuteMs);
  expect(pager.heard).toHaveLength(1);
  expect(await post('called/let-go')).toMatchObject({ status: 200 });
  await world.pass(minuteMs);
  await heard(2);
  expect(pager.heard[1]?.body.data.payments).toBe(2);
});

/** Of a payment, as far as that the engine has told of it now. @returns the id of its transfer */
async function isStuckAfter(kind: PaymentEvent['kind']): Promise<string> {
  const events = eventsOfRecordings();
  const last = events.find((one) => one.kind === kind);
  const own = events.filter(
    (one) => one.transactionId === last?.transactionId && one.side === 'payer',
  );
  const until = own.slice(0, own.findIndex((one) => one.kind === kind) + 1);
  const occurredAt = new Date(world.nowMs).toISOString();
  await world.index(until.map((one) => ({ ...one, tenant: 'lion', occurredAt })));
  return last?.transferId ?? '';
}

describe('a payment whose outcome is unknown, and that is taken', () => {
  const untaken = () => world.metric('hub_on_call_stuck_untaken', { tenant: 'lion' });
  const work = async () => {
    const token = await operationsToken('amina', 'lion:viewer');
    const { body } = await operations.api.request('GET', '/tenants/lion/work', { token });
    const { outcomeUnknown } = body as unknown as {
      outcomeUnknown: { rows: readonly { readonly owner: { readonly name: string } | null }[] };
    };
    return outcomeUnknown.rows.map(({ owner }) => owner?.name);
  };
  const owners = async () =>
    (await calls()).calledFor.rows.map(({ owner }) => (owner as { name: string } | null)?.name);

  test('is in the same hands when it comes to wait for a decision: nobody is called anew, and both lists say so', async () => {
    const transferId = await isStuckAfter('sent-to-switch');
    await world.pass(16 * minuteMs);
    await heard(1);
    expect(await post('called/take')).toMatchObject({ status: 200 });
    await world.wait(transferId);
    await world.pass(30 * minuteMs);
    expect(pager.heard).toHaveLength(1);
    expect(await untaken()).toBe(0);
    expect({ work: await work(), calls: await owners() }).toEqual({
      ...{ work: ['amina'], calls: ['amina'] },
    });
  });

  test('and hours later comes to wait for a decision is nobody’s: both lists say so before anybody is called', async () => {
    const transferId = await isStuckAfter('sent-to-switch');
    await world.pass(16 * minuteMs);
    await heard(1);
    expect(await post('called/take')).toMatchObject({ status: 200 });
    const since = new Date(Date.now() + 120 * minuteMs).toISOString();
    await world.wait(transferId, { since });
    await eventually(async () => (await work()).length === 1);
    expect({ work: await work(), calls: await owners() }).toEqual({
      ...{ work: [undefined], calls: [undefined] },
    });
    // Of what waits now, though it was called for before that.
    expect(await post('called/take', 'juma')).toMatchObject({ body: { owner: { name: 'juma' } } });
    expect(await work()).toEqual(['juma']);
  });
});

test('money that is held and waits for nobody’s decision can be taken too', async () => {
  const transferId = await isStuckAfter('held');
  await world.pass(16 * minuteMs);
  await heard(1);
  const [row] = (await calls()).calledFor.rows;
  expect(row?.matterKey).toBe(`lion:payer:${transferId}`);
  expect(await post(`${row?.matterKey ?? ''}/take`)).toMatchObject({ status: 200 });
  await world.pass(40 * minuteMs);
  expect(pager.heard).toHaveLength(1);
});

test('what nobody was called for cannot be taken as such, nor what another tenant was', async () => {
  await world.wait('t-1');
  await world.pass(11 * minuteMs);
  await heard(1);
  expect(await post('unseen:lion:Kafka/take')).toMatchObject({ status: 404 });
  expect(await calls('buffalo')).toMatchObject({ lastCallAt: null, calledFor: { count: 0 } });
  const token = await operationsToken('amina', 'buffalo:operator');
  const take = operations.api.request('POST', '/tenants/buffalo/work/called/take', { token });
  expect(await take).toMatchObject({ status: 404 });
});

test('what is stuck no longer leaves the list', async () => {
  await world.wait('t-1');
  await world.pass(11 * minuteMs);
  await heard(1);
  await world.wait('t-1', { state: 'settled' });
  await world.pass(16 * minuteMs);
  expect((await calls()).calledFor.count).toBe(0);
});
