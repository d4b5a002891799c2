import { z } from 'zod';
import { sharedSettings } from '../../common/contracts/fee-settings';

/** Part of the environment of every role that has to do with fee rules. */
export const ruleSetsEnvironment = z.object({
  FEE_RULES_SOURCE: z
    .enum(['directory', 'kafka'])
    .default('directory')
    .describe('Where the rule sets are kept'),
  FEE_RULES_DIRECTORY: z
    .string()
    .default('fee-rules')
    .describe('Folder of the rule sets; may be a mounted ConfigMap, which nobody writes to'),
  FEE_RULES_TOPIC: z
    .string()
    .default('payment-hub.fee-rule-sets')
    .describe('Kafka topic of the rule sets: compacted, one partition'),
  ...sharedSettings.pick({ FEE_HORIZON: true }).shape,
  FEE_RULES_LOAD_TIMEOUT_MS: z.coerce
    .number()
    .int()
    .min(100)
    .default(60_000)
    .describe('How long it may take to load a rule set; one that takes longer is not used'),
  FEE_RULES_LOAD_MEMORY_MB: z.coerce
    .number()
    .int()
    .min(64)
    .default(512)
    .describe('How much memory it may take to load a rule set; one that takes more is not used'),
});
export type RuleSetsSettings = z.output<typeof ruleSetsEnvironment>;
