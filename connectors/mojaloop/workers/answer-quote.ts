import { z } from 'zod';
import { variables } from '../../common/contracts/variables';
import { CannotWork } from '../../common/failures';
import { defineWorker } from '../../common/worker';
import { errorBody } from '../api/error-body';
import { sendToSwitch } from '../outbound/fspiop-client';
import { answerQuote, type QuoteAnswer } from '../payee/quote';
import { switchNamed } from '../switches';
import { tenantOf, type MojaloopDeps, type MojaloopTenant } from '../settings';
import { answerRetries, instantOf, jobTimeoutMs, noOutput } from '../job-defaults';

const input = z.object({
  tenant: variables.tenant,
  traceparent: variables.traceparent,
  peer: variables.peer,
  quoteRequest: variables.quoteRequest,
  stepStartedAt: variables.stepStartedAt,
  payeeQuote: variables.payeeQuote.nullish(),
  errorInformation: variables.errorInformation,
});

/** PUT /quotes/{ID} or its /error, FSPIOP 6.5.4. */
export const answerQuoteWorker = defineWorker({
  type: 'mojaloop:answer-quote:1',
  title: 'Answer the quote',
  summary:
    'Tells the payer’s DFSP our terms, sealed with ILP packet and condition, or our refusal.',
  timeoutMs: jobTimeoutMs,
  retries: answerRetries,
  input,
  output: noOutput,
  bpmnErrors: {
    REFUSED: 'The switch refuses the answer',
    UNAVAILABLE: 'The switch cannot be reached',
  },
  whenExhausted: 'bpmn-error',
  run: async (job, deps: MojaloopDeps, { signal }) => {
    const tenant = tenantOf(deps, job.tenant);
    const answer = answerOf(job, tenant, deps);
    const failed = 'errorInformation' in answer;
    await sendToSwitch(
      {
        tenant,
        via: switchNamed(tenant, job.peer.switchName),
        method: 'PUT',
        resource: 'quotes',
        path: failed ? [job.quoteRequest.quoteId, 'error'] : [job.quoteRequest.quoteId],
        destination: job.peer.fspId,
        version: job.peer.version,
        traceparent: job.traceparent,
        tracestate: job.peer.tracestate,
        body: failed ? errorBody(answer.errorInformation) : answer.body,
        signal,
      },
      deps,
    );
    return {};
  },
});

function answerOf(
  job: z.output<typeof input>,
  tenant: MojaloopTenant,
  { clock }: MojaloopDeps,
): QuoteAnswer {
  const { errorInformation, payeeQuote, quoteRequest, peer } = job;
  if (errorInformation != null) return { errorInformation };
  if (payeeQuote == null)
    throw new CannotWork('there is neither a quote nor an error to answer with');
  const startedAt = instantOf('stepStartedAt', job.stepStartedAt);
  const time = { startedAt, now: clock.now() };
  return answerQuote(quoteRequest, payeeQuote.payeeFspFee, peer, tenant, time);
}
