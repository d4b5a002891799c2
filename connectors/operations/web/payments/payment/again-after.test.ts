import type { Story } from '../../api/types';
import { againAfterMs, restAgainAfterMs } from './again-after';

const at = '2026-11-28T23:00:00.000Z';
const atMs = Date.parse(at);
const story = (more: object) =>
  ({ sides: [{ updatedAt: at, standsStill: false, ...more }] }) as unknown as Story;

test('a payment that has ended is read again for a minute, as another side may be told of later, and then no more, unless a step of it stands still', () => {
  const laterMs = atMs + 61_000;
  expect(againAfterMs(undefined, atMs)).toBe(false);
  expect(againAfterMs(story({ endedAt: at }), atMs)).toBe(15_000);
  expect(againAfterMs(story({ endedAt: at }), laterMs)).toBe(false);
  expect(againAfterMs(story({ endedAt: at, standsStill: true }), laterMs)).toBe(15_000);
});

test('an engine whose clock is ahead tells of what has just happened', () => {
  const earlierMs = atMs - 5 * 60_000;
  expect(againAfterMs(story({ endedAt: at }), earlierMs)).toBe(15_000);
  expect(restAgainAfterMs(atMs, earlierMs)).toBe(5_000);
});

test('one that is under way is read again soon, and one that has stood for long more seldom', () => {
  expect(againAfterMs(story({}), atMs + 1_000)).toBe(15_000);
  expect(againAfterMs(story({}), atMs + 11 * 60_000)).toBe(60_000);
});

test('what the engine did and what was said is read again for half a minute after the story has changed', () => {
  expect(restAgainAfterMs(atMs, atMs + 1_000)).toBe(5_000);
  expect(restAgainAfterMs(atMs, atMs + 31_000)).toBe(false);
});
