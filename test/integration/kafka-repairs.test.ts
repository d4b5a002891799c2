/** What kafkajs gets wrong by itself: see connectors/common/doors/kafka/kafkajs-repairs.ts. */
import { randomUUID } from 'node:crypto';
import type { Kafka as Client, Transaction } from 'kafkajs';
import Broker from 'kafkajs/src/broker';
import RequestQueue from 'kafkajs/src/network/requestQueue';
import { createErrorFromCode } from 'kafkajs/src/protocol/error';
import { systemClock } from '../../connectors/common/clock';
import { createClient } from '../../connectors/common/doors/kafka/client';
import { kafkaEnvironment } from '../../connectors/common/doors/kafka/environment';
import type { KafkaDoor, KafkaRecord } from '../../connectors/common/doors/kafka/kafka-door';
import { fetchStableOffset } from '../../connectors/common/doors/kafka/kafkajs-repairs';
import { startKafka, type Kafka } from '../kit/stack/kafka';
import { contentOf, eventually, makeTopic, openDoor } from '../kit/kafka';
import { silentLog } from '../kit/mojaloop';

jest.setTimeout(120_000);

let kafka: Kafka;
let door: KafkaDoor;
let client: Client;
const closing: (() => Promise<void>)[] = [];

beforeAll(async () => {
  kafka = await startKafka();
  door = openDoor(kafka);
  const settings = kafkaEnvironment.parse({ KAFKA_BROKERS: kafka.brokers });
  client = createClient(settings, silentLog, undefined);
});
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});
afterAll(async () => {
  await door.close();
  await kafka.stop();
});

async function begin(): Promise<Transaction> {
  const producer = client.producer({ transactionalId: randomUUID() });
  await producer.connect();
  closing.push(() => producer.disconnect());
  return producer.transaction();
}

const send = (transaction: Transaction, topic: string, value: string) =>
  transaction.send({ topic, messages: [{ key: 'k', value }] });

const valuesOf = (records: readonly KafkaRecord[]) => records.map(({ value }) => value);

test('a partition whose broker does not lead it yet is asked again for its offsets', async () => {
  const topic = await makeTopic(door);
  await door.publish([{ topic, key: 'k', value: 'v' }]);
  const { listOffsets } = Broker.prototype;
  // What a broker says that has made the topic and is not its leader yet, or not any more.
  const notLeader = jest.spyOn(Broker.prototype, 'listOffsets');
  for (let times = 0; times < 2; times += 1) {
    notLeader.mockRejectedValueOnce(createErrorFromCode(6));
  }
  notLeader.mockImplementation(listOffsets);
  expect([...(await door.endOffsets(topic)).keys()]).toEqual([0]);
  notLeader.mockRestore();
});

test('connections that hold nothing back do not look for it all the time', async () => {
  const topic = await makeTopic(door);
  await door.publish([{ topic, key: 'k', value: 'v' }]);
  const looks = jest.spyOn(RequestQueue.prototype, 'checkPendingRequests');
  await systemClock.sleep(1_000);
  // One at each answer, of which there are few while nothing is asked.
  expect(looks.mock.calls.length).toBeLessThan(50);
  looks.mockRestore();
});

describe('records of aborted transactions are not seen', () => {
  /** Offsets: one 0, other 1, its end 2, one 3, its end 4, committed 5. */
  async function interleaved(): Promise<string> {
    const topic = await makeTopic(door);
    const [one, other] = [await begin(), await begin()];
    await send(one, topic, 'aborted, began first');
    await send(other, topic, 'aborted, ended first');
    await other.abort();
    await eventually(async () => (await door.endOffsets(topic)).get(0) === 3);
    await send(one, topic, 'aborted still');
    await one.abort();
    await eventually(async () => (await door.endOffsets(topic)).get(0) === 5);
    await door.publish([{ topic, key: 'k', value: 'committed' }]);
    return topic;
  }

  test('that end in another order than they began', async () => {
    expect(valuesOf(await contentOf(door, await interleaved()))).toEqual(['committed']);
  });

  test('of which several have begun before the first record that is read', async () => {
    const topic = await makeTopic(door);
    const all = [await begin(), await begin(), await begin()];
    for (const [index, transaction] of all.entries())
      await send(transaction, topic, `early ${index}`);
    for (const [index, transaction] of [...all.entries()].reverse())
      await send(transaction, topic, `late ${index}`);
    for (const transaction of all) await transaction.abort();
    await eventually(async () => (await door.endOffsets(topic)).get(0) === 9);
    await door.publish([{ topic, key: 'k', value: 'committed' }]);
    const toOffset = (await door.endOffsets(topic)).get(0) ?? 0;
    const records: KafkaRecord[] = [];
    for await (const record of door.read({ topic, partition: 0, fromOffset: 3, toOffset })) {
      records.push(record);
    }
    expect(valuesOf(records)).toEqual(['committed']);
  });
});

test('the end of a partition counts what is not committed yet: a reader that waits for it misses nothing', async () => {
  const topic = await makeTopic(door);
  const transaction = await begin();
  await send(transaction, topic, 'on its way');
  expect(await door.endOffsets(topic)).toEqual(new Map([[0, 1]]));
  const seen: KafkaRecord[] = [];
  const following = door.follow({ topic, apply: (records) => void seen.push(...records) });
  await transaction.commit();
  await following;
  expect(valuesOf(seen)).toEqual(['on its way']);
});

test("a group's offset is not told while a transaction is open that will move it", async () => {
  const topic = await makeTopic(door);
  const groupId = randomUUID();
  const of = { groupId, topic, partition: 0 };
  const admin = client.admin();
  await admin.connect();
  closing.push(() => admin.disconnect());
  expect(await fetchStableOffset(admin, of)).toBeUndefined();
  const transaction = await begin();
  const partitions = [{ partition: 0, offset: '7' }];
  await transaction.sendOffsets({ consumerGroupId: groupId, topics: [{ topic, partitions }] });
  await expect(fetchStableOffset(admin, of)).rejects.toHaveProperty('name', 'UnstableOffset');
  await transaction.commit();
  await eventually(async () => (await fetchStableOffset(admin, of).catch(() => 0)) === 7);
});
