import { z } from 'zod';
import { variables } from '../../common/contracts/variables';
import { Refused } from '../../common/failures';
import { errorInformation } from '../../common/fspiop-errors';
import { instantOf } from '../../common/instant';
import { feelDuration, formatDateTime } from '../../common/time';
import { defineWorker } from '../../common/hub/worker';
import { stepOf } from '../../common/retries/steps';
import { likelyMs } from '../clocks/estimate';
import { sendToSwitch } from '../outbound/fspiop-client';
import { requireTime } from '../payer/clocks';
import { quoteExpirationOf } from '../payer/expirations';
import { requireOtherDfsp } from '../payer/other-dfsp';
import { switchOfPayment } from '../switches';
import { tenantOf, type MojaloopDeps } from '../settings';

const input = z.object({
  tenant: variables.tenant,
  transactionId: variables.transactionId,
  traceparent: variables.traceparent,
  payment: variables.payment,
  partyAnswer: variables.partyAnswer,
  quoteId: variables.quoteId,
  timers: variables.timers,
  stepStartedAt: variables.stepStartedAt,
});

/** POST /quotes, FSPIOP 6.5.3.1. The answer comes as the message `quote-answered`. */
export const requestQuote = defineWorker({
  ...stepOf('mojaloop:request-quote:1'),
  title: 'Ask the payee’s DFSP for a quote',
  summary: 'Asks what the payment costs and on which terms the payee’s DFSP takes it.',
  input,
  output: z.object({
    transaction: variables.transaction,
    /** For the diagrams of version 0.1 only, which take it from here. */
    switchName: variables.switchName.optional(),
    quoteRequestedAt: variables.quoteRequestedAt,
    switchAhead: variables.switchAhead,
  }),
  bpmnErrors: {
    REFUSED:
      'The switch refuses the request, the payee is a customer of this DFSP too or of another one than has asked for the payment, or the clocks are too far apart',
    UNAVAILABLE: 'The switch gives no answer',
  },
  whenExhausted: 'bpmn-error',
  run: async (job, deps: MojaloopDeps, { signal, engineAheadMs }) => {
    const tenant = tenantOf(deps, job.tenant);
    const via = switchOfPayment(tenant, job.payment);
    const payee = payeeOf(job);
    requireOtherDfsp(payee.partyIdInfo.fspId, tenant.fspId);
    requireAsker(payee.partyIdInfo.fspId, job.payment.requestedBy);
    const payer = { partyIdInfo: { ...job.payment.payer, fspId: tenant.fspId } };
    const { quoteId, transactionId } = job;
    const { amount, amountType, transactionType, note, extensionList } = job.payment;
    const { transactionRequestId } = job.payment;
    await sendToSwitch(
      {
        tenant,
        via,
        method: 'POST',
        resource: 'quotes',
        path: [],
        destination: payee.partyIdInfo.fspId,
        version: via.version,
        traceparent: job.traceparent,
        body: {
          quoteId,
          transactionId,
          transactionRequestId,
          payee,
          payer,
          amountType,
          amount,
          transactionType,
          note,
          expiration: expirationOf(job),
          extensionList,
        },
        signal,
      },
      deps,
    );
    const ahead = deps.switchClocks.aheadOfEngine({ tenant: job.tenant, via }, engineAheadMs);
    requireTime(ahead, job.timers);
    const switchAhead = feelDuration(ahead === undefined ? 0 : likelyMs(ahead));
    // The quote's amount is still to come. Names stay out: the payee's DFSP does not put them into its packet.
    const { partyIdInfo } = payee;
    const agreed = { transactionId, quoteId, payee: { partyIdInfo }, payer };
    const transaction = { ...agreed, transactionType, note, extensionList };
    const chosen = job.payment.switchName === undefined ? { switchName: via.name } : {};
    return { transaction, switchAhead, quoteRequestedAt: job.stepStartedAt, ...chosen };
  },
});

/** As the payer has named it: the answer to the look-up may have a phone in another spelling. */
function payeeOf({ partyAnswer, payment }: z.output<typeof input>) {
  if ('party' in partyAnswer && partyAnswer.party.partyIdInfo.fspId !== undefined) {
    const { party } = partyAnswer;
    return { ...party, partyIdInfo: { ...party.partyIdInfo, ...payment.payee } };
  }
  // A peer's careless answer, not ours to mend: the payer is told, and nothing was held.
  throw new Refused(errorInformation('PAYEE_FSP_ID_NOT_FOUND', 'the look-up named no DFSP'));
}

/**
 * Nobody pays for a request of another DFSP than the payee's own.
 * @throws Refused
 */
function requireAsker(payeeFspId: string | undefined, requestedBy: string | undefined): void {
  if (requestedBy === undefined || requestedBy === payeeFspId) return;
  const detail = 'the payee is not at the DFSP that asks';
  throw new Refused(errorInformation('PAYEE_FSP_ID_NOT_FOUND', detail));
}

function expirationOf({ payment, timers, stepStartedAt }: z.output<typeof input>): string {
  const startedAt = instantOf('stepStartedAt', stepStartedAt);
  return formatDateTime(quoteExpirationOf(payment, timers, startedAt));
}
