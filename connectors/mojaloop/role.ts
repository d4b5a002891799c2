import { bindWorkers, defineRole, type Workers } from '../common/hub/role';
import { createTlsFolders } from '../common/tls/folders';
import { createSwitchClocks } from './clocks/switch-clocks';
import { createFspiopServer } from './inbound/server';
import { createStateQuestions } from './inbound/state-questions';
import { checkSwitches } from './outbound/check-switch';
import { mojaloopEnvironment, settingsSchema, type MojaloopDeps } from './settings';
import { createSignatures } from './signature/signatures';
import { madePerSwitch, requireSwitches } from './switches';
import { answerParty } from './workers/answer-party';
import { answerQuoteWorker } from './workers/answer-quote';
import { answerQuoteState } from './workers/answer-quote-state';
import { answerTransactionState } from './workers/answer-transaction-state';
import { answerTransfer } from './workers/answer-transfer';
import { answerTransferState } from './workers/answer-transfer-state';
import { askTransferState } from './workers/ask-transfer-state';
import { checkTransferWorker } from './workers/check-transfer';
import { formerLookUpParty } from './workers/former-look-up-party';
import { lookUpParticipant } from './workers/look-up-participant';
import { lookUpParty } from './workers/look-up-party';
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
  answerParty,
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
  needs: { engine: true, tenants: { name: 'mojaloop', schema: settingsSchema } },
  environment: mojaloopEnvironment,
  jobs: workers,
  start: ({ environment, tenants, engine: { messages, asker }, metrics, ...context }) => {
    const deps = { ...context.deps, messages };
    tenants.admit(requireSwitches);
    const tlsFolders = createTlsFolders({ ...deps, metrics });
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
    const stateQuestions = createStateQuestions(asker, mojaloopDeps, {
      timeoutMs: environment.MOJALOOP_STATE_TIMEOUT_MS,
      waitingMax: environment.MOJALOOP_STATE_QUESTIONS_MAX,
    });
    const directory = environment.MOJALOOP_TLS_DIRECTORY;
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
      tls: directory === undefined ? undefined : tlsFolders.open(directory, 'server'),
    };
    return {
      workers: bindWorkers(workers, mojaloopDeps),
      servers: [server],
      close: () => stateQuestions.settled(),
      checkPeers: async () => {
        const all = [...tenants.current().values()];
        await Promise.all(all.map((tenant) => checkSwitches(tenant, mojaloopDeps)));
      },
    };
  },
});
