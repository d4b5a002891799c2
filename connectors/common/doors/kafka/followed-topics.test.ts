import { MemoryKafka } from '../../../../test/kit/memory-kafka';
import { systemClock } from '../../clock';
import { FollowedTopics } from './followed-topics';

const name = 'payment-hub.notes';

async function started(enter: (value: string | undefined) => void) {
  const kafka = new MemoryKafka(() => systemClock.now());
  const door = kafka.door();
  await door.ensureTopics([{ name, partitions: 1, settings: {} }]);
  const topic = new FollowedTopics(door, { topic: name, enter: ({ value }) => enter(value) });
  await topic.start();
  return { topic, write: (value: string) => door.publish([{ topic: name, key: 'k', value }]) };
}

test('a topic that is started twice is read once', async () => {
  const entered: unknown[] = [];
  const { topic, write } = await started((value) => entered.push(value));
  await topic.start();
  await write('a');
  await topic.catchUp();
  expect(entered).toEqual(['a']);
  await topic.stop();
});

test('whoever waits for more, and whoever asks for health, is told what has ended the reading', async () => {
  const { topic, write } = await started(() => {
    throw new Error('nobody can read this');
  });
  await expect(topic.checkHealth()).resolves.toBeUndefined();
  const waits = topic.moved();
  await write('a');
  await expect(waits).rejects.toThrow('nobody can read this');
  await expect(topic.checkHealth()).rejects.toThrow('nobody can read this');
  await expect(topic.catchUp()).rejects.toThrow('nobody can read this');
});

test('several topics are caught up with together, each record where it belongs', async () => {
  const door = new MemoryKafka(() => systemClock.now()).door();
  const names = ['one', 'other'];
  await door.ensureTopics(names.map((one) => ({ name: one, partitions: 1, settings: {} })));
  const entered: string[] = [];
  const topics = new FollowedTopics(
    door,
    ...names.map((topic) => ({
      topic,
      enter: ({ value = '' }) => void entered.push(`${topic}: ${value}`),
    })),
  );
  await door.publish([{ topic: 'one', key: 'k', value: 'before' }]);
  await topics.start();
  expect(entered).toEqual(['one: before']);
  door.hold();
  await door.publish(names.map((topic) => ({ topic, key: 'k', value: 'after' })));
  const caughtUp = topics.catchUp();
  await door.deliver();
  await caughtUp;
  expect(entered).toEqual(['one: before', 'one: after', 'other: after']);
  await topics.stop();
});

test('a topic that was never started says so', async () => {
  const door = new MemoryKafka(() => 0).door();
  const topic = new FollowedTopics(door, { topic: name, enter: () => undefined });
  await expect(topic.checkHealth()).rejects.toThrow(`not followed: ${name}`);
});
