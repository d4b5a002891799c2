import { join } from 'node:path';
import { SteppedClock, until } from '../../test/kit/fee-rules/stepped-clock';
import type { OddTask } from '../../test/kit/threads/odd-thread';
import { createThreadPool, ThreadStopped, type ThreadPool } from './thread-pool';

jest.setTimeout(60_000);

const modulePath = join(__dirname, '../../test/kit/threads/odd-thread');
const opened: ThreadPool<OddTask, unknown>[] = [];
afterEach(() => Promise.all(opened.splice(0).map((pool) => pool.close())));

function openPool(threadsMax = 1, clock = new SteppedClock()): ThreadPool<OddTask, unknown> {
  const limits = { timeoutMs: 5_000, memoryMaxMb: 64, idleMs: 60_000 };
  const pool = createThreadPool<OddTask, unknown>({ modulePath, threadsMax, ...limits }, clock);
  opened.push(pool);
  return pool;
}

const reasonOf = (running: Promise<unknown>) => running.catch((error: unknown) => error);

test('a thread does one task after the other, and tells what it has thrown', async () => {
  const pool = openPool();
  const [first, thrown, second] = await Promise.all([
    pool.run('thread'),
    reasonOf(pool.run('throw')),
    pool.run('thread'),
  ]);
  expect(thrown).toMatchObject({ message: 'out of range' });
  expect(second).toBe(first);
});

test.each([
  ['exit', 'code: 3'],
  ['throw later', 'with no task'],
  ['too much memory', 'more memory than it may'],
] as const)(
  'a task that ends its thread (%s) is told of it, and those that wait are done',
  async (task, message) => {
    const pool = openPool();
    const ended = reasonOf(pool.run(task));
    const waiting = [pool.run('echo'), pool.run('echo')];
    expect(await ended).toMatchObject({ message: expect.stringContaining(message) as string });
    expect(await Promise.all(waiting)).toEqual(['echo', 'echo']);
  },
);

test('a task that takes too long is stopped, and the time of those behind it begins with their turn', async () => {
  const clock = new SteppedClock();
  const pool = openPool(1, clock);
  await pool.run('echo');
  const stopped = reasonOf(pool.run('endless'));
  const behind = pool.run('echo');
  await until(() => clock.sleeping === 1);
  clock.step(4_999);
  expect(clock.sleeping).toBe(1);
  clock.step(1);
  expect(await stopped).toEqual(new ThreadStopped('time'));
  expect(await behind).toBe('echo');
  expect(clock.sleeping).toBe(0);
});

test('two threads work at a time, and no more', async () => {
  const clock = new SteppedClock();
  const pool = openPool(2, clock);
  const endless = [reasonOf(pool.run('endless')), reasonOf(pool.run('endless'))];
  const third = pool.run('echo');
  await until(() => clock.sleeping === 2);
  clock.step(5_000);
  expect(await Promise.all(endless)).toEqual([
    new ThreadStopped('time'),
    new ThreadStopped('time'),
  ]);
  expect(await third).toBe('echo');
});

test('what is under way or waits when the pool closes is rejected, and no thread goes on', async () => {
  const pool = openPool();
  const all = [pool.run('endless'), pool.run('echo'), pool.run('echo')].map(reasonOf);
  await pool.close();
  for (const reason of await Promise.all(all)) expect(reason).toBeInstanceOf(Error);
  expect(await reasonOf(pool.run('echo'))).toMatchObject({
    message: 'the threads have been closed',
  });
});
