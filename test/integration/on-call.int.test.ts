/** Two replicas of the role on-call on a real broker: one calls, and the other goes on when it is killed. */
import { randomUUID } from 'node:crypto';
import { Registry } from 'prom-client';
import { systemClock, systemRandom } from '../../connectors/common/clock';
import { readEnvironment } from '../../connectors/common/config/environment';
import type { PaymentMatter } from '../../connectors/common/contracts/back-office';
import { callsTopic } from '../../connectors/common/contracts/calls';
import { workActSchema } from '../../connectors/common/contracts/operator-work';
import type { KafkaDoor } from '../../connectors/common/doors/kafka/kafka-door';
import { createAxiosTransport } from '../../connectors/common/http/axios-transport';
import { IndexerProgress } from '../../connectors/operations/on-call/indexer-progress';
import { onCallRole } from '../../connectors/operations/on-call/role';
import { onCallSection } from '../../connectors/operations/on-call/settings';
import { eventually, openDoor } from '../kit/kafka';
import { MemoryElasticsearch } from '../kit/memory-elasticsearch';
import { silentLog } from '../kit/mojaloop';
import { startPager, topics, waitingMatter, type Pager } from '../kit/parts/on-call';
import { startKafka, type Kafka } from '../kit/stack/kafka';
import { fixedTenants } from '../kit/tenants';

jest.setTimeout(300_000);

let kafka: Kafka;
let others: KafkaDoor;
let pager: Pager;
const http = createAxiosTransport();

beforeAll(async () => {
  kafka = await startKafka();
  others = openDoor(kafka);
  pager = await startPager();
});
afterAll(async () => {
  http.close();
  await pager.close();
  await others.close();
  await kafka.stop();
});

/** Each test's own calls: who was called a minute ago is not called again at once. */
let environment: ReturnType<typeof environmentWith>;
const environmentWith = (callsTopicName: string) =>
  readEnvironment(onCallRole.environment, {
    ...{ ON_CALL_LOOK_EVERY_S: '1', ON_CALL_CALLS_TOPIC: callsTopicName },
  });
beforeEach(() => {
  environment = environmentWith(`calls.${randomUUID()}`);
  pager.heard.length = 0;
});

async function startReplica(more: object = {}) {
  const door = openDoor(kafka);
  const deps = { clock: systemClock, random: systemRandom, http, log: silentLog };
  const metrics = new Registry();
  const amina = { webhook: { url: `${pager.url}/amina`, secret: pager.secret } };
  const settings = onCallSection.parse({ people: { amina }, ...more });
  const role = await onCallRole.start({
    ...{ environment, deps, metrics, kafka: door },
    elasticsearch: new MemoryElasticsearch().door(deps),
    tenants: fixedTenants([{ tenant: 'lion', fspId: 'lion', currencies: ['TZS'], settings }]),
  });
  const isCaller = async () =>
    (await metrics.getSingleMetric('hub_on_call_is_caller')?.get())?.values[0]?.value === 1;
  return { door, role, isCaller };
}

const write = async (matter: PaymentMatter) => {
  const record = { topic: topics.backOffice, key: `lion:payer:${matter.transferId}` };
  await others.publish([{ ...record, value: JSON.stringify(matter) }]);
  return matter;
};
const tell = (transferId: string) => write(waitingMatter(transferId, Date.now() - 20 * 60_000));
const settle = (transferId: string) =>
  write({ ...waitingMatter(transferId, Date.now()), state: 'settled' });

/** As the operations API writes it. */
const take = async (transferId: string, since: string) => {
  const matterKey = `lion:payer:${transferId}`;
  const act = workActSchema.parse({
    ...{ version: 1, actId: randomUUID(), act: 'take', by: 'amina', isAdmin: false },
    ...{ tenant: 'lion', matterKey, since, at: new Date().toISOString() },
  });
  await others.publish([{ topic: topics.work, key: matterKey, value: JSON.stringify(act) }]);
};

test('what is stuck is told once by two, again while nobody has it, and no more once it is taken', async () => {
  const often = { repeatEvery: 'PT1M', callAtMostEvery: 'PT1M' };
  const [one, two] = [await startReplica(often), await startReplica(often)];
  await eventually(async () => (await one.isCaller()) !== (await two.isCaller()), 60_000);
  const { since } = await tell('t-0');
  await eventually(() => pager.heard.length === 1, 60_000);
  await systemClock.sleep(20_000);
  expect(pager.heard).toHaveLength(1);
  await eventually(() => pager.heard.length === 2, 90_000);
  await take('t-0', since);
  await systemClock.sleep(80_000);
  expect(pager.heard.map(({ body }) => body.data.number)).toEqual([1, 2]);
  await settle('t-0');
  for (const { role, door } of [one, two]) {
    await role.close?.();
    await door.close();
  }
});

test('up to where the indexer has read is seen, though transactions end with what nobody reads', async () => {
  const topic = `events.${randomUUID()}`;
  await others.ensureTopics([{ name: topic, partitions: 2, settings: {} }]);
  const groupId = `indexer.${randomUUID()}`;
  const progress = new IndexerProgress(others, { topic, groupId });
  const publish = (key: string) => others.publish([{ topic, key, value: '{}' }]);
  for (const key of ['a', 'b', 'c', 'd']) await publish(key);
  expect(await progress.look(0)).toBeUndefined();
  expect(await progress.look(60_000)).toBeUndefined();
  const reader = others.consume({ groupId, topics: [topic], apply: () => Promise.resolve() });
  let nowMs = 60_000;
  await eventually(async () => (await progress.look((nowMs += 60_000))) !== undefined, 60_000);
  await reader.stop();
  const freshMs = await progress.look((nowMs += 60_000));
  await publish('e');
  await progress.look((nowMs += 60_000));
  expect(await progress.look((nowMs += 60_000))).toBeLessThanOrEqual(nowMs - 120_000);
  expect(freshMs).toBeDefined();
});

test('of two replicas one calls, and what it has called is known to the one that goes on', async () => {
  const one = await startReplica();
  await eventually(one.isCaller);
  const two = await startReplica();
  expect(await others.checkTopics([callsTopic(environment)])).toEqual([]);
  await tell('t-1');
  await eventually(() => pager.heard.length > 0);
  expect(await two.isCaller()).toBe(false);
  // As kill -9 does: nothing more is read or written, and nobody is told.
  await one.door.close();
  await eventually(two.isCaller, 120_000);
  await tell('t-2');
  await systemClock.sleep(5_000);
  // The call's pause of five minutes is kept by the one that did not make the first call.
  expect(pager.heard.map(({ body }) => body.data.payments)).toEqual([1]);
  expect(pager.heard.every(({ isSigned }) => isSigned)).toBe(true);
  await two.role.close?.();
  await two.door.close();
});
