import type { Clock } from '../runtime';
import type { Gateway } from './gateway';
import { openJobsAt } from './open-jobs';

const day = 86_400_000;

/** As a broker gives jobs out: the oldest first that nobody holds. Each call takes a while. */
function brokerWith(count: number, callMs: number) {
  let now = day;
  let calls = 0;
  const heldUntil = new Map(Array.from({ length: count }, (_, index) => [String(index), 0]));
  const stream: Pick<Gateway, 'stream'>['stream'] = (_name, request, _limits, onMessage) => {
    const { maxJobsToActivate, timeout } = request as {
      maxJobsToActivate: number;
      timeout: number;
    };
    now += callMs;
    calls += 1;
    const free = [...heldUntil].filter(([, until]) => until <= now).slice(0, maxJobsToActivate);
    for (const [key] of free) heldUntil.set(key, now + timeout);
    const jobs = free.map(([key]) => ({ key, variables: '{}' }));
    onMessage({ jobs } as unknown as Parameters<typeof onMessage>[0]);
    return { pause: () => undefined, resume: () => undefined, ended: Promise.resolve() };
  };
  const clock: Clock = {
    now: () => now,
    sleep: (durationMs) => {
      now += durationMs;
      return Promise.resolve();
    },
  };
  const jobs = openJobsAt({ stream } as unknown as Gateway, clock, 1_000);
  return { jobs, calls: () => calls };
}

const query = { type: 'operations:ask-operator:1', variables: ['tenant'], jobsMax: 10_000 };

test.each([0, 1, 999, 1_000, 1_001, 2_500, 9_999])(
  'of %d open jobs each is seen once',
  async (count) => {
    for (const isThorough of [false, true]) {
      const broker = brokerWith(count, 10);
      const seen = await broker.jobs.list({ ...query, isThorough });
      expect(new Set(seen.map(({ key }) => key)).size).toBe(count);
      expect(seen).toHaveLength(count);
    }
  },
);

test('of more than are asked for, so many are seen', async () => {
  const seen = await brokerWith(10_500, 10).jobs.list({ ...query, isThorough: true });
  expect(seen).toHaveLength(10_000);
});

test('those that come again before all were given do not hide the others', async () => {
  const broker = brokerWith(5_000, 120);
  const seen = await broker.jobs.list({ ...query, isThorough: false });
  expect(seen).toHaveLength(5_000);
});

test('a broker that gives the same ones for ever is not asked for ever', async () => {
  const broker = brokerWith(2_000, 400);
  await broker.jobs.list({ ...query, isThorough: false });
  expect(broker.calls()).toBeLessThanOrEqual(30);
});
