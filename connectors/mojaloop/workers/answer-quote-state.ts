import { z } from 'zod';
import { variables } from '../../common/contracts/variables';
import { defineWorker } from '../../common/hub/worker';
import { stepOf } from '../../common/retries/steps';
import { answering } from '../job-defaults';
import { sendAnswer, type Answer } from '../outbound/send-answer';
import { refusalOf, relationOf } from '../questions/asker';
import { settledQuote } from '../payee/quote';
import { takeQuestion } from '../questions/take-question';
import { tenantOf, type MojaloopDeps, type MojaloopTenant } from '../settings';
import { switchNamed } from '../switches';

const input = z.object({
  tenant: variables.tenant,
  traceparent: variables.traceparent,
  peer: variables.peer,
  quoteId: variables.quoteId,
  quoteRequest: variables.quoteRequest,
  requestHash: variables.requestHash,
  asker: variables.asker,
  questionId: variables.questionId.nullish(),
  repeatedHash: variables.repeatedHash.nullish(),
  receivedAt: variables.receivedAt.nullish(),
  answeredAt: variables.answeredAt.nullish(),
  payeeQuote: variables.payeeQuote.nullish(),
  errorInformation: variables.errorInformation,
});

/** PUT /quotes/{ID} or its /error, in answer to GET (FSPIOP 6.5.3.2) or to a repeated POST (3.2.5.1). */
export const answerQuoteState = defineWorker({
  ...stepOf('mojaloop:answer-quote-state:1'),
  title: 'Give the quote again',
  summary:
    'Gives the same answer again to who repeats the request or asks for it; 3106 to another request under its id.',
  ...answering,
  input,
  run: async (job, deps: MojaloopDeps, { signal }) => {
    const tenant = tenantOf(deps, job.tenant);
    const answer = answerOf(job, tenant);
    await takeQuestion(job.questionId, deps);
    // In progress: the answer comes by itself.
    if (answer === undefined) return {};
    const { asker: peer, quoteId: id, traceparent } = job;
    await sendAnswer(answer, { tenant, peer, resource: 'quotes', id, traceparent, signal }, deps);
    return {};
  },
});

function answerOf(job: z.output<typeof input>, tenant: MojaloopTenant): Answer | undefined {
  const relation = relationOf(job, switchNamed(tenant, job.peer.switchName));
  if (relation === 'same') return settledQuote(job, tenant);
  // A quote names payer and payee.
  return refusalOf(relation, job.repeatedHash, 'QUOTE_ID_NOT_FOUND');
}
