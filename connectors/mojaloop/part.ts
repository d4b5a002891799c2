import { bindWorker, type BoundWorker, type Part } from '../common/part';
import { createFspiopServer } from './inbound/server';
import { createStateQuestions } from './inbound/state-questions';
import { mojaloopEnvironment, settingsSchema, type MojaloopDeps } from './settings';
import { answerParty } from './workers/answer-party';
import { answerQuoteWorker } from './workers/answer-quote';
import { answerQuoteState } from './workers/answer-quote-state';
import { answerTransactionState } from './workers/answer-transaction-state';
import { answerTransfer } from './workers/answer-transfer';
import { answerTransferState } from './workers/answer-transfer-state';
import { askTransferState } from './workers/ask-transfer-state';
import { checkTransferWorker } from './workers/check-transfer';
import { lookUpParty } from './workers/look-up-party';
import { requestQuote } from './workers/request-quote';
import { requestTransfer } from './workers/request-transfer';

/** The switch's side of the hub: FSPIOP in both directions. */
export const mojaloopPart: Part<typeof mojaloopEnvironment, typeof settingsSchema> = {
  role: 'mojaloop',
  environment: mojaloopEnvironment,
  tenantSection: { name: 'mojaloop', schema: settingsSchema },
  start: ({ environment, tenants, deps, asker }) => {
    const mojaloopDeps: MojaloopDeps = { ...deps, tenants };
    const stateQuestions = createStateQuestions(asker, mojaloopDeps, {
      timeoutMs: environment.MOJALOOP_STATE_TIMEOUT_MS,
      waitingMax: environment.MOJALOOP_STATE_QUESTIONS_MAX,
    });
    const app = createFspiopServer(mojaloopDeps, stateQuestions, {
      bodyMaxBytes: environment.MOJALOOP_BODY_MAX_BYTES,
      defaultTenant: environment.MOJALOOP_DEFAULT_TENANT,
    });
    return {
      workers: boundWorkers(mojaloopDeps),
      servers: [
        { name: 'mojaloop', app, host: environment.MOJALOOP_HOST, port: environment.MOJALOOP_PORT },
      ],
      close: () => stateQuestions.settled(),
    };
  },
};

function boundWorkers(deps: MojaloopDeps): BoundWorker[] {
  return [
    bindWorker(lookUpParty, deps),
    bindWorker(requestQuote, deps),
    bindWorker(requestTransfer, deps),
    bindWorker(askTransferState, deps),
    bindWorker(answerParty, deps),
    bindWorker(answerQuoteWorker, deps),
    bindWorker(answerQuoteState, deps),
    bindWorker(answerTransactionState, deps),
    bindWorker(checkTransferWorker, deps),
    bindWorker(answerTransfer, deps),
    bindWorker(answerTransferState, deps),
  ];
}
