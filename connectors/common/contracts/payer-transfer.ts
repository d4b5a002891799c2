/** Variables and messages of the payer's side. */
import { z } from 'zod';
import { participantAnswerSchema, partyAnswerSchema, quoteAnswerSchema } from './answers';
import {
  errorInformationSchema,
  extensionListSchema,
  moneySchema,
  partyIdSchema,
  refundableTransactionTypeSchema,
} from './fspiop';
import { operatorReasons } from './operator';
import { timersSchema } from './timers';
import { key, personal, personalKey, plain, type PrivacyOf } from './privacy-marks';

/**
 * What every payer's payment has, whatever began it. Made where it begins and never changed: which switch it goes over is
 * not chosen again when the configuration changes in its middle.
 */
export const paymentSchema = z.object({
  /** What kind of payment it is, such as `channel-transfer`: a name that its diagram gives it. */
  origin: z.string().regex(/^[a-z][a-z0-9-]{0,63}$/),
  /** Of the tenant's switches, the one that it goes over. Absent in payments of version 0.1, before their quote. */
  switchName: z.string().optional(),
  /** What the signals are named by that tell of the payee: see `lookupKeyOf`. The diagrams' own. */
  lookupKey: z.string().optional(),
  payer: partyIdSchema,
  payee: partyIdSchema,
  amountType: z.enum(['SEND', 'RECEIVE']),
  amount: moneySchema,
  transactionType: refundableTransactionTypeSchema,
  note: z.string().max(128).optional(),
  extensionList: extensionListSchema.optional(),
  /** The payer sees the quote and decides before any money is held. */
  askPayer: z.boolean(),
  /** How the payer authorises it at the payee's device; left out where they do not, or in their own app. */
  authentication: z.enum(['otp-at-device', 'otp-made-beforehand']).optional(),
  /** FSPIOP transactionRequestId, where a payee asked for the payment. */
  transactionRequestId: z.string().optional(),
  /** FSPIOP name of the DFSP that asked for it: the payee must be its customer. */
  requestedBy: z.string().optional(),
});
export type Payment = z.infer<typeof paymentSchema>;

/** Whom the channel tells how its payment stands, and as the answer to what. */
export const channelSchema = z.object({
  /** None where the payee has asked for the payment. */
  clientCorrelationId: z.string().optional(),
  /** SHA-256 (hex) of the canonical request body that the payment began with. */
  requestHash: z.string(),
  /** Under which the sender of the request waits at the channel (Prefer: wait); null when nobody waits. */
  waitingQuestionId: z.string().nullable(),
  /** Where outcomes are POSTed; allowed by the tenant's configuration when the request came in. */
  callbackUrl: z.string().optional(),
});
export type Channel = z.infer<typeof channelSchema>;

/** How the payment ended, or stands: told to the channel. */
export const outcomeSchema = z.object({
  state: z.enum(['COMMITTED', 'ABORTED', 'WAITING_FOR_PAYER', 'PENDING']),
  errorInformation: errorInformationSchema.nullish(),
  /** Of a payment that is PENDING. */
  operatorReason: z.enum(operatorReasons).nullish(),
});

export const payerTransferVariables = {
  payment: paymentSchema.describe('Who pays whom what, and over which switch.'),
  channel: channelSchema.describe(
    "Whom the channel tells how its payment stands: the channel's own.",
  ),
  timers: timersSchema.describe("How long the payer's process waits, as ISO 8601 durations."),
  lookupKey: z
    .string()
    .describe('What answers about the payee are named by, in payments that began before 0.2.0.'),
  partyAnswer: partyAnswerSchema.describe("The switch's answer to the look-up: party or error."),
  participantAnswer: participantAnswerSchema.describe(
    'The FSP that a party belongs to (null: none), or an error.',
  ),
  payerQuote: z
    .object({
      accountId: z.string(),
      fspFee: moneySchema.optional(),
      /** Whose hold it is: one process instance's. Not there in payments that began before there was one. */
      holdTag: z
        .string()
        .regex(/^[a-z0-9]{1,10}$/)
        .optional(),
    })
    .describe("The payer's account, what our own DFSP charges, and whose the hold will be."),
  quoteAnswer: quoteAnswerSchema.describe("The payee's DFSP's answer: quote or error."),
  transferCode: z.string().describe("Fineract's code for the payer's hold and debit."),
  outcome: outcomeSchema.describe('How the payment ended, or stands.'),
  quoteVerdict: z
    .string()
    .describe("What comes of the payee's DFSP's answer to the quote: the diagram's own."),
  ended: z.string().describe('At which of its ends a called process ended.'),
  quoteRequestedAt: z
    .string()
    .describe('stepStartedAt of the first request for a quote: further ones have the same bytes.'),
} as const;

export const payerTransferPrivacy: PrivacyOf<typeof payerTransferVariables> = {
  payment: personalKey,
  channel: personalKey,
  timers: plain,
  lookupKey: personal,
  partyAnswer: personal,
  participantAnswer: plain,
  payerQuote: personal,
  quoteAnswer: personal,
  transferCode: key,
  outcome: key,
  quoteVerdict: plain,
  ended: plain,
  quoteRequestedAt: plain,
};

export const payerTransferMessages = {
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
} as const;
