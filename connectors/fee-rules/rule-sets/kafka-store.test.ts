import * as fc from 'fast-check';
import { systemRandom } from '../../common/clock';
import { interchangeFee } from '../../../test/kit/fee-rules/interchange-fee';
import { MemoryKafka, type Turn } from '../../../test/kit/memory-kafka';
import { SteppedClock } from '../../../test/kit/fee-rules/stepped-clock';
import type { Following } from '../../common/doors/kafka/kafka-door';
import { kafkaStore } from './kafka-store';
import type { RuleSetLife, RuleSetRecord } from './record';
import type { PutAnswer, StoreContents } from './store';
import { approve, draft, schedule, withdraw } from './transitions';

const topic = 'payment-hub.fee-rule-sets';
const nowMs = Date.parse('2026-11-21T08:00:00.000Z');
const act = (by: string) => ({ by, nowMs });
const id = 'a'.repeat(64);
const drafted: RuleSetRecord = {
  life: draft({ ruleSetId: id, title: 'Interchange 2026' }, act('Amina')),
  text: interchangeFee,
};
const after = (change: (life: RuleSetLife) => object): RuleSetRecord => ({
  ...drafted,
  life: change(drafted.life) as RuleSetLife,
});
const approved = after((life) => approve(life, act('Baraka')));
const withdrawn = after((life) => withdraw(life, act('Amina')));
const scheduled = after((life) =>
  schedule(approve(life, act('Baraka')) as RuleSetLife, [], nowMs + 3_600_000, act('Amina')),
);

const followings: Following[] = [];
afterEach(() => Promise.all(followings.splice(0).map((one) => one.stop())));

function brokers(turn?: Turn, partitions = 1): MemoryKafka {
  const kafka = new MemoryKafka(() => 0, turn);
  kafka.addTopic(topic, partitions);
  return kafka;
}

async function open(kafka: MemoryKafka, name = 'one') {
  const clock = new SteppedClock();
  const seen: StoreContents[] = [];
  const store = kafkaStore(topic, { door: kafka.door(name), clock, random: systemRandom });
  const following = await store.follow((contents) => seen.push(contents));
  followings.push(following);
  return { store, seen, following, clock };
}

async function readAnew(kafka: MemoryKafka): Promise<StoreContents> {
  const { store, following } = await open(kafka, 'anew');
  await following.stop();
  return store.read();
}

const standing = (contents: StoreContents) => contents.ruleSets.map(({ record }) => record);

test('a decision is stored when it has come back, and is there for whoever reads later', async () => {
  const kafka = brokers();
  const { store, seen, following } = await open(kafka);
  expect(await store.put(drafted)).toBe('stored');
  expect(await store.put(approved)).toBe('stored');
  expect(await store.put(scheduled)).toBe('stored');
  expect(seen.map(standing)).toEqual([[], [drafted], [approved], [scheduled]]);
  await following.stop();
  kafka.compact(topic);
  expect(standing(await readAnew(kafka))).toEqual([scheduled]);
});

test('whoever comes late, or leaves out a decision, is told so', async () => {
  const { store, following } = await open(brokers());
  expect(await store.put(approved)).toBe('changed-meanwhile');
  await store.put(drafted);
  await store.put(withdrawn);
  expect(await store.put(approved)).toBe('changed-meanwhile');
  expect(standing(await store.read())).toEqual([withdrawn]);
  await following.stop();
});

test('of several writers exactly one decides, in whatever order things happen, for all readers', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      fc.array(fc.constantFrom(approved, withdrawn), { minLength: 2, maxLength: 4 }),
      async (scheduler, records) => {
        const kafka = brokers((what) => scheduler.schedule(Promise.resolve(), what));
        const opened = await Promise.all(records.map((_, index) => open(kafka, `writer ${index}`)));
        kafka.append({ topic, key: `${id}/1/draft`, value: JSON.stringify(drafted) });
        const putting = Promise.all(
          opened.map(({ store }, index) => store.put(records[index] ?? approved)),
        );
        await scheduler.waitFor(putting);
        const answers: PutAnswer[] = await putting;
        expect(answers.filter((answer) => answer === 'stored')).toHaveLength(1);
        const stands = [records[answers.indexOf('stored')]];
        for (const { store } of opened) expect(standing(await store.read())).toEqual(stands);
        const compacting = readAnew(kafka);
        expect(standing(await compacting)).toEqual(stands);
        kafka.compact(topic);
        expect(standing(await readAnew(kafka))).toEqual(stands);
        await Promise.all(opened.map(({ following }) => following.stop()));
      },
    ),
    { numRuns: 60 },
  );
});

describe('records that make no sense', () => {
  test.each([
    ['nothing', 'it is not a rule set'],
    ['{"life":{"step":"suspended"}}', 'it is not a rule set'],
    [JSON.stringify({ ...drafted, extra: 1 }), 'it is not a rule set'],
  ])('%s is told of, with its key', async (value, problem) => {
    const kafka = brokers();
    kafka.append({ topic, key: `${id}/1/x`, value });
    expect(await readAnew(kafka)).toEqual({
      ruleSets: [],
      unreadable: [
        { where: `${topic}, key ${id}/1/x`, problem: expect.stringContaining(problem) as string },
      ],
    });
    kafka.append({ topic, key: `${id}/1/x`, value: null });
    expect(await readAnew(kafka)).toEqual({ ruleSets: [], unreadable: [] });
  });

  test('a record under the key of another does not count', async () => {
    const kafka = brokers();
    kafka.append({ topic, key: `${'b'.repeat(64)}/1/x`, value: JSON.stringify(drafted) });
    expect((await readAnew(kafka)).unreadable).toHaveLength(1);
  });
});

test('a topic of several partitions has no order and is refused', async () => {
  const kafka = brokers(undefined, 3);
  await expect(open(kafka)).rejects.toThrow('rule sets need exactly one');
});

test('whoever cannot learn whether it was stored says so', async () => {
  const kafka = brokers();
  const { store, following, clock } = await open(kafka);
  await following.stop();
  const answer = store.put(drafted).catch((error: unknown) => error);
  clock.step(15_000);
  expect(await answer).toEqual(
    new Error(`nobody knows whether it was stored: ${topic} does not give it back`),
  );
});

test('when the broker goes, the following ends, and another begins anew without a gap', async () => {
  const kafka = brokers();
  const { store, seen, following } = await open(kafka);
  await store.put(drafted);
  kafka.breakDown();
  await expect(following.failed).rejects.toThrow('the broker is gone');
  kafka.isDown = false;
  const again = await store.follow((contents) => seen.push(contents));
  followings.push(again);
  expect(seen.map(standing)).toEqual([[], [drafted], [drafted]]);
});
