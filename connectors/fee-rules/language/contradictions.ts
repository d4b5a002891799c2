/** Finds comparisons that can never hold together, such as x EQ "A" AND x EQ "B". Linear in their number. */
import { foldAscii } from './ascii';
import { compareExact, type Exact } from '../../common/decimal/exact';
import type { Comparison, DecimalComparison, TextComparison } from './rule-set';

/** The first comparison that cannot hold together with those before it. */
export function firstContradiction(comparisons: readonly Comparison[]): Comparison | undefined {
  const pairs = new Map<string, number>();
  const texts = new Map<string, TextKnowledge>();
  const numbers = new Map<string, NumberKnowledge>();
  return comparisons.find((comparison) => {
    const { kind, right } = comparison;
    if (right.kind === 'field') return !learnPair(comparison, right.field.path, pairs);
    const { path } = comparison.field;
    if (kind === 'text')
      return !learnText(
        comparison,
        entryOf(texts, path, () => new TextKnowledge()),
      );
    return !learnNumber(
      comparison,
      entryOf(numbers, path, () => new NumberKnowledge()),
    );
  });
}

function entryOf<Value>(map: Map<string, Value>, key: string, create: () => Value): Value {
  const value = map.get(key) ?? create();
  map.set(key, value);
  return value;
}

/** How two values can lie to each other, as bits. */
const less = 1;
const equal = 2;
const greater = 4;
const sameButForCase = 8;
const different = 16;

const possible: Readonly<Record<Comparison['kind'], Readonly<Record<string, number>>>> = {
  decimal: {
    EQ: equal,
    NEQ: less | greater,
    GT: greater,
    LT: less,
    GE: equal | greater,
    LE: equal | less,
  },
  text: {
    EQ: equal,
    NEQ: sameButForCase | different,
    EQCI: equal | sameButForCase,
    NECI: different,
  },
};

/** False when nothing is left that the two fields could be to each other. */
function learnPair(
  { kind, field, test }: Comparison,
  other: string,
  pairs: Map<string, number>,
): boolean {
  const isSwapped = field.path > other;
  const key = isSwapped ? `${other} ${field.path}` : `${field.path} ${other}`;
  const bits = possible[kind][test] ?? 0;
  const everything = field.path === other ? equal : ~0;
  const left = (pairs.get(key) ?? everything) & (isSwapped ? swapped(bits) : bits);
  pairs.set(key, left);
  return left !== 0;
}

function swapped(bits: number): number {
  const kept = bits & ~(less | greater);
  return kept | ((bits & less) === 0 ? 0 : greater) | ((bits & greater) === 0 ? 0 : less);
}

class TextKnowledge {
  exact?: string;
  folded?: string;
  readonly not = new Set<string>();
  readonly notFolded = new Set<string>();
}

function learnText({ test, right }: TextComparison, known: TextKnowledge): boolean {
  if (right.kind === 'field') return true;
  const { value } = right;
  const folded = foldAscii(value);
  if (test === 'NEQ') known.not.add(value);
  if (test === 'NECI') known.notFolded.add(folded);
  if (test === 'EQ') {
    if (known.exact !== undefined && known.exact !== value) return false;
    known.exact = value;
  }
  if (test === 'EQ' || test === 'EQCI') {
    if (known.folded !== undefined && known.folded !== folded) return false;
    known.folded = folded;
  }
  const isExcluded = known.exact !== undefined && known.not.has(known.exact);
  return !isExcluded && (known.folded === undefined || !known.notFolded.has(known.folded));
}

interface Bound {
  readonly value: Exact;
  readonly isOpen: boolean;
}

class NumberKnowledge {
  /** FSPIOP amounts have no sign. */
  low: Bound = { value: { coefficient: 0n, decimals: 0 }, isOpen: false };
  high?: Bound;
  readonly not = new Set<string>();
}

function learnNumber({ test, right }: DecimalComparison, known: NumberKnowledge): boolean {
  if (right.kind === 'field') return true;
  const { value } = right;
  if (test === 'NEQ') known.not.add(keyOf(value));
  if (test === 'EQ' || test === 'GE' || test === 'GT') {
    const bound = { value, isOpen: test === 'GT' };
    if (isTighter(bound, known.low, 1)) known.low = bound;
  }
  if (test === 'EQ' || test === 'LE' || test === 'LT') {
    const bound = { value, isOpen: test === 'LT' };
    if (known.high === undefined || isTighter(bound, known.high, -1)) known.high = bound;
  }
  if (known.high === undefined) return true;
  const order = compareExact(known.low.value, known.high.value);
  if (order !== 0) return order < 0;
  return !known.low.isOpen && !known.high.isOpen && !known.not.has(keyOf(known.low.value));
}

function isTighter(bound: Bound, than: Bound, direction: 1 | -1): boolean {
  const order = compareExact(bound.value, than.value) * direction;
  return order > 0 || (order === 0 && bound.isOpen);
}

function keyOf({ coefficient, decimals }: Exact): string {
  return `${coefficient}/${decimals}`;
}
