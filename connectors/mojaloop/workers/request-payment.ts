import { z } from 'zod';
import { variables } from '../../common/contracts/variables';
import { CannotWork } from '../../common/failures';
import { defineWorker } from '../../common/hub/worker';
import { stepOf } from '../../common/retries/steps';
import { instantOf } from '../../common/instant';
import { durationMs, formatDateTime } from '../../common/time';
import { sendToSwitch } from '../outbound/fspiop-client';
import { namedDfsp } from '../payer/named-dfsp';
import { requireOtherDfsp } from '../payer/other-dfsp';
import { requestVersionOf } from '../payer/request-version';
import { tenantOf, type MojaloopDeps } from '../settings';
import { switchOfPayment } from '../switches';

const input = z.object({
  tenant: variables.tenant,
  traceparent: variables.traceparent,
  payment: variables.payment,
  participantAnswer: variables.participantAnswer,
  transactionRequestId: variables.transactionRequestId,
  timers: variables.timers,
  stepStartedAt: variables.stepStartedAt,
});

/** POST /transactionRequests, FSPIOP 6.4.3.2. The answer comes as the message `transaction-request-answered`. */
export const requestPayment = defineWorker({
  ...stepOf('mojaloop:request-payment:1'),
  title: 'Ask the payer’s DFSP for the payment',
  summary: 'Tells the DFSP that the switch has named who asks its customer for how much.',
  input,
  output: z.object({ requestExpiration: variables.requestExpiration }),
  bpmnErrors: {
    REFUSED:
      'The switch knows no DFSP of the payer, the payer is a customer of this DFSP too, or the request is refused',
    UNAVAILABLE: 'The switch gives no answer',
  },
  whenExhausted: 'bpmn-error',
  run: async (job, deps: MojaloopDeps, { signal }) => {
    const { payment, transactionRequestId, traceparent } = job;
    const tenant = tenantOf(deps, job.tenant);
    const via = switchOfPayment(tenant, payment);
    const destination = namedDfsp(job.participantAnswer, 'payer');
    requireOtherDfsp(destination, tenant.fspId);
    const { payer, payee, amount, transactionType, note, extensionList } = payment;
    const expiration = expirationOf(job);
    const body = {
      transactionRequestId,
      payee: { partyIdInfo: { ...payee, fspId: tenant.fspId } },
      payer: { ...payer, fspId: destination },
      amount,
      transactionType,
      // FSPIOP knows of the one-time password, not of when it is made.
      authenticationType: payment.authentication === undefined ? undefined : 'OTP',
      note,
      expiration,
      extensionList,
    };
    await sendToSwitch(
      {
        ...{ tenant, via, traceparent, signal, destination, body },
        ...{ method: 'POST', resource: 'transactionRequests', path: [] },
        version: requestVersionOf(via.version),
      },
      deps,
    );
    return { requestExpiration: expiration };
  },
});

function expirationOf({ timers, stepStartedAt }: z.output<typeof input>): string {
  if (timers.requestToPay === undefined) throw new CannotWork('timers.requestToPay is not set');
  return formatDateTime(
    instantOf('stepStartedAt', stepStartedAt) + durationMs(timers.requestToPay),
  );
}
