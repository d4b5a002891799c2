import fc from 'fast-check';
import { orderFor } from './rendezvous';

const engines = (count: number) =>
  Array.from({ length: count }, (_, number) => ({ name: `engine-${number}` }));
const names = (order: readonly { readonly name: string }[]) => order.map(({ name }) => name);

test('the order of engines for an id is the same for whoever asks, however the list is written', () => {
  fc.assert(
    fc.property(fc.uuid(), fc.shuffledSubarray(engines(16), { minLength: 1 }), (id, list) => {
      const sorted = [...list].sort((a, b) => a.name.localeCompare(b.name));
      expect(names(orderFor(id, list))).toEqual(names(orderFor(id, sorted)));
      expect(names(orderFor(id, list)).toSorted()).toEqual(names(list).toSorted());
    }),
  );
});

test('an engine that comes or goes moves no other id than its own', () => {
  fc.assert(
    fc.property(fc.uuid(), fc.nat(15), (id, at) => {
      const all = engines(16);
      const gone = `engine-${at}`;
      const without = all.filter(({ name }) => name !== gone);
      const expected = names(orderFor(id, all)).filter((name) => name !== gone);
      expect(names(orderFor(id, without))).toEqual(expected);
    }),
  );
});

test('sixteen engines get a sixteenth of the ids each', () => {
  const counts = new Map<string, number>();
  for (let n = 0; n < 4_000; n += 1) {
    const [first] = orderFor(`id ${n}`, engines(16));
    counts.set(first?.name ?? '', (counts.get(first?.name ?? '') ?? 0) + 1);
  }
  expect(counts.size).toBe(16);
  for (const count of counts.values()) expect(Math.abs(count - 250)).toBeLessThan(80);
});
