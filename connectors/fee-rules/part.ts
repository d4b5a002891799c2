import { z } from 'zod';
import { kafkaEnvironment } from '../common/doors/kafka/environment';
import { openKafka } from '../common/doors/kafka/open-kafka';
import { bindWorkers, type Part, type Workers } from '../common/hub/role';
import { awaitRules } from './await-rules';
import type { FeeRulesDeps } from './evaluate-job';
import { createMissedAlarm } from './missed-alarm';
import { openRuleSets } from './rule-sets/open-rule-sets';
import { ruleSetsEnvironment } from './rule-sets/settings';
import { evaluate } from './workers/evaluate';
import { evaluateMissed } from './workers/evaluate-missed';

const environment = ruleSetsEnvironment.extend(kafkaEnvironment.shape);

/** One set of rules for all DFSPs of a scheme. */
const tenantSection = { name: 'feeRules', schema: z.undefined().optional() };

const workers: Workers<FeeRulesDeps> = [evaluate, evaluateMissed];

/** Evaluates the fee rules in payments. */
export const feeRulesPart: Part<typeof environment, typeof tenantSection.schema> = {
  role: 'fee-rules',
  environment,
  tenantSection,
  jobs: workers,
  start({ environment: settings, deps, metrics }) {
    // Connects with the first call: only rule sets that are kept on Kafka make one.
    const door = openKafka(settings, { ...deps, metrics });
    const ruleSets = openRuleSets(settings, { ...deps, metrics, kafka: door });
    const feeRulesDeps: FeeRulesDeps = {
      ...deps,
      rules: ruleSets.book,
      rulesRead: awaitRules(ruleSets.book, deps.clock),
      alarm: createMissedAlarm(metrics, deps.log),
    };
    return {
      workers: bindWorkers(workers, feeRulesDeps),
      servers: [],
      close: async () => {
        await ruleSets.close();
        await door.close();
      },
    };
  },
};
