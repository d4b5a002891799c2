/** Variables and messages of flows to come: request to pay, authorizations, bulk, participants. */
import { z } from 'zod';
import {
  authorizationAnswerSchema,
  bulkQuoteAnswerSchema,
  bulkTransferAnswerSchema,
  participantsAnswerSchema,
  transactionAnswerSchema,
  transactionRequestAnswerSchema,
} from './answers';
import { fspiopCallSchema } from './fspiop-call';
import {
  authorizationRequestSchema,
  bulkQuoteRequestSchema,
  bulkTransferRequestSchema,
  transactionRequestSchema,
} from './fspiop-resources';
import { key, personal, plain, type PrivacyOf } from './privacy-marks';

export const requestVariables = {
  fspiop: fspiopCallSchema.describe(
    'What to send, such as {operation: "PUT /transactions/{ID}", id: transactionId, body: {...}}.',
  ),
  answerKey: z
    .string()
    .describe(
      'Correlation key under which the answer to what was sent comes; of a party, what its signal is named by.',
    ),
  transactionRequestId: z.string().describe('FSPIOP transactionRequestId.'),
  transactionRequest: transactionRequestSchema.describe('Body of POST /transactionRequests.'),
  transactionRequestAnswer: transactionRequestAnswerSchema.describe(
    "The payer's DFSP's answer to a transaction request: its state or an error.",
  ),
  // The route has read it: it is a number here.
  authorizationRequest: authorizationRequestSchema
    .extend({ retriesLeft: z.int().min(1) })
    .describe('What GET /authorizations asks for.'),
  authorizationAnswer: authorizationAnswerSchema.describe(
    "What the payer entered at the payee's device, or an error.",
  ),
  transactionAnswer: transactionAnswerSchema.describe('The state of a transaction, or an error.'),
  bulkQuoteId: z.string().describe('FSPIOP bulkQuoteId.'),
  bulkQuoteRequest: bulkQuoteRequestSchema.describe('Body of POST /bulkQuotes.'),
  bulkQuoteAnswer: bulkQuoteAnswerSchema.describe('The answer to a bulk quote, or an error.'),
  bulkTransferId: z.string().describe('FSPIOP bulkTransferId.'),
  bulkTransferRequest: bulkTransferRequestSchema.describe('Body of POST /bulkTransfers.'),
  bulkTransferAnswer: bulkTransferAnswerSchema.describe(
    'The state of a bulk transfer, or an error.',
  ),
  participantsAnswer: participantsAnswerSchema.describe(
    'What became of each party that was to be registered, or an error.',
  ),
} as const;

export const requestPrivacy: PrivacyOf<typeof requestVariables> = {
  fspiop: personal,
  answerKey: personal,
  transactionRequestId: key,
  transactionRequest: personal,
  transactionRequestAnswer: plain,
  authorizationRequest: personal,
  authorizationAnswer: personal,
  transactionAnswer: plain,
  bulkQuoteId: key,
  bulkQuoteRequest: personal,
  bulkQuoteAnswer: personal,
  bulkTransferId: key,
  bulkTransferRequest: personal,
  bulkTransferAnswer: personal,
  participantsAnswer: personal,
};

export const requestMessages = {
  /** POST /transactionRequests: starts payer-request-to-pay. Key and message id: tenant:transactionRequestId. */
  transactionRequestReceived: 'transaction-request-received',
  /**
   * PUT /transactionRequests or its error; or, with `requestedCredit`, payee-transfer has credited a payment whose quote
   * names the request. One name, for both are waited for at once (bpmn/DECISIONS.md, 36). Key tenant:transactionRequestId.
   */
  transactionRequestAnswered: 'transaction-request-answered',
  /** GET /transactionRequests/{ID}. Key tenant:transactionRequestId. Carries asker, traceparent, questionId. */
  transactionRequestStateAsked: 'transaction-request-state-asked',
  /**
   * GET /authorizations/{ID}: the payer's DFSP asks for its customer's OTP, QR code or PIN. Key
   * tenant:transactionRequestId. Carries asker, traceparent, questionId, authorizationRequest.
   */
  authorizationAsked: 'authorization-asked',
  /** PUT /authorizations or its error. Key tenant:transactionRequestId. */
  authorizationAnswered: 'authorization-answered',
  /** PUT /transactions or its error. Key tenant:transactionId. */
  transactionAnswered: 'transaction-answered',
  /** POST /bulkQuotes. Key tenant:bulkQuoteId, no message id. */
  bulkQuoteReceived: 'bulk-quote-received',
  /** PUT /bulkQuotes or its error. Key tenant:bulkQuoteId. */
  bulkQuoteAnswered: 'bulk-quote-answered',
  /** GET /bulkQuotes/{ID}. Key tenant:bulkQuoteId. Carries asker, traceparent, questionId. */
  bulkQuoteStateAsked: 'bulk-quote-state-asked',
  /** POST /bulkTransfers. Key tenant:bulkTransferId, no message id. */
  bulkTransferReceived: 'bulk-transfer-received',
  /** PUT /bulkTransfers or its error. Key tenant:bulkTransferId. */
  bulkTransferAnswered: 'bulk-transfer-answered',
  /** GET /bulkTransfers/{ID}. Key tenant:bulkTransferId. Carries asker, traceparent, questionId. */
  bulkTransferStateAsked: 'bulk-transfer-state-asked',
  /** PUT /participants/{ID} or its error. Key tenant:requestId. */
  participantsAnswered: 'participants-answered',
} as const;
