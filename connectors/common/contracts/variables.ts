/**
 * The process variables, by name: what a worker may ask for in its input schema and give in its output
 * schema. Built from these fields, `input` and `output` of all workers fit together by construction.
 */
import { z } from 'zod';
import {
  errorInformationSchema,
  moneySchema,
  partyIdSchema,
  partySchema,
  quoteRequestSchema,
  transactionTypeSchema,
  transferRequestSchema,
  extensionListSchema,
} from './fspiop';
import { partyAnswerSchema, quoteAnswerSchema, transferAnswerSchema } from './messages';

/** ISO 8601 duration as FEEL's `duration()` reads it. */
const durationSchema = z.string().regex(/^P(T(?=\d)(\d+H)?(\d+M)?(\d+S)?|\d+D)$/);

/** How long the payer's process waits, fixed when it starts. From the tenant's configuration. */
export const timersSchema = z.object({
  partyLookup: durationSchema,
  quote: durationSchema,
  payerDecision: durationSchema,
  /** From POST /transfers to the moment when the switch is asked. Longer than transferExpiry. */
  transferAnswer: durationSchema,
  /** expiration of POST /transfers, from the moment of asking. */
  transferExpiry: durationSchema,
  /** After the transfer's expiration: from then on "not found" is a verdict. */
  switchSweep: durationSchema,
  /** Between two questions to the switch, and how long each waits for an answer. */
  askTransferState: durationSchema,
});
export type Timers = z.infer<typeof timersSchema>;

/** How long the payee's transfer process waits. From the tenant's configuration. */
export const payeeTimersSchema = z.object({
  /** From our answer to the moment when the switch is asked. */
  transferConfirmation: durationSchema,
  /** Between two questions to the switch, and how long each waits for an answer. */
  askTransferState: durationSchema,
});

/** What the channel asked for, after validation. */
export const paymentRequestSchema = z.object({
  payer: partyIdSchema,
  payee: partyIdSchema,
  amountType: z.enum(['SEND', 'RECEIVE']),
  amount: moneySchema,
  transactionType: transactionTypeSchema,
  note: z.string().max(128).optional(),
  extensionList: extensionListSchema.optional(),
  /** The payer sees the quote and decides before any money is held. */
  askPayer: z.boolean(),
  /** Where outcomes are POSTed; allowed by the tenant's configuration when the request came in. */
  callbackUrl: z.string().optional(),
});
export type PaymentRequest = z.infer<typeof paymentRequestSchema>;

/** How the payment ended, or stands: told to the channel. */
export const outcomeSchema = z.object({
  state: z.enum(['COMMITTED', 'ABORTED', 'WAITING_FOR_PAYER', 'PENDING']),
  errorInformation: errorInformationSchema.nullish(),
});

/** A credit that the payee's account is ready to take. */
export const creditSchema = z.object({
  accountId: z.string(),
  transferCode: z.string(),
  amount: moneySchema,
});

/** The other side of an FSPIOP exchange that the peer began. */
export const peerSchema = z.object({
  fspId: z.string(),
  /** FSPIOP version that the peer used, `1.1`: the one that we answer in. */
  version: z.string().regex(/^\d+\.\d+$/),
});

/** Terms of a transfer that the payee agreed to in its quote, read back from the ILP packet. */
export const agreementSchema = z.object({
  transactionId: z.string(),
  quoteId: z.string(),
  payee: partyIdSchema,
  payer: partyIdSchema,
  amount: moneySchema,
  transactionType: transactionTypeSchema,
});

export const variables = {
  tenant: z.string(),
  /** W3C trace context; `traceparent` of the request that began it all. */
  traceparent: z.string(),
  errorInformation: errorInformationSchema.nullish(),

  // payer-transfer
  transactionId: z.string(),
  clientCorrelationId: z.string(),
  /** SHA-256 (hex) of the canonical request body. */
  requestHash: z.string(),
  /** Somebody waits at the channel (Prefer: wait) under the question id tenant:transactionId. */
  waiting: z.boolean(),
  timers: timersSchema,
  request: paymentRequestSchema,
  lookupKey: z.string(),
  partyAnswer: partyAnswerSchema,
  payerQuote: z.object({ accountId: z.string(), fspFee: moneySchema.optional() }),
  quoteId: z.string(),
  quoteAnswer: quoteAnswerSchema,
  /** Fineract's code for the payer's hold and debit. */
  transferCode: z.string(),
  /** Set by the diagram from the engine's clock when the funds are blocked. */
  transferExpiration: z.string(),
  transferAnswer: transferAnswerSchema,
  outcome: outcomeSchema,
  /** Hash of a repeated request, to hold against requestHash. */
  repeatedHash: z.string(),
  questionId: z.string(),
  /** Engine time at which the step began (FEEL now()); the same for every retry of its job. */
  stepStartedAt: z.string(),

  // the payee's processes
  peer: peerSchema,
  partyId: partyIdSchema,
  party: partySchema,
  quoteRequest: quoteRequestSchema,
  payeeQuote: z.object({
    accountId: z.string(),
    payeeReceiveAmount: moneySchema,
    payeeFspFee: moneySchema.optional(),
  }),
  transferRequest: transferRequestSchema,
  agreement: agreementSchema,
  credit: creditSchema,
  payeeTimers: payeeTimersSchema,

  // on both sides
  transferId: z.string(),
  /** The FSP on the other side of the transfer, when the switch is asked for its state. */
  peerFspId: z.string(),
} as const;
