import type { RuleSet } from '../api';
import { actsOf, historyOf, isOwnDraft, predecessorOf } from './acts';

const ruleSet = (change: Partial<RuleSet>): RuleSet => ({
  ruleSetId: 'a',
  title: 'Fees',
  state: 'draft',
  drafted: { by: 'amina', at: '2026-11-01T00:00:00.000Z' },
  ...change,
});

test.each([
  ['draft', ['approve', 'withdraw']],
  ['approved', ['schedule', 'withdraw']],
  ['scheduled', ['schedule', 'retire']],
  ['active', ['retire']],
  ['retired', []],
  ['withdrawn', []],
] as const)('of what is %s may be decided: %j', (state, acts) => {
  expect(actsOf(ruleSet({ state }))).toEqual(acts);
});

test('who drafted is known in whatever case the name stands', () => {
  expect(isOwnDraft(ruleSet({}), 'Amina')).toBe(true);
  expect(isOwnDraft(ruleSet({}), 'juma')).toBe(false);
});

test('a version is compared with what is in force, else with the one before it', () => {
  const at = (day: string) => ({ by: 'amina', at: `2026-11-${day}T00:00:00.000Z` });
  const one = ruleSet({ ruleSetId: 'b', drafted: at('05') });
  const first = ruleSet({ drafted: at('01'), state: 'retired' });
  const withdrawn = ruleSet({ ruleSetId: 'w', drafted: at('03'), state: 'withdrawn' });
  expect(predecessorOf(one, [one, withdrawn, first])).toBe(first);
  const active = ruleSet({ ruleSetId: 'c', drafted: at('09'), state: 'active' });
  expect(predecessorOf(one, [active, one, first])).toBe(active);
  expect(predecessorOf(one, [one])).toBeUndefined();
});

test('the history has each decision with who, when and from when on', () => {
  const approved = { by: 'juma', at: '2026-11-02T00:00:00.000Z' };
  const scheduled = {
    by: 'juma',
    at: '2026-11-03T00:00:00.000Z',
    activeFrom: '2027-01-01T00:00:00.000Z',
  };
  const [, , last] = historyOf(ruleSet({ state: 'scheduled', approved, scheduled }));
  expect(last).toEqual({
    step: 'scheduled',
    by: 'juma',
    at: scheduled.at,
    from: scheduled.activeFrom,
  });
});
