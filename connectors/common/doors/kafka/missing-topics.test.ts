import { SteppedClock, until } from '../../../../test/kit/fee-rules/stepped-clock';
import { MemoryKafka } from '../../../../test/kit/memory-kafka';
import { silentLog } from '../../../../test/kit/mojaloop';
import { awaitTopics } from './missing-topics';

const whoMakes = 'zeebe-bridge first';

function waiting(kafka: MemoryKafka) {
  const clock = new SteppedClock();
  const awaited = awaitTopics(kafka.door(), ['records'], { clock, log: silentLog, whoMakes });
  return { clock, awaited };
}

test('a topic that others make a little later is waited for', async () => {
  const kafka = new MemoryKafka();
  const { clock, awaited } = waiting(kafka);
  await until(() => clock.sleeping === 1);
  kafka.addTopic('records', 3);
  clock.step(1_000);
  await expect(awaited).resolves.toBeUndefined();
});

test('a topic that nobody makes is told after a minute, with what to start', async () => {
  const { clock, awaited } = waiting(new MemoryKafka());
  const pass = async () => {
    for (let seconds = 0; seconds < 60; seconds += 1) {
      await until(() => clock.sleeping === 1);
      clock.step(1_000);
    }
  };
  await Promise.all([expect(awaited).rejects.toThrow('records. Start zeebe-bridge first'), pass()]);
});
