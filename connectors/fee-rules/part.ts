import { z } from 'zod';
import { bindWorker, type Part } from '../common/part';
import { awaitRules } from './await-rules';
import type { FeeRulesDeps } from './evaluate-job';
import { createMissedAlarm } from './missed-alarm';
import { openInterim } from './interim';
import { ruleSetsEnvironment } from './rule-sets/settings';
import { evaluate } from './workers/evaluate';
import { evaluateMissed } from './workers/evaluate-missed';

/** One set of rules for all DFSPs of a scheme. */
const tenantSection = { name: 'feeRules', schema: z.undefined().optional() };

/** Evaluates the fee rules in payments. */
export const feeRulesPart: Part<typeof ruleSetsEnvironment, typeof tenantSection.schema> = {
  role: 'fee-rules',
  environment: ruleSetsEnvironment,
  tenantSection,
  async start({ environment, deps, metrics }) {
    const rules = await openInterim(environment.FEE_RULES_DIRECTORY, deps);
    const alarm = createMissedAlarm(metrics, deps.log);
    const rulesRead = awaitRules(rules, deps.clock);
    const feeRulesDeps: FeeRulesDeps = { ...deps, rules, rulesRead, alarm };
    return {
      workers: [bindWorker(evaluate, feeRulesDeps), bindWorker(evaluateMissed, feeRulesDeps)],
      servers: [],
    };
  },
};
