/** From the call to whoever takes it: the role that calls and the operations' API, on one Kafka. */
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

test('money that is held and waits for nobody’s decision can be taken too', async () => {
  const events = eventsOfRecordings();
  const held = events.find(({ kind }) => kind === 'held');
  const own = events.filter(
    (one) => one.transactionId === held?.transactionId && one.side === 'payer',
  );
  const until = own.slice(0, own.findIndex(({ kind }) => kind === 'held') + 1);
  const occurredAt = new Date(world.nowMs).toISOString();
  await world.index(until.map((one) => ({ ...one, tenant: 'lion', occurredAt })));
  await world.pass(16 * minuteMs);
  await heard(1);
  const [row] = (await calls()).calledFor.rows;
  expect(row?.matterKey).toBe(`lion:payer:${held?.transferId ?? ''}`);
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
