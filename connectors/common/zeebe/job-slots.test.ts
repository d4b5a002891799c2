import fc from 'fast-check';
import { JobSlots } from './job-slots';

function gate() {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, opened };
}

test('a job starts at once while there is room, and waits in line when there is none', async () => {
  const slots = new JobSlots({ perProcess: 2, perType: 2 });
  const first = gate();
  const started: string[] = [];
  const start = (name: string, until: Promise<void>) =>
    slots.submit('a', () => {
      started.push(name);
      return until;
    });
  start('one', first.opened);
  start('two', new Promise(() => undefined));
  start('three', new Promise(() => undefined));
  expect(started).toEqual(['one', 'two']);
  expect(slots.room('a')).toBe(0);
  first.open();
  await new Promise(setImmediate);
  expect(started).toEqual(['one', 'two', 'three']);
});

test('a busy type does not keep others from starting', () => {
  const slots = new JobSlots({ perProcess: 3, perType: 1 });
  const started: string[] = [];
  for (const type of ['a', 'a', 'b']) {
    slots.submit(type, () => {
      started.push(type);
      return new Promise(() => undefined);
    });
  }
  expect(started).toEqual(['a', 'b']);
});

test('whoever waits for room or for quiet is told', async () => {
  const slots = new JobSlots({ perProcess: 1, perType: 1 });
  const { open, opened } = gate();
  slots.submit('a', () => opened);
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
  const slots = new JobSlots({ perProcess: 1, perType: 1 });
  let started = 0;
  const submit = () =>
    slots.submit('a', () => {
      started += 1;
      return new Promise(() => undefined);
    });
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
  const slots = new JobSlots({ perProcess: 1, perType: 1 });
  let started = 0;
  for (let index = 0; index < 5; index += 1) {
    slots.submit('a', () => {
      started += 1;
      return new Promise(() => undefined);
    });
  }
  expect(started).toBe(1);
  slots.lift();
  expect(started).toBe(5);
});

test('the limits hold and every job runs once, in its turn, in whatever order jobs come and end', async () => {
  const event = fc.oneof(
    fc.constantFrom('a', 'b', 'c').map((type) => ({ type })),
    fc.nat({ max: 20 }).map((ends) => ({ ends })),
  );
  const limits = fc.record({
    perProcess: fc.integer({ min: 1, max: 5 }),
    perType: fc.integer({ min: 1, max: 3 }),
  });
  await fc.assert(
    fc.asyncProperty(limits, fc.array(event, { maxLength: 40 }), async (bounds, events) => {
      const slots = new JobSlots(bounds);
      const running: { type: string; number: number; open: () => void }[] = [];
      const order: Record<string, number[]> = { a: [], b: [], c: [] };
      let submitted = 0;
      const end = async (index: number): Promise<void> => {
        running.splice(index, 1)[0]?.open();
        await new Promise(setImmediate);
        expect(running.length).toBeLessThanOrEqual(bounds.perProcess);
        for (const type of ['a', 'b', 'c']) {
          const ofType = running.filter((one) => one.type === type).length;
          expect(ofType).toBeLessThanOrEqual(bounds.perType);
        }
      };
      for (const one of events) {
        if ('type' in one) {
          const number = (submitted += 1);
          slots.submit(one.type, () => {
            const { open, opened } = gate();
            running.push({ type: one.type, number, open });
            order[one.type]?.push(number);
            return opened;
          });
        } else if (running.length > 0) await end(one.ends % running.length);
      }
      while (running.length > 0) await end(0);
      await slots.whenIdle();
      expect(Object.values(order).flat().length).toBe(submitted);
      for (const numbers of Object.values(order)) {
        expect(numbers).toEqual(numbers.toSorted((left, right) => left - right));
      }
    }),
    { numRuns: 60 },
  );
});
