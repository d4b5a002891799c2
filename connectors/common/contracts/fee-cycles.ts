/** Cycles of fee obligations as they cross boundaries: on Kafka topics and over HTTP. */
import { z } from 'zod';
import { instantSchema } from './fees';

/** Decimal in the currency's main unit without trailing zeros: `12.5`. */
const amountSchema = z.string().regex(/^(0|[1-9]\d*)(\.\d*[1-9])?$/);
/** Positive is credited to that DFSP, negative is owed by it: `-12.5`. */
const signedAmountSchema = z.string().regex(/^(?!-0$)-?(0|[1-9]\d*)(\.\d*[1-9])?$/);
const countSchema = z.int().min(0);
const hashSchema = z.string().regex(/^[0-9a-f]{64}$/);

/** What two DFSPs owe each other in a cycle for one type of ledger entry in one currency. */
const obligationSchema = z.object({
  currency: z.string(),
  ledgerEntryType: z.string(),
  /** Owes on balance. When nothing is left: the first of the two in order of letters. */
  debtor: z.string(),
  creditor: z.string(),
  /** Net; `0` when both owe the same. */
  amount: amountSchema,
  entries: countSchema,
  /** Before netting: what the debtor owes the creditor, and the other way round. */
  gross: z.object({ byDebtor: amountSchema, byCreditor: amountSchema }),
});
export type Obligation = z.infer<typeof obligationSchema>;

/** What one DFSP gets (positive) or owes (negative) in all. */
const positionSchema = z.object({
  dfspId: z.string(),
  currency: z.string(),
  amount: signedAmountSchema,
});
export type Position = z.infer<typeof positionSchema>;

export const cycleFiguresSchema = z.object({
  obligations: z.array(obligationSchema),
  /** Of each currency their sum is zero. */
  positions: z.array(positionSchema),
  entries: countSchema,
  /** Those of `entries` that came after their own cycle had closed, by that cycle. */
  late: z.array(z.object({ originCycleId: z.string(), entries: countSchema })),
});
export type CycleFigures = z.infer<typeof cycleFiguresSchema>;

/** A cycle that has closed, as it stands on the topic. Nothing of it ever changes. */
export const closedCycleSchema = z.object({
  format: z.literal(1),
  cycleId: z.string(),
  /** The window of the transfers' own times, [from, to). */
  from: instantSchema,
  to: instantSchema,
  /** The cycle that closed before; null for the first. Only the first record that names it counts. */
  previousHash: hashSchema.nullable(),
  /** Of each partition of the entries' topic the offset before which all has been counted. */
  cut: z.record(z.string().regex(/^\d+$/), countSchema),
  closedAt: instantSchema,
  ...cycleFiguresSchema.shape,
  /** SHA-256 (hex) of all the rest as canonical JSON. */
  hash: hashSchema,
});
export type ClosedCycle = z.infer<typeof closedCycleSchema>;

/** What a DFSP says to its own figures of a closed cycle. */
export const acknowledgementSchema = z.object({
  cycleId: z.string(),
  dfspId: z.string().min(1),
  /** Of the statement that the DFSP saw. */
  statementHash: hashSchema,
  answer: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('acknowledged') }),
    z.object({ kind: z.literal('disputed'), reason: z.string().min(1).max(2000) }),
  ]),
  /** Who said so: the name of the token's owner. */
  by: z.string(),
  at: instantSchema,
});
export type Acknowledgement = z.infer<typeof acknowledgementSchema>;
