import { elasticsearchCheck } from '../common/doors/elasticsearch/check';
import { openListed } from '../common/engines/listed';
import { handedOnHeadersBytesMax } from '../common/http/server';
import { bindWorkers, defineRole, type Workers } from '../common/hub/role';
import { certificateChecks } from '../common/tls/checks';
import { tlsFoldersOf } from '../common/tls/folders';
import { createChannelApps } from './app';
import type { ChannelWorkerDeps } from './callbacks';
import { checksOf } from './checks';
import { createBetweenEngines } from './engines/between-engines';
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
  start({
    environment,
    tenants,
    engine: { messages, asker, commandTimeoutMs },
    elasticsearch,
    ...context
  }) {
    tenants.admit(requireRetriesToFit);
    const deps = { ...context.deps, messages };
    const callbackTimeoutMs = environment.CHANNEL_CALLBACK_TIMEOUT_MS;
    const dedupeWindowMs = environment.CHANNEL_DEDUPE_WINDOW_S * 1_000;
    const { metrics } = context;
    const listed = openListed(environment, deps, tlsFoldersOf({ ...deps, metrics }));
    const engines = listed?.engines;
    const workerDeps = { ...deps, tenants, callbackTimeoutMs, dedupeWindowMs, engines };
    const between =
      listed &&
      createBetweenEngines(
        { ...deps, ...listed, metrics },
        {
          rememberedMs: dedupeWindowMs,
          waitMaxS: environment.CHANNEL_WAIT_MAX_S,
          waitingMax: environment.CHANNEL_WAITING_REQUESTS_MAX,
          repeatAnswerTimeoutMs: environment.CHANNEL_REPEAT_ANSWER_TIMEOUT_MS,
          commandMs: commandTimeoutMs,
        },
      );
    const past = environment.CHANNEL_PAST_PAYMENTS
      ? createPastPayments(
          { ...context.deps, elasticsearch, metrics },
          {
            alias: environment.PAYMENT_DOCUMENTS_ALIAS,
            timeoutMs: environment.CHANNEL_PAST_PAYMENTS_TIMEOUT_MS,
          },
        )
      : noPastPayments;
    const { forApps, forEngines } = createChannelApps(environment, tenants, deps, {
      ...{ asker, past, engines, between },
      ...(context.heldBackMs && { heldBackMs: context.heldBackMs }),
    });
    return {
      workers: bindWorkers(workers, workerDeps),
      servers: [
        {
          name: 'channel',
          app: forApps,
          host: environment.CHANNEL_HOST,
          port: environment.CHANNEL_PORT,
          speaksWith: 'app',
        },
        ...(forEngines === undefined
          ? []
          : [
              {
                name: 'channel-engines',
                app: forEngines,
                host: environment.CHANNEL_ENGINES_HOST,
                port: environment.CHANNEL_ENGINES_PORT,
                tls: listed?.tls,
                headersBytesMax: handedOnHeadersBytesMax,
              },
            ]),
      ],
      close: () => {
        between?.stop();
        return Promise.resolve();
      },
    };
  },
  checks: ({ environment, tenants, elasticsearch, deps, metrics }) => {
    const listed = openListed(environment, deps, tlsFoldersOf({ ...deps, metrics }));
    const directory = environment.ENGINES_TLS_DIRECTORY ?? '';
    return [
      ...[...tenants.current().values()].flatMap((tenant) =>
        checksOf(tenant, environment, deps.http),
      ),
      ...(listed ? certificateChecks(directory, listed.tls, deps.clock) : []),
      ...(environment.CHANNEL_PAST_PAYMENTS ? [elasticsearchCheck(elasticsearch)] : []),
    ];
  },
});
