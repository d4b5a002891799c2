import type { Clock } from '../../common/runtime';
import { BookInMemory } from '../../../test/kit/fee-rules/rule-books';
import { awaitRules, awaitRulesMaxMs } from './await-rules';

function clockFrom(startMs: number): Clock {
  let nowMs = startMs;
  return {
    now: () => nowMs,
    sleep: (durationMs) => {
      nowMs += durationMs;
      return Promise.resolve();
    },
  };
}

test('rules that are there are not waited for', async () => {
  const clock = clockFrom(0);
  await awaitRules(new BookInMemory(() => ({ kind: 'none' })), clock);
  expect(clock.now()).toBe(0);
});

test('rules that are still being read are waited for', async () => {
  const clock = clockFrom(0);
  const book = new BookInMemory((timeMs) =>
    timeMs < 2_000 ? { kind: 'unusable', reason: 'not read yet' } : { kind: 'none' },
  );
  await awaitRules(book, clock);
  expect(clock.now()).toBe(2_000);
});

test('rules that cannot be used are not waited for without end', async () => {
  const clock = clockFrom(0);
  await awaitRules(new BookInMemory(() => ({ kind: 'unusable', reason: 'torn' })), clock);
  expect(clock.now()).toBe(awaitRulesMaxMs);
});

test('nor are rules that cannot even be asked for', async () => {
  const book = new BookInMemory(() => {
    throw new TypeError('a defect');
  });
  await expect(awaitRules(book, clockFrom(0))).resolves.toBeUndefined();
});
