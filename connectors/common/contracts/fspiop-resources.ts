/**
 * FSPIOP messages of transaction requests, authorizations, transactions, bulk and participants, as they
 * travel as process variables: see fspiop.ts.
 */
import { z } from 'zod';
import {
  errorInformationSchema,
  extensionListSchema,
  moneySchema,
  namedPartySchema,
  partySchema,
  peersTransactionTypeSchema,
} from './fspiop';

const geoCodeSchema = z.object({ latitude: z.string(), longitude: z.string() });
export const authenticationTypeSchema = z.enum(['OTP', 'QRCODE', 'U2F']);

/** What POST /transactionRequests asks, FSPIOP 6.4.3.2. */
export const transactionRequestSchema = z.object({
  transactionRequestId: z.string(),
  payee: partySchema,
  payer: partySchema.shape.partyIdInfo,
  amount: moneySchema,
  transactionType: peersTransactionTypeSchema,
  note: z.string().optional(),
  geoCode: geoCodeSchema.optional(),
  authenticationType: authenticationTypeSchema.optional(),
  expiration: z.string().optional(),
  extensionList: extensionListSchema.optional(),
});

/** What PUT /transactionRequests/{ID} says, FSPIOP 6.4.4.1. */
export const transactionRequestResultSchema = z.object({
  transactionRequestState: z.enum(['RECEIVED', 'PENDING', 'ACCEPTED', 'REJECTED']),
  transactionId: z.string().optional(),
  extensionList: extensionListSchema.optional(),
});

/**
 * What the query of GET /authorizations/{ID} asks, FSPIOP 6.6.3.1. `retriesLeft` 1 is the last try. The
 * standard sets it no upper limit; more than nine digits count nobody's tries.
 */
export const authorizationRequestSchema = z.object({
  authenticationType: authenticationTypeSchema,
  retriesLeft: z
    .string()
    .regex(/^[1-9]\d{0,8}$/)
    .transform(Number),
  amount: moneySchema.shape.amount,
  currency: moneySchema.shape.currency,
});

/** What PUT /authorizations/{ID} says, FSPIOP 6.6.4.1: at the edge only, for it holds what was entered. */
export const authorizationSchema = z.object({
  responseType: z.enum(['ENTERED', 'REJECTED', 'RESEND']),
  authenticationInfo: z
    .object({
      authentication: authenticationTypeSchema,
      authenticationValue: z.union([
        z.string(),
        z.object({ pinValue: z.string(), counter: z.string() }),
      ]),
    })
    .optional(),
});

/** What PUT /transactions/{ID} says, FSPIOP 6.8.4.1. */
export const transactionSchema = z.object({
  transactionState: z.enum(['RECEIVED', 'PENDING', 'COMPLETED', 'REJECTED']),
  completedTimestamp: z.string().optional(),
  code: z.string().optional(),
  extensionList: extensionListSchema.optional(),
});

/** FSPIOP 6.9 and 6.10: how many items one bulk may have. */
const bulkItemsMax = 1_000;

/** What POST /bulkQuotes asks, FSPIOP 6.9.3.2. */
export const bulkQuoteRequestSchema = z.object({
  bulkQuoteId: z.string(),
  payer: partySchema,
  geoCode: geoCodeSchema.optional(),
  expiration: z.string().optional(),
  individualQuotes: z
    .array(
      z.object({
        quoteId: z.string(),
        transactionId: z.string(),
        payee: partySchema,
        amountType: z.enum(['SEND', 'RECEIVE']),
        amount: moneySchema,
        fees: moneySchema.optional(),
        transactionType: peersTransactionTypeSchema,
        note: z.string().optional(),
        extensionList: extensionListSchema.optional(),
      }),
    )
    .min(1)
    .max(bulkItemsMax),
  extensionList: extensionListSchema.optional(),
});

/** What PUT /bulkQuotes/{ID} says, FSPIOP 6.9.4.1. */
export const bulkQuoteSchema = z.object({
  individualQuoteResults: z
    .array(
      z.object({
        quoteId: z.string(),
        payee: partySchema.optional(),
        transferAmount: moneySchema.optional(),
        payeeReceiveAmount: moneySchema.optional(),
        payeeFspFee: moneySchema.optional(),
        payeeFspCommission: moneySchema.optional(),
        ilpPacket: z.string().optional(),
        condition: z.string().optional(),
        errorInformation: errorInformationSchema.optional(),
        extensionList: extensionListSchema.optional(),
      }),
    )
    .max(bulkItemsMax)
    .optional(),
  expiration: z.string(),
  extensionList: extensionListSchema.optional(),
});

/** What POST /bulkTransfers asks, FSPIOP 6.10.3.2. */
export const bulkTransferRequestSchema = z.object({
  bulkTransferId: z.string(),
  bulkQuoteId: z.string(),
  payerFsp: z.string(),
  payeeFsp: z.string(),
  individualTransfers: z
    .array(
      z.object({
        transferId: z.string(),
        transferAmount: moneySchema,
        ilpPacket: z.string(),
        condition: z.string(),
        extensionList: extensionListSchema.optional(),
      }),
    )
    .min(1)
    .max(bulkItemsMax),
  expiration: z.string(),
  extensionList: extensionListSchema.optional(),
});

/** What PUT /bulkTransfers/{ID} says, FSPIOP 6.10.4.1. */
export const bulkTransferSchema = z.object({
  bulkTransferState: z.enum([
    'RECEIVED',
    'PENDING',
    'ACCEPTED',
    'PROCESSING',
    'COMPLETED',
    'REJECTED',
  ]),
  completedTimestamp: z.string().optional(),
  individualTransferResults: z
    .array(
      z.object({
        transferId: z.string(),
        fulfilment: z.string().optional(),
        errorInformation: errorInformationSchema.optional(),
        extensionList: extensionListSchema.optional(),
      }),
    )
    .max(bulkItemsMax)
    .optional(),
  extensionList: extensionListSchema.optional(),
});

/**
 * What PUT /participants/{Type}/{ID} says, FSPIOP 6.2.4.1: the FSP that the party now belongs to; null when
 * it belongs to none.
 */
export const participantSchema = z.object({ fspId: z.string().max(32).nullable() });

/** What PUT /participants/{ID} says, FSPIOP 6.2.4.2. */
export const participantsSchema = z.object({
  partyList: z.array(
    z.object({
      partyId: namedPartySchema.extend({ fspId: z.string().max(32).optional() }),
      errorInformation: errorInformationSchema.optional(),
    }),
  ),
  currency: moneySchema.shape.currency.optional(),
});
