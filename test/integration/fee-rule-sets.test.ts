/** Rule sets on a real Kafka: the largest there are, and two who decide at one moment. */
import { systemClock, systemRandom } from '../../connectors/common/clock';
import type { KafkaDoor } from '../../connectors/common/doors/kafka/kafka-door';
import { kafkaStore } from '../../connectors/fee-rules/rule-sets/kafka-store';
import type { RuleSetLife } from '../../connectors/fee-rules/rule-sets/record';
import type { StoreContents } from '../../connectors/fee-rules/rule-sets/store';
import { approve, draft, withdraw } from '../../connectors/fee-rules/rule-sets/transitions';
import { startKafka, type Kafka } from '../kit/stack/kafka';
import { tariff } from '../kit/fee-rules/tariff';
import { openDoor } from '../kit/kafka';

jest.setTimeout(120_000);

let kafka: Kafka;
const doors: KafkaDoor[] = [];
beforeAll(async () => {
  kafka = await startKafka();
});
afterAll(async () => {
  await Promise.all(doors.map((door) => door.close()));
  await kafka.stop();
});

const act = (by: string) => ({ by, nowMs: Date.parse('2026-11-21T08:00:00.000Z') });

async function open() {
  const door = openDoor(kafka);
  doors.push(door);
  const store = kafkaStore('test.rule-sets', { door, clock: systemClock, random: systemRandom });
  const seen: StoreContents[] = [];
  await store.follow((contents) => void seen.push(contents));
  return { store, seen };
}

test('16,000 rules arrive, and of two decisions at one moment all readers see the same one', async () => {
  const [one, other] = await Promise.all([open(), open()]);
  const text = tariff(16_000);
  expect(Buffer.byteLength(text)).toBeGreaterThan(8_000_000);
  const life = draft({ ruleSetId: 'a'.repeat(64), title: 'Large' }, act('Amina'));
  expect(await one.store.put({ life, text })).toBe('stored');
  const [approved, withdrawn] = [approve(life, act('Baraka')), withdraw(life, act('Amina'))];
  const answers = await Promise.all([
    one.store.put({ life: approved as RuleSetLife, text }),
    other.store.put({ life: withdrawn as RuleSetLife, text }),
  ]);
  expect(answers.toSorted()).toEqual(['changed-meanwhile', 'stored']);
  const expected = { life: [approved, withdrawn][answers.indexOf('stored')], text };
  for (const { store } of [one, other, await open()]) {
    expect((await store.read()).ruleSets.map(({ record }) => record)).toEqual([expected]);
  }
});
