import { z } from 'zod';
import { variables } from '../../common/contracts/variables';
import { CannotWork, Refused } from '../../common/failures';
import { defineWorker } from '../../common/hub/worker';
import { stepOf } from '../../common/retries/steps';
import { sendAnswer } from '../outbound/send-answer';
import { settledQuote } from '../payee/quote';
import { tenantOf, type MojaloopDeps } from '../settings';
import { answering } from '../job-defaults';

const input = z.object({
  tenant: variables.tenant,
  traceparent: variables.traceparent,
  peer: variables.peer,
  quoteRequest: variables.quoteRequest,
  receivedAt: variables.receivedAt.nullish(),
  answeredAt: variables.answeredAt.nullish(),
  payeeQuote: variables.payeeQuote.nullish(),
  errorInformation: variables.errorInformation,
});

/** PUT /quotes/{ID} or its /error, FSPIOP 6.5.4. */
export const answerQuoteWorker = defineWorker({
  ...stepOf('mojaloop:answer-quote:1'),
  title: 'Answer the quote',
  summary:
    'Tells the payer’s DFSP our terms, sealed with ILP packet and condition, or our refusal.',
  ...answering,
  input,
  output: z.object({ transaction: variables.transaction.optional() }),
  bpmnErrors: {
    ...answering.bpmnErrors,
    REFUSED: 'We cannot give this quote, or the switch refuses the answer',
  },
  run: async (job, deps: MojaloopDeps, { signal }) => {
    const tenant = tenantOf(deps, job.tenant);
    const answer = settledQuote(job, tenant);
    if (answer === undefined)
      throw new CannotWork('there is neither a quote nor an error to answer');
    const isRefusal = 'errorInformation' in answer;
    // The process must know of it: nothing goes on that hangs on a quote.
    if (isRefusal && job.errorInformation == null) throw new Refused(answer.errorInformation);
    const { peer, traceparent } = job;
    const id = job.quoteRequest.quoteId;
    await sendAnswer(answer, { tenant, peer, resource: 'quotes', id, traceparent, signal }, deps);
    return isRefusal ? {} : { transaction: answer.transaction };
  },
});
