/**
 * The process variables, by name: what a worker may ask for in its input schema and give in its output
 * schema. Built from these fields, `input` and `output` of all workers fit together by construction.
 */
import { z } from 'zod';
import { durationMs, durationPattern } from '../time';
import { executionPoints, feesSchema, feeTransactionSchema } from './fees';
import {
  errorInformationSchema,
  moneySchema,
  namedPartySchema,
  partyIdSchema,
  partySchema,
  quoteRequestSchema,
  transactionTypeSchema,
  transferRequestSchema,
  extensionListSchema,
} from './fspiop';
import {
  authorizationRequestSchema,
  bulkQuoteRequestSchema,
  bulkTransferRequestSchema,
  transactionRequestSchema,
} from './fspiop-resources';
import { fspiopCallSchema } from './fspiop-call';
import {
  authorizationAnswerSchema,
  bulkQuoteAnswerSchema,
  bulkTransferAnswerSchema,
  participantAnswerSchema,
  participantsAnswerSchema,
  partyAnswerSchema,
  quoteAnswerSchema,
  transactionAnswerSchema,
  transactionRequestAnswerSchema,
  transferAnswerSchema,
} from './messages';

const durationSchema = z
  .string()
  // Aborts: what compares durations cannot read another text.
  .regex(durationPattern, { abort: true, error: 'is not a duration such as PT30S' });

/**
 * A payment that waits for an operator tries again by itself after pauses that double from askTransferState
 * up to this. Absent in payments that began before it was invented: PT15M.
 */
const operatorPauseMaxSchema = durationSchema.optional();

/** As a tenant sets it: neither without a pause nor for days out of sight. */
export const operatorPauseMaxSetting = durationSchema
  .refine(
    (text) => durationMs(text) >= 60_000 && durationMs(text) <= 86_400_000,
    'must be from PT1M to P1D',
  )
  .default('PT15M');

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
  operatorPauseMax: operatorPauseMaxSchema,
  /** From the payment's end: for so long its channel hears how it ended. The channel's dedupe window. */
  remembered: durationSchema.optional(),
});
export type Timers = z.infer<typeof timersSchema>;

/** How long the payee's processes wait and are remembered. From the tenant's configuration. */
export const payeeTimersSchema = z.object({
  /** From our answer to the moment when the switch is asked. */
  transferConfirmation: durationSchema,
  /** Between two questions to the switch, and how long each waits for an answer. */
  askTransferState: durationSchema,
  operatorPauseMax: operatorPauseMaxSchema,
  /** From its arrival: for so long a repeated POST gets the same answer, and a GET the state. */
  quoteRetention: durationSchema,
  transferRetention: durationSchema,
});

/**
 * What every payer's payment has, whatever began it. Made where it begins and never changed: which switch it goes over is
 * not chosen again when the configuration changes in its middle.
 */
export const paymentSchema = z.object({
  origin: z.enum(['channel-transfer']),
  /** Of the tenant's switches, the one that it goes over. Absent in payments of version 0.1, before their quote. */
  switchName: z.string().optional(),
  /** What the signals are named by that tell of the payee: see `lookupKeyOf`. The diagrams' own. */
  lookupKey: z.string().optional(),
  payer: partyIdSchema,
  payee: partyIdSchema,
  amountType: z.enum(['SEND', 'RECEIVE']),
  amount: moneySchema,
  transactionType: transactionTypeSchema,
  note: z.string().max(128).optional(),
  extensionList: extensionListSchema.optional(),
  /** The payer sees the quote and decides before any money is held. */
  askPayer: z.boolean(),
  /** FSPIOP transactionRequestId, where a payee asked for the payment. */
  transactionRequestId: z.string().optional(),
});
export type Payment = z.infer<typeof paymentSchema>;

/** Whom the channel tells how its payment stands, and as the answer to what. */
export const channelSchema = z.object({
  clientCorrelationId: z.string(),
  /** SHA-256 (hex) of the canonical request body that the payment began with. */
  requestHash: z.string(),
  /** Under which the sender of the request waits at the channel (Prefer: wait); null when nobody waits. */
  waitingQuestionId: z.string().nullable(),
  /** Where outcomes are POSTed; allowed by the tenant's configuration when the request came in. */
  callbackUrl: z.string().optional(),
});
export type Channel = z.infer<typeof channelSchema>;

/** What an operator can decide about money that waits. */
export const operatorDecisions = ['book', 'release', 'ask-again'] as const;

/**
 * Why a payment waits for an operator, which tells how its transfer stands. BOOKING_FAILED (payer) and CREDIT_FAILED
 * (payee): the switch has committed it, so it can only be booked. RELEASE_FAILED: it will never be
 * committed. HOLD_UNKNOWN: it was never sent. Both can only be released. OUTCOME_UNKNOWN: nobody knows yet.
 */
export const operatorReasons = [
  'OUTCOME_UNKNOWN',
  'BOOKING_FAILED',
  'CREDIT_FAILED',
  'RELEASE_FAILED',
  'HOLD_UNKNOWN',
] as const;
export type OperatorReason = (typeof operatorReasons)[number];

/** How the payment ended, or stands: told to the channel. */
export const outcomeSchema = z.object({
  state: z.enum(['COMMITTED', 'ABORTED', 'WAITING_FOR_PAYER', 'PENDING']),
  errorInformation: errorInformationSchema.nullish(),
  /** Of a payment that is PENDING. */
  operatorReason: z.enum(operatorReasons).nullish(),
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
  /** Over which of the tenant's switches it came and the answer goes. */
  switchName: z.string(),
  /** W3C Trace Context, as the request had it: belongs with its traceparent in the answer to it. */
  tracestate: z.string().optional(),
});

/** Terms of a transfer that the payee agreed to in its quote, read back from the ILP packet. */
export const agreementSchema = z.object({
  transactionId: z.string(),
  quoteId: z.string(),
  payee: namedPartySchema,
  payer: namedPartySchema,
  /** What comes from the other FSP. */
  amount: moneySchema,
  /** What the payee gets of it; the rest is our own DFSP's fee. */
  payeeReceiveAmount: moneySchema,
  transactionType: transactionTypeSchema,
});

export const variables = {
  tenant: z.string().describe('Whose payment it is: the name of the DFSP in the hub.'),
  traceparent: z.string().describe('W3C trace context of the request that began it all.'),
  errorInformation: errorInformationSchema
    .nullish()
    .describe('What went wrong, as FSPIOP says it; none when nothing did.'),

  // payer-transfer
  transactionId: z.string().describe('Id of the payment; every other id is derived from it.'),
  payment: paymentSchema.describe('Who pays whom what, and over which switch.'),
  channel: channelSchema.describe(
    "Whom the channel tells how its payment stands: the channel's own.",
  ),
  requestHash: z
    .string()
    .describe('SHA-256 (hex) of the canonical request body that the process began with.'),
  timers: timersSchema.describe("How long the payer's process waits, as ISO 8601 durations."),
  switchName: z.string().describe("Of the tenant's switches, the one that the payment goes over."),
  partyAnswer: partyAnswerSchema.describe("The switch's answer to the look-up: party or error."),
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
  quoteId: z.string().describe('FSPIOP quoteId.'),
  quoteAnswer: quoteAnswerSchema.describe("The payee's DFSP's answer: quote or error."),
  transferCode: z.string().describe("Fineract's code for the payer's hold and debit."),
  transferExpiration: z
    .string()
    .describe(
      'When the transfer expires, in UTC. On the payer’s side it is fixed when the funds are blocked.',
    ),
  transferAnswer: transferAnswerSchema.describe("The switch's last word on the transfer."),
  outcome: outcomeSchema.describe('How the payment ended, or stands.'),
  repeatedHash: z.string().describe('Hash of a repeated request, to hold against requestHash.'),
  questionId: z.string().describe('Under which somebody waits for the answer to a question.'),
  quoteRequestedAt: z
    .string()
    .describe('stepStartedAt of the first request for a quote: further ones have the same bytes.'),
  stepStartedAt: z
    .string()
    .describe("When the step began, by the engine's clock; the same for every retry of its job."),
  answeredAt: z
    .string()
    .describe("When the payee's answer was settled: however often it is given, it stays the same."),

  switchAhead: z
    .string()
    .describe(
      "How far the switch's clock is ahead of the engine's, as an ISO 8601 duration such as -PT1.5S; PT0S when they may be the same.",
    ),
  switchQuestion: z
    .object({
      askedAt: z.string().nullable(),
      earliestAnswer: z.string(),
    })
    .describe(
      "The last question about the transfer: when the switch got it, by the switch's own clock (null: it gave none), and the least that the Date of an answer to it can be.",
    ),

  // the payee's processes
  receivedAt: z
    .string()
    .describe("When the request came, by the switch's clock: rather too early than too late."),
  peer: peerSchema.describe('The DFSP that asks us, and the FSPIOP version that it speaks.'),
  asker: peerSchema.describe('Who asks how it stands, or repeats a request: not always the peer.'),
  partyId: partyIdSchema.describe('The party that is looked for.'),
  party: partySchema.describe('The party that was found.'),
  quoteRequest: quoteRequestSchema.describe('Body of POST /quotes.'),
  payeeQuote: z
    .object({
      accountId: z.string(),
      payeeFspFee: moneySchema.optional(),
    })
    .describe("The payee's account and what our own DFSP charges."),
  transferRequest: transferRequestSchema.describe('Body of POST /transfers.'),
  answerDelivered: z.literal(true).describe("The switch has taken the payee's answer."),
  creditedAt: z.string().describe("When the payee's account was credited, by the engine's clock."),
  operatorReason: z.enum(operatorReasons).describe('Why the payment waits for an operator.'),
  operatorChoices: z
    .array(z.enum(operatorDecisions))
    .describe("What the operator may decide: what the switch's verdict leaves open."),
  operatorNeededSince: z
    .string()
    .describe("Since when the payment has waited for this reason, by the engine's clock."),
  operatorDecision: z
    .enum(operatorDecisions)
    .describe('What the operator decided, when one was needed.'),
  agreement: agreementSchema.describe('What we agreed to in our quote, read back from the packet.'),
  credit: creditSchema.describe("A credit that the payee's account is ready to take."),
  payeeTimers: payeeTimersSchema.describe(
    "How long the payee's processes wait and are remembered, as ISO 8601 durations.",
  ),

  // on both sides
  transferId: z.string().describe('FSPIOP transferId.'),
  peerFspId: z
    .string()
    .describe('The FSP on the other side of the transfer, when the switch is asked for its state.'),

  // fee rules
  transaction: feeTransactionSchema.describe(
    'What fee rules go by, the same on both sides: the FSPIOP Transaction that the DFSPs agreed on.',
  ),
  executionPoint: z
    .enum(executionPoints)
    .describe('Where in the payment the rules are evaluated, such as "transfer.committed".'),
  occurredAt: z
    .string()
    .describe("The transfer's own time, in UTC: the rules that were in force then are evaluated."),
  fees: feesSchema.describe('What the fee rules charge, or why they could not be evaluated yet.'),

  // flows to come: request to pay, authorizations, bulk, participants
  fspiop: fspiopCallSchema.describe(
    'What to send, such as {operation: "PUT /transactions/{ID}", id: transactionId, body: {...}}.',
  ),
  answerKey: z
    .string()
    .describe(
      'Correlation key under which the answer to what was sent comes; of a party, what its signal is named by.',
    ),
  answeredBy: z
    .string()
    .nullable()
    .describe('FSPIOP-Source of who has answered; null when the switch itself has.'),
  transactionRequestId: z.string().describe('FSPIOP transactionRequestId.'),
  transactionRequest: transactionRequestSchema.describe('Body of POST /transactionRequests.'),
  transactionRequestAnswer: transactionRequestAnswerSchema.describe(
    "The payer's DFSP's answer to a transaction request: its state or an error.",
  ),
  authorizationRequest: authorizationRequestSchema.describe('What GET /authorizations asks for.'),
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
  participantAnswer: participantAnswerSchema.describe(
    'The FSP that a party belongs to (null: none), or an error.',
  ),
  participantsAnswer: participantsAnswerSchema.describe(
    'What became of each party that was to be registered, or an error.',
  ),
} as const;
