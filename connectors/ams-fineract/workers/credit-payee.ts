import { z } from 'zod';
import { correlationKey } from '../../common/contracts/keys';
import { messageNames } from '../../common/contracts/messages';
import { defineWorker } from '../../common/hub/worker';
import { stepOf } from '../../common/retries/steps';
import { formatDateTime } from '../../common/time';
import type { AmsDeps } from '../ams';
import { book } from '../book';
import { payeesCredit, payeesCreditInput } from '../payees-credit';

/** Longer than who has asked may be busy with something else: telling an app that does not answer. */
const tellingLivesMs = 3_600_000;

const output = z.object({});

export const creditPayee = defineWorker<typeof payeesCreditInput, typeof output, AmsDeps>({
  ...stepOf('ams:credit-payee:1'),
  title: 'Credit the payee',
  summary: "Books the amount to the payee's account, once the transfer is committed.",
  input: payeesCreditInput,
  output,
  bpmnErrors: {
    REFUSED: 'Fineract will not book it: an operator decides.',
    UNAVAILABLE: 'Whether it is booked is not known: an operator decides.',
  },
  whenExhausted: 'bpmn-error',
  failureLeavesMoneyToOperator: true,
  async run(input, deps, job) {
    const { transfer, session } = payeesCredit(input, deps, job);
    await book('credit', transfer, session);
    await tellWhoAsked(input, deps);
    return {};
  },
});

/** payee-request-to-pay waits for it, as for what the payer's DFSP answers. Told again where the job is done again: it is one message. */
async function tellWhoAsked(
  { tenant, agreement, credit, peer }: z.output<typeof payeesCreditInput>,
  { messages, clock }: AmsDeps,
): Promise<void> {
  const { transactionId, transactionRequestId, payeeReceiveAmount: amount } = agreement;
  if (transactionRequestId === undefined || peer == null) return;
  const { accountId } = credit;
  const creditedAt = formatDateTime(clock.now());
  await messages.publish({
    name: messageNames.transactionRequestAnswered,
    correlationKey: correlationKey(tenant, transactionRequestId),
    messageId: `credited:${transactionId}`,
    timeToLiveMs: tellingLivesMs,
    variables: {
      requestedCredit: { transactionId, amount, payerFspId: peer.fspId, accountId, creditedAt },
    },
  });
}
