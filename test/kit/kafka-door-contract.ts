/** What every KafkaDoor promises: the one on real brokers and its double in memory are held to it. */
import { randomUUID } from 'node:crypto';
import {
  NotYet,
  QueueFull,
  TooLarge,
  type ConsumeOptions,
  type FailedBatch,
  type KafkaDoor,
  type KafkaRecord,
  type OutgoingRecord,
  type SourcePartition,
} from '../../connectors/common/doors/kafka/kafka-door';
import { contentOf, eventually, makeTopic } from './kafka';

const valuesOf = (records: readonly KafkaRecord[]) => records.map(({ value }) => value);

const numbered = (topic: string, count: number, key = (index: number) => `k${index}`) =>
  Array.from({ length: count }, (_, index): OutgoingRecord => ({
    topic,
    key: key(index),
    value: String(index),
  }));

/** Blocks until it is opened. */
function gate() {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open };
}

/** @param open another process's way to the same brokers */
export function describeKafkaDoor(open: () => KafkaDoor): void {
  let door: KafkaDoor;
  const opened: KafkaDoor[] = [];
  const another = (): KafkaDoor => {
    const one = open();
    opened.push(one);
    return one;
  };
  beforeEach(() => {
    door = another();
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((one) => one.close()));
  });

  describe('records', () => {
    test('headers come out as they went in, whichever way they are written and read', async () => {
      const [topic, doubled] = [await makeTopic(door), await makeTopic(door)];
      const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
      const headers = { traceparent, 'x-name': 'Café' };
      await door.publish([{ topic, key: 'a', value: '1', headers }]);
      await door.openPublisher().publish([{ topic, key: 'b', value: '2', headers }]);
      await door.publish([{ topic, key: 'c', value: '3' }]);
      await door.transform({
        groupId: randomUUID(),
        topics: [topic],
        transform: (records) =>
          records.map((one) => ({ ...one, topic: doubled, key: 'd', value: one.value ?? null })),
      });
      await eventually(async () => (await contentOf(door, doubled)).length === 3);
      for (const from of [topic, doubled]) {
        const seen: KafkaRecord[] = [];
        await door.follow({ topic: from, apply: (records) => void seen.push(...records) });
        expect(seen.map((one) => one.headers)).toEqual([headers, headers, undefined]);
      }
    });
  });

  describe('letting go', () => {
    test('what stands before an offset is read by nobody any more; what stands behind it stays', async () => {
      const topic = await makeTopic(door, { partitions: 2 });
      const of = (partition: number, value: string) => ({ topic, partition, key: value, value });
      await door.publish([of(0, 'a'), of(0, 'b'), of(0, 'c'), of(1, 'd')]);
      const [end] = [(await door.endOffsets(topic)).get(0) ?? 0];
      const before = await contentOf(door, topic);
      const offsetOfC = before.find(({ value }) => value === 'c')?.offset ?? 0;
      await door.deleteBefore(topic, new Map([[0, offsetOfC]]));
      expect(valuesOf(await contentOf(door, topic)).toSorted()).toEqual(['c', 'd']);
      await door.deleteBefore(topic, new Map([[0, end]]));
      expect(valuesOf(await contentOf(door, topic))).toEqual(['d']);
      expect((await door.endOffsets(topic)).get(0)).toBe(end);
    });

    test('a group says how far it has read, and nothing where it never has', async () => {
      const topic = await makeTopic(door);
      const groupId = randomUUID();
      expect([...(await door.committedOffsets(groupId, topic)).values()]).toEqual([0]);
      await door.publish(numbered(topic, 3));
      const following = door.consume({ groupId, topics: [topic], apply: () => Promise.resolve() });
      await eventually(
        async () => ((await door.committedOffsets(groupId, topic)).get(0) ?? 0) >= 3,
      );
      await following.stop();
      // Now, for what ends a transaction is a record as well, and is there a little later.
      const end = (await door.endOffsets(topic)).get(0) ?? 0;
      expect((await door.committedOffsets(groupId, topic)).get(0)).toBeLessThanOrEqual(end);
    });
  });

  describe('topics', () => {
    test('that are as they should be have no differences; what is other or missing is told', async () => {
      const settings = { 'retention.ms': '86400000' };
      const name = await makeTopic(door, { partitions: 2, settings });
      expect(await door.checkTopics([{ name, partitions: 2, settings }])).toEqual([]);
      const wanted = { 'retention.ms': '-1', 'cleanup.policy': 'compact' };
      const missing = `test.${randomUUID()}`;
      const differences = await door.checkTopics([
        { name: missing, partitions: 1, settings: {} },
        { name, partitions: 3, settings: { 'retention.ms': wanted['retention.ms'] } },
      ]);
      expect(differences).toEqual([
        { topic: missing, what: 'topic', wanted: 'there', found: undefined },
        { topic: name, what: 'partitions', wanted: '3', found: '2' },
        { topic: name, what: 'retention.ms', wanted: '-1', found: '86400000' },
      ]);
    });
  });

  describe('following', () => {
    test('begins at the offsets that are named, and goes on', async () => {
      const topic = await makeTopic(door, { partitions: 2 });
      const at = (partition: number, value: string) => ({ topic, key: value, value, partition });
      await door.publish([at(0, 'a'), at(0, 'b'), at(1, 'c'), at(1, 'd'), at(1, 'e')]);
      const seen: string[] = [];
      const following = await door.follow({
        topic,
        fromOffsets: new Map([[1, 2]]),
        apply: (records) => void seen.push(...records.map(({ value = '' }) => value)),
      });
      expect(seen.toSorted()).toEqual(['a', 'b', 'e']);
      await door.publish([at(1, 'f')]);
      await eventually(() => seen.includes('f'));
      await following.stop();
    });

    test('several topics at a time: each by its own, all that stands there, and what comes', async () => {
      const [one, other] = [await makeTopic(door, { partitions: 2 }), await makeTopic(door)];
      await door.publish([...numbered(one, 20), { topic: other, key: 'a', value: 'old' }]);
      const end = (await door.endOffsets(other)).get(0) ?? 0;
      const seen = new Map<string, string[]>([one, other].map((topic) => [topic, []]));
      const positions = new Map<string, number>();
      const optionsOf = (topic: string) => ({
        topic,
        apply: (records: readonly KafkaRecord[]) => {
          for (const record of records) seen.get(topic)?.push(`${record.topic} ${record.value}`);
        },
        moved: (partition: number, toOffset: number) => {
          positions.set(`${topic}/${partition}`, toOffset);
        },
      });
      const following = await door.follow(
        optionsOf(one),
        // Where one begins says nothing of the other.
        { ...optionsOf(other), fromOffsets: new Map([[0, end]]) },
      );
      expect(seen.get(one)).toHaveLength(20);
      expect(seen.get(other)).toEqual([]);
      await door.publish([{ topic: other, key: 'a', value: 'new' }]);
      const newEnd = (await door.endOffsets(other)).get(0) ?? 0;
      await eventually(() => (positions.get(`${other}/0`) ?? 0) >= newEnd);
      expect(seen.get(other)).toEqual([`${other} new`]);
      expect(seen.get(one)?.toSorted()).toEqual(
        numbered(one, 20)
          .map(({ value }) => `${one} ${value}`)
          .toSorted(),
      );
      await following.stop();
    });

    test('what is written is told at once, however long nothing came', async () => {
      const topic = await makeTopic(door);
      const told = new Map<string, number>();
      const following = await door.follow({
        topic,
        apply: (records) => {
          for (const { key = '' } of records) told.set(key, performance.now());
        },
      });
      const tookMs: number[] = [];
      for (let at = 0; at < 10; at += 1) {
        await new Promise((resolve) => setTimeout(resolve, 50));
        await door.publish([{ topic, key: String(at), value: 'x' }]);
        const writtenMs = performance.now();
        await eventually(() => told.has(String(at)));
        tookMs.push((told.get(String(at)) ?? 0) - writtenMs);
      }
      await following.stop();
      // The half of them, since a machine may be busy with other things.
      expect(tookMs.toSorted((left, right) => left - right)[5]).toBeLessThan(250);
    });

    test('what ends one topic ends those that are followed with it', async () => {
      const [one, other] = [await makeTopic(door), await makeTopic(door)];
      const seen: KafkaRecord[] = [];
      const following = await door.follow(
        { topic: one, apply: (records) => void seen.push(...records) },
        { topic: other, apply: () => Promise.reject(new Error('cannot be applied')) },
      );
      await door.publish([{ topic: other, key: 'a', value: '1' }]);
      await expect(following.failed).rejects.toThrow('cannot be applied');
      await door.publish([{ topic: one, key: 'a', value: '2' }]);
      await following.stop();
      expect(seen).toEqual([]);
    });

    test('a topic that is named twice is refused', async () => {
      const options = { topic: await makeTopic(door), apply: () => undefined };
      await expect(door.follow(options, options)).rejects.toThrow('followed twice');
    });
  });

  describe('a publisher', () => {
    test('keeps the order of each key, however many calls wait at a time', async () => {
      const topic = await makeTopic(door, { partitions: 3 });
      const publisher = door.openPublisher({ batchBytesMax: 200 });
      const records = numbered(topic, 600, (index) => `k${index % 7}`);
      await Promise.all(records.map((one) => publisher.publish([one])));
      await publisher.close();
      const content = await contentOf(door, topic);
      expect(content).toHaveLength(600);
      for (let key = 0; key < 7; key += 1) {
        const ofKey = content
          .filter((one) => one.key === `k${key}`)
          .map(({ value }) => Number(value));
        expect(ofKey).toEqual([...ofKey].sort((left, right) => left - right));
      }
    });

    test('writes bytes as they are, to the partition that is named', async () => {
      const topic = await makeTopic(door, { partitions: 3 });
      const value = Buffer.from('{"amount":1.0E21}');
      await door.openPublisher().publish([
        { topic, key: 'a', value, partition: 2 },
        { topic, key: 'a', value: null, partition: 0 },
      ]);
      const content = await contentOf(door, topic);
      const expected = new Map([
        [0, undefined],
        [2, value.toString()],
      ]);
      expect(new Map(content.map((one) => [one.partition, one.value]))).toEqual(expected);
    });

    test('says so when there is no such partition: what is acknowledged is written', async () => {
      const topic = await makeTopic(door, { partitions: 2 });
      const publisher = door.openPublisher();
      const lost = publisher.publish([{ topic, key: 'a', value: '1', partition: 2 }]);
      await expect(lost).rejects.toThrow(`${topic} has no partition 2`);
      await publisher.publish([{ topic, key: 'a', value: '2', partition: 1 }]);
      expect(valuesOf(await contentOf(door, topic))).toEqual(['2']);
    });

    test('says what is too large for the topic, and what to do; then it goes on', async () => {
      const topic = await makeTopic(door, { settings: { 'max.message.bytes': '2000' } });
      const publisher = door.openPublisher();
      const large = publisher.publish([{ topic, key: '1-80', value: 'x'.repeat(3_000) }]);
      await expect(large).rejects.toThrow(TooLarge);
      await expect(large).rejects.toThrow(/1-80 .*max\.message\.bytes of the topic/);
      await publisher.publish([{ topic, key: '1-81', value: 'y' }]);
      expect(valuesOf(await contentOf(door, topic))).toEqual(['y']);
    });

    test('takes nothing of what its queue has no room for, and says when there is room', async () => {
      const topic = await makeTopic(door);
      const publisher = door.openPublisher({ queueBytesMax: 100 });
      const taken = publisher.publish([{ topic, key: 'a', value: 'x'.repeat(100) }]);
      const refused = publisher.publish([{ topic, key: 'b', value: 'y' }]);
      await expect(refused).rejects.toThrow(QueueFull);
      await publisher.room();
      await taken;
      await publisher.publish([{ topic, key: 'c', value: 'z' }]);
      expect((await contentOf(door, topic)).map(({ key }) => key)).toEqual(['a', 'c']);
    });

    test('tells who published that it failed, and all who came after; then it goes on', async () => {
      const topic = await makeTopic(door);
      const publisher = door.openPublisher();
      const lost = publisher.publish([{ topic: `none.${randomUUID()}`, key: 'a', value: '1' }]);
      const after = publisher.publish([{ topic, key: 'b', value: '2' }]);
      const [first, second] = await Promise.allSettled([lost, after]);
      expect([first.status, second.status]).toEqual(['rejected', 'rejected']);
      expect(await contentOf(door, topic)).toEqual([]);
      await publisher.publish([{ topic, key: 'b', value: '2' }]);
      expect(valuesOf(await contentOf(door, topic))).toEqual(['2']);
    });

    test('writes what it has taken before it closes, and takes nothing more', async () => {
      const topic = await makeTopic(door);
      const publisher = door.openPublisher();
      const taken = publisher.publish(numbered(topic, 5));
      await publisher.close();
      await taken;
      expect(await contentOf(door, topic)).toHaveLength(5);
      await expect(publisher.publish(numbered(topic, 1))).rejects.toThrow('closed');
    });
  });

  describe('a transform that remembers', () => {
    /** Numbers the records of each partition, and keeps the last number in a topic of the same partitions. */
    async function numbering(by: KafkaDoor, topics: { in: string; out: string; kept: string }) {
      const opened: SourcePartition[] = [];
      let failures = 0;
      const following = await by.transform({
        groupId: `g-${topics.in}`,
        topics: [topics.in],
        open: async (source) => {
          opened.push(source);
          const { partition } = source;
          const toOffset = (await by.endOffsets(topics.kept)).get(partition) ?? 0;
          let last = 0;
          const range = { topic: topics.kept, partition, fromOffset: 0, toOffset };
          for await (const { value } of by.read(range)) last = Number(value);
          return (records) => {
            const made = records.map(({ value = null }): OutgoingRecord => {
              last += 1;
              const key = `${partition}/${last}`;
              return { topic: topics.out, key, value, partition };
            });
            if (records.some(({ value }) => value === 'fails once') && failures === 0) {
              failures += 1;
              throw new Error('fails once');
            }
            const kept = { topic: topics.kept, key: 'last', value: String(last), partition };
            return [...made, kept];
          };
        },
      });
      return { opened, following };
    }

    const inEach = (topic: string, value: string): OutgoingRecord[] =>
      [0, 1].map((partition) => ({ topic, key: 'k', value, partition }));

    test('goes on from what it has written, whoever has the partition, and whatever has failed', async () => {
      const [source, out, kept] = await Promise.all(
        [1, 2, 3].map(() => makeTopic(door, { partitions: 2 })),
      );
      const topics = { in: source ?? '', out: out ?? '', kept: kept ?? '' };
      const first = await numbering(door, topics);
      await door.publish(inEach(topics.in, 'a'));
      await eventually(async () => (await contentOf(door, topics.out)).length === 2);
      await door.publish(inEach(topics.in, 'fails once'));
      await eventually(async () => (await contentOf(door, topics.out)).length === 4);
      await first.following.stop();
      const other = another();
      const second = await numbering(other, topics);
      await door.publish(inEach(topics.in, 'c'));
      await eventually(async () => (await contentOf(door, topics.out)).length === 6);
      const written = await contentOf(door, topics.out);
      for (const partition of [0, 1]) {
        const ofOne = written.filter((one) => one.partition === partition);
        expect(ofOne.map(({ key, value }) => [key, value])).toEqual([
          [`${partition}/1`, 'a'],
          [`${partition}/2`, 'fails once'],
          [`${partition}/3`, 'c'],
        ]);
      }
      const places = (of: readonly SourcePartition[]) => of.map(({ partition }) => partition);
      expect(places(first.opened).toSorted()).toHaveLength(3);
      expect(places(second.opened).toSorted()).toEqual([0, 1]);
    });
  });

  describe('consume', () => {
    let topic: string;
    let groupId: string;
    beforeEach(async () => {
      topic = await makeTopic(door, { partitions: 2 });
      groupId = `g-${topic}`;
    });

    /** Collects what is applied, in its order. */
    function collect(options: Partial<ConsumeOptions> = {}, by = door) {
      const seen: KafkaRecord[] = [];
      const apply: ConsumeOptions['apply'] = async (records, signal) => {
        await options.apply?.(records, signal);
        seen.push(...records);
      };
      const following = by.consume({ groupId, topics: [topic], ...options, apply });
      return { seen, following };
    }

    const publish = (count: number, key?: (index: number) => string) =>
      door.publish(numbered(topic, count, key));

    test('begins at the beginning, goes on, and keeps the order of each key', async () => {
      await publish(100, (index) => `k${index % 5}`);
      const { seen } = collect({ recordsMax: 7 });
      await eventually(() => seen.length === 100);
      await door.publish([{ topic, key: 'k3', value: 'later' }]);
      await eventually(() => seen.length === 101);
      const ofOne = valuesOf(seen.filter(({ key }) => key === 'k3'));
      const expected = [...Array(100).keys()].filter((n) => n % 5 === 3).map(String);
      expect(ofOne).toEqual([...expected, 'later']);
    });

    test('begins where the group has stopped, which has had the work that was begun', async () => {
      await publish(10);
      const [begun, ended] = [gate(), gate()];
      const first = collect({
        apply: () => {
          begun.open();
          return ended.opened;
        },
      });
      await begun.opened;
      const stopping = first.following.stop();
      ended.open();
      await stopping;
      const done = first.seen.length;
      expect(done).toBeGreaterThan(0);
      const second = collect();
      await door.publish([{ topic, key: 'last', value: 'last' }]);
      await eventually(() => second.seen.some(({ key }) => key === 'last'));
      await eventually(() => second.seen.length + done === 11);
      const places = [...first.seen, ...second.seen].map((one) => `${one.partition}/${one.offset}`);
      expect(new Set(places).size).toBe(11);
    });

    test('tells who works that it is to stop; what is rejected then comes again, to another', async () => {
      await publish(1);
      const begun = gate();
      const one = door.consume({
        groupId,
        topics: [topic],
        apply: (_records, signal) =>
          new Promise((_resolve, reject) => {
            begun.open();
            signal.addEventListener('abort', () => reject(new Error('told to stop')));
          }),
      });
      await begun.opened;
      await one.stop();
      const { seen } = collect();
      await eventually(() => seen.length > 0);
      expect(valuesOf(seen)).toEqual(['0']);
    });

    test('gives what failed again, in its order, while other partitions go on', async () => {
      await publish(40);
      let mayWork = false;
      const { seen } = collect({
        apply: (records) =>
          records[0]?.partition === 0 && !mayWork
            ? Promise.reject(new NotYet())
            : Promise.resolve(),
      });
      const others = async () => (await door.endOffsets(topic)).get(1) ?? 0;
      // On real brokers the ends of transactions count too.
      await eventually(async () => seen.length > 0 && seen.length <= (await others()));
      expect(seen.every(({ partition }) => partition === 1)).toBe(true);
      mayWork = true;
      await eventually(() => seen.length === 40);
      const offsets = seen.filter(({ partition }) => partition === 0).map(({ offset }) => offset);
      expect(offsets).toEqual([...offsets].sort((left, right) => left - right));
    });

    test('has its caller decide on what fails: set aside, it does not come again', async () => {
      await door.publish(['good', 'bad', 'good too'].map((value) => ({ topic, key: 'k', value })));
      const failures: FailedBatch[] = [];
      const { seen, following } = collect({
        apply: (records) =>
          records.some(({ value }) => value === 'bad')
            ? Promise.reject(new Error('a value is bad'))
            : Promise.resolve(),
        decide: (failed) => {
          failures.push(failed);
          if (failed.attempts < 2) return Promise.resolve('retry');
          return Promise.resolve({
            setAside: failed.records.filter(({ value }) => value === 'bad'),
          });
        },
      });
      await eventually(() => seen.length === 2);
      expect(valuesOf(seen)).toEqual(['good', 'good too']);
      expect(failures.map(({ attempts }) => attempts)).toEqual([1, 2]);
      expect(failures[0]?.error).toEqual(new Error('a value is bad'));
      await following.stop();
      await door.publish([{ topic, key: 'k', value: 'after' }]);
      const next = collect();
      await eventually(() => next.seen.length === 1);
      expect(valuesOf(next.seen)).toEqual(['after']);
    });

    test('repeats what could not be decided on', async () => {
      await publish(1);
      let failures = 0;
      const { seen } = collect({
        apply: () => (failures < 2 ? Promise.reject(new Error('no')) : Promise.resolve()),
        decide: () => {
          failures += 1;
          return Promise.reject(new Error('nor is there a place to set it aside'));
        },
      });
      await eventually(() => seen.length === 1);
      expect(failures).toBe(2);
    });

    test('works on as many partitions at a time as it may, and on each once', async () => {
      topic = await makeTopic(door, { partitions: 6 });
      await publish(300);
      const working = new Set<number>();
      let most = 0;
      const { seen } = collect({
        concurrency: 3,
        recordsMax: 10,
        apply: async ([first]) => {
          const { partition = -1 } = first ?? {};
          expect(working.has(partition)).toBe(false);
          working.add(partition);
          most = Math.max(most, working.size);
          await new Promise((resolve) => setImmediate(resolve));
          working.delete(partition);
        },
      });
      await eventually(() => seen.length === 300);
      expect(most).toBe(3);
    });

    test('shares the partitions with others of its group, and hands over what they take', async () => {
      let published = 20;
      const publishOneMore = async (): Promise<void> => {
        published += 1;
        await door.publish([{ topic, key: `more ${published}`, value: 'x' }]);
      };
      await publish(published);
      const one = collect();
      await eventually(() => one.seen.length === published);
      const other = collect({}, another());
      const seen = () => one.seen.length + other.seen.length;
      while (other.seen.length === 0 || seen() < published) {
        if (other.seen.length === 0) await publishOneMore();
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      await other.following.stop();
      const before = other.seen.length;
      for (let count = 0; count < 20; count += 1) await publishOneMore();
      await eventually(() => seen() >= published);
      expect(other.seen).toHaveLength(before);
      const places = [...one.seen, ...other.seen].map((of) => `${of.partition}/${of.offset}`);
      expect(new Set(places).size).toBe(places.length);
    });
  });
}
