import type {
  Candidate,
  CompiledCondition,
  DispatchNode,
  DispatchSplit,
  Predicate,
  PredicateList,
} from './compiled-rules';

/** So few candidates are tried one by one: to look a value up costs about as much. */
const triedOneByOneMax = 2;
/** Each level can double the ways that a transaction takes. */
const levelsMax = 6;

/** A condition that holds only if a text field has one of these values. */
interface Key {
  readonly field: number;
  readonly isFolded: boolean;
  readonly values: readonly string[];
  /** The condition without it. */
  readonly rest: CompiledCondition;
}

/** Makes the tree for these candidates, which stay in their order in every list. */
export function dispatchTree(
  candidates: readonly Candidate[],
  predicates: readonly Predicate[],
  levels = levelsMax,
): DispatchNode {
  const flat = { candidates, split: undefined };
  if (candidates.length <= triedOneByOneMax || levels === 0) return flat;
  const keyed = candidates.map((candidate) => ({
    candidate,
    keys: keysOf(candidate.condition, predicates),
  }));
  const best = bestField(
    keyed.flatMap(({ keys }) => keys),
    candidates.length,
  );
  if (best === undefined) return flat;
  const byValue = new Map<string, Candidate[]>();
  const others: Candidate[] = [];
  for (const { candidate, keys } of keyed) {
    const key = keys.find((one) => isSame(one, best));
    if (key === undefined) {
      others.push(candidate);
      continue;
    }
    for (const value of key.values) {
      const list = byValue.get(value) ?? [];
      list.push({ rule: candidate.rule, condition: key.rest });
      byValue.set(value, list);
    }
  }
  const below = (list: readonly Candidate[]) => dispatchTree(list, predicates, levels - 1);
  const split: DispatchSplit = {
    field: best.field,
    isFolded: best.isFolded,
    branches: new Map([...byValue].map(([value, list]) => [value, below(list)])),
    others: others.length === 0 ? undefined : below(others),
  };
  return { candidates: [], split };
}

type KeyField = Pick<Key, 'field' | 'isFolded'>;

const isSame = (left: KeyField, right: KeyField) =>
  left.field === right.field && left.isFolded === right.isFolded;

/** The field that leaves the fewest candidates on average; undefined when none leaves fewer than all. */
function bestField(keys: readonly Key[], candidates: number): KeyField | undefined {
  const fields = new Map<string, { field: KeyField; rules: number; values: Map<string, number> }>();
  for (const key of keys) {
    const name = `${key.field} ${String(key.isFolded)}`;
    const known = fields.get(name) ?? { field: key, rules: 0, values: new Map<string, number>() };
    known.rules += 1;
    for (const value of key.values) known.values.set(value, (known.values.get(value) ?? 0) + 1);
    fields.set(name, known);
  }
  let best: KeyField | undefined;
  let fewest = candidates;
  for (const { field, rules, values } of fields.values()) {
    const inBranches = [...values.values()].reduce((sum, count) => sum + count, 0);
    const left = candidates - rules + inBranches / values.size;
    // Where all rules want the same value nothing is won among them, but all other values are done with.
    if (left < fewest || (best === undefined && rules === candidates)) {
      fewest = left;
      best = field;
    }
  }
  return best;
}

/** Of several keys on one field the first counts; the others stay in its rest. */
function keysOf(condition: CompiledCondition, predicates: readonly Predicate[]): Key[] {
  const { groups } = condition;
  if (condition.any && groups.length > 1) {
    const key = keyOfAlternatives(groups, predicates);
    return key === undefined ? [] : [{ ...key, rest: { any: false, groups: [] } }];
  }
  const keys: Key[] = [];
  groups.forEach((group, index) => {
    const others = groups.filter((_, other) => other !== index);
    if (group.any && group.predicates.length > 1) {
      const key = keyOfAny(group.predicates, predicates);
      if (key !== undefined) keys.push({ ...key, rest: { any: false, groups: others } });
      return;
    }
    group.predicates.forEach((predicate, place) => {
      const key = keyOfAny([predicate], predicates);
      if (key === undefined) return;
      const left = { any: false, predicates: group.predicates.filter((_, at) => at !== place) };
      const rest = left.predicates.length === 0 ? others : groups.with(index, left);
      keys.push({ ...key, rest: { any: false, groups: rest } });
    });
  });
  return keys.filter((key, index) => keys.findIndex((other) => isSame(other, key)) === index);
}

/** `(currency EQ "TZS") OR (currency EQ "KES")`, written as groups. */
function keyOfAlternatives(
  groups: readonly PredicateList[],
  predicates: readonly Predicate[],
): Omit<Key, 'rest'> | undefined {
  const isPlain = groups.every((group) => group.any || group.predicates.length === 1);
  const all = groups.flatMap((group) => group.predicates);
  return isPlain ? keyOfAny(all, predicates) : undefined;
}

/** When all are EQ, or all EQCI, of one field with literals. */
function keyOfAny(
  numbers: readonly number[],
  predicates: readonly Predicate[],
): Omit<Key, 'rest'> | undefined {
  const values = new Set<string>();
  let first: KeyField | undefined;
  for (const number of numbers) {
    const predicate = predicates[number];
    if (predicate?.kind !== 'text' || predicate.isNegated) return undefined;
    if (!('literal' in predicate.right)) return undefined;
    if (first !== undefined && !isSame(first, predicate)) return undefined;
    first = { field: predicate.field, isFolded: predicate.isFolded };
    values.add(predicate.right.literal);
  }
  return first === undefined ? undefined : { ...first, values: [...values] };
}
