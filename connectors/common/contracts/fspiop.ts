/**
 * The parts of FSPIOP messages that travel as process variables. The mojaloop part validates whole
 * bodies against the FSPIOP OpenAPI files at its edge; here is what processes and workers may rely on.
 */
import { z } from 'zod';
import { amountPattern } from '../money';

export const moneySchema = z.object({
  amount: z.string().regex(amountPattern),
  currency: z.string().regex(/^[A-Z]{3}$/),
});

/** FSPIOP 7.2.1 String(1..max): characters, of which JavaScript counts some as two. */
const textSchema = (max: number) =>
  z
    .string()
    .min(1)
    .refine(
      (text) => text.length <= max || Array.from(text).length <= max,
      `over ${max} characters`,
    );

/** Half a character cannot be percent-encoded. */
const identifierSchema = textSchema(128).regex(/^\P{Surrogate}*$/u, 'must be well-formed Unicode');

/** Becomes a part of a URL's path, where `.` and `..` would lead elsewhere even percent-encoded. */
export const pathPartSchema = identifierSchema.regex(/^(?!\.{1,2}$)/, 'must not be . or ..');

const partyIdTypeSchema = z.enum([
  'MSISDN',
  'EMAIL',
  'PERSONAL_ID',
  'BUSINESS',
  'DEVICE',
  'ACCOUNT_ID',
  'IBAN',
  'ALIAS',
]);

/** FSPIOP 7.3.13 PartyIdInfo, without the FSP, of a body: `.` is an identifier there like any other. */
export const namedPartySchema = z.object({
  partyIdType: partyIdTypeSchema,
  partyIdentifier: identifierSchema,
  partySubIdOrType: identifierSchema.optional(),
});

/** The same of a party that somebody is asked about: it stands in a path. */
export const partyIdSchema = z.object({
  partyIdType: partyIdTypeSchema,
  partyIdentifier: pathPartSchema,
  partySubIdOrType: pathPartSchema.optional(),
});
export type PartyId = z.infer<typeof partyIdSchema>;

export const extensionListSchema = z.object({
  extension: z
    .array(z.object({ key: textSchema(32), value: textSchema(128) }))
    .min(1)
    .max(16),
});

/** FSPIOP 7.3.10. `errorCode` has four digits; a scheme's own codes pass through. */
export const errorInformationSchema = z.object({
  errorCode: z.string().regex(/^[1-9]\d{3}$/),
  errorDescription: textSchema(128),
  extensionList: extensionListSchema.optional(),
});
export type ErrorInformation = z.infer<typeof errorInformationSchema>;

export const transactionTypeSchema = z.object({
  scenario: z.enum(['DEPOSIT', 'WITHDRAWAL', 'TRANSFER', 'PAYMENT', 'REFUND']),
  subScenario: z.string().optional(),
  initiator: z.enum(['PAYER', 'PAYEE']),
  initiatorType: z.enum(['CONSUMER', 'AGENT', 'BUSINESS', 'DEVICE']),
});
export type TransactionType = z.infer<typeof transactionTypeSchema>;

/** The same of a payment that may be a refund. FSPIOP 7.4.16. */
export const refundableTransactionTypeSchema = transactionTypeSchema.extend({
  refundInfo: z
    .object({ originalTransactionId: z.string(), refundReason: z.string().optional() })
    .optional(),
});

/** The same with what only peers say so far. */
export const peersTransactionTypeSchema = refundableTransactionTypeSchema.extend({
  balanceOfPayments: z.string().optional(),
});

/** FSPIOP 7.3.11 Party, as found by a look-up. */
export const partySchema = z.object({
  partyIdInfo: namedPartySchema.extend({
    fspId: z.string().max(32).optional(),
    extensionList: extensionListSchema.optional(),
  }),
  merchantClassificationCode: z.string().optional(),
  name: z.string().optional(),
  personalInfo: z
    .object({
      complexName: z
        .object({
          firstName: z.string().optional(),
          middleName: z.string().optional(),
          lastName: z.string().optional(),
        })
        .optional(),
      dateOfBirth: z.string().optional(),
    })
    .optional(),
});
export type Party = z.infer<typeof partySchema>;

/** What PUT /quotes/{ID} says, FSPIOP 6.5.4.1. */
export const quoteSchema = z.object({
  transferAmount: moneySchema,
  payeeReceiveAmount: moneySchema.optional(),
  payeeFspFee: moneySchema.optional(),
  payeeFspCommission: moneySchema.optional(),
  expiration: z.string(),
  ilpPacket: z.string(),
  condition: z.string(),
  extensionList: extensionListSchema.optional(),
});

/** What POST /quotes asks, FSPIOP 6.5.3.1, as far as the payee's flow uses it. */
export const quoteRequestSchema = z.object({
  quoteId: z.string(),
  transactionId: z.string(),
  transactionRequestId: z.string().optional(),
  payee: partySchema,
  payer: partySchema,
  amountType: z.enum(['SEND', 'RECEIVE']),
  amount: moneySchema,
  fees: moneySchema.optional(),
  transactionType: peersTransactionTypeSchema,
  note: z.string().optional(),
  expiration: z.string().optional(),
  extensionList: extensionListSchema.optional(),
});
export type QuoteRequest = z.infer<typeof quoteRequestSchema>;

/** What POST /transfers asks, FSPIOP 6.7.3.1. */
export const transferRequestSchema = z.object({
  transferId: z.string(),
  payeeFsp: z.string(),
  payerFsp: z.string(),
  amount: moneySchema,
  ilpPacket: z.string(),
  condition: z.string(),
  expiration: z.string(),
  extensionList: extensionListSchema.optional(),
});
export type TransferRequest = z.infer<typeof transferRequestSchema>;
