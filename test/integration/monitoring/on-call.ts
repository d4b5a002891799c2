/** Faults of the role on-call, as it runs, with Kafka and Elasticsearch in memory. */
import type { Registry } from 'prom-client';
import { setTimeout as pause } from 'node:timers/promises';
import type { Course, Fault } from '../../kit/monitoring/watched';
import { lookEveryMs, OnCallWorld, startPager, topics, type Pager } from '../../kit/parts/on-call';

const minuteMs = 60_000;

async function onCall(
  metrics: Registry,
  hurt: (world: OnCallWorld, pager: Pager) => unknown,
): Promise<Course> {
  const pager = await startPager();
  const world = new OnCallWorld({ pager }, Date.now());
  await world.start('one', metrics);
  const goOn = async () => {
    await world.pass(7 * minuteMs);
    // What is under way over a real socket.
    await pause(100);
    await world.pass(lookEveryMs);
  };
  let isHurt = false;
  return {
    now: () => world.nowMs,
    well: goOn,
    hurt: async () => {
      if (!isHurt) await hurt(world, pager);
      isHurt = true;
      await goOn();
    },
    end: async () => {
      await world.close();
      await pager.close();
    },
  };
}

export const faultsOfOnCall: readonly Fault[] = [
  {
    what: 'on call: nobody can be reached when money is stuck',
    fire: ['HubNobodyIsReached'],
    begin: (metrics) =>
      onCall(metrics, async (world, pager) => {
        pager.status = 503;
        await world.wait('t-1');
      }),
  },
  {
    what: 'on call: money is stuck and whoever is on duty hears of it',
    fire: [],
    begin: (metrics) => onCall(metrics, (world) => world.wait('t-1')),
  },
  {
    what: 'on call: another process has the right to call, and hangs',
    fire: ['HubNobodyCalls'],
    begin: (metrics) =>
      onCall(metrics, (world) => {
        const claim = { kind: 'caller', version: 1, forMs: 86_400_000 };
        world.nowMs += 2 * minuteMs;
        world.kafka.append({
          ...{ topic: topics.calls, key: 'caller' },
          value: JSON.stringify({ ...claim, caller: '00000000-0000-4000-8000-000000000000' }),
        });
      }),
    // It looks no longer, and leaves that to the one that hangs.
    mayFire: ['HubStuckIsNotSeen'],
  },
  {
    what: 'on call: Elasticsearch is away, and held money is not seen',
    fire: ['HubStuckIsNotSeen'],
    begin: (metrics) =>
      onCall(metrics, (world) => {
        world.elasticsearch.isDown = true;
      }),
  },
];
