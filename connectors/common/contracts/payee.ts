/** Variables and messages of the payee's side. */
import { z } from 'zod';
import {
  moneySchema,
  namedPartySchema,
  partyIdSchema,
  partySchema,
  quoteRequestSchema,
  transactionTypeSchema,
  transferRequestSchema,
} from './fspiop';
import { payeeTimersSchema } from './timers';
import { key, personal, personalKey, plain, type PrivacyOf } from './privacy-marks';

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
  /** Of the request to pay that it answers. */
  transactionRequestId: z.string().optional(),
  transactionType: transactionTypeSchema,
});

export const payeeVariables = {
  arrival: z
    .record(z.string(), z.unknown())
    .describe(
      "What came with the other DFSP's request, in one: workers read each of its fields as a variable.",
    ),
  receivedAt: z
    .string()
    .describe("When the request came, by the switch's clock: rather too early than too late."),
  peer: peerSchema.describe('The DFSP that asks us, and the FSPIOP version that it speaks.'),
  asker: peerSchema.describe('Who asks how it stands, or repeats a request: not always the peer.'),
  partyId: partyIdSchema.describe('The party that is looked for.'),
  party: partySchema.describe('The party that was found.'),
  quoteId: z.string().describe('FSPIOP quoteId.'),
  quoteRequest: quoteRequestSchema.describe('Body of POST /quotes.'),
  payeeQuote: z
    .object({
      accountId: z.string(),
      payeeFspFee: moneySchema.optional(),
    })
    .describe("The payee's account and what our own DFSP charges."),
  transferRequest: transferRequestSchema.describe('Body of POST /transfers.'),
  answerDelivered: z.literal(true).describe("The switch has taken the payee's answer."),
  answeredAt: z
    .string()
    .describe("When the payee's answer was settled, in processes from before 0.2.0."),
  creditedAt: z.string().describe("When the payee's account was credited, by the engine's clock."),
  agreement: agreementSchema.describe('What we agreed to in our quote, read back from the packet.'),
  credit: creditSchema.describe("A credit that the payee's account is ready to take."),
  payeeTimers: payeeTimersSchema.describe(
    "How long the payee's processes wait and are remembered, as ISO 8601 durations.",
  ),
} as const;

export const payeePrivacy: PrivacyOf<typeof payeeVariables> = {
  arrival: personalKey,
  receivedAt: plain,
  peer: key,
  asker: plain,
  partyId: personalKey,
  party: personal,
  quoteId: key,
  quoteRequest: personal,
  payeeQuote: personal,
  transferRequest: personal,
  answerDelivered: plain,
  answeredAt: plain,
  creditedAt: key,
  agreement: personal,
  credit: personal,
  payeeTimers: plain,
};

export const payeeMessages = {
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
} as const;
