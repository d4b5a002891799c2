import { elasticsearchCheck } from '../common/doors/elasticsearch/check';
import { bindWorkers, defineRole, type Workers } from '../common/hub/role';
import { createChannelApp } from './app';
import type { ChannelWorkerDeps } from './callbacks';
import { checksOf } from './checks';
import { createPastPayments, noPastPayments } from './past-payments';
import { channelEnvironment, channelTenantSection } from './settings';
import { requireRetriesToFit } from './shortest-timers';
import { answerCodeState } from './workers/answer-code-state';
import { answerState } from './workers/answer-state';
import { askDevice } from './workers/ask-device';
import { askPayer } from './workers/ask-payer';
import { checkAuthorization } from './workers/check-authorization';
import { checkPresentedCode } from './workers/check-presented-code';
import { presentAuthorizationCode } from './workers/present-authorization-code';
import { sendAuthorizationCode } from './workers/send-authorization-code';
import { showAuthorizationCode } from './workers/show-authorization-code';
import { answerRequestState } from './workers/answer-request-state';
import { takeRequest } from './workers/take-request';
import { tellPayee } from './workers/tell-payee';
import { tellPayer } from './workers/tell-payer';

const workers: Workers<ChannelWorkerDeps> = [
  askPayer,
  tellPayer,
  answerState,
  askDevice,
  showAuthorizationCode,
  checkAuthorization,
  presentAuthorizationCode,
  sendAuthorizationCode,
  checkPresentedCode,
  answerCodeState,
  takeRequest,
  tellPayee,
  answerRequestState,
];

/** The API for a DFSP's own apps, and the workers that tell them how their payments stand. */
export const channelRole = defineRole({
  name: 'channel',
  needs: {
    engine: true,
    tenants: { name: 'channel', schema: channelTenantSection },
    elasticsearch: 'optional',
    journal: true,
  },
  environment: channelEnvironment,
  jobs: workers,
  start({ environment, tenants, engine: { messages, asker }, elasticsearch, ...context }) {
    tenants.admit(requireRetriesToFit);
    const deps = { ...context.deps, messages };
    const callbackTimeoutMs = environment.CHANNEL_CALLBACK_TIMEOUT_MS;
    const dedupeWindowMs = environment.CHANNEL_DEDUPE_WINDOW_S * 1_000;
    const workerDeps: ChannelWorkerDeps = { ...deps, tenants, callbackTimeoutMs, dedupeWindowMs };
    const past = environment.CHANNEL_PAST_PAYMENTS
      ? createPastPayments(
          { ...context.deps, elasticsearch, metrics: context.metrics },
          {
            alias: environment.PAYMENT_DOCUMENTS_ALIAS,
            timeoutMs: environment.CHANNEL_PAST_PAYMENTS_TIMEOUT_MS,
          },
        )
      : noPastPayments;
    return {
      workers: bindWorkers(workers, workerDeps),
      servers: [
        {
          name: 'channel',
          app: createChannelApp(environment, tenants, deps, asker, past, context.heldBackMs),
          host: environment.CHANNEL_HOST,
          port: environment.CHANNEL_PORT,
          speaksWith: 'app',
        },
      ],
    };
  },
  checks: ({ environment, tenants, elasticsearch, deps: { http } }) => [
    ...[...tenants.current().values()].flatMap((tenant) => checksOf(tenant, environment, http)),
    ...(environment.CHANNEL_PAST_PAYMENTS ? [elasticsearchCheck(elasticsearch)] : []),
  ],
});
