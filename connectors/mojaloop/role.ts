import type { Check } from '../common/check';
import {
  bindWorkers,
  defineRole,
  type RoleContext,
  type TenantSection,
  type Workers,
} from '../common/hub/role';
import { kafkaChecks } from '../common/doors/kafka/check';
import { openListed } from '../common/engines/listed';
import { handedOnHeadersBytesMax } from '../common/http/server';
import type { TlsSource } from '../common/runtime';
import { certificateChecks } from '../common/tls/checks';
import { tlsFoldersOf } from '../common/tls/folders';
import { checksOf } from './checks';
import { createSwitchClocks } from './clocks/switch-clocks';
import { createBetweenEngines } from './engines/between-engines';
import { topicsOf } from './engines/settings';
import { createFspiopServer } from './inbound/server';
import { createStateQuestions } from './inbound/state-questions';
import { mojaloopEnvironment, settingsSchema, type MojaloopDeps } from './settings';
import { createSignatures } from './signature/signatures';
import { madePerSwitch, requireSwitches } from './switches';
import { answerAuthorization } from './workers/answer-authorization';
import { answerParty } from './workers/answer-party';
import { answerQuoteWorker } from './workers/answer-quote';
import { answerQuoteState } from './workers/answer-quote-state';
import { answerRequest } from './workers/answer-request';
import { answerRequestState } from './workers/answer-request-state';
import { answerTransactionState } from './workers/answer-transaction-state';
import { answerTransfer } from './workers/answer-transfer';
import { answerTransferState } from './workers/answer-transfer-state';
import { askRequestState } from './workers/ask-request-state';
import { askTransferState } from './workers/ask-transfer-state';
import { checkTransferWorker } from './workers/check-transfer';
import { formerLookUpParty } from './workers/former-look-up-party';
import { lookUpParticipant } from './workers/look-up-participant';
import { lookUpParty } from './workers/look-up-party';
import { requestPayment } from './workers/request-payment';
import { requestQuote } from './workers/request-quote';
import { requestTransfer } from './workers/request-transfer';
import { send } from './workers/send';
import { takeQuestionWorker } from './workers/take-question';

/** Every request is answered as soon as the engine has stored it. */
const silenceMs = 60_000;

const workers: Workers<MojaloopDeps> = [
  lookUpParticipant,
  lookUpParty,
  formerLookUpParty,
  requestQuote,
  requestTransfer,
  askTransferState,
  requestPayment,
  askRequestState,
  answerRequest,
  answerRequestState,
  answerParty,
  answerAuthorization,
  answerQuoteWorker,
  answerQuoteState,
  answerTransactionState,
  checkTransferWorker,
  answerTransfer,
  answerTransferState,
  send,
  takeQuestionWorker,
];

/** The switch's side of the hub: FSPIOP in both directions. */
export const mojaloopRole = defineRole({
  name: 'mojaloop',
  needs: {
    engine: true,
    tenants: { name: 'mojaloop', schema: settingsSchema },
    // For what another engine is to have when it is back.
    kafka: 'optional',
    journal: true,
  },
  environment: mojaloopEnvironment,
  jobs: workers,
  start: (context) => {
    const { environment, engine, kafka, metrics } = context;
    const { mojaloopDeps, serverTls, listed } = prepare(context);
    const stateTimeoutMs = environment.MOJALOOP_STATE_TIMEOUT_MS;
    const stateQuestions = createStateQuestions(engine.asker, mojaloopDeps, {
      timeoutMs: stateTimeoutMs,
      waitingMax: environment.MOJALOOP_STATE_QUESTIONS_MAX,
    });
    const between =
      listed &&
      createBetweenEngines(
        {
          ...mojaloopDeps,
          ...listed,
          ...{ kafka, metrics, stateQuestions, stateTimeoutMs },
          asker: engine.asker,
        },
        environment,
      );
    between?.start();
    const serverOptions = {
      bodies: {
        bodyMaxBytes: environment.MOJALOOP_BODY_MAX_BYTES,
        bodiesMaxBytes: environment.MOJALOOP_BODIES_MAX_BYTES,
      },
      defaultTenant: environment.MOJALOOP_DEFAULT_TENANT,
    };
    const forSwitch = {
      name: 'mojaloop',
      app: createFspiopServer(mojaloopDeps, stateQuestions, {
        ...serverOptions,
        delivery: between?.fromSwitch,
      }),
      host: environment.MOJALOOP_HOST,
      port: environment.MOJALOOP_PORT,
      timeouts: { silenceMs },
      tls: serverTls,
      speaksWith: 'switch' as const,
    };
    const forEngines = between && {
      name: 'engines',
      app: createFspiopServer(mojaloopDeps, stateQuestions, {
        ...serverOptions,
        delivery: between.fromEngine,
        checksSignatures: false,
      }),
      host: environment.MOJALOOP_ENGINES_HOST,
      port: environment.MOJALOOP_ENGINES_PORT,
      timeouts: { silenceMs },
      tls: between.tls,
      headersBytesMax: handedOnHeadersBytesMax,
    };
    return {
      workers: bindWorkers(workers, mojaloopDeps),
      servers: [forSwitch, ...(forEngines === undefined ? [] : [forEngines])],
      close: async () => {
        await stateQuestions.settled();
        await between?.stop();
      },
      checks: checksOfAll(mojaloopDeps),
    };
  },
  checks: (context) => {
    const { environment, kafka } = context;
    const { mojaloopDeps, serverTls, listed } = prepare(context);
    const certificates = (directory: string | undefined, source: TlsSource | undefined) =>
      source ? certificateChecks(directory ?? '', source, context.deps.clock) : [];
    return [
      ...certificates(environment.MOJALOOP_TLS_DIRECTORY, serverTls),
      ...certificates(environment.ENGINES_TLS_DIRECTORY, listed?.tls),
      ...(listed ? kafkaChecks(kafka, { own: topicsOf(listed.engines, environment) }) : []),
      ...checksOfAll(mojaloopDeps),
    ];
  },
});

type Context = RoleContext<
  typeof mojaloopEnvironment,
  {
    readonly engine: true;
    readonly tenants: TenantSection<typeof settingsSchema>;
    readonly kafka: 'optional';
  }
>;

/** @throws ConfigurationError with what is wrong with switches, keys and certificates. */
function prepare({ environment, tenants, engine: { messages }, metrics, ...context }: Context) {
  tenants.admit(requireSwitches);
  const deps = { ...context.deps, messages };
  const tlsFolders = tlsFoldersOf({ ...deps, metrics });
  const mojaloopDeps: MojaloopDeps = {
    ...deps,
    tenants,
    switchClocks: createSwitchClocks({ ...deps, metrics }),
    signatures: madePerSwitch(tenants, (via, tenant) =>
      createSignatures(via.signatures, { ...deps, log: deps.log.child({ tenant }) }),
    ),
    tls: madePerSwitch(tenants, ({ tlsDirectory }) =>
      tlsDirectory === undefined ? undefined : tlsFolders.open(tlsDirectory, 'client'),
    ),
  };
  const directory = environment.MOJALOOP_TLS_DIRECTORY;
  const serverTls = directory === undefined ? undefined : tlsFolders.open(directory, 'server');
  return { mojaloopDeps, serverTls, listed: openListed(environment, deps, tlsFolders) };
}

function checksOfAll(deps: MojaloopDeps): Check[] {
  return [...deps.tenants.current().values()].flatMap((tenant) => checksOf(tenant, deps));
}
