import { chosenOf, queryOf, tabOf, type Chosen } from './chosen';

test.each<Chosen>([
  { what: 'event', eventId: '5f7efa8b-29c3-5ec2-a487-899836c9b9f2' },
  { what: 'message', messageId: 'a b/c?d&e' },
  { what: 'process', processInstanceKey: '2251799813685254' },
  { what: 'element', processInstanceKey: '2251799813685254', elementId: 'blockFunds' },
])('what is chosen is the same when its address is opened: $what', (chosen) => {
  expect(chosenOf(new URLSearchParams(queryOf(chosen)))).toEqual(chosen);
});

test('an address that somebody has cut chooses nothing', () => {
  for (const query of ['', '?element=12', '?else=1']) {
    expect(chosenOf(new URLSearchParams(query))).toBeUndefined();
  }
  expect(queryOf(undefined)).toBe('');
});

test('a tab that is none is the diagram', () => {
  expect(tabOf(undefined)).toBe('diagram');
  expect(tabOf('nonsense')).toBe('diagram');
  expect(tabOf('audit')).toBe('audit');
});
