import type { Check } from '../common/check';
import {
  bindWorkers,
  defineRole,
  type RoleContext,
  type TenantSection,
  type Workers,
} from '../common/hub/role';
import { certificateChecks } from '../common/tls/checks';
import { tlsFoldersOf } from '../common/tls/folders';
import { checksOf } from './checks';
import { createSwitchClocks } from './clocks/switch-clocks';
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
  needs: { engine: true, tenants: { name: 'mojaloop', schema: settingsSchema }, journal: true },
  environment: mojaloopEnvironment,
  jobs: workers,
  start: (context) => {
    const { environment, engine } = context;
    const { mojaloopDeps, serverTls } = prepare(context);
    const stateQuestions = createStateQuestions(engine.asker, mojaloopDeps, {
      timeoutMs: environment.MOJALOOP_STATE_TIMEOUT_MS,
      waitingMax: environment.MOJALOOP_STATE_QUESTIONS_MAX,
    });
    const app = createFspiopServer(mojaloopDeps, stateQuestions, {
      bodies: {
        bodyMaxBytes: environment.MOJALOOP_BODY_MAX_BYTES,
        bodiesMaxBytes: environment.MOJALOOP_BODIES_MAX_BYTES,
      },
      defaultTenant: environment.MOJALOOP_DEFAULT_TENANT,
    });
    const server = {
      name: 'mojaloop',
      app,
      host: environment.MOJALOOP_HOST,
      port: environment.MOJALOOP_PORT,
      timeouts: { silenceMs },
      tls: serverTls,
      speaksWith: 'switch' as const,
    };
    return {
      workers: bindWorkers(workers, mojaloopDeps),
      servers: [server],
      close: () => stateQuestions.settled(),
      checks: checksOfAll(mojaloopDeps),
    };
  },
  checks: (context) => {
    const { mojaloopDeps, serverTls } = prepare(context);
    const directory = context.environment.MOJALOOP_TLS_DIRECTORY ?? '';
    const ofServer = serverTls ? certificateChecks(directory, serverTls, context.deps.clock) : [];
    return [...ofServer, ...checksOfAll(mojaloopDeps)];
  },
});

type Context = RoleContext<
  typeof mojaloopEnvironment,
  { readonly engine: true; readonly tenants: TenantSection<typeof settingsSchema> }
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
  return { mojaloopDeps, serverTls };
}

function checksOfAll(deps: MojaloopDeps): Check[] {
  return [...deps.tenants.current().values()].flatMap((tenant) => checksOf(tenant, deps));
}
