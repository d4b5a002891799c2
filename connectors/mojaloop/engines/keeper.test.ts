import { MemoryPublisher } from '../../../test/kit/memory-kafka-publisher';
import { silentLog } from '../../../test/kit/mojaloop';
import type { KafkaDoor } from '../../common/doors/kafka/kafka-door';
import type { Engine, Engines } from '../../common/engines/engine-list';
import type { Clock } from '../../common/runtime';
import type { HandedOn } from './handed-on';
import { Keeper } from './keeper';
import type { BetweenEnginesSettings } from './settings';

const strayTopic = 'payment-hub.stray-messages';
const settings = {
  ...{ ENGINES_TOPIC_PREFIX: 'payment-hub.for-engine', STRAY_MESSAGES_TOPIC: strayTopic },
  ...{ ENGINES_KEPT_FOR: 3_600_000, STRAY_MESSAGES_RETENTION: 86_400_000 },
} as unknown as BetweenEnginesSettings;
const away = { name: 'dodoma-1' } as Engine;
const engines = { current: () => ({ own: { name: 'dar-1' }, all: [away] }) } as unknown as Engines;
const nobody: Promise<never> = new Promise(() => undefined);

const message = (id: string, bytes = 10) =>
  ({
    ...{ tenant: 'lion', id, method: 'PUT', uri: '/', rawHeaders: [], body: Buffer.alloc(bytes) },
  }) as unknown as HandedOn;

function open(topicsMade: Promise<void> = Promise.resolve()) {
  const written: string[] = [];
  const wake: (() => void)[] = [];
  const kafka = {
    ensureTopics: () => topicsMade,
    consume: () => ({ failed: nobody, stop: () => Promise.resolve() }),
    openPublisher: () =>
      new MemoryPublisher(
        async (records) => {
          if (records.some(({ topic }) => topic === strayTopic)) await nobody;
          written.push(...records.map(({ key }) => key));
        },
        { queueBytesMax: 1_000_000 },
      ),
  } as unknown as KafkaDoor;
  const sleep = (_ms: number, signal?: AbortSignal) =>
    new Promise<void>((resolve) => {
      wake.push(resolve);
      signal?.addEventListener('abort', () => resolve());
    });
  const clock: Clock = { now: () => 0, sleep };
  const metrics = { handedOn: () => undefined, stray: () => undefined };
  const keeper = new Keeper(
    { kafka, hop: { pass: () => nobody }, engines, clock, log: silentLog, metrics },
    settings,
  );
  return { keeper, written, passTime: () => wake.splice(0).forEach((one) => one()) };
}

test('forged messages that fill all the room that they have hold up no callback', async () => {
  const { keeper, written } = open();
  for (const id of ['1', '2', '3']) keeper.noteForged(message(id, 1_000_000));
  await keeper.keep(away, message('callback'));
  expect(written).toEqual(['lion:callback']);
});

test('what was refused while its topic could not be made is not written later', async () => {
  let made: () => void = () => undefined;
  const { keeper, written, passTime } = open(new Promise<void>((resolve) => (made = resolve)));
  const kept = keeper.keep(away, message('callback'));
  passTime();
  await expect(kept).rejects.toThrow('Kafka did not take a message');
  made();
  await new Promise((resolve) => setImmediate(resolve));
  expect(written).toEqual([]);
});
