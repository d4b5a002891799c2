import type { Clock } from '../../common/runtime';
import type { RuleBookSource } from './rule-book';

/** What loading large rule sets takes on a busy machine. */
export const awaitRulesMaxMs = 15_000;
const lookEveryMs = 50;

/**
 * Resolves when the rules of this moment can be used, and in the end all the same. A process that has just
 * started has not read them yet: its first jobs wait, instead of being missed by it.
 */
export async function awaitRules(rules: RuleBookSource, clock: Clock): Promise<void> {
  const giveUpAt = clock.now() + awaitRulesMaxMs;
  while (areUnusable(rules, clock) && clock.now() < giveUpAt) await clock.sleep(lookEveryMs);
}

function areUnusable(rules: RuleBookSource, clock: Clock): boolean {
  try {
    return rules.current().at(clock.now()).kind === 'unusable';
  } catch {
    // A defect, which the evaluations tell of; nobody may be listening here.
    return false;
  }
}
