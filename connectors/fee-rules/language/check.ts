/** Finds all that is wrong with rules before a payment meets them. */
import { storedLanguage, type Language } from '../../common/words/languages';
import { warnOfBands } from './bands';
import { checkAnnotations, type Settings } from './check-annotations';
import { checkBlock } from './check-block';
import { checkComparison, type Checking } from './check-comparison';
import { checkCurrency } from './check-currency';
import { checkGroupNames, checkIdentities, checkPriorities } from './check-names';
import { firstContradiction } from './contradictions';
import type { Dictionary } from './dictionary';
import type { Place, Problem } from './problems';
import { inOrder, Report } from './report';
import type { Comparison, Condition, Group, Rule } from './rule-set';
import type { GroupNode, RuleFile, RuleNode } from './tree';

export interface Checked {
  readonly problems: readonly Problem[];
  /** Only when nothing is wrong; warnings do no harm. */
  readonly rules?: readonly Rule[];
}

/** `file`: canonical, from a text or from tables; it may hold incomplete rules. */
export function check(
  { rules: nodes }: RuleFile,
  dictionary: Dictionary,
  language: Language = storedLanguage,
): Checked {
  const report = new Report(language);
  const checking: Checking = { dictionary, report };
  const checked = nodes.map((node) => ({ node, ...checkRule(node, checking) }));
  checkIdentities(checked, report);
  checkPriorities(checked, report);
  // Of a rule that is wrong, nobody knows yet what its conditions will say.
  checkGroupNames(
    checked.flatMap(({ node, rule }) => (rule === undefined ? [] : node)),
    report,
  );
  const rules = checked.flatMap(({ rule }) => rule ?? []);
  const isFine = !report.hasErrors && rules.length === nodes.length;
  if (isFine) warnOfBands(rules, nodes, report);
  return { problems: inOrder(report.problems), ...(isFine && { rules }) };
}

interface CheckedRule {
  readonly settings: Settings;
  readonly rule: Rule | undefined;
}

function checkRule(node: RuleNode, checking: Checking): CheckedRule {
  const settings = checkAnnotations(node, checking.report);
  const places = new Map<Comparison, Place>();
  const condition = checkCondition(node, places, checking);
  const fees = whole(node.blocks.map((block) => checkBlock(block, node.isComplete, checking)));
  if (condition === undefined || fees === undefined || !node.isComplete)
    return { settings, rule: undefined };
  const certain = certainComparisons(condition);
  for (const [index, fee] of fees.entries()) {
    checkCurrency(fee, certain, node.blocks[index]?.place ?? node.place, checking.report);
  }
  warnOfContradictions(condition, certain, places, checking);
  const id = settings.id ?? node.name?.text;
  if (id === undefined) return { settings, rule: undefined };
  const name = node.name?.text ?? id;
  return { settings, rule: { ...settings, id, name, condition, fees } };
}

/** Undefined when a comparison was wrong. */
function checkCondition(
  { condition: { connector, members } }: RuleNode,
  places: Map<Comparison, Place>,
  checking: Checking,
): Condition | undefined {
  const groups = whole(members.map((group) => checkGroup(group, places, checking)));
  return groups && { connector, groups };
}

function checkGroup(
  { name, comparisons: { connector, members } }: GroupNode,
  places: Map<Comparison, Place>,
  checking: Checking,
): Group | undefined {
  const comparisons = whole(
    members.map((node) => {
      const comparison = checkComparison(node, checking);
      if (comparison !== undefined) places.set(comparison, node.left.place);
      return comparison;
    }),
  );
  return comparisons && { ...(name && { name: name.text }), connector, comparisons };
}

/** Undefined when one is missing. */
function whole<Member>(members: readonly (Member | undefined)[]): readonly Member[] | undefined {
  const found = members.filter((member) => member !== undefined);
  return found.length === members.length ? found : undefined;
}

/** Those that hold whenever the rule fires. */
function certainComparisons({ connector, groups }: Condition): readonly Comparison[] {
  if (connector === 'OR') return [];
  return groups.flatMap((group) => (group.connector === 'AND' ? group.comparisons : []));
}

function warnOfContradictions(
  { groups }: Condition,
  certain: readonly Comparison[],
  places: ReadonlyMap<Comparison, Place>,
  { report }: Checking,
): void {
  const allOfAGroup = groups.flatMap(({ connector, comparisons }) =>
    connector === 'AND' ? [comparisons] : comparisons.map((one) => [one]),
  );
  const found = [certain, ...allOfAGroup].flatMap((list) => firstContradiction(list) ?? []);
  for (const comparison of new Set(found)) {
    const place = places.get(comparison);
    if (place === undefined) continue;
    const { said } = report;
    report.warn(place, 'never-true', said.neverTrue(comparison.text), said.neverTrueHint);
  }
}
