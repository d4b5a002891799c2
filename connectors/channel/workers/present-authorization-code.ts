import { z } from 'zod';
import { correlationKey } from '../../common/contracts/keys';
import { messageNames } from '../../common/contracts/messages';
import { partyKeyOf } from '../../common/contracts/party-spelling';
import { variables } from '../../common/contracts/variables';
import { defineWorker } from '../../common/hub/worker';
import type { Deps } from '../../common/runtime';
import { stepOf } from '../../common/retries/steps';
import { agreed, payerPays } from '../authorization/terms';

/** Who has no code that waits is not kept waiting: the entry is for this moment. */
const presentedTimeToLiveMs = 10_000;

export const presentAuthorizationCode = defineWorker({
  ...stepOf('channel:present-authorization-code:1'),
  title: 'Hold what was entered against the code made beforehand',
  summary:
    'Gives a digest of what was entered, and what is to be paid, to the process of the code that the payer has asked for before they came. It answers with the message authorization-code-checked.',
  input: z.object({
    tenant: variables.tenant,
    transactionRequestId: variables.transactionRequestId,
    authorizationAnswer: variables.authorizationAnswer,
    triesLeft: variables.triesLeft,
    ...agreed,
  }),
  output: z.object({}),
  bpmnErrors: {},
  async run(job, { messages }: Deps) {
    const { tenant, transactionRequestId, authorizationAnswer, triesLeft, payment } = job;
    const digest = 'digest' in authorizationAnswer ? authorizationAnswer.digest : undefined;
    const { amount, payer } = payment;
    const presented = { transactionRequestId, triesLeft, digest, amount };
    await messages.publish({
      name: messageNames.authorizationCodePresented,
      correlationKey: correlationKey(tenant, partyKeyOf(payer)),
      messageId: `${transactionRequestId}:${triesLeft}`,
      timeToLiveMs: presentedTimeToLiveMs,
      variables: { presentedCode: { ...presented, payerPays: payerPays(job) } },
    });
    return {};
  },
});
