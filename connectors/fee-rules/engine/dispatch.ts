import type { Candidate, DispatchNode, DispatchSplit, Predicate } from './compiled-rules';

/** So few candidates are tried one by one: to look a value up costs about as much. */
const triedOneByOneMax = 2;
/** Each level can double the ways that a transaction takes. */
const levelsMax = 6;
/** Some tenths of a second of work, and some ten megabytes. */
const roomAlways = 1_000_000;

/** Shared, so that the tree of many rules stays small in the processor's cache. */
const noPredicates: readonly number[] = [];
const noCandidates: readonly Candidate[] = [];

/** A predicate that holds only if a text field has one of these values. */
interface Key {
  readonly predicate: number;
  readonly field: number;
  readonly isFolded: boolean;
  readonly values: readonly string[];
}

type KeyField = Pick<Key, 'field' | 'isFolded'>;

/** Makes the tree for these candidates, which stay in their order in every list. */
export function dispatchTree(
  candidates: readonly Candidate[],
  predicates: readonly Predicate[],
): DispatchNode {
  const keys = predicates.map(keyOf);
  const room = Math.max(2 * levelsMax * weightOf(candidates, keys), roomAlways);
  return nodeOf(candidates, keys, { levels: levelsMax, weight: room });
}

/**
 * How far a tree may still grow below a node. A rule stands in the branch of each value that its condition
 * lists, so lists of several fields multiply: a megabyte of text could make a tree of gigabytes.
 */
interface Room {
  readonly levels: number;
  /** Of the candidates in all branches together. */
  readonly weight: number;
}

/** What it takes to hold candidates and to find out how to split them. */
function weightOf(candidates: readonly Candidate[], keys: readonly (Key | undefined)[]): number {
  let weight = candidates.length;
  for (const { condition } of candidates) {
    for (const predicate of condition) weight += keys[predicate]?.values.length ?? 0;
  }
  return weight;
}

function nodeOf(
  all: readonly Candidate[],
  keys: readonly (Key | undefined)[],
  room: Room,
): DispatchNode {
  const common = commonTo(all);
  const guard = common.size === 0 ? noPredicates : [...common];
  const candidates = common.size === 0 ? all : all.map((one) => without(common, one));
  const field =
    candidates.length <= triedOneByOneMax || room.levels === 0
      ? undefined
      : bestField(candidates, keys, room.weight);
  if (field === undefined) return { guard, candidates, split: undefined };
  const split = splitBy(field, candidates, keys, room);
  return { guard, candidates: noCandidates, split };
}

/** The predicates that stand in the conditions of all candidates, in order of the first. */
function commonTo(candidates: readonly Candidate[]): ReadonlySet<number> {
  const [first, ...others] = candidates;
  return new Set(
    first?.condition.filter((predicate) =>
      others.every(({ condition }) => condition.includes(predicate)),
    ),
  );
}

function without(gone: ReadonlySet<number>, { rule, condition }: Candidate): Candidate {
  const rest = condition.filter((predicate) => !gone.has(predicate));
  return { rule, condition: rest.length === 0 ? noPredicates : rest };
}

function splitBy(
  field: KeyField,
  candidates: readonly Candidate[],
  keys: readonly (Key | undefined)[],
  room: Room,
): DispatchSplit {
  const byValue = new Map<string, Candidate[]>();
  const others: Candidate[] = [];
  for (const candidate of candidates) {
    const key = keysOf(candidate, keys).find((one) => isSame(one, field));
    if (key === undefined) {
      others.push(candidate);
      continue;
    }
    const rest = without(new Set([key.predicate]), candidate);
    for (const value of key.values) {
      const list = byValue.get(value);
      if (list === undefined) byValue.set(value, [rest]);
      else list.push(rest);
    }
  }
  const taken = [...byValue.values(), others].reduce((sum, list) => sum + weightOf(list, keys), 0);
  const left = (room.weight - taken) / taken;
  const nodeBelow = (list: readonly Candidate[]): DispatchNode =>
    nodeOf(list, keys, { levels: room.levels - 1, weight: left * weightOf(list, keys) });
  return {
    field: field.field,
    isFolded: field.isFolded,
    branches: branchesOf(byValue, field.isFolded, nodeBelow),
    others: others.length === 0 ? undefined : nodeBelow(others),
  };
}

/** Where case does not matter, capitals lead there too: what stands in capitals need not be folded first. */
function branchesOf(
  byValue: ReadonlyMap<string, readonly Candidate[]>,
  isFolded: boolean,
  nodeBelow: (candidates: readonly Candidate[]) => DispatchNode,
): ReadonlyMap<string, DispatchNode> {
  const branches = new Map<string, DispatchNode>();
  for (const [value, list] of byValue) {
    const node = nodeBelow(list);
    branches.set(value, node);
    if (isFolded) branches.set(asciiCapitals(value), node);
  }
  return branches;
}

/**
 * The field that leaves the fewest candidates on average, of those that all candidates ask for, if there are
 * any: then there is one way to go on, and not two. Undefined when none leaves fewer than all for no more
 * weight than there is room for.
 */
function bestField(
  candidates: readonly Candidate[],
  keys: readonly (Key | undefined)[],
  weightMax: number,
): KeyField | undefined {
  const fields = new Map<string, FieldTally>();
  for (const candidate of candidates) {
    const weight = weightOf([candidate], keys);
    for (const key of keysOf(candidate, keys)) {
      const name = `${key.field} ${String(key.isFolded)}`;
      const known = fields.get(name) ?? {
        field: key,
        rules: 0,
        weight: 0,
        values: new Map<string, number>(),
      };
      known.rules += 1;
      known.weight += key.values.length * (weight - key.values.length);
      for (const value of key.values) known.values.set(value, (known.values.get(value) ?? 0) + 1);
      fields.set(name, known);
    }
  }
  const fitting = [...fields.values()].filter(({ weight }) => weight <= weightMax);
  const leaves = fitting.map(({ field, rules, values }) => {
    const inBranches = [...values.values()].reduce((sum, count) => sum + count, 0);
    const others = candidates.length - rules;
    return { field, others, left: others + inBranches / values.size };
  });
  const [best] = leaves
    .filter(({ left }) => left < candidates.length)
    .toSorted((one, two) => Number(one.others > 0) - Number(two.others > 0) || one.left - two.left);
  return best?.field;
}

interface FieldTally {
  readonly field: KeyField;
  rules: number;
  /** Of what would stand in its branches. */
  weight: number;
  readonly values: Map<string, number>;
}

const isSame = (left: KeyField, right: KeyField) =>
  left.field === right.field && left.isFolded === right.isFolded;

/** Of several keys on one field the first counts; the others stay in the condition. */
function keysOf({ condition }: Candidate, keys: readonly (Key | undefined)[]): readonly Key[] {
  const found: Key[] = [];
  for (const predicate of condition) {
    const key = keys[predicate];
    if (key !== undefined && !found.some((other) => isSame(other, key))) found.push(key);
  }
  return found;
}

/** When all are EQ, or all EQCI, of one field with literals: `currency EQ "TZS" OR currency EQ "KES"`. */
function keyOf(
  predicate: Predicate,
  number: number,
  predicates: readonly Predicate[],
): Key | undefined {
  const members =
    predicate.kind === 'any' ? predicate.predicates.map((one) => predicates[one]) : [predicate];
  const values = new Set<string>();
  let field: KeyField | undefined;
  for (const member of members) {
    if (member?.kind !== 'text' || member.isNegated || !('literal' in member.right))
      return undefined;
    field ??= member;
    if (!isSame(field, member)) return undefined;
    values.add(member.right.literal);
  }
  if (field === undefined) return undefined;
  return { predicate: number, field: field.field, isFolded: field.isFolded, values: [...values] };
}

const asciiCapitals = (text: string) => text.replace(/[a-z]+/g, (letters) => letters.toUpperCase());
