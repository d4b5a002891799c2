/** Fees as they cross boundaries: in process variables, on Kafka topics and over HTTP. */
import { z } from 'zod';
import { key, personal, plain, type PrivacyOf } from './privacy-marks';

/** Where in a payment rules are evaluated. */
export const executionPoints = [
  'quote.accepted',
  'transfer.prepared',
  'transfer.committed',
  'settlement.closing',
] as const;
export type ExecutionPoint = (typeof executionPoints)[number];

/** Date and time in UTC with milliseconds, so that equal times are equal texts: `2026-11-21T08:00:00.000Z`. */
export const instantSchema = z.iso.datetime({ precision: 3 });

/** One ledger entry: `debtor` owes `creditor` that much. */
export const feeEntrySchema = z.object({
  /** UUID v5 of transaction, point, rule and block: the same however often it is made. */
  entryId: z.uuid(),
  transactionId: z.string().min(1),
  /** Where there is one already. The payer's DFSP writes the transactionId, and might write one twice. */
  transferId: z.string().min(1).optional(),
  executionPoint: z.enum(executionPoints),
  /** The transfer's own time: decides which rules were in force and in which cycle the entry falls. */
  occurredAt: instantSchema,
  /** SHA-256 (hex) of the rule set that made it. */
  ruleSetId: z.string(),
  ruleId: z.string(),
  ruleVersion: z.number().int(),
  blockIndex: z.number().int(),
  ledgerEntryType: z.string(),
  /** DFSP that owes. */
  debtor: z.string(),
  /** DFSP that is owed. */
  creditor: z.string(),
  /** Positive decimal without trailing zeros. */
  amount: z.string().regex(/^(?!0+$)(0|[1-9]\d*)(\.\d*[1-9])?$/),
  /** ISO 4217 */
  currency: z.string().length(3),
});
export type FeeEntry = z.infer<typeof feeEntrySchema>;

/** What an evaluation of the rules came to: the process variable `fees`. */
export const feesSchema = z.object({
  executionPoint: z.enum(executionPoints),
  /** Null when no rule set was in force at the transfer's time, or the one in force could not be used. */
  ruleSetId: z.string().nullable(),
  entries: z.array(feeEntrySchema),
  /** Why there was no evaluation yet: it is made up later. */
  missed: z.string().optional(),
});
export type Fees = z.infer<typeof feesSchema>;

const text = z.string().nullish();
const extensionListSchema = z
  .looseObject({ extension: z.array(z.looseObject({ key: text, value: text })) })
  .nullish();
const feePartySchema = z
  .looseObject({
    accountType: text,
    partyIdInfo: z
      .looseObject({
        ...{ partyIdType: text, partyIdentifier: text, fspId: text },
        extensionList: extensionListSchema,
      })
      .nullish(),
    personalInfo: z
      .looseObject({ complexName: z.looseObject({ firstName: text, lastName: text }).nullish() })
      .nullish(),
  })
  .nullish();

/**
 * FSPIOP Transaction (7.4.17), with what the dictionary describes besides. What rules look at may be missing, and
 * then no rule holds that asks for it. But where it is there it has its form: an amount that is a number, or
 * written `1E+2`, would pass for a missing one, and be charged by nobody.
 */
export const feeTransactionSchema = z.looseObject({
  transactionId: z.string().min(1),
  quoteId: text,
  payee: feePartySchema,
  payer: feePartySchema,
  amount: z
    .looseObject({
      /** As the evaluation reads it: `100.12`. */
      amount: z
        .string()
        .regex(/^-?\d+(?:\.\d+)?$/, 'must be a decimal number in a text: "100.12"')
        .max(40)
        .nullish(),
      currency: text,
    })
    .nullish(),
  transactionType: z
    .looseObject({ scenario: text, initiator: text, initiatorType: text })
    .nullish(),
  extensionList: extensionListSchema,
  note: text,
});
export type FeeTransaction = z.infer<typeof feeTransactionSchema>;

/** A transfer as the fee rules' stream handler and the audit know it: our own plain record on Kafka. */
export const transferRecordSchema = z.object({
  transferId: z.string().min(1),
  executionPoint: z.enum(executionPoints),
  occurredAt: instantSchema,
  transaction: feeTransactionSchema,
});
export type TransferRecord = z.infer<typeof transferRecordSchema>;

export const feesVariables = {
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
} as const;

export const feesPrivacy: PrivacyOf<typeof feesVariables> = {
  transaction: personal,
  executionPoint: key,
  occurredAt: key,
  fees: plain,
};

export const feesMessages = {
  /**
   * The fee rules could not be used: starts missed-fees. Key and message id: tenant:transactionId:executionPoint.
   * Carries tenant, transaction, executionPoint, occurredAt.
   */
  feesMissed: 'fees-missed',
} as const;
