import fc from 'fast-check';
import type { Clock } from '../runtime';
import { JobSlots, type Arrival } from './job-slots';

/** Time that stands still until the test lets it pass. */
class StandingClock implements Clock {
  private nowMs = 0;
  private sleepers: { readonly until: number; readonly wake: () => void }[] = [];

  now(): number {
    return this.nowMs;
  }

  sleep(durationMs: number): Promise<void> {
    return new Promise((wake) => this.sleepers.push({ until: this.nowMs + durationMs, wake }));
  }

  async pass(durationMs: number): Promise<void> {
    this.nowMs += durationMs;
    const due = this.sleepers.filter(({ until }) => until <= this.nowMs);
    this.sleepers = this.sleepers.filter(({ until }) => until > this.nowMs);
    for (const { wake } of due) wake();
    await new Promise(setImmediate);
  }
}

let clock: StandingClock;
beforeEach(() => {
  clock = new StandingClock();
});

const slotsOf = (limits: { perProcess: number; perType: number }) => new JobSlots(limits, clock);

let owners = 0;
/** A job of a tenant of its own, unless it is said whose. */
const arrival = (
  type: string,
  run: () => Promise<void>,
  change: Partial<Arrival> = {},
): Arrival => ({
  type,
  owner: `tenant-${(owners += 1)}`,
  run,
  handBack: () => Promise.resolve(),
  ...change,
});
const never = new Promise<void>(() => undefined);

function gate() {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, opened };
}

test('a job starts at once while there is room, and waits in line when there is none', async () => {
  const slots = slotsOf({ perProcess: 2, perType: 2 });
  const first = gate();
  const started: string[] = [];
  const start = (name: string, until: Promise<void>) =>
    slots.submit(
      arrival('a', () => {
        started.push(name);
        return until;
      }),
    );
  start('one', first.opened);
  start('two', never);
  start('three', never);
  expect(started).toEqual(['one', 'two']);
  expect(slots.room('a')).toBe(0);
  first.open();
  await new Promise(setImmediate);
  expect(started).toEqual(['one', 'two', 'three']);
});

test('a busy type does not keep others from starting', () => {
  const slots = slotsOf({ perProcess: 3, perType: 1 });
  const started: string[] = [];
  for (const type of ['a', 'a', 'b']) {
    slots.submit(
      arrival(type, () => {
        started.push(type);
        return never;
      }),
    );
  }
  expect(started).toEqual(['a', 'b']);
});

test('whoever waits for room or for quiet is told', async () => {
  const slots = slotsOf({ perProcess: 1, perType: 1 });
  const { open, opened } = gate();
  slots.submit(arrival('a', () => opened));
  const heard: string[] = [];
  const room = slots.whenRoom('a').then(() => heard.push('room'));
  const idle = slots.whenIdle().then(() => heard.push('idle'));
  await new Promise(setImmediate);
  expect(heard).toEqual([]);
  open();
  await Promise.all([room, idle]);
  expect(heard.toSorted()).toEqual(['idle', 'room']);
});

test('while held, every job is let in and none starts', async () => {
  const slots = slotsOf({ perProcess: 1, perType: 1 });
  let started = 0;
  const submit = () =>
    slots.submit(
      arrival('a', () => {
        started += 1;
        return never;
      }),
    );
  submit();
  const room = slots.whenRoom('a');
  slots.hold();
  await room;
  submit();
  expect(slots.room('a')).toBeGreaterThan(1_000);
  expect(started).toBe(1);
  slots.lift();
  expect(started).toBe(2);
});

test('lifting the limits starts all that waits', () => {
  const slots = slotsOf({ perProcess: 1, perType: 1 });
  let started = 0;
  for (let index = 0; index < 5; index += 1) {
    slots.submit(
      arrival('a', () => {
        started += 1;
        return never;
      }),
    );
  }
  expect(started).toBe(1);
  slots.lift();
  expect(started).toBe(5);
});

describe('a tenant whose peer hangs', () => {
  const limits = { perProcess: 16, perType: 8 };
  const hangs = (owner: string, type = 'a', backoffs: number[] = []) =>
    arrival(type, () => never, {
      owner,
      handBack: (backoffMs) => {
        backoffs.push(backoffMs);
        return Promise.resolve();
      },
    });

  test('gets half of the places, and another starts at once, however much of it comes', async () => {
    const slots = slotsOf(limits);
    for (let index = 0; index < 100; index += 1) slots.submit(hangs('lion'));
    await clock.pass(500);
    expect(slots.room('a')).toBe(4);
    const started: string[] = [];
    for (const owner of ['buffalo', 'buffalo', 'crane']) {
      slots.submit(
        arrival(
          'a',
          () => {
            started.push(owner);
            return Promise.resolve();
          },
          { owner },
        ),
      );
    }
    expect(started).toEqual(['buffalo', 'buffalo', 'crane']);
  });

  test('never keeps jobs of others from coming in, with whatever types of jobs it hangs', async () => {
    const slots = slotsOf(limits);
    for (const type of ['a', 'b', 'c', 'd']) {
      for (let index = 0; index < 20; index += 1) slots.submit(hangs('lion', type));
    }
    await clock.pass(500);
    for (const type of ['a', 'b', 'c', 'd', 'e']) expect(slots.room(type)).toBeGreaterThan(0);
  });

  test('has what is above its share handed back after a moment, to come again one by one', async () => {
    const slots = slotsOf(limits);
    const backoffs: number[] = [];
    for (let index = 0; index < 8; index += 1) slots.submit(hangs('lion', 'a', backoffs));
    expect(backoffs).toEqual([]);
    await clock.pass(500);
    expect(backoffs).toEqual([1_000, 1_050, 1_100, 1_150]);
    for (let index = 0; index < 1_000; index += 1) slots.submit(hangs('lion', 'a', backoffs));
    await clock.pass(500);
    expect(Math.max(...backoffs)).toBe(10_000);
  });

  test('starts what waits for a moment only, as soon as there is a place', async () => {
    const slots = slotsOf(limits);
    const { open, opened } = gate();
    const mine = Array.from({ length: 5 }, () => arrival('a', () => opened, { owner: 'lion' }));
    const backoffs: number[] = [];
    for (const job of mine.slice(0, 4)) slots.submit(job);
    slots.submit(hangs('lion', 'a', backoffs));
    open();
    await clock.pass(499);
    await clock.pass(1_000);
    expect(backoffs).toEqual([]);
  });
});

test('limits and shares hold, nobody starves, no job is lost or comes twice, in whatever order they come and end', async () => {
  const event = fc.oneof(
    fc
      .tuple(fc.constantFrom('a', 'b', 'c'), fc.constantFrom('lion', 'buffalo', 'crane'))
      .map(([type, owner]) => ({ type, owner })),
    fc.nat({ max: 20 }).map((ends) => ({ ends })),
    fc.constantFrom(100, 500).map((passMs) => ({ passMs })),
  );
  const limits = fc.record({
    perProcess: fc.integer({ min: 1, max: 9 }),
    perType: fc.integer({ min: 1, max: 6 }),
  });
  await fc.assert(
    fc.asyncProperty(limits, fc.array(event, { maxLength: 60 }), async (bounds, events) => {
      clock = new StandingClock();
      const slots = slotsOf(bounds);
      const running: { type: string; owner: string; number: number; open: () => void }[] = [];
      const fates = new Map<number, string[]>();
      const countOf = (wanted: { type?: string; owner?: string }) =>
        running.filter((one) =>
          Object.entries(wanted).every(([key, is]) => one[key as 'type'] === is),
        ).length;
      const submit = (type: string, owner: string) => {
        const number = fates.size;
        const fate: string[] = [];
        fates.set(number, fate);
        slots.submit({
          type,
          owner,
          run: () => {
            fate.push('run');
            expect(countOf({ owner })).toBeLessThan(bounds.perProcess - running.length);
            expect(countOf({ type, owner })).toBeLessThan(bounds.perType - countOf({ type }));
            const { open, opened } = gate();
            running.push({ type, owner, number, open });
            return opened;
          },
          handBack: () => {
            fate.push('handed back');
            // It has its share: who has nothing is never sent away.
            expect(countOf({ owner })).toBeGreaterThan(0);
            return Promise.resolve();
          },
        });
      };
      const end = async (index: number): Promise<void> => {
        running.splice(index, 1)[0]?.open();
        await new Promise(setImmediate);
      };
      for (const one of events) {
        if ('type' in one) submit(one.type, one.owner);
        else if ('passMs' in one) await clock.pass(one.passMs);
        else if (running.length > 0) await end(one.ends % running.length);
      }
      while (running.length > 0) await end(0);
      await slots.whenIdle();
      expect([...fates.values()].every((fate) => fate.length === 1)).toBe(true);
    }),
    { numRuns: 200 },
  );
});
