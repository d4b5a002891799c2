import { z } from 'zod';
import { tokenCheck } from '../../common/api/token-checks';
import { kafkaChecks } from '../../common/doors/kafka/check';
import { defineRole } from '../../common/hub/role';
import { obligationsEnvironment } from '../../obligations/settings';
import { startObligations } from '../../obligations/start-obligations';
import { ruleSetChecks } from '../rule-sets/checks';
import { openRuleSets } from '../rule-sets/open-rule-sets';
import { ruleSetsEnvironment } from '../rule-sets/settings';
import { createAdministration } from './administration';
import { administrationEnvironment, appSettingsOf } from './settings';

const environment = z.object({
  ...administrationEnvironment.shape,
  ...ruleSetsEnvironment.shape,
  ...obligationsEnvironment.shape,
});

/** The HTTP API for a scheme's administrators, and the closing of its cycles of obligations. */
export const feeRulesAdministrationRole = defineRole({
  name: 'fee-rules-administration',
  needs: { kafka: 'optional' },
  environment,
  async start({ environment: settings, deps, metrics, kafka: door }) {
    const withMetrics = { ...deps, metrics };
    const kafka = settings.FEE_RULES_ADMINISTRATION_USES_KAFKA ? door : undefined;
    const ruleSets = openRuleSets(settings, { ...withMetrics, kafka: door });
    const obligations = kafka && (await startObligations(withMetrics, kafka, settings));
    const administration = createAdministration(settings, { ruleSets, obligations, kafka }, deps);
    return {
      servers: [
        {
          name: 'fee-rules-administration',
          app: administration.app,
          host: settings.FEE_RULES_ADMINISTRATION_HOST,
          port: settings.FEE_RULES_ADMINISTRATION_PORT,
        },
      ],
      health:
        obligations === undefined
          ? []
          : [
              { name: 'kafka', check: () => door.checkHealth() },
              { name: 'obligations', check: () => obligations.checkHealth() },
            ],
      close: async () => {
        await administration.close();
        await obligations?.stop();
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
