import { systemClock } from '../../common/clock';
import { interchangeFee } from '../../../test/kit/fee-rules/interchange-fee';
import { SteppedClock } from '../../../test/kit/fee-rules/stepped-clock';
import { tariff } from '../../../test/kit/fee-rules/tariff';
import { Evaluator } from '../engine/evaluator';
import { loadText } from './load-text';
import { LoadStopped, threadedLoader } from './rule-loader';

const limits = { timeoutMs: 60_000, memoryMb: 512 };

test('rules are loaded in another thread just as they would be in this one', async () => {
  const request = { text: interchangeFee, compile: true };
  const answer = await threadedLoader(limits, systemClock).load(request);
  expect(answer).toEqual(loadText(request));
});

test('what is wrong with rules comes back as problems', async () => {
  const loader = threadedLoader(limits, systemClock);
  const { problems, ruleSet, compiled } = await loader.load({ text: 'if(', compile: true });
  expect(problems).not.toHaveLength(0);
  expect([ruleSet, compiled]).toEqual([undefined, undefined]);
});

test('rules that take too much memory are given up, and the next ones load', async () => {
  const loader = threadedLoader({ ...limits, memoryMb: 64 }, systemClock);
  const monster = loader.load({ text: tariff(20_000), compile: true });
  const next = loader.load({ text: interchangeFee, compile: false });
  await expect(monster).rejects.toThrow(
    new LoadStopped('these rules take more than 64 MB to load: use fewer'),
  );
  expect((await next).ruleSet?.text).toBe(interchangeFee);
});

test('rules that take too long are given up', async () => {
  const clock = new SteppedClock();
  const loader = threadedLoader({ ...limits, timeoutMs: 5_000 }, clock);
  const loading = loader.load({ text: tariff(10_000), compile: true });
  const givenUp = loading.catch((error: unknown) => error);
  await Promise.resolve();
  clock.step(5_000);
  expect(await givenUp).toEqual(
    new LoadStopped('these rules take longer than 5000 ms to load: use fewer'),
  );
});

test('10,000 rules load while the main thread goes on', async () => {
  const text = tariff(10_000);
  let [worstMs, last] = [0, performance.now()];
  const heartbeat = setInterval(() => {
    const now = performance.now();
    worstMs = Math.max(worstMs, now - last);
    last = now;
  }, 1);
  const startedMs = performance.now();
  const answer = await threadedLoader(limits, systemClock).load({ text, compile: true });
  const tookMs = performance.now() - startedMs;
  await new Promise((resolve) => setTimeout(resolve, 5));
  clearInterval(heartbeat);
  if (answer.compiled === undefined) throw new Error('the tariff must load');
  expect(new Evaluator(answer.compiled).ruleSetId).toBe(answer.ruleSet?.id);
  // What remains is the copy from thread to thread: some 0.13 s where loading takes 2 s.
  expect(worstMs).toBeLessThan(tookMs / 3);
}, 120_000);
