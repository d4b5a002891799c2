/**
 * The messages that parts publish and processes wait for: the only way from the outside world into a
 * running payment. Names and shapes are a contract with the diagrams in bpmn/.
 */
import { z } from 'zod';
import { errorInformationSchema, partySchema, quoteSchema } from './fspiop';
import {
  authorizationSchema,
  bulkQuoteSchema,
  bulkTransferSchema,
  participantSchema,
  participantsSchema,
  transactionRequestResultSchema,
  transactionSchema,
} from './fspiop-resources';

export const messageNames = {
  /** Starts payer-transfer. Key and message id: tenant:transactionId. */
  payerTransferRequested: 'payer-transfer-requested',
  /**
   * The channel asks how a payer's transfer stands, because its request came again (repeatedHash, else null) or
   * for a GET. Key tenant:transactionId. Carries repeatedHash and questionId.
   */
  payerTransferStateAsked: 'payer-transfer-state-asked',
  /** Key tenant:transactionId. Variable `payerDecision`: `accept` or `refuse`. */
  payerDecided: 'payer-decided',
  /** PUT /quotes or its error. Key tenant:quoteId. Variable `quoteAnswer`. */
  quoteAnswered: 'quote-answered',
  /** PUT or PATCH /transfers or its error, on either side. Key tenant:transferId. Variable `transferAnswer`. */
  transferAnswered: 'transfer-answered',
  /** GET /parties: starts payee-party-lookup. A key of its own each time. */
  partyLookupReceived: 'party-lookup-received',
  /** POST /quotes: starts payee-quote. Key and message id: tenant:quoteId. */
  quoteReceived: 'quote-received',
  /**
   * POST /quotes again (carries repeatedHash), or GET /quotes/{ID} (carries questionId): asks a running
   * payee-quote for its answer. Key tenant:quoteId. Carries asker, traceparent.
   */
  quoteStateAsked: 'quote-state-asked',
  /** POST /transfers: starts payee-transfer. Key and message id: tenant:transferId. */
  transferReceived: 'transfer-received',
  /**
   * POST /transfers again (carries repeatedHash), or GET /transfers/{ID} (carries questionId): asks a
   * running payee-transfer. Key tenant:transferId. Carries asker, traceparent.
   */
  transferStateAsked: 'transfer-state-asked',
  /**
   * GET /transactions/{ID}: asks a running payee-transfer. Key tenant:transactionId. Carries asker, traceparent,
   * questionId.
   */
  transactionStateAsked: 'transaction-state-asked',
  /**
   * The fee rules could not be used: starts missed-fees. Key and message id: tenant:transactionId:executionPoint.
   * Carries tenant, transaction, executionPoint, occurredAt.
   */
  feesMissed: 'fees-missed',
  /** POST /transactionRequests. Key tenant:transactionRequestId, no message id. */
  transactionRequestReceived: 'transaction-request-received',
  /** PUT /transactionRequests or its error. Key tenant:transactionRequestId. */
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
  /** Ends a wait of `Asker`. Key: questionId. Variable `answer`. */
  questionAnswered: 'question-answered',
} as const;

/**
 * Answers that name no question. Messages would be kept for a while, so that one which nobody has asked for would
 * answer the next question, and would wake one waiter only. A signal is heard by all who wait, at that moment.
 */
export const signalNames = {
  /** PUT /parties. Name: see partySignalName, with the payee's DFSP. Variable `partyAnswer`. */
  partyFound: 'party-found',
  /** PUT /parties/../error. Name as above, with the DFSP unless the switch itself says it. Variable `partyAnswer`. */
  partyNotFound: 'party-not-found',
  /** PUT /participants/{Type}/{ID} or its error, from the switch. Name without a DFSP. Variable `participantAnswer`. */
  participantAnswered: 'participant-answered',
} as const;
export type PartySignal = (typeof signalNames)[keyof typeof signalNames];

/** FSPIOP-Source of who has answered; left out where the switch itself has. Processes believe whom they asked. */
const answeredBy = z.string().optional();

/** Exactly one of the two. FEEL: `partyAnswer.errorInformation != null`. */
export const partyAnswerSchema = z.union([
  z.object({ party: partySchema, answeredBy }),
  z.object({ errorInformation: errorInformationSchema, answeredBy }),
]);

/** Of the tenant's switches, the one that has spoken: for the processes, another's word says nothing. */
const switchName = z.string().optional();

export const quoteAnswerSchema = z.union([
  z.object({ quote: quoteSchema, payeeFspId: z.string(), answeredBy, switchName }),
  z.object({ errorInformation: errorInformationSchema, answeredBy, switchName }),
]);

const failureSchema = z.object({ errorInformation: errorInformationSchema });

/** As partyAnswerSchema: what the PUT said, under its own name, or errorInformation. */
export const transactionRequestAnswerSchema = z.union([
  transactionRequestResultSchema,
  failureSchema,
]);
export const authorizationAnswerSchema = z.union([authorizationSchema, failureSchema]);
export const transactionAnswerSchema = z.union([transactionSchema, failureSchema]);
export const bulkQuoteAnswerSchema = z.union([bulkQuoteSchema, failureSchema]);
export const bulkTransferAnswerSchema = z.union([bulkTransferSchema, failureSchema]);
export const participantAnswerSchema = z.union([participantSchema, failureSchema]);
export const participantsAnswerSchema = z.union([participantsSchema, failureSchema]);

/**
 * COMMITTED and ABORTED are the switch's verdicts. FULFILLED is the other FSP's COMMITTED:
 * nobody's money moves for it, on neither side, for it proves nothing before the switch is asked.
 * PENDING (RECEIVED, RESERVED) says "not yet".
 * NOT_FOUND (3208) is a verdict only after the transfer's expiration and the switch's sweep, said twice.
 * ERROR is any other /error callback: a reason to ask, never a reason to release a hold.
 * UNASKED is what the diagrams make of the word of anybody but the DFSP and the switch of this transfer: none.
 */
export const transferAnswerSchema = z.object({
  verdict: z.enum([
    'COMMITTED',
    'FULFILLED',
    'ABORTED',
    'PENDING',
    'NOT_FOUND',
    'ERROR',
    'UNASKED',
  ]),
  fulfilment: z.string().optional(),
  /** The condition that the fulfilment belongs to: of a switch that checks, that of the quote. */
  fulfilledCondition: z.string().optional(),
  completedTimestamp: z.string().optional(),
  errorInformation: errorInformationSchema.optional(),
  answeredBy,
  switchName,
  /**
   * Date of the switch's message. A Mojaloop switch sends on the Date of the question that it answers, which is ours:
   * it tells which question is answered, and nothing of the switch's clock.
   */
  saidAt: z.string().optional(),
});
export type TransferAnswer = z.infer<typeof transferAnswerSchema>;
