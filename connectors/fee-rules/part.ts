import { z } from 'zod';
import { connectKafka } from '../common/kafka/connect-kafka';
import { kafkaEnvironment } from '../common/kafka/environment';
import type { KafkaDoor } from '../common/kafka/kafka-door';
import { bindWorker, type Part } from '../common/part';
import { createTlsFolders } from '../common/tls/folders';
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

/** Evaluates the fee rules in payments. */
export const feeRulesPart: Part<typeof environment, typeof tenantSection.schema> = {
  role: 'fee-rules',
  environment,
  tenantSection,
  start({ environment: settings, deps, metrics }) {
    let door: KafkaDoor | undefined;
    const kafka = (): KafkaDoor => {
      const directory = settings.KAFKA_TLS_DIRECTORY;
      const tls =
        directory === undefined
          ? undefined
          : createTlsFolders({ ...deps, metrics }).open(directory, 'client');
      return (door ??= connectKafka(settings, { ...deps, metrics, tls }));
    };
    const ruleSets = openRuleSets(settings, { ...deps, metrics, kafka });
    const feeRulesDeps: FeeRulesDeps = {
      ...deps,
      rules: ruleSets.book,
      rulesRead: awaitRules(ruleSets.book, deps.clock),
      alarm: createMissedAlarm(metrics, deps.log),
    };
    return {
      workers: [bindWorker(evaluate, feeRulesDeps), bindWorker(evaluateMissed, feeRulesDeps)],
      servers: [],
      close: async () => {
        await ruleSets.close();
        await door?.close();
      },
    };
  },
};
