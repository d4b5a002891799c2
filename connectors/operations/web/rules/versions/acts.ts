/** What may be decided about a version, as the API will say too. Pure. */
import type { RuleSet } from '../api';

export const acts = ['approve', 'schedule', 'retire', 'withdraw'] as const;
export type Act = (typeof acts)[number];

export function actsOf({ state }: RuleSet): readonly Act[] {
  switch (state) {
    case 'draft':
      return ['approve', 'withdraw'];
    case 'approved':
      return ['schedule', 'withdraw'];
    case 'scheduled':
      return ['schedule', 'retire'];
    case 'active':
      return ['retire'];
    case 'withdrawn':
    case 'retired':
      return [];
  }
}

/** Who drafted cannot approve: names are told apart as the API tells them apart. */
export function isOwnDraft({ drafted }: RuleSet, person: string): boolean {
  return drafted.by.trim().toLowerCase() === person.trim().toLowerCase();
}

/** Rules begin and end so long from now at the earliest. */
export const leadMs = 10_000;

/** The version that was drafted last before this one and has ever been approved: what it is compared with. */
export function predecessorOf(one: RuleSet, all: readonly RuleSet[]): RuleSet | undefined {
  const inForce = all.find(({ state }) => state === 'active');
  if (inForce !== undefined && inForce.ruleSetId !== one.ruleSetId) return inForce;
  return all
    .filter(({ ruleSetId }) => ruleSetId !== one.ruleSetId)
    .filter(({ drafted, state }) => drafted.at < one.drafted.at && state !== 'withdrawn')
    .sort((a, b) => b.drafted.at.localeCompare(a.drafted.at))[0];
}

export interface Step {
  readonly step: 'drafted' | 'approved' | 'withdrawn' | 'scheduled' | 'retired';
  readonly by: string;
  readonly at: string;
  /** Of what is scheduled or retired: when that begins. */
  readonly from?: string;
}

/** What was decided, in order of time. */
export function historyOf(ruleSet: RuleSet): readonly Step[] {
  const steps = ['drafted', 'approved', 'scheduled', 'retired', 'withdrawn'] as const;
  return steps.flatMap((step) => {
    const decision = ruleSet[step];
    if (decision === undefined) return [];
    const { by, at, activeFrom, from = activeFrom } = decision;
    return [{ step, by, at, ...(from !== undefined && { from }) }];
  });
}
