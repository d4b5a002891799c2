import { z } from 'zod';
import { tokenCheck } from '../../common/api/token-checks';
import { kafkaChecks } from '../../common/doors/kafka/check';
import { defineRole } from '../../common/hub/role';
import { ruleSetChecks } from '../rule-sets/checks';
import { openRuleSets } from '../rule-sets/open-rule-sets';
import { ruleSetsEnvironment } from '../rule-sets/settings';
import { ruleSetTopics } from '../rule-sets/topics';
import { createAdministration } from './administration';
import { administrationEnvironment, appSettingsOf } from './settings';

const environment = z.object({
  ...administrationEnvironment.shape,
  ...ruleSetsEnvironment.shape,
});

/** The HTTP API for a scheme's administrators. */
export const feeRulesAdministrationRole = defineRole({
  name: 'fee-rules-administration',
  needs: { kafka: 'optional' },
  environment,
  topics: ruleSetTopics,
  start({ environment: settings, deps, metrics, kafka: door }) {
    const withMetrics = { ...deps, metrics };
    const kafka = settings.FEE_RULES_ADMINISTRATION_USES_KAFKA ? door : undefined;
    const ruleSets = openRuleSets(settings, { ...withMetrics, kafka: door });
    const administration = createAdministration(settings, { ruleSets, kafka }, deps);
    return {
      servers: [
        {
          name: 'fee-rules-administration',
          app: administration.app,
          host: settings.FEE_RULES_ADMINISTRATION_HOST,
          port: settings.FEE_RULES_ADMINISTRATION_PORT,
        },
      ],
      health: kafka === undefined ? [] : [{ name: 'kafka', check: () => kafka.checkHealth() }],
      close: async () => {
        await administration.close();
        await ruleSets.close();
      },
    };
  },
  checks: ({ environment: settings, deps, metrics, kafka }) => [
    tokenCheck(appSettingsOf(settings).tokens, deps.http),
    ...(settings.FEE_RULES_ADMINISTRATION_USES_KAFKA ? kafkaChecks(kafka) : []),
    ...ruleSetChecks(settings, { ...deps, metrics, kafka }),
  ],
});
