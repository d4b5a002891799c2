/**
 * One document a payment and side in Elasticsearch: its whole story, folded from the payment events. The indexer writes
 * it; the channel, operators and reports find it.
 */
import { z } from 'zod';
import { indexName } from './index-name';
import { moneySchema, namedPartySchema } from './fspiop';
import { paymentSides } from './payment-events';

/** What all who write or read these documents must agree on: each takes its own of it into its environment. */
export const paymentDocumentsSettings = z.object({
  PAYMENT_DOCUMENTS_ALIAS: indexName
    .default('payment-hub-payments')
    .describe(
      'Alias in Elasticsearch of the documents of payments; their indices are called after it and the month',
    ),
});

export const paymentDocumentStates = [
  /** Only terms were asked for or given: the other DFSP may never send the transfer. */
  'quoted',
  'under-way',
  'waiting-for-payer',
  'waiting-for-operator',
  'paid',
  'failed',
  /** Somebody has ended the process before it came to an end of its own: a person has to look where the money is. */
  'cancelled',
] as const;
export type PaymentDocumentState = (typeof paymentDocumentStates)[number];

/** In which a payment has ended, and its document says when. */
export const endStates = ['paid', 'failed', 'cancelled'] as const;

export function hasEnded({ state }: { readonly state: PaymentDocumentState }): boolean {
  return endStates.some((one) => one === state);
}

const time = z.string();

/** Nothing by which a stranger recognises a person: see the payment events. */
const partySchema = z.strictObject({
  fspId: z.string().optional(),
  partyIdType: namedPartySchema.shape.partyIdType.optional(),
  token: z.string().optional(),
});

const stepSchema = z.strictObject({
  eventId: z.string(),
  kind: z.string(),
  occurredAt: time,
  partition: z.string(),
  position: z.string(),
  processInstanceKey: z.string(),
  /** Absent of what builds before 2026-11-29 have told. */
  processDefinitionKey: z.string().optional(),
  /** In its diagram. Absent of what no element has told, and of what builds before 2026-11-30 have told. */
  elementId: z.string().optional(),
  details: z.record(z.string(), z.unknown()),
});

const feeSchema = z.strictObject({
  entryId: z.string(),
  executionPoint: z.string(),
  ledgerEntryType: z.string(),
  ruleId: z.string(),
  debtor: z.string(),
  creditor: z.string(),
  amount: z.string(),
  currency: z.string(),
});

const incidentSchema = z.strictObject({
  incidentKey: z.string(),
  process: z.string(),
  element: z.string(),
  errorType: z.string(),
  raisedAt: time,
  endedAt: time.optional(),
  /** `left`: the step was given up by its process. */
  ended: z.enum(['resolved', 'left']).optional(),
});

const decisionSchema = z.strictObject({
  reason: z.string(),
  choices: z.array(z.string()),
  askedAt: time,
  decision: z.string().optional(),
  decidedAt: time.optional(),
});

export const paymentDocumentSchema = z.strictObject({
  schemaVersion: z.literal(1),
  tenant: z.string(),
  /** Null: fees that were missed are made up for, of which the side is not known. */
  side: z.enum(paymentSides).nullable(),
  transactionId: z.string(),
  engine: z.string(),
  state: z.enum(paymentDocumentStates),
  startedAt: time,
  updatedAt: time,
  /** Of `paid`, `failed`, `cancelled`. */
  endedAt: time.optional(),
  /** The last step of the payment itself: not of fees, nor that one could not be carried out. */
  standsAt: z
    .strictObject({ step: z.string(), since: time, elementId: z.string().optional() })
    .optional(),
  transferId: z.string().optional(),
  quoteId: z.string().optional(),
  transactionRequestId: z.string().optional(),
  origin: z.string().optional(),
  amountType: z.string().optional(),
  scenario: z.string().optional(),
  /** Tells a repeat of the same request from another one; of whoever has the secret. */
  requestToken: z.string().optional(),
  amount: moneySchema.optional(),
  payer: partySchema,
  payee: partySchema,
  terms: z
    .strictObject({
      transferAmount: moneySchema,
      payeeReceiveAmount: moneySchema.optional(),
      payeeFspFee: moneySchema.optional(),
      payerFspFee: moneySchema.optional(),
      expiresAt: z.string(),
    })
    .optional(),
  hold: z.strictObject({ state: z.enum(['held', 'booked', 'released']), since: time }).optional(),
  verdict: z
    .strictObject({
      state: z.enum(['COMMITTED', 'ABORTED']),
      onWordOf: z.enum(['switch', 'operator']),
      since: time,
    })
    .optional(),
  /** FSPIOP's, without its text. */
  errorCode: z.string().optional(),
  fees: z.array(feeSchema),
  incidents: z.array(incidentSchema),
  incidentsOpen: z.number().int(),
  decisions: z.array(decisionSchema),
  /** All that has happened, in the order in which it was told. */
  steps: z.array(stepSchema),
});
export type PaymentDocument = z.output<typeof paymentDocumentSchema>;

/** By which the indexer reads at Kafka. @param name what its indices begin with */
export function groupOfIndexer(name: string): string {
  return `payment-hub-indexer.${name}`;
}
