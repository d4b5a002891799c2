import { status } from '@grpc/grpc-js';
import { systemRandom } from '../clock';
import type { Clock, OpenJobsQuery } from '../runtime';
import { GatewayError, type Gateway } from './gateway';
import { openJobsAt } from './open-jobs';

const callMs = 60;
/** The engine looks so often whose time is over. */
const tickMs = 1_000;

/** Time passes when all wait for it, and to the earliest of them. */
class VirtualClock implements Clock {
  private nowMs = 86_400_000;
  private sleepers: { readonly at: number; readonly wake: () => void }[] = [];

  readonly now = () => this.nowMs;

  readonly sleep = (durationMs: number): Promise<void> =>
    new Promise((wake) => this.sleepers.push({ at: this.nowMs + durationMs, wake }));

  async until<Result>(work: Promise<Result>): Promise<Result> {
    const is = { over: false };
    const over = () => (is.over = true);
    void work.then(over, over);
    for (;;) {
      await new Promise((resolve) => setImmediate(resolve));
      if (is.over) return work;
      const [next] = this.sleepers.sort((left, right) => left.at - right.at).splice(0, 1);
      if (next === undefined) throw new Error('nobody waits for anything');
      this.nowMs = next.at;
      next.wake();
    }
  }
}

const depsOf = (clock: Clock) => ({ clock, random: systemRandom, timeoutMs: 1_000 });

/** As a broker gives jobs out: the oldest first that nobody holds. */
function brokerWith(count: number, clock: Clock, firstCallsMs: readonly number[] = []) {
  const callsMs = [...firstCallsMs];
  const heldUntil = new Map(Array.from({ length: count }, (_, index) => [String(index), 0]));
  const stream: Pick<Gateway, 'stream'>['stream'] = (_name, request, _limits, onMessage) => {
    const { maxJobsToActivate, timeout } = request as {
      maxJobsToActivate: number;
      timeout: number;
    };
    const free = [...heldUntil]
      .filter(([, until]) => until <= clock.now())
      .slice(0, maxJobsToActivate);
    const until = Math.ceil((clock.now() + timeout) / tickMs) * tickMs;
    for (const [key] of free) heldUntil.set(key, until);
    const jobs = free.map(([key]) => ({ key, variables: '{}' }));
    onMessage({ jobs } as unknown as Parameters<typeof onMessage>[0]);
    const ended = clock.sleep(callsMs.shift() ?? callMs);
    return { pause: () => undefined, resume: () => undefined, ended };
  };
  return openJobsAt({ stream } as unknown as Gateway, depsOf(clock));
}

const query: OpenJobsQuery = {
  type: 'operations:ask-operator:1',
  variables: ['tenant'],
  jobsMax: 10_000,
  isThorough: true,
};
const briefly = { ...query, isThorough: false };

test.each([0, 1, 1_000, 1_100, 9_999])('of %d open jobs each is seen once', async (count) => {
  for (const one of [query, briefly]) {
    const clock = new VirtualClock();
    const seen = await clock.until(brokerWith(count, clock).list(one));
    expect(new Set(seen.map(({ key }) => key)).size).toBe(count);
    expect(seen).toHaveLength(count);
  }
});

test('of more than are asked for, so many are seen', async () => {
  const clock = new VirtualClock();
  expect(await clock.until(brokerWith(10_500, clock).list(query))).toHaveLength(10_000);
});

test('all 1,100 are seen beside a role that looks as often as it may, whenever that is', async () => {
  for (let startedAfterMs = 0; startedAfterMs < 3_000; startedAfterMs += 50) {
    const clock = new VirtualClock();
    const jobs = brokerWith(1_100, clock);
    let isOver = false;
    const role = async () => {
      while (!isOver) {
        await jobs.list(briefly);
        // The least that DECISION_RELAY_LOOK_EVERY_S may be, less the quarter that chance may take off.
        await clock.sleep(2_250);
      }
    };
    const command = async () => {
      await clock.sleep(startedAfterMs);
      const seen = await jobs.list(query);
      isOver = true;
      return seen;
    };
    const [seen] = await clock.until(Promise.all([command(), role()]));
    expect({ startedAfterMs, seen: seen.length }).toEqual({ startedAfterMs, seen: 1_100 });
  }
});

test('a thorough look is over in five seconds, whether something waits or nothing', async () => {
  for (const count of [0, 1, 50]) {
    const clock = new VirtualClock();
    const startedAt = clock.now();
    await clock.until(brokerWith(count, clock).list(query));
    expect(clock.now() - startedAt).toBeLessThan(5_000);
  }
});

test('all are seen by who looked while they were held, and whose machine then stood still', async () => {
  const clock = new VirtualClock();
  const jobs = brokerWith(3, clock, [callMs, 10_000]);
  const both = Promise.all([jobs.list(briefly), jobs.list(query)]);
  const [, seen] = await clock.until(both);
  expect(seen).toHaveLength(3);
});

test('three who look at the same time see all of them, each', async () => {
  for (let apartMs = 0; apartMs < 1_400; apartMs += 100) {
    const clock = new VirtualClock();
    const jobs = brokerWith(1_100, clock);
    const looks = [0, 1, 2].map(async (index) => {
      await clock.sleep(index * apartMs);
      return jobs.list(query);
    });
    const seen = await clock.until(Promise.all(looks));
    expect(seen.map(({ length }) => length)).toEqual([1_100, 1_100, 1_100]);
  }
});

describe('a job that is completed by its key', () => {
  /** Answers with these codes, one a call, then takes it. */
  async function completeAfter(codes: readonly status[]) {
    const clock = new VirtualClock();
    const answers = [...codes];
    const call = () => {
      const code = answers.shift();
      if (code === undefined) return Promise.resolve({});
      return Promise.reject(new GatewayError('completeJob', code, ''));
    };
    const jobs = openJobsAt({ call } as unknown as Gateway, depsOf(clock));
    return clock.until(jobs.complete('1', {}));
  }

  test('is said again to an engine that has too much to do to take it', async () => {
    const busy = status.RESOURCE_EXHAUSTED;
    expect(await completeAfter([busy, busy, busy])).toBe('completed');
    expect(await completeAfter([busy, status.NOT_FOUND])).toBe('unknown');
  });

  test('is told as failed when the engine stays busy, or nobody knows whether it has heard', async () => {
    const forLong = Array.from({ length: 100 }, () => status.RESOURCE_EXHAUSTED);
    await expect(completeAfter(forLong)).rejects.toThrow('RESOURCE_EXHAUSTED');
    await expect(completeAfter([status.DEADLINE_EXCEEDED])).rejects.toThrow('DEADLINE_EXCEEDED');
  });
});
