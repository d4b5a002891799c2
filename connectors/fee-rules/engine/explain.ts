/**
 * Rules read as they stand, one after the other, with nothing remembered and every number a bigint: slow
 * and plain. It tells a person why a rule did or did not charge, and tests hold the evaluator to it.
 */
import { currencyTable } from '../../common/money';
import type { Rounding } from '../../common/decimal/rounding';
import { compareExact, multiply, one, parseExact, type Exact } from '../../common/decimal/exact';
import type {
  Comparison,
  Condition,
  DecimalValue,
  Fee,
  Group,
  Rule,
  RuleSet,
  TextValue,
} from '../language/rule-set';
import type { Evaluation, ChargedFee, NoEntry, NoEntryReason, Occasion } from './evaluation';
import { readField } from './field-value';

export interface ComparisonExplanation {
  /** As the rule has it. */
  readonly text: string;
  readonly holds: boolean;
  /** What the transaction has; undefined when it has nothing. */
  readonly left: string | undefined;
  readonly right: string | undefined;
}

export interface GroupExplanation {
  readonly name: string | undefined;
  readonly holds: boolean;
  readonly comparisons: readonly ComparisonExplanation[];
}

export type RuleVerdict =
  | 'FIRES'
  | 'DOES_NOT_MATCH'
  /** It belongs to another execution point. */
  | 'OTHER_POINT'
  /** The transfer's time is outside @from and @to. */
  | 'NOT_IN_FORCE'
  /** Another rule of its @group has a higher priority and matches too. */
  | 'OUTRANKED';

export interface RuleExplanation {
  readonly ruleId: string;
  readonly name: string;
  readonly verdict: RuleVerdict;
  readonly groups: readonly GroupExplanation[];
  readonly entries: readonly ChargedFee[];
  readonly withoutEntry: readonly NoEntry[];
}

/** One explanation a rule, in the order of the rules. */
export function explain(ruleSet: RuleSet, occasion: Occasion): RuleExplanation[] {
  const looked = ruleSet.rules.map((rule) => lookAt(rule, occasion));
  const highest = highestPriorities(looked);
  return looked.map(({ rule, groups, verdict }) => {
    const { group } = rule;
    const isOutranked =
      verdict === 'FIRES' &&
      group !== undefined &&
      group.priority < (highest.get(group.name) ?? group.priority);
    const charged =
      verdict === 'FIRES' && !isOutranked
        ? rule.fees.map((fee, index) => charge(rule, fee, index, occasion.transaction))
        : [];
    return {
      ruleId: rule.id,
      name: rule.name,
      verdict: isOutranked ? 'OUTRANKED' : verdict,
      groups,
      entries: charged.filter((one) => 'amount' in one),
      withoutEntry: charged.filter((one) => 'reason' in one),
    };
  });
}

/** What {@link explain} comes to. */
export function interpret(ruleSet: RuleSet, occasion: Occasion): Evaluation {
  const explanations = explain(ruleSet, occasion);
  return {
    entries: explanations.flatMap(({ entries }) => entries),
    withoutEntry: explanations.flatMap(({ withoutEntry }) => withoutEntry),
  };
}

interface LookedAt {
  readonly rule: Rule;
  readonly groups: readonly GroupExplanation[];
  readonly verdict: RuleVerdict;
}

function lookAt(rule: Rule, { point, at, transaction }: Occasion): LookedAt {
  const groups = rule.condition.groups.map((group) => explainGroup(group, transaction));
  const verdict = (): RuleVerdict => {
    if (!rule.points.includes(point)) return 'OTHER_POINT';
    const begun = rule.fromMs === undefined || at >= rule.fromMs;
    const over = rule.toMs !== undefined && at >= rule.toMs;
    if (!begun || over) return 'NOT_IN_FORCE';
    return all(rule.condition.connector, groups) ? 'FIRES' : 'DOES_NOT_MATCH';
  };
  return { rule, groups, verdict: verdict() };
}

/** By group: of the rules that would fire. */
function highestPriorities(looked: readonly LookedAt[]): ReadonlyMap<string, number> {
  const highest = new Map<string, number>();
  for (const { rule, verdict } of looked) {
    if (verdict !== 'FIRES' || rule.group === undefined) continue;
    const { name, priority } = rule.group;
    highest.set(name, Math.max(priority, highest.get(name) ?? priority));
  }
  return highest;
}

function explainGroup(group: Group, transaction: unknown): GroupExplanation {
  const comparisons = group.comparisons.map((comparison) => compare(comparison, transaction));
  return { name: group.name, holds: all(group.connector, comparisons), comparisons };
}

function all(connector: Condition['connector'], members: readonly { holds: boolean }[]): boolean {
  return connector === 'AND'
    ? members.every(({ holds }) => holds)
    : members.some(({ holds }) => holds);
}

function compare(comparison: Comparison, transaction: unknown): ComparisonExplanation {
  const left = readField(comparison.field.sources, transaction);
  const right = textOf(comparison.right, transaction);
  return {
    text: comparison.text,
    holds: left !== undefined && right !== undefined && test(comparison, left, right),
    left,
    right,
  };
}

function test(comparison: Comparison, left: string, right: string): boolean {
  if (comparison.kind === 'text') {
    switch (comparison.test) {
      case 'EQ':
        return left === right;
      case 'NEQ':
        return left !== right;
      case 'EQCI':
        return folded(left) === folded(right);
      case 'NECI':
        return folded(left) !== folded(right);
    }
  }
  const numbers = [readExact(left), readExact(right)];
  const [first, second] = numbers;
  if (first === undefined || second === undefined) return false;
  const order = compareExact(first, second);
  const outcomes = {
    EQ: order === 0,
    NEQ: order !== 0,
    GT: order > 0,
    LT: order < 0,
    GE: order >= 0,
    LE: order <= 0,
  };
  return outcomes[comparison.test];
}

const folded = (text: string): string =>
  text.replace(/[A-Z]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 32));

/** Forty characters hold 18 digits before and 4 after the point, and more. */
function readExact(text: string): Exact | undefined {
  return /^-?\d+(\.\d+)?$/.test(text) && text.length <= 40 ? parseExact(text) : undefined;
}

function textOf(value: TextValue | DecimalValue, transaction: unknown): string | undefined {
  if (value.kind === 'field') return readField(value.field.sources, transaction);
  return typeof value.value === 'string' ? value.value : exactText(value.value);
}

function exactText({ coefficient, decimals }: Exact): string {
  const digits = (coefficient < 0n ? -coefficient : coefficient)
    .toString()
    .padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals);
  const sign = coefficient < 0n ? '-' : '';
  return decimals === 0 ? `${sign}${whole}` : `${sign}${whole}.${digits.slice(-decimals)}`;
}

function charge(
  rule: Rule,
  fee: Fee,
  blockIndex: number,
  transaction: unknown,
): ChargedFee | NoEntry {
  const none = (reason: NoEntryReason): NoEntry => ({ ruleId: rule.id, blockIndex, reason });
  const currency = textOf(fee.currency, transaction);
  const payer = textOf(fee.payerDfsp, transaction);
  const payee = textOf(fee.payeeDfsp, transaction);
  const { field, factor } = fee.payerAmount;
  const baseText = field === undefined ? undefined : readField(field.sources, transaction);
  const base = field === undefined ? one : baseText === undefined ? undefined : readExact(baseText);
  if (currency === undefined || payer === undefined || payee === undefined || base === undefined) {
    return none('MISSING_FIELD');
  }
  const decimals = currencyTable.find(([code]) => code === currency)?.[1];
  if (decimals === undefined) return none('UNKNOWN_CURRENCY');
  const product = multiply(base, factor);
  const units = rounded(product, decimals, rule.rounding);
  if (units === 0n) return none('ROUNDED_TO_ZERO');
  if (payer === payee) return none('SAME_DFSP');
  const isCredited = product.coefficient > 0n;
  const { ledgerEntryType } = fee;
  return {
    ruleId: rule.id,
    ruleVersion: rule.version,
    blockIndex,
    ledgerEntryType,
    debtor: isCredited ? payee : payer,
    creditor: isCredited ? payer : payee,
    amount: exactText(trimmed({ coefficient: units, decimals })),
    currency,
  };
}

/** The absolute value in units of 10^-decimals. */
function rounded(
  { coefficient, decimals: places }: Exact,
  decimals: number,
  how: Rounding,
): bigint {
  const absolute = coefficient < 0n ? -coefficient : coefficient;
  if (places <= decimals) return absolute * 10n ** BigInt(decimals - places);
  const unit = 10n ** BigInt(places - decimals);
  const down = absolute / unit;
  const rest = absolute - down * unit;
  if (rest === 0n || how === 'DOWN') return down;
  if (how === 'UP') return down + 1n;
  if (rest * 2n !== unit) return rest * 2n > unit ? down + 1n : down;
  return how === 'HALF_UP' || down % 2n === 1n ? down + 1n : down;
}

function trimmed({ coefficient, decimals }: Exact): Exact {
  if (decimals === 0 || coefficient % 10n !== 0n) return { coefficient, decimals };
  return trimmed({ coefficient: coefficient / 10n, decimals: decimals - 1 });
}
