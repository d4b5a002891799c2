import { z } from 'zod';
import { MemoryKafka } from '../../../test/kit/memory-kafka';
import { findParts } from './find-parts';
import { makeTopics, ownTopics } from './own-topics';

const topic = (name: string, partitions: number) =>
  ownTopics(z.object({}), () => [{ name, partitions, settings: {} }]);

test('what is missing is made once, and what is other than it should be is told and left', async () => {
  const kafka = new MemoryKafka();
  kafka.addTopic('there', 3);
  const door = kafka.door();
  const own = [topic('there', 6), topic('new', 2), topic('new', 9)];
  expect(await makeTopics(door, own)).toEqual({
    made: ['new'],
    differing: ['there: partitions is 3, not 6'],
  });
  expect(kafka.partitions('new')).toHaveLength(2);
  expect(kafka.partitions('there')).toHaveLength(3);
  expect((await makeTopics(door, own)).made).toEqual([]);
});

test('the topics of all roles are known without a single setting, secrets least of all', async () => {
  const roles = findParts().flatMap((part) => part.roles);
  const kafka = new MemoryKafka();
  const { made, differing } = await makeTopics(
    kafka.door(),
    roles.flatMap(({ topics = [] }) => topics),
  );
  expect(differing).toEqual([]);
  expect(made).toEqual(
    expect.arrayContaining([
      'payment-hub.engine-records.main',
      'payment-hub.payment-events',
      'payment-hub.message-journal',
      'payment-hub.back-office',
      'payment-hub.operator-decisions',
      'payment-hub.operations-audit',
    ]),
  );
});

test('two roles that have one topic are of one mind about it', () => {
  const roles = findParts().flatMap((part) => part.roles);
  const byName = new Map<string, unknown>();
  for (const one of roles.flatMap(({ topics }) => topics?.read() ?? [])) {
    expect(byName.get(one.name) ?? one).toEqual(one);
    byName.set(one.name, one);
  }
});
