/**
 * Rules that differ in nothing but an amount are the bands of one tariff. Where two of them overlap both charge, and
 * where they leave a gap neither does: often a slip, such as "less than 1000" beside "greater than 1000".
 */
import { currencyDecimals } from '../../common/money';
import { fixedCurrency } from './check-currency';
import type { Field } from './dictionary';
import { compareExact, showExact, type Exact } from '../../common/decimal/exact';
import { quoted } from './print';
import type { Place } from './problems';
import type { Report } from './report';
import type { RuleWords } from './rule-words';
import type { Comparison, DecimalComparison, Rule } from './rule-set';
import type { RuleNode } from './tree';

interface Bound {
  readonly value: Exact;
  readonly isOpen: boolean;
}

interface Band {
  readonly rule: Rule;
  readonly place: Place;
  readonly low: Bound;
  /** Undefined: there is no end. */
  readonly high: Bound | undefined;
  /** Of the amount's currency; the most that FSPIOP allows where the rule does not say which it is. */
  readonly decimals: number;
}

const fspiopDecimalsMax = 4;
const zero: Bound = { value: { coefficient: 0n, decimals: 0 }, isOpen: false };

/** `nodes`: where the rules stand, in the same order. */
export function warnOfBands(
  rules: readonly Rule[],
  nodes: readonly RuleNode[],
  report: Report,
): void {
  const tariffs = new Map<string, Band[]>();
  for (const [index, rule] of rules.entries()) {
    const place = nodes[index]?.place;
    const comparisons = certain(rule);
    const limits = comparisons.filter(isLimit);
    const [first] = limits;
    if (place === undefined || first === undefined) continue;
    if (limits.some(({ field }) => field !== first.field)) continue;
    const bounds = boundsOf(limits);
    const others = comparisons.filter((comparison) => !isLimit(comparison));
    const band = { rule, place, ...bounds, decimals: decimalsOf(first.field, others) };
    const key = tariffKey(rule, first.field.path, others);
    const known = tariffs.get(key);
    // What never holds is warned of elsewhere.
    if (!holdsAmount(bounds, band.decimals)) continue;
    if (known === undefined) tariffs.set(key, [band]);
    else known.push(band);
  }
  for (const bands of tariffs.values()) compareBands(bands, report);
}

/** All comparisons, where all of them must hold; none where an OR would have to be understood. */
function certain({ condition: { groups, connector } }: Rule): readonly Comparison[] {
  const isPlain = connector === 'AND' && groups.every((group) => group.connector === 'AND');
  return isPlain ? groups.flatMap(({ comparisons }) => comparisons) : [];
}

type Limit = DecimalComparison & { readonly right: { readonly kind: 'literal' } };

function isLimit(comparison: Comparison): comparison is Limit {
  const { kind, right, test } = comparison;
  return kind === 'decimal' && right.kind === 'literal' && test !== 'NEQ';
}

function tariffKey(rule: Rule, path: string, others: readonly Comparison[]): string {
  const { points, fromMs, toMs, fees } = rule;
  const texts = new Set(others.map(({ text }) => text));
  const types = fees.map(({ ledgerEntryType }) => ledgerEntryType);
  return JSON.stringify([path, [...texts].sort(), points, fromMs, toMs, types]);
}

function boundsOf(limits: readonly Limit[]): Pick<Band, 'low' | 'high'> {
  let low = zero;
  let high: Bound | undefined;
  for (const { test, right } of limits) {
    const bound = { value: right.value, isOpen: test === 'GT' || test === 'LT' };
    const isLow = test !== 'LT' && test !== 'LE';
    const isHigh = test !== 'GT' && test !== 'GE';
    if (isLow && compareLow(bound, low) > 0) low = bound;
    if (isHigh && (high === undefined || compareHigh(bound, high) < 0)) high = bound;
  }
  return { low, high };
}

function decimalsOf({ currency }: Field, comparisons: readonly Comparison[]): number {
  const code = currency === undefined ? undefined : fixedCurrency(currency, comparisons);
  return (code === undefined ? undefined : currencyDecimals(code)) ?? fspiopDecimalsMax;
}

function compareBands(bands: readonly Band[], report: Report): void {
  const [first, ...others] = bands.toSorted((left, right) => compareLow(left.low, right.low));
  let highest = first;
  for (const band of others) {
    if (highest === undefined) return;
    const common = { low: band.low, high: lowerHigh(highest.high, band.high) };
    if (holdsAmount(common, band.decimals)) warnOfOverlap(highest, band, report);
    else warnOfGap(highest, band, report);
    if (isHigher(band.high, highest.high)) highest = band;
  }
}

/** Whether there is an amount of so many decimals within the limits. */
function holdsAmount({ low, high }: Pick<Band, 'low' | 'high'>, decimals: number): boolean {
  if (high === undefined) return true;
  const from = inUnits(low.value, decimals);
  const to = inUnits(high.value, decimals);
  const first = from.isExact && !low.isOpen ? from.units : from.units + 1n;
  const last = to.isExact && high.isOpen ? to.units - 1n : to.units;
  return first <= last;
}

/** Rounded down. Limits are never negative: a low one starts at 0. */
function inUnits({ coefficient, decimals }: Exact, places: number) {
  const scaled = coefficient * 10n ** BigInt(places);
  const divisor = 10n ** BigInt(decimals);
  return { units: scaled / divisor, isExact: scaled % divisor === 0n };
}

function warnOfOverlap(lower: Band, upper: Band, report: Report): void {
  const name = lower.rule.group?.name;
  // Of a group, one rule wins.
  if (name !== undefined && name === upper.rule.group?.name) return;
  const high = lowerHigh(lower.high, upper.high);
  const { value, isOpen } = upper.low;
  const { said } = report;
  const end = high === undefined ? said.on : endOf(high, said);
  const start = (isOpen ? said.above : said.from)(showExact(value));
  const message = said.bandsOverlap(start, end, quoted(lower.rule.name));
  report.warn(upper.place, 'bands-overlap', message, said.bandsOverlapHint);
}

function warnOfGap({ high, rule, decimals }: Band, upper: Band, report: Report): void {
  if (high === undefined) return;
  const gap = { low: flipped(high), high: flipped(upper.low) };
  if (!holdsAmount(gap, decimals)) return;
  const { said } = report;
  const start = (high.isOpen ? said.from : said.above)(showExact(high.value));
  const message = said.bandsGap(start, endOf(flipped(upper.low), said), quoted(rule.name));
  report.warn(upper.place, 'bands-gap', message, said.bandsGapHint);
}

function endOf({ value, isOpen }: Bound, said: RuleWords): string {
  return (isOpen ? said.toBelow : said.to)(showExact(value));
}

function flipped({ value, isOpen }: Bound): Bound {
  return { value, isOpen: !isOpen };
}

function lowerHigh(left: Bound | undefined, right: Bound | undefined): Bound | undefined {
  return isHigher(left, right) ? right : left;
}

/** No limit is the highest. */
function isHigher(left: Bound | undefined, right: Bound | undefined): boolean {
  if (left === undefined) return right !== undefined;
  if (right === undefined) return false;
  return compareHigh(left, right) > 0;
}

function compareLow(left: Bound, right: Bound): number {
  return compareExact(left.value, right.value) || Number(left.isOpen) - Number(right.isOpen);
}

function compareHigh(left: Bound, right: Bound): number {
  return compareExact(left.value, right.value) || Number(right.isOpen) - Number(left.isOpen);
}
