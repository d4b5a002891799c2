/** Two replicas of the role on-call on a real broker: one calls, and the other goes on when it is killed. */
import { Registry } from 'prom-client';
import { systemClock, systemRandom } from '../../connectors/common/clock';
import { readEnvironment } from '../../connectors/common/config/environment';
import { callsTopic } from '../../connectors/common/contracts/calls';
import type { KafkaDoor } from '../../connectors/common/doors/kafka/kafka-door';
import { createAxiosTransport } from '../../connectors/common/http/axios-transport';
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

const environment = readEnvironment(onCallRole.environment, { ON_CALL_LOOK_EVERY_S: '1' });

async function startReplica() {
  const door = openDoor(kafka);
  const deps = { clock: systemClock, random: systemRandom, http, log: silentLog };
  const metrics = new Registry();
  const amina = { webhook: { url: `${pager.url}/amina`, secret: pager.secret } };
  const settings = onCallSection.parse({ people: { amina } });
  const role = await onCallRole.start({
    ...{ environment, deps, metrics, kafka: door },
    elasticsearch: new MemoryElasticsearch().door(deps),
    tenants: fixedTenants([{ tenant: 'lion', fspId: 'lion', currencies: ['TZS'], settings }]),
  });
  const isCaller = async () =>
    (await metrics.getSingleMetric('hub_on_call_is_caller')?.get())?.values[0]?.value === 1;
  return { door, role, isCaller };
}

const tell = async (transferId: string) => {
  const matter = waitingMatter(transferId, Date.now() - 20 * 60_000);
  const record = { topic: topics.backOffice, key: `lion:payer:${transferId}` };
  await others.publish([{ ...record, value: JSON.stringify(matter) }]);
};

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
