import fc from 'fast-check';
import { createMemory } from './memory';
import { presets, keptOf, readViews, renamed, withoutView, withView } from './views';
import { readVisited, withVisited } from './visited';
import { readQuery, writeQuery } from './query';

const failed = { name: 'Failed', search: 'states=failed' };
const paid = { name: 'Paid', search: 'states=paid' };

test('what is kept of a view has nothing that names a person', () => {
  expect(keptOf({ hidden: 'k1', states: ['failed'] })).toBe('states=failed');
  expect(readViews('[{"name": "X", "search": "party=255712345678&hidden=k1&side=payer"}]')).toEqual(
    [{ name: 'X', search: 'side=payer' }],
  );
});

test('a view of the same name is replaced, where it stood', () => {
  const views = withView([failed, paid], { name: ' Failed ', search: 'states=failed&time=today' });
  expect(views.map(({ name }) => name)).toEqual(['Failed', 'Paid']);
  expect(views[0]?.search).toBe('states=failed&time=today');
});

test('a view takes no name that another one has', () => {
  expect(renamed([failed, paid], 'Failed', 'Paid')).toBeUndefined();
  expect(renamed([failed, paid], 'Failed', ' ')).toBeUndefined();
  expect(renamed([failed, paid], 'Failed', 'Broken')).toEqual([
    { ...failed, name: 'Broken' },
    paid,
  ]);
});

test('a view is deleted', () => {
  expect(withoutView([failed, paid], 'Failed')).toEqual([paid]);
});

test('the views that everybody has can stand in an address', () => {
  for (const preset of Object.values(presets)) {
    expect(readQuery(writeQuery(preset))).toEqual({ query: preset, ignored: [] });
  }
});

test('whatever stands in the browser’s storage is read, as views and as visits', () => {
  fc.assert(
    fc.property(fc.oneof(fc.json(), fc.string()), (stored) => {
      expect(Array.isArray(readViews(stored))).toBe(true);
      expect(readVisited(stored).every((one) => typeof one === 'string')).toBe(true);
    }),
  );
});

test('a thousand visits are known, the newest last', () => {
  const many = Array.from({ length: 1_000 }, (_, at) => String(at));
  const next = withVisited(withVisited(many, '7'), 'new');
  expect(next).toHaveLength(1_000);
  expect(next.slice(-2)).toEqual(['7', 'new']);
  expect(next[0]).toBe('1');
});

test('a tab remembers what stands in no address by a key that says nothing of it', () => {
  const memory = createMemory(() => 'k1');
  const search = { party: { partyIdType: 'MSISDN', partyIdentifier: '255712345678' } } as const;
  expect(memory.hide('0712', search)).toBe('k1');
  expect(memory.hidden('k1')).toEqual({ typed: '0712', search });
  expect(memory.hidden('k2')).toBeUndefined();
});
