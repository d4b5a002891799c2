/**
 * The processes that payments share: what each takes and gives, whoever calls it. Called for real they get and give back
 * all variables; woven in they share them (bpmn/DECISIONS.md, 21). What stands here is what can be relied on.
 */
import { z } from 'zod';
import { variables } from './variables';

const { tenant, traceparent, transactionId, transferId, timers, payment, quoteId } = variables;
const { transactionRequestId, peer, triesLeft, requestExpiration } = variables;
const { partyAnswer, payerQuote, quoteAnswer, transaction, switchAhead } = variables;
const { transferAnswer, outcome, errorInformation, channel } = variables;

/** bpmn/shared/agree-quote.bpmn */
export const agreeQuote = {
  processId: 'agree-quote',
  input: z.object({ tenant, traceparent, transactionId, timers, payment, quoteId }),
  /** By the value of `ended`: what there is then for certain. */
  ends: {
    agreed: z.object({ partyAnswer, payerQuote, quoteAnswer, transaction, switchAhead }),
    /** Only where `payment.askPayer`: the terms bind once the payer has accepted them in time. */
    'payer decides': z.object({ partyAnswer, payerQuote, quoteAnswer, transaction, switchAhead }),
    'not agreed': z.object({ errorInformation }),
  },
} as const;

/** bpmn/shared/settle-payment.bpmn: to be called only with terms that are agreed. */
export const settlePayment = {
  processId: 'settle-payment',
  input: z.object({
    ...{ tenant, traceparent, transactionId, timers, payment, transferId },
    ...{ partyAnswer, payerQuote, quoteAnswer, switchAhead },
    /** Null where nobody is to be told that a payment waits for a person. */
    channel: channel.nullish(),
  }),
  ends: {
    paid: z.object({ outcome, transferAnswer: transferAnswer.nullish() }),
    'not paid': z.object({ outcome, errorInformation }),
  },
} as const;

/** bpmn/shared/authorise-payment.bpmn: between the terms and the money, where the payer stands at a payee's device. */
export const authorisePayment = {
  processId: 'authorise-payment',
  input: z.object({
    ...{ tenant, traceparent, transactionRequestId, transactionId, peer, payment, channel },
    ...{ partyAnswer, payerQuote, quoteAnswer, switchAhead, requestExpiration },
  }),
  ends: {
    authorised: z.object({ triesLeft }),
    'not authorised': z.object({ errorInformation }),
  },
} as const;

export const calledProcesses = [agreeQuote, authorisePayment, settlePayment] as const;
