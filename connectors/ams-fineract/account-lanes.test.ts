import { TryAgain } from '../common/failures';
import { AccountLanes } from './account-lanes';
import { Turnstile } from './turnstile';

const never = new AbortController().signal;

/** Work that ends when told to. */
function held() {
  let end = (): void => undefined;
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  return { work: () => ended, end: () => end() };
}

test('one account is worked on by one at a time, in order; others do not wait', async () => {
  const lanes = new AccountLanes(10);
  const seen: string[] = [];
  const first = held();
  const running = [
    lanes.alone('A', never, first.work),
    lanes.alone('A', never, () => Promise.resolve(seen.push('A second'))),
    lanes.alone('A', never, () => Promise.resolve(seen.push('A third'))),
  ];
  await lanes.alone('B', never, () => Promise.resolve(seen.push('B')));
  first.end();
  await Promise.all(running);
  expect(seen).toEqual(['B', 'A second', 'A third']);
});

test('the next one comes in although the one before failed', async () => {
  const lanes = new AccountLanes(10);
  const failing = lanes.alone('A', never, () => Promise.reject(new Error('no')));
  const next = lanes.alone('A', never, () => Promise.resolve('in'));
  await expect(failing).rejects.toThrow('no');
  await expect(next).resolves.toBe('in');
});

test('more than may wait are sent away to try again (2005)', async () => {
  const turnstile = new Turnstile(1, 1);
  const first = held();
  const running = [
    turnstile.pass(never, first.work),
    turnstile.pass(never, () => Promise.resolve()),
  ];
  await expect(turnstile.pass(never, () => Promise.resolve())).rejects.toMatchObject({
    name: 'TryAgain',
    errorInformation: { errorCode: '2005' },
  });
  first.end();
  await Promise.all(running);
});

test('who gives up while waiting leaves the queue, and was never let in', async () => {
  const turnstile = new Turnstile(1, 10);
  const first = held();
  const running = turnstile.pass(never, first.work);
  const controller = new AbortController();
  let wasIn = false;
  const impatient = turnstile.pass(controller.signal, () => {
    wasIn = true;
    return Promise.resolve();
  });
  const patient = turnstile.pass(never, () => Promise.resolve('in'));
  controller.abort();
  await expect(impatient).rejects.toBeInstanceOf(TryAgain);
  first.end();
  await running;
  await expect(patient).resolves.toBe('in');
  expect(wasIn).toBe(false);
  expect(turnstile.isIdle).toBe(true);
  await expect(turnstile.pass(controller.signal, () => Promise.resolve())).rejects.toBeInstanceOf(
    TryAgain,
  );
});

test('as many as there are places are in at the same time', async () => {
  const turnstile = new Turnstile(2, 10);
  const first = held();
  const running = turnstile.pass(never, first.work);
  await expect(turnstile.pass(never, () => Promise.resolve('beside'))).resolves.toBe('beside');
  first.end();
  await running;
});
