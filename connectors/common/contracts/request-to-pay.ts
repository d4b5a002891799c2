/** Variables and messages of requests to pay: a payee asks, and a payer is asked. FSPIOP 6.4, 8.2. */
import { z } from 'zod';
import { transactionRequestAnswerSchema } from './answers';
import { moneySchema } from './fspiop';
import { transactionRequestSchema } from './fspiop-resources';
import { key, personal, personalKey, plain, type PrivacyOf } from './privacy-marks';

export const requestToPayVariables = {
  transactionRequestId: z.string().describe('FSPIOP transactionRequestId.'),
  transactionRequest: transactionRequestSchema.describe('Body of POST /transactionRequests.'),
  transactionRequestAnswer: transactionRequestAnswerSchema.describe(
    "The payer's DFSP's answer to a transaction request: its state or an error.",
  ),
  requestId: z
    .string()
    .describe(
      'Id of a request to pay at the channel that asks; the same for the same clientCorrelationId.',
    ),
  requestExpiration: z
    .string()
    .nullish()
    .describe('When the request to pay expires, in UTC; none where it says no end.'),
  retention: z
    .string()
    .describe('How long the engine keeps the message by which the request came.'),
  payeeAccountId: z
    .string()
    .describe('The account that a request to pay asks money for, as the AMS names it.'),
  requestedCredit: z
    .object({
      transactionId: z.string(),
      amount: moneySchema,
      payerFspId: z.string(),
      /** Which account has the money. None where an earlier worker says it. */
      accountId: z.string().optional(),
      creditedAt: z.string(),
    })
    .describe('What was credited of a payment that its payee has asked for.'),
} as const;

export const requestToPayPrivacy: PrivacyOf<typeof requestToPayVariables> = {
  transactionRequestId: key,
  transactionRequest: personal,
  transactionRequestAnswer: plain,
  requestId: key,
  requestExpiration: plain,
  retention: plain,
  payeeAccountId: personal,
  requestedCredit: personalKey,
};

export const requestToPayMessages = {
  /** Starts payee-request-to-pay. Key and message id: tenant:requestId. */
  requestToPayRequested: 'request-to-pay-requested',
  /**
   * The channel asks how its request stands, because it came again (repeatedHash, else null) or for a GET. Key
   * tenant:requestId. Carries repeatedHash and questionId.
   */
  requestToPayStateAsked: 'request-to-pay-state-asked',
  /** POST /transactionRequests: starts payer-request-to-pay. Key and message id: tenant:transactionRequestId. */
  transactionRequestReceived: 'transaction-request-received',
  /**
   * PUT /transactionRequests or its error; or, with `requestedCredit`, payee-transfer has credited a payment whose quote
   * names the request. One name, for both are waited for at once (bpmn/DECISIONS.md, 36). Key tenant:transactionRequestId.
   */
  transactionRequestAnswered: 'transaction-request-answered',
  /** GET /transactionRequests/{ID}. Key tenant:transactionRequestId. Carries asker, traceparent, questionId. */
  transactionRequestStateAsked: 'transaction-request-state-asked',
} as const;
