import { bindWorkers, defineRole, type Workers } from '../common/hub/role';
import { awaitRules } from './rule-sets/await-rules';
import { ruleSetChecks } from './rule-sets/checks';
import type { FeeRulesDeps } from './evaluation/evaluate-job';
import { createMissedAlarm } from './evaluation/missed-alarm';
import { openRuleSets } from './rule-sets/open-rule-sets';
import { ruleSetsEnvironment } from './rule-sets/settings';
import { ruleSetTopics } from './rule-sets/topics';
import { evaluate } from './workers/evaluate';
import { evaluateMissed } from './workers/evaluate-missed';

const workers: Workers<FeeRulesDeps> = [evaluate, evaluateMissed];

/** Evaluates the fee rules in payments: one set of rules for all DFSPs of a scheme. */
export const feeRulesRole = defineRole({
  name: 'fee-rules',
  // Only rule sets that are kept on Kafka connect to it.
  needs: { engine: true, kafka: 'optional' },
  environment: ruleSetsEnvironment,
  topics: ruleSetTopics,
  jobs: workers,
  start({ environment: settings, engine: { messages }, deps, metrics, kafka }) {
    const ruleSets = openRuleSets(settings, { ...deps, metrics, kafka });
    const feeRulesDeps: FeeRulesDeps = {
      ...deps,
      messages,
      rules: ruleSets.book,
      rulesRead: awaitRules(ruleSets.book, deps.clock),
      alarm: createMissedAlarm(metrics, deps.log),
    };
    return {
      workers: bindWorkers(workers, feeRulesDeps),
      close: () => ruleSets.close(),
    };
  },
  checks: ({ environment, deps, metrics, kafka }) =>
    ruleSetChecks(environment, { ...deps, metrics, kafka }),
});
