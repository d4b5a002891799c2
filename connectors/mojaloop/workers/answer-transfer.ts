import { z } from 'zod';
import { variables } from '../../common/contracts/variables';
import { CannotWork } from '../../common/failures';
import { formatDateTime } from '../../common/time';
import { defineWorker } from '../../common/worker';
import { openAgreement } from '../ilp/agreement';
import { errorBody } from '../api/error-body';
import { sendToSwitch } from '../outbound/fspiop-client';
import { switchNamed } from '../switches';
import { tenantOf, type MojaloopDeps, type MojaloopTenant } from '../settings';
import { answerRetries, instantOf, jobTimeoutMs, noOutput } from '../job-defaults';

const input = z.object({
  tenant: variables.tenant,
  traceparent: variables.traceparent,
  peer: variables.peer,
  transferRequest: variables.transferRequest,
  stepStartedAt: variables.stepStartedAt,
  errorInformation: variables.errorInformation,
});

/** PUT /transfers/{ID} with the fulfilment, or its /error, FSPIOP 6.7.4. Each time the same bytes. */
export const answerTransfer = defineWorker({
  type: 'mojaloop:answer-transfer:1',
  title: 'Answer the transfer',
  summary:
    'Accepts the transfer with its fulfilment, or refuses it. Once accepted, only the switch’s word undoes it.',
  timeoutMs: jobTimeoutMs,
  retries: answerRetries,
  input,
  output: noOutput,
  bpmnErrors: {
    REFUSED: 'The switch refuses the answer',
    UNAVAILABLE: 'The switch cannot be reached: it may have the answer or not',
  },
  whenExhausted: 'bpmn-error',
  run: async (job, deps: MojaloopDeps, { signal }) => {
    const tenant = tenantOf(deps, job.tenant);
    const { path, body } = answerOf(job, tenant);
    await sendToSwitch(
      {
        tenant,
        via: switchNamed(tenant, job.peer.switchName),
        method: 'PUT',
        resource: 'transfers',
        path: [job.transferRequest.transferId, ...path],
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

function answerOf(
  { errorInformation, transferRequest, stepStartedAt, peer }: z.output<typeof input>,
  tenant: MojaloopTenant,
): { path: string[]; body: object } {
  if (errorInformation != null) return { path: ['error'], body: errorBody(errorInformation) };
  const opened = openAgreement(transferRequest.ilpPacket, tenant.settings.ilpSecret);
  if (opened === undefined) throw new CannotWork('the ILP packet cannot be read');
  const { fulfilment } = opened;
  const completedTimestamp = formatDateTime(instantOf('stepStartedAt', stepStartedAt));
  // FSPIOP 1.0 knows no RESERVED: a switch that is answered so waits until the transfer expires.
  const transferState = peer.version === '1.0' ? 'COMMITTED' : tenant.settings.transferAnswer;
  return { path: [], body: { fulfilment, completedTimestamp, transferState } };
}
