/** What messages and signals bring of the answers of others: the values of the variables named after them. */
import { z } from 'zod';
import { errorInformationSchema, partySchema, quoteSchema } from './fspiop';
import {
  authenticationTypeSchema,
  bulkQuoteSchema,
  bulkTransferSchema,
  participantSchema,
  participantsSchema,
  transactionRequestResultSchema,
  transactionSchema,
} from './fspiop-resources';

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

/** SHA-256, or an HMAC by it. */
export const digestSchema = z.string().regex(/^[0-9a-f]{64}$/);

/** What a payer has answered at a device, as their own DFSP's process knows it. Strict: what was entered has no place in it. */
export const authorizationAnswerSchema = z.union([
  z.strictObject({
    responseType: z.literal('ENTERED'),
    authentication: authenticationTypeSchema.optional(),
    /** See authorizations/codes.ts. Absent where nothing came with it: a wrong try. */
    digest: digestSchema.optional(),
    answeredBy,
    switchName,
  }),
  z.strictObject({ responseType: z.enum(['REJECTED', 'RESEND']), answeredBy, switchName }),
  z.strictObject({ errorInformation: errorInformationSchema, answeredBy, switchName }),
]);
export type AuthorizationAnswer = z.infer<typeof authorizationAnswerSchema>;

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
