import type { ComparisonExplanation, RuleExplanation, RuleVerdict } from '../engine/explain';

const verdicts: Readonly<Record<RuleVerdict, string>> = {
  FIRES: 'fires',
  DOES_NOT_MATCH: 'does not match',
  OTHER_POINT: 'is for another execution point',
  NOT_IN_FORCE: 'is not in force at the time of this transfer',
  OUTRANKED: 'matches, but another rule of its group has a higher priority',
};

/** For a person: each rule, each of its conditions, what the transaction has, and what is charged. */
export function showExplanation(explanations: readonly RuleExplanation[]): string {
  return explanations.map((one) => `${linesOf(one).join('\n')}\n`).join('\n');
}

function linesOf({ name, verdict, groups, entries, withoutEntry }: RuleExplanation): string[] {
  return [
    `${name}: ${verdicts[verdict]}`,
    ...groups.flatMap((group) => [
      `  ${mark(group.holds)} ${group.name ?? 'unnamed condition'}`,
      ...group.comparisons.map(
        (comparison) => `      ${mark(comparison.holds)} ${told(comparison)}`,
      ),
    ]),
    ...entries.map(
      ({ debtor, creditor, amount, currency, ledgerEntryType }) =>
        `  ${debtor} owes ${creditor} ${amount} ${currency} (${ledgerEntryType})`,
    ),
    ...withoutEntry.map(({ blockIndex, reason }) => `  entry ${blockIndex + 1}: none, ${reason}`),
  ];
}

const mark = (holds: boolean) => (holds ? 'yes' : 'no ');

function told({ text, left, right }: ComparisonExplanation): string {
  return `${text}   [${left ?? 'nothing'} | ${right ?? 'nothing'}]`;
}
