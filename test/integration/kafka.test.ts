/** The door to Kafka against a real broker. */
import { Kafka as KafkaClient, logLevel, type Admin } from 'kafkajs';
import { Registry } from 'prom-client';
import { systemClock } from '../../connectors/common/clock';
import {
  NotYet,
  type KafkaDoor,
  type KafkaRecord,
  type OutgoingRecord,
} from '../../connectors/common/doors/kafka/kafka-door';
import { startKafka, type Kafka } from '../kit/stack/kafka';
import { contentOf, eventually, makeTopic, openDoor } from '../kit/kafka';
import { silentLog } from '../kit/mojaloop';

jest.setTimeout(120_000);

let kafka: Kafka;
let door: KafkaDoor;

beforeAll(async () => {
  kafka = await startKafka();
});
beforeEach(() => {
  door = openDoor(kafka);
});
afterEach(() => door.close());
afterAll(() => kafka.stop());

const valuesOf = (records: readonly KafkaRecord[]) => records.map(({ value }) => value);

const numbered = (topic: string, count: number, key = (index: number) => `k${index}`) =>
  Array.from({ length: count }, (_, index): OutgoingRecord => ({
    topic,
    key: key(index),
    value: String(index),
  }));

describe('follow', () => {
  test('resolves when all that stood there is applied, and goes on, in the order of each key', async () => {
    const topic = await makeTopic(door, { partitions: 3 });
    await door.publish(numbered(topic, 2_000, (index) => `k${index % 7}`));
    const seen: KafkaRecord[] = [];
    await door.follow({ topic, apply: (records) => void seen.push(...records) });
    expect(seen).toHaveLength(2_000);
    await door.publish([{ topic, key: 'k3', value: 'later' }]);
    await eventually(() => seen.length === 2_001);
    const ofOne = seen.filter(({ key }) => key === 'k3').map(({ value }) => value);
    const expected = [...Array(2_000).keys()].filter((n) => n % 7 === 3).map(String);
    expect(ofOne).toEqual([...expected, 'later']);
  });

  test('resolves at once on an empty topic, and every instance sees every record', async () => {
    const topic = await makeTopic(door);
    const [one, other]: [KafkaRecord[], KafkaRecord[]] = [[], []];
    await door.follow({ topic, apply: (records) => void one.push(...records) });
    await door.follow({ topic, apply: (records) => void other.push(...records) });
    await door.publish([{ topic, key: 'a', value: '1' }]);
    await eventually(() => one.length === 1 && other.length === 1);
    expect(one[0]).toMatchObject({ topic, partition: 0, key: 'a', value: '1' });
  });

  test('gives a deleted key as a record without a value', async () => {
    const topic = await makeTopic(door, { settings: { 'cleanup.policy': 'compact' } });
    await door.publish([{ topic, key: 'a', value: '1' }]);
    await door.publish([{ topic, key: 'a', value: null }]);
    const seen: KafkaRecord[] = [];
    await door.follow({ topic, apply: (records) => void seen.push(...records) });
    expect(valuesOf(seen)).toEqual(['1', undefined]);
  });

  test('begins at a time', async () => {
    const topic = await makeTopic(door);
    await door.publish([{ topic, key: 'a', value: 'old' }]);
    const [old] = await contentOf(door, topic);
    const sinceMs = (old?.timestampMs ?? 0) + 1;
    await eventually(() => Date.now() > sinceMs);
    await door.publish([{ topic, key: 'a', value: 'new' }]);
    const seen: KafkaRecord[] = [];
    await door.follow({ topic, sinceMs, apply: (records) => void seen.push(...records) });
    expect(valuesOf(seen)).toEqual(['new']);
  });

  test('goes on after the broker was killed, and applies nothing twice', async () => {
    const topic = await makeTopic(door, { partitions: 2 });
    await door.publish(numbered(topic, 100));
    const seen: KafkaRecord[] = [];
    await door.follow({ topic, apply: (records) => void seen.push(...records) });
    for (let round = 1; round <= 2; round += 1) {
      await kafka.restart();
      await eventually(async () => {
        try {
          await door.publish([{ topic, key: `round ${round}`, value: 'again' }]);
          return true;
        } catch {
          return false;
        }
      });
      await eventually(() => seen.some(({ key }) => key === `round ${round}`));
    }
    const places = seen.map(({ partition, offset }) => `${partition}/${offset}`);
    expect(new Set(places).size).toBe(places.length);
    expect(seen.filter(({ value }) => value !== 'again')).toHaveLength(100);
  });

  test('ends when the topic was made anew, instead of missing what it says now', async () => {
    const topic = await makeTopic(door);
    await door.publish(numbered(topic, 100));
    const following = await door.follow({ topic, apply: () => undefined });
    await makeAnew(topic);
    const own = openDoor(kafka);
    await eventually(() =>
      own.publish(numbered(topic, 1)).then(
        () => true,
        () => false,
      ),
    );
    await expect(following.failed).rejects.toThrow('not the topic that it was');
    await own.close();
  });

  test('ends with what apply throws', async () => {
    const topic = await makeTopic(door);
    const apply = (): void => {
      throw new Error('cannot be applied');
    };
    const following = await door.follow({ topic, apply });
    await door.publish([{ topic, key: 'a', value: '1' }]);
    await expect(following.failed).rejects.toThrow('cannot be applied');
  });
});

test('a range of a partition is read without what came after it', async () => {
  const topic = await makeTopic(door);
  await door.publish(numbered(topic, 10));
  const records: KafkaRecord[] = [];
  const range = { topic, partition: 0, fromOffset: 3, toOffset: 6 };
  for await (const record of door.read(range)) records.push(record);
  expect(valuesOf(records)).toEqual(['3', '4', '5']);
});

test('what is there already is left as it is', async () => {
  const topic = await makeTopic(door, { partitions: 2 });
  await door.ensureTopics([{ name: topic, partitions: 5, settings: {} }]);
  expect((await door.endOffsets(topic)).size).toBe(2);
});

test('health is refused when nobody answers', async () => {
  await door.checkHealth();
  const lost = openDoor({ brokers: '127.0.0.1:1' });
  await expect(lost.checkHealth()).rejects.toThrow();
  await lost.close();
});

describe('transform', () => {
  const double = (to: string) => (records: readonly KafkaRecord[]) =>
    records.map(({ key = '', value = '' }) => ({ topic: to, key, value: `${value}!` }));

  test('makes each record once, and begins where it stopped', async () => {
    const from = await makeTopic(door, { partitions: 3 });
    const to = await makeTopic(door, { partitions: 2 });
    await door.publish(numbered(from, 1_000));
    const options = { groupId: `g-${from}`, topics: [from], transform: double(to) };
    const first = await door.transform(options);
    await eventually(async () => (await contentOf(door, to)).length === 1_000);
    await first.stop();
    await door.publish(numbered(from, 10, (index) => `more ${index}`));
    await door.transform(options);
    await eventually(async () => (await contentOf(door, to)).length >= 1_010);
    const keys = (await contentOf(door, to)).map(({ key }) => key);
    expect(keys).toHaveLength(1_010);
    expect(new Set(keys).size).toBe(1_010);
  });

  test('tries a batch again that could not be transformed, while other partitions go on', async () => {
    const from = await makeTopic(door, { partitions: 2 });
    const to = await makeTopic(door);
    await door.publish(numbered(from, 100));
    let mayWork = false;
    await door.transform({
      groupId: `g-${from}`,
      topics: [from],
      transform: (records) => {
        if (records[0]?.partition === 0 && !mayWork) throw new NotYet();
        return double(to)(records);
      },
    });
    await eventually(async () => (await contentOf(door, to)).length > 0);
    const others = (await contentOf(door, to)).length;
    expect(others).toBeLessThan(100);
    mayWork = true;
    await eventually(async () => (await contentOf(door, to)).length === 100);
  });

  test('takes a partition over from one that never let go: the zombie writes nothing more', async () => {
    const from = await makeTopic(door);
    const to = await makeTopic(door);
    await door.publish(numbered(from, 1));
    const groupId = `g-${from}`;
    const others = openDoor(kafka);
    const zombie = await door.transform({ groupId, topics: [from], transform: double(to) });
    await eventually(async () => (await contentOf(door, to)).length === 1);
    // Its group changes hands; its producer, which holds an open lane, is told nothing.
    await others.transform({ groupId, topics: [from], transform: double(to) });
    for (let index = 0; index < 20; index += 1) {
      await door.publish([{ topic: from, key: `late ${index}`, value: 'x' }]);
    }
    await eventually(async () => (await contentOf(door, to)).length >= 21);
    await zombie.stop();
    await door.publish([{ topic: from, key: 'last', value: 'x' }]);
    await eventually(async () => (await contentOf(door, to)).some(({ key }) => key === 'last'));
    const keys = (await contentOf(door, to)).map(({ key }) => key);
    expect(keys).toHaveLength(22);
    expect(new Set(keys).size).toBe(22);
    await others.close();
  });

  test('survives the broker, and counts what it has read', async () => {
    const metrics = new Registry();
    const own = openDoor(kafka, undefined, metrics);
    const from = await makeTopic(door, { partitions: 2 });
    const to = await makeTopic(door);
    await own.transform({ groupId: `g-${from}`, topics: [from], transform: double(to) });
    await door.publish(numbered(from, 500));
    await kafka.restart();
    await eventually(async () => (await contentOf(door, to)).length === 500, 60_000);
    expect(await metrics.metrics()).toContain(
      `hub_kafka_records_total{topic="${from}",way="read"} 500`,
    );
    await own.close();
  });

  test('a batch that makes more than a broker takes at once is written in pieces', async () => {
    const from = await makeTopic(door);
    const to = await makeTopic(door);
    await door.publish(numbered(from, 5));
    await door.transform({
      groupId: `g-${from}`,
      topics: [from],
      transform: (records) =>
        records.map(({ key = '' }) => ({ topic: to, key, value: 'x'.repeat(400_000) })),
    });
    await eventually(async () => (await contentOf(door, to)).length === 5);
    expect(await contentOf(door, to)).toHaveLength(5);
  });

  test('a topic that was made anew is read from its beginning', async () => {
    const from = await makeTopic(door);
    const to = await makeTopic(door);
    await door.publish(numbered(from, 5));
    await door.transform({ groupId: `g-${from}`, topics: [from], transform: double(to) });
    await eventually(async () => (await contentOf(door, to)).length === 5);
    await makeAnew(from);
    const own = openDoor(kafka);
    await eventually(() =>
      own.publish(numbered(from, 3, (index) => `new ${index}`)).then(
        () => true,
        () => false,
      ),
    );
    await eventually(async () => (await contentOf(own, to)).length >= 8);
    const keys = (await contentOf(own, to)).map(({ key }) => key);
    expect(keys.slice(5)).toEqual(['new 0', 'new 1', 'new 2']);
    await own.close();
  });
});

describe('consume', () => {
  /** Applies all that it is given, and says when something has begun. */
  function worker(
    by: KafkaDoor,
    topic: string,
    work: () => Promise<void> = () => Promise.resolve(),
  ) {
    const seen: KafkaRecord[] = [];
    let begun: () => void = () => undefined;
    const hasBegun = new Promise<void>((resolve) => (begun = resolve));
    const following = by.consume({
      groupId: `g-${topic}`,
      topics: [topic],
      recordsMax: 20,
      apply: async (records) => {
        begun();
        await work();
        seen.push(...records);
      },
    });
    return { seen, following, hasBegun };
  }

  const placesOf = (records: readonly KafkaRecord[]) =>
    records.map(({ partition, offset }) => `${partition}/${offset}`);

  test('whatever becomes of brokers and members, all is applied, and each member keeps the order', async () => {
    const topic = await makeTopic(door, { partitions: 3 });
    await door.publish(numbered(topic, 1_000));
    const others = openDoor(kafka);
    const lasting = worker(door, topic);
    await lasting.hasBegun;
    const passing = worker(others, topic);
    await kafka.restart();
    await eventually(() => passing.seen.length > 0 || lasting.seen.length >= 1_000, 60_000);
    await passing.following.stop();
    await publishAgain(numbered(topic, 100, (index) => `late ${index}`));
    const all = () => [...lasting.seen, ...passing.seen];
    await eventually(() => new Set(all().map(({ key }) => key)).size === 1_100, 60_000);
    for (const { seen } of [lasting, passing]) {
      for (const partition of [0, 1, 2]) {
        const offsets = seen.filter((one) => one.partition === partition).map((one) => one.offset);
        // What comes again begins at the last offset that counts, and goes on from there in order.
        const steps = offsets.slice(1).filter((offset, at) => offset <= (offsets[at] ?? 0));
        expect(steps.length).toBeLessThanOrEqual(3);
      }
    }
    await others.close();
  });

  test('records that were deleted before the group has read them are an alarm; the rest is applied', async () => {
    const topic = await makeTopic(door);
    await door.publish(numbered(topic, 10));
    const first = worker(door, topic);
    await eventually(() => first.seen.length === 10);
    await first.following.stop();
    await door.publish(numbered(topic, 10, (index) => `late ${index}`));
    const admin = adminOf(kafka);
    await admin.connect();
    // Without it the client does not know where the partition is.
    await admin.fetchTopicMetadata({ topics: [topic] });
    // One offset is the end of the first transaction.
    await admin.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset: '16' }] });
    await admin.disconnect();
    const alarms: string[] = [];
    const log = { ...silentLog, error: (_fields: object, text: string) => void alarms.push(text) };
    const others = openDoor(kafka, log);
    const second = worker(others, topic);
    await eventually(() => second.seen.length === 5);
    expect(second.seen[0]?.key).toBe('late 5');
    expect(alarms).toEqual([expect.stringContaining('no longer has what was to be read next')]);
    await others.close();
  });

  test('work that lasts longer than a session stays with its member, which works on it once', async () => {
    const topic = await makeTopic(door);
    await door.publish(numbered(topic, 5));
    const others = openDoor(kafka);
    const slow = worker(door, topic, () => systemClock.sleep(8_000));
    await slow.hasBegun;
    await eventually(() => slow.seen.length === 5);
    const next = worker(others, topic);
    await slow.following.stop();
    await door.publish([{ topic, key: 'last', value: 'last' }]);
    await next.hasBegun;
    await eventually(() => next.seen.length === 1);
    expect(next.seen[0]?.key).toBe('last');
    await others.close();
  });

  test('whoever joins while work is going on waits for its end, and has none of it again', async () => {
    const topic = await makeTopic(door, { partitions: 2 });
    await door.publish(numbered(topic, 40));
    const others = openDoor(kafka);
    let mayEnd: () => void = () => undefined;
    const end = new Promise<void>((resolve) => (mayEnd = resolve));
    const one = worker(door, topic, () => end);
    await one.hasBegun;
    const other = worker(others, topic);
    await systemClock.sleep(3_000);
    expect(other.seen).toHaveLength(0);
    mayEnd();
    await eventually(() => one.seen.length + other.seen.length >= 40);
    const places = placesOf([...one.seen, ...other.seen]);
    expect(new Set(places).size).toBe(places.length);
    await others.close();
  });
});

describe('a publisher', () => {
  test('while the broker is killed: what failed is told, and repeated by its caller stands in order', async () => {
    const topic = await makeTopic(door, { partitions: 2 });
    const publisher = door.openPublisher();
    const keys = [0, 1, 2, 3];
    const publishing = keys.map(async (key) => {
      for (let number = 0; number < 300;) {
        const record = { topic, key: `k${key}`, value: String(number) };
        const isStored = await publisher.publish([record]).then(
          () => true,
          () => false,
        );
        if (isStored) number += 1;
      }
    });
    await eventually(async () => ((await door.endOffsets(topic)).get(0) ?? 0) > 50);
    await kafka.restart();
    await Promise.all(publishing);
    const content = await contentOf(door, topic);
    for (const key of keys) {
      const numbers = content
        .filter((one) => one.key === `k${key}`)
        .map((one) => Number(one.value));
      expect([...new Set(numbers)]).toEqual([...Array(300).keys()]);
      expect(numbers).toEqual([...numbers].sort((left, right) => left - right));
    }
  });
});

/** Until it is stored: brokers that were killed take a while. */
async function publishAgain(records: readonly OutgoingRecord[]): Promise<void> {
  await eventually(() =>
    door.publish(records).then(
      () => true,
      () => false,
    ),
  );
}

async function makeAnew(topic: string): Promise<void> {
  const admin = adminOf(kafka);
  await admin.connect();
  await admin.deleteTopics({ topics: [topic] });
  await eventually(async () => !(await admin.listTopics()).includes(topic));
  await admin.createTopics({ topics: [{ topic, numPartitions: 1 }], waitForLeaders: false });
  await admin.disconnect();
}

function adminOf({ brokers }: Kafka): Admin {
  return new KafkaClient({ brokers: brokers.split(','), logLevel: logLevel.NOTHING }).admin();
}
