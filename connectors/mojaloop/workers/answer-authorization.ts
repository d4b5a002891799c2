import { z } from 'zod';
import { allAuthorizationKeysOf, authorizationsOf } from '../../common/authorizations/keys';
import { openEntry } from '../../common/authorizations/sealed';
import { variables } from '../../common/contracts/variables';
import { defineWorker } from '../../common/hub/worker';
import { stepOf } from '../../common/retries/steps';
import { answering } from '../job-defaults';
import { sendAnswer } from '../outbound/send-answer';
import { tenantOf, type MojaloopDeps, type MojaloopTenant } from '../settings';

const input = z.object({
  tenant: variables.tenant,
  traceparent: variables.traceparent,
  asker: variables.asker,
  requestId: variables.requestId,
  transactionRequestId: variables.transactionRequestId,
  authorizationRequest: variables.authorizationRequest,
  deviceEntry: variables.deviceEntry,
});

/** PUT /authorizations/{ID}, FSPIOP 6.6.4.1: here, and nowhere before, what was entered is read again. */
export const answerAuthorization = defineWorker({
  ...stepOf('mojaloop:answer-authorization:1'),
  title: 'Tell what was entered at the device',
  summary:
    'Tells the payer’s DFSP what its customer has entered at our device. It lies encrypted in the process and is read only to be sent.',
  ...answering,
  input,
  run: async (job, deps: MojaloopDeps, { signal }) => {
    const tenant = tenantOf(deps, job.tenant);
    const { asker: peer, transactionRequestId: id, traceparent } = job;
    const answer = { body: bodyOf(job, tenant) };
    await sendAnswer(
      answer,
      { tenant, peer, resource: 'authorizations', id, traceparent, signal },
      deps,
    );
    return {};
  },
});

function bodyOf(job: z.output<typeof input>, tenant: MojaloopTenant) {
  const { deviceEntry } = job;
  const { responseType } = deviceEntry;
  if (responseType !== 'ENTERED') return { responseType };
  const keys = allAuthorizationKeysOf(authorizationsOf(tenant));
  const authenticationValue = openEntry(keys, job.requestId, deviceEntry.sealed);
  const { authenticationType: authentication } = job.authorizationRequest;
  return { responseType, authenticationInfo: { authentication, authenticationValue } };
}
