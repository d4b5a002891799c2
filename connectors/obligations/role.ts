import { z } from 'zod';
import { tokenCheck } from '../common/api/token-checks';
import { kafkaChecks } from '../common/doors/kafka/check';
import { ownTopics as topicsMadeBy } from '../common/hub/own-topics';
import { defineRole } from '../common/hub/role';
import { createObligationsApp } from './api/app';
import { obligationsApiEnvironment, obligationsApiSettings } from './api/settings';
import { entriesFolderCheck } from './entries-folder';
import { ownTopics } from './follow-topics';
import { obligationsEnvironment, obligationsTopicsEnvironment } from './settings';
import { startObligations } from './start-obligations';

const environment = z.object({
  ...obligationsApiEnvironment.shape,
  ...obligationsEnvironment.shape,
});

/** Counts ledger entries in cycles and closes them; the HTTP API for who looks at them and acknowledges them. */
export const obligationsRole = defineRole({
  name: 'obligations',
  needs: { kafka: true },
  environment,
  topics: topicsMadeBy(obligationsTopicsEnvironment, ownTopics),
  async start({ environment: settings, deps, metrics, kafka }) {
    const obligations = await startObligations({ ...deps, metrics }, kafka, settings);
    return {
      servers: [
        {
          name: 'obligations',
          app: createObligationsApp(settings, obligations, deps),
          host: settings.OBLIGATIONS_HOST,
          port: settings.OBLIGATIONS_PORT,
        },
      ],
      health: [
        { name: 'kafka', check: () => kafka.checkHealth() },
        { name: 'obligations', check: () => obligations.checkHealth() },
      ],
      close: () => obligations.stop(),
    };
  },
  checks: ({ environment: settings, deps, kafka }) => [
    tokenCheck(obligationsApiSettings(settings).tokens, deps.http),
    entriesFolderCheck(settings.FEE_ENTRIES_DIRECTORY),
    ...kafkaChecks(kafka, { own: ownTopics(settings) }),
  ],
});
