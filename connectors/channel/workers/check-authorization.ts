import { z } from 'zod';
import { isRight } from '../../common/authorizations/codes';
import { allAuthorizationKeysOf, authorizationsOf } from '../../common/authorizations/keys';
import { tenantNamed } from '../../common/config/tenants';
import { variables } from '../../common/contracts/variables';
import { defineWorker } from '../../common/hub/worker';
import { stepOf } from '../../common/retries/steps';
import { agreed, termsOf } from '../authorization/terms';
import type { ChannelWorkerDeps } from '../callbacks';

export const checkAuthorization = defineWorker({
  ...stepOf('channel:check-authorization:1'),
  title: 'Compare what was entered with the one-time password',
  summary:
    'Says whether what the payer has entered at the payee’s device is the one-time password that they were shown, for this payment, its amount and its payee.',
  input: z.object({
    tenant: variables.tenant,
    transactionRequestId: variables.transactionRequestId,
    authorizationAnswer: variables.authorizationAnswer,
    heldCode: variables.heldCode,
    ...agreed,
  }),
  output: z.object({ isAuthorized: variables.isAuthorized }),
  bpmnErrors: {},
  run(job, deps: ChannelWorkerDeps, { processInstanceKey }) {
    const { tenant, transactionRequestId, authorizationAnswer, heldCode } = job;
    const keys = allAuthorizationKeysOf(authorizationsOf(tenantNamed(deps.tenants, tenant)));
    const digest = 'digest' in authorizationAnswer ? authorizationAnswer.digest : undefined;
    const entry = { tenant, processInstanceKey, transactionRequestId, terms: termsOf(job) };
    const isAuthorized = digest !== undefined && isRight(keys, heldCode, { ...entry, digest });
    return Promise.resolve({ isAuthorized });
  },
});
