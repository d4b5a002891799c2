/** Variables and messages of authorisation by a one-time password, FSPIOP 6.6. No code stands in any of them. */
import { z } from 'zod';
import { authorizationAnswerSchema, digestSchema } from './answers';
import { moneySchema, partyIdSchema } from './fspiop';
import { authorizationRequestSchema } from './fspiop-resources';
import { key, personal, personalKey, plain, type PrivacyOf } from './privacy-marks';

/** A one-time password, as the process that waits for it knows it. */
export const heldCodeSchema = z.strictObject({
  /** The how-manieth of this process. */
  number: z.int().min(1),
  length: z.int().min(4).max(8),
  salt: digestSchema,
  /** Of code and terms, by the tenant's key. */
  hash: digestSchema,
});
export type HeldCode = z.infer<typeof heldCodeSchema>;

/** What a payer has answered at our device, on its way to their own DFSP: encrypted, and strict, for a code has no place in it. */
const sealedEntrySchema = z.discriminatedUnion('responseType', [
  z.strictObject({
    responseType: z.literal('ENTERED'),
    /** See authorizations/sealed.ts. */
    sealed: z.string().max(2_048),
  }),
  z.strictObject({ responseType: z.enum(['REJECTED', 'RESEND']) }),
]);
export type SealedEntry = z.infer<typeof sealedEntrySchema>;

/** What a payer asks a code for before they come to the device, and for no more. */
const codeOrderSchema = z.object({
  payer: partyIdSchema,
  amount: moneySchema,
  /** EXACT: for this amount and no other. MAX: for any up to it. */
  amountLimit: z.enum(['EXACT', 'MAX']),
  /** What may be taken beside it, of all fees together. */
  feesMax: moneySchema.shape.amount,
});
export type CodeOrder = z.infer<typeof codeOrderSchema>;

/** An entry, held against the code that its payer had made beforehand. */
const presentedCodeSchema = z.strictObject({
  transactionRequestId: z.string(),
  /** The how-manieth for this request, from the last: retriesLeft. */
  triesLeft: z.int(),
  digest: digestSchema.optional(),
  amount: moneySchema,
  /** What leaves the payer's account in all; not there where its fee is in another currency. */
  payerPays: moneySchema.optional(),
});

export const codeStateSchema = z.enum([
  'WAITING',
  'USED',
  'EXPIRED',
  'REPLACED',
  'LOCKED',
  'NOT_SENT',
]);

export const authorizationVariables = {
  // The route has read it: it is a number here.
  authorizationRequest: authorizationRequestSchema
    .extend({ retriesLeft: z.int().min(1) })
    .describe('What GET /authorizations asks for.'),
  authorizationAnswer: authorizationAnswerSchema.describe(
    "What the payer entered at the payee's device, or an error.",
  ),
  heldCode: heldCodeSchema.describe(
    'The one-time password that is waited for: which it is, and a keyed hash of it with a salt of its own. Not the code.',
  ),
  codeMadeBeforehand: z
    .boolean()
    .describe('Whether the payer has asked for their code before they came.'),
  codeUntil: z.string().describe("Until when it can be entered, by the engine's clock."),
  triesLeft: z.int().describe('How often something may still be entered; 1 is the last try.'),
  codesLeft: z.int().describe('How many further codes may be sent.'),
  isAuthorized: z.boolean().describe('Whether what was entered is the code that was waited for.'),
  entryVerdict: z.string().describe("What comes of what was entered: the diagram's own."),
  deviceEntry: sealedEntrySchema.describe('What a payer has answered at our device, encrypted.'),
  authorizationCodeId: z.string().describe('Id of a code that was asked for beforehand.'),
  codeOrder: codeOrderSchema.describe('What a payer has asked a code for.'),
  codePayer: z.string().describe('The key of its payer: under it codes are found.'),
  codeState: codeStateSchema.describe('How a code that was asked for beforehand stands.'),
  presentedCode: presentedCodeSchema.describe('An entry, held against a code made beforehand.'),
} as const;

export const authorizationPrivacy: PrivacyOf<typeof authorizationVariables> = {
  authorizationRequest: personal,
  authorizationAnswer: personal,
  heldCode: personal,
  codeMadeBeforehand: plain,
  codeUntil: plain,
  triesLeft: plain,
  codesLeft: plain,
  isAuthorized: plain,
  entryVerdict: plain,
  deviceEntry: personal,
  authorizationCodeId: key,
  codeOrder: personalKey,
  codePayer: personal,
  codeState: plain,
  presentedCode: personal,
};

export const authorizationMessages = {
  /**
   * GET /authorizations/{ID}: the payer's DFSP asks for its customer's OTP, QR code or PIN. Key
   * tenant:transactionRequestId. Carries asker, traceparent, questionId, authorizationRequest.
   */
  authorizationAsked: 'authorization-asked',
  /** PUT /authorizations or its error. Key tenant:transactionRequestId. */
  authorizationAnswered: 'authorization-answered',
  /** What was entered at our device. Key tenant:requestId. Variable `deviceEntry`. */
  authorizationEntered: 'authorization-entered',
  /** A payer asks for a code beforehand. Key and message id: tenant:authorizationCodeId. */
  authorizationCodeRequested: 'authorization-code-requested',
  /** How does such a code stand? Key tenant:authorizationCodeId. Carries repeatedHash and questionId. */
  authorizationCodeStateAsked: 'authorization-code-state-asked',
  /** An entry for the code that its payer has. Key tenant:codePayer. Variable `presentedCode`. */
  authorizationCodePresented: 'authorization-code-presented',
  /** What came of it. Key tenant:transactionRequestId. Variable `isAuthorized`. */
  authorizationCodeChecked: 'authorization-code-checked',
} as const;
