import type { Candidate, DispatchNode, Predicate } from './compiled-rules';
import { dispatchTree } from './dispatch';

test('rules that list values of several fields do not multiply into a tree of gigabytes', () => {
  const predicates: Predicate[] = [];
  const anyOf = (field: number, values: readonly number[]): number => {
    const members = values.map((value) => {
      const right = { literal: `dfsp-${value}` };
      return predicates.push({ kind: 'text', field, isFolded: false, isNegated: false, right }) - 1;
    });
    return predicates.push({ kind: 'any', predicates: members }) - 1;
  };
  // Each lists half of 60 values, another half than its neighbours, of each of four fields.
  const candidates = Array.from({ length: 200 }, (_, rule): Candidate => {
    const lists = [1, 3, 7, 11].map((step, field) =>
      anyOf(
        field,
        Array.from({ length: 30 }, (_value, index) => (rule * step + index) % 60),
      ),
    );
    return { rule, condition: lists };
  });
  expect(candidatesIn(dispatchTree(candidates, predicates))).toBeLessThan(1_000_000);
});

function candidatesIn({ candidates, split }: DispatchNode): number {
  const below = split === undefined ? [] : [...split.branches.values(), split.others];
  return below.reduce(
    (sum, node) => sum + (node === undefined ? 0 : candidatesIn(node)),
    candidates.length,
  );
}
