import { z } from 'zod';
import { messageNames } from '../../common/contracts/messages';
import { variables } from '../../common/contracts/variables';
import { CannotWork } from '../../common/failures';
import { defineWorker } from '../../common/worker';
import { openAgreement } from '../ilp/agreement';
import { sendToSwitch } from '../outbound/fspiop-client';
import { switchNamed } from '../switches';
import { tenantOf, type MojaloopDeps, type MojaloopTenant } from '../settings';
import { answerRetries, jobTimeoutMs, noOutput } from '../job-defaults';

const input = z.object({
  tenant: variables.tenant,
  traceparent: variables.traceparent,
  peer: variables.peer,
  transferId: variables.transferId,
  transferRequest: variables.transferRequest,
  questionId: variables.questionId,
  transferAnswer: variables.transferAnswer.nullish(),
});

/** As long as somebody may wait for it (settings: MOJALOOP_STATE_TIMEOUT_MS). */
const questionLifetimeMs = 60_000;

/** PUT /transfers/{ID} in answer to GET, FSPIOP 6.7.4.1: the payee's process tells its state. */
export const answerTransferState = defineWorker({
  type: 'mojaloop:answer-transfer-state:1',
  title: 'Tell the state of the transfer',
  summary: 'Answers a DFSP that asks in which state a transfer to us is.',
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
    const body = stateOf(job, tenant);
    // First, so that the server does not say "not found" while the answer is on its way.
    await deps.messages.publish({
      name: messageNames.questionAnswered,
      correlationKey: job.questionId,
      messageId: job.questionId,
      timeToLiveMs: questionLifetimeMs,
      variables: { answer: body.transferState },
    });
    await sendToSwitch(
      {
        tenant,
        via: switchNamed(tenant, job.peer.switchName),
        method: 'PUT',
        resource: 'transfers',
        path: [job.transferId],
        destination: job.peer.fspId,
        version: job.peer.version,
        traceparent: job.traceparent,
        tracestate: job.peer.tracestate,
        body,
        signal,
      },
      deps,
    );
    return {};
  },
});

/** Without the switch's verdict the transfer is under way. */
function stateOf(
  { transferAnswer, transferRequest, peer }: z.output<typeof input>,
  tenant: MojaloopTenant,
): { transferState: string } & Record<string, unknown> {
  const completedTimestamp = transferAnswer?.completedTimestamp;
  switch (transferAnswer?.verdict) {
    case 'COMMITTED': {
      const opened = openAgreement(transferRequest.ilpPacket, tenant.settings.ilpSecret);
      if (opened === undefined) throw new CannotWork('the ILP packet cannot be read');
      // A third FSP may hear the state, but not the proof of payment.
      const mayKnow = [transferRequest.payerFsp, ...switchNamed(tenant, peer.switchName).hubNames];
      const fulfilment = mayKnow.includes(peer.fspId) ? opened.fulfilment : undefined;
      return { transferState: 'COMMITTED', fulfilment, completedTimestamp };
    }
    case 'ABORTED':
      return { transferState: 'ABORTED', completedTimestamp };
    case 'FULFILLED':
    case 'PENDING':
    case 'NOT_FOUND':
    case 'ERROR':
    case undefined:
      return { transferState: 'RECEIVED' };
  }
}
