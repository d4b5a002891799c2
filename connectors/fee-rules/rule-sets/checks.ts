import { kafkaChecks } from '../../common/doors/kafka/check';
import { found, type Check } from '../../common/check';
import { awaitRules } from './await-rules';
import { openRuleSets } from './open-rule-sets';
import type { RuleSetsDeps } from './rule-sets';
import type { RuleSetsSettings } from './settings';

/** Whether the rules of this moment can be used; opened for the question, and closed after it. */
export function ruleSetChecks(settings: RuleSetsSettings, deps: RuleSetsDeps): Check[] {
  const isOnKafka = settings.FEE_RULES_SOURCE === 'kafka';
  const where = isOnKafka ? `topic ${settings.FEE_RULES_TOPIC}` : settings.FEE_RULES_DIRECTORY;
  const inForce: Check = {
    what: `the fee rules in ${where}`,
    run: async () => {
      const ruleSets = openRuleSets(settings, deps);
      try {
        await awaitRules(ruleSets.book, deps.clock);
        const rules = ruleSets.book.current().at(deps.clock.now());
        if (rules.kind === 'in-force') return found.ok(`${rules.ruleSetId} is in force`);
        if (rules.kind === 'none') return found.ok('none are in force: there are no fees');
        return found.fail(
          `cannot be used: ${rules.reason}`,
          'Fees are missed until somebody mends them: see `hub fee-rules check`.',
        );
      } finally {
        await ruleSets.close();
      }
    },
  };
  return isOnKafka ? [...kafkaChecks(deps.kafka), inForce] : [inForce];
}
