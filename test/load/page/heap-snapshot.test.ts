import { heapPartsOf } from './heap-snapshot';

const snapshot = (nodes: readonly number[]) =>
  JSON.stringify({
    snapshot: {
      meta: {
        node_fields: ['type', 'name', 'self_size'],
        node_types: [['synthetic', 'object', 'code', 'native', 'string'], 'string', 'number'],
      },
    },
    nodes,
  });

test('what a page keeps is told apart from its code and from what is the browser’s', () => {
  const nodes = [...[0, 0, 7], ...[1, 0, 2_000_000], ...[2, 0, 500_000]];
  nodes.push(...[3, 0, 900_000], ...[4, 0, 1_000_000]);
  expect(heapPartsOf(snapshot(nodes))).toEqual({ dataMb: 3, codeMb: 0.5 });
});

test('what is no snapshot is no empty one', () => {
  expect(() => heapPartsOf('{}')).toThrow();
});
