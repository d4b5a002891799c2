import { z } from 'zod';
import { variables } from '../../common/contracts/variables';
import { CannotWork } from '../../common/failures';
import { defineWorker } from '../../common/hub/worker';
import { stepOf } from '../../common/retries/steps';
import { partyPath } from '../api/party-path';
import { errorBody } from '../api/error-body';
import { sendToSwitch } from '../outbound/fspiop-client';
import { switchNamed } from '../switches';
import { tenantOf, type MojaloopDeps, type MojaloopTenant } from '../settings';
import { answering } from '../job-defaults';

const input = z.object({
  tenant: variables.tenant,
  traceparent: variables.traceparent,
  peer: variables.peer,
  partyId: variables.partyId,
  party: variables.party.nullish(),
  errorInformation: variables.errorInformation,
});

/** PUT /parties/{Type}/{ID} or its /error, FSPIOP 6.3.4. */
export const answerParty = defineWorker({
  ...stepOf('mojaloop:answer-party:1'),
  title: 'Answer the party look-up',
  summary: 'Tells the payer’s DFSP who the party is, or why there is none.',
  ...answering,
  input,
  run: async (job, deps: MojaloopDeps, { signal }) => {
    const tenant = tenantOf(deps, job.tenant);
    const { path, body } = answerOf(job, tenant);
    await sendToSwitch(
      {
        tenant,
        via: switchNamed(tenant, job.peer.switchName),
        method: 'PUT',
        resource: 'parties',
        path: [...partyPath(job.partyId), ...path],
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
  { party, errorInformation }: z.output<typeof input>,
  tenant: MojaloopTenant,
): { path: string[]; body: object } {
  if (errorInformation != null) return { path: ['error'], body: errorBody(errorInformation) };
  if (party == null) throw new CannotWork('there is neither a party nor an error to answer with');
  const partyIdInfo = { ...party.partyIdInfo, fspId: tenant.fspId };
  return { path: [], body: { party: { ...party, partyIdInfo } } };
}
