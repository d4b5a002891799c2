import { actsOn, stateIn } from './acts';

const amina = { person: 'amina', roles: ['viewer', 'operator'] as const };
const at = '2026-11-29T10:00:00.000Z';

test('what nobody has is taken, or settled at once', () => {
  expect(actsOn({ state: 'open', owner: null }, amina)).toEqual(['take', 'settle']);
});

test('one’s own is settled, handed over or let go', () => {
  const owner = { name: 'amina', at };
  expect(actsOn({ state: 'open', owner }, amina)).toEqual(['settle', 'hand-over', 'let-go']);
});

test('what somebody else has taken is theirs, unless an administrator gives it away', () => {
  const owner = { name: 'juma', at };
  expect(actsOn({ state: 'open', owner }, amina)).toEqual([]);
  const admin = { person: 'amina', roles: ['operator', 'admin'] as const };
  expect(actsOn({ state: 'open', owner }, admin)).toEqual(['assign']);
});

test('whoever only looks, does nothing', () => {
  const viewer = { person: 'amina', roles: ['viewer', 'approver'] as const };
  expect(actsOn({ state: 'open', owner: null }, viewer)).toEqual([]);
});

test.each(['gone', 'settled'] as const)('about what is %s nothing is done', (state) => {
  expect(actsOn({ state, owner: null }, amina)).toEqual([]);
});

test('open ones are shown unless others are asked for', () => {
  const states = ['', 'state=settled', 'state=all', 'state=lost'].map((written) =>
    stateIn(new URLSearchParams(written)),
  );
  expect(states).toEqual(['open', 'settled', 'all', 'open']);
});
