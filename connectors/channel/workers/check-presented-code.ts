import { z } from 'zod';
import { isRight } from '../../common/authorizations/codes';
import { allAuthorizationKeysOf, authorizationsOf } from '../../common/authorizations/keys';
import { tenantNamed } from '../../common/config/tenants';
import { correlationKey } from '../../common/contracts/keys';
import { messageNames } from '../../common/contracts/messages';
import { variables } from '../../common/contracts/variables';
import { defineWorker } from '../../common/hub/worker';
import { stepOf } from '../../common/retries/steps';
import { isWithin, termsOfOrder } from '../authorization/code-order';
import type { ChannelWorkerDeps } from '../callbacks';

/** Longer than the payment waits for it. */
const checkedTimeToLiveMs = 60_000;

export const checkPresentedCode = defineWorker({
  ...stepOf('channel:check-presented-code:1'),
  title: 'Compare what was entered with the code made beforehand',
  summary:
    'Says to the payment that waits for it, and to this process, whether what was entered is the code, and the payment what the code was asked for.',
  input: z.object({
    tenant: variables.tenant,
    authorizationCodeId: variables.authorizationCodeId,
    codeOrder: variables.codeOrder,
    heldCode: variables.heldCode,
    presentedCode: variables.presentedCode,
  }),
  output: z.object({ isAuthorized: variables.isAuthorized }),
  bpmnErrors: {},
  async run(job, deps: ChannelWorkerDeps, { processInstanceKey }) {
    const { tenant, authorizationCodeId, codeOrder, heldCode, presentedCode } = job;
    const { transactionRequestId, digest, triesLeft } = presentedCode;
    const keys = allAuthorizationKeysOf(authorizationsOf(tenantNamed(deps.tenants, tenant)));
    const terms = termsOfOrder(authorizationCodeId, codeOrder);
    const entry = { tenant, processInstanceKey, transactionRequestId, terms };
    const isCode = digest !== undefined && isRight(keys, heldCode, { ...entry, digest });
    const isAuthorized = isCode && isWithin(codeOrder, presentedCode);
    await deps.messages.publish({
      name: messageNames.authorizationCodeChecked,
      correlationKey: correlationKey(tenant, transactionRequestId),
      messageId: String(triesLeft),
      timeToLiveMs: checkedTimeToLiveMs,
      variables: { isAuthorized },
    });
    return { isAuthorized };
  },
});
