import { badgeText } from './badges';
import type { Mark } from './execution';

const visit = {} as Mark['visits'][number];
const mark: Mark = {
  ...{ elementId: 'a', name: 'A', type: 'SERVICE_TASK', state: 'completed' },
  ...{ visits: [visit], tries: 1, incidents: 0, incidentsOpen: 0 },
};
const here = { badgeHere: 'here' };

test('what went as it should says only how long it took, and what took no time says nothing', () => {
  expect(badgeText({ ...mark, durationMs: 131 }, here)).toBe('✓ 131 ms');
  expect(badgeText({ ...mark, durationMs: 0 }, here)).toBe('');
});

test('where it stands, what stands still, and what was done again is told by signs and words', () => {
  expect(badgeText({ ...mark, state: 'active' }, here)).toBe('▶ here');
  expect(badgeText({ ...mark, state: 'active', incidents: 1, incidentsOpen: 1 }, here)).toBe(
    '▶ ⚠ here',
  );
  expect(badgeText({ ...mark, durationMs: 5_000, tries: 3, incidents: 1 }, here)).toBe(
    '✓ 5 s ↻3 (⚠1)',
  );
  expect(badgeText({ ...mark, state: 'terminated', visits: [visit, visit] }, here)).toBe('✕ ×2');
});
