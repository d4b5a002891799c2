/**
 * What happens to payments, told on a Kafka topic to whoever wants to build on it: fees, reports, notifications, fraud
 * monitoring, a DFSP's own warehouse. Published as connectors/exporters/payment-events/payment-event.schema.json.
 */
import { z } from 'zod';
import { executionPoints, feeEntrySchema, instantSchema } from './fees';
import { moneySchema, namedPartySchema, peersTransactionTypeSchema } from './fspiop';
import { operatorDecisions, operatorReasons } from './operator';

/** Every kind of event, in words for people. */
export const paymentEventTexts = {
  requested: 'A payment was asked for',
  'payee-found': 'The DFSP of the payee knows the payee',
  quoted: 'The DFSP of the payee has said what the payment costs',
  'waiting-for-payer': 'The payer is shown the terms',
  'payer-decided': 'The payer has accepted or refused the terms',
  held: 'The money is held on the account of the payer',
  'sent-to-switch': 'The switch has taken the transfer',
  'switch-asked': 'The switch was asked how the transfer stands',
  committed: 'The transfer is committed: from here on the payment only goes forward',
  aborted: 'The transfer is aborted: from here on the payment only goes back',
  booked: 'The held money was taken off the account of the payer: the payment is made',
  released: 'Whatever was held is free again',
  failed: 'The payment has failed, and no money has moved',
  'quote-asked': 'Another DFSP has asked for our terms',
  'quote-given': 'Our terms were given',
  'quote-refused': 'We have refused to give terms',
  'quote-not-delivered': 'Our answer to the question for terms could not be delivered',
  'transfer-received': 'A transfer to an account of ours has come',
  'transfer-accepted': 'The transfer was accepted, and the switch has our fulfilment',
  'transfer-refused': 'The transfer was refused',
  credited: 'The account of the payee was credited: the payment is made',
  'credited-on-word':
    'The account of the payee was credited on the word of an operator, before the switch has decided',
  'credit-undone': 'The credit was taken back off the account of the payee',
  'waiting-for-operator': 'A person has to decide',
  decided: 'A person has decided',
  'fee-owed': 'By the fee rules one DFSP owes another for this payment',
  'fees-missed': 'The fee rules could not be evaluated, and will be later',
  'incident-raised': 'The process of the payment stands still until somebody has mended the cause',
  'incident-resolved': 'Somebody has let the process go on',
  'incident-left': 'The step that stood still was given up by its process',
  cancelled:
    'Somebody has ended the process of the payment in the engine: nothing more happens by itself',
} as const;
export type PaymentEventKind = keyof typeof paymentEventTexts;

export const paymentSides = ['payer', 'payee'] as const;

/** Of a person or business: nothing by which a stranger recognises it. */
const partySchema = z.object({
  fspId: z.string().optional().describe('The DFSP of the party, once it is known.'),
  partyIdType: namedPartySchema.shape.partyIdType.optional(),
  token: z
    .string()
    .optional()
    .describe(
      'The same for all payments of one party at one tenant, and tells nothing of it without the secret of the hub. Absent where the hub has none.',
    ),
});
export type EventParty = z.output<typeof partySchema>;

const baseSchema = z.object({
  schemaVersion: z.literal(1),
  eventId: z
    .uuid()
    .describe('The same however often the event is told: whoever may not count it twice keeps it.'),
  occurredAt: instantSchema.describe('By the clock of the engine.'),
  engine: z.string().describe('The Zeebe cluster that the payment runs on.'),
  tenant: z.string().describe('The DFSP, as the hub calls it, whose payment it is.'),
  side: z
    .enum(paymentSides)
    .nullable()
    .describe(
      'A payment between two tenants of one hub is told twice, from both sides. Null of fees that were missed and are made up for.',
    ),
  transactionId: z
    .string()
    .describe(
      'Of the payment, the same on both sides. Key of the record. The payee’s side has it from the other DFSP.',
    ),
  transferId: z.string().optional(),
  quoteId: z.string().optional(),
  transactionRequestId: z
    .string()
    .optional()
    .describe('Of the request to pay, where the payee has asked for the payment.'),
  amount: moneySchema.optional().describe('What was asked for: of a RECEIVE, what the payee gets.'),
  payer: partySchema,
  payee: partySchema,
  source: z
    .object({
      partition: z.string(),
      position: z.string().describe('Greater for what happened later in the same partition.'),
      processInstanceKey: z.string(),
      processDefinitionKey: z
        .string()
        .optional()
        .describe(
          'Of the process as it was deployed. Absent in events of builds before 2026-11-29.',
        ),
      elementId: z
        .string()
        .optional()
        .describe(
          'Id of the element in its diagram whose record tells of it. Absent where a variable or the process itself does, and in events of builds before 2026-11-30.',
        ),
    })
    .describe('The record of the engine that tells of it.'),
});

/** Of FSPIOP, without its text, which may name somebody. */
const errorCode = z.string().nullable().describe('FSPIOP error code; null: none is known.');
const wordOf = z.enum(['switch', 'operator']).describe('On whose word it counts as decided.');
const incident = {
  incidentKey: z.string(),
  process: z.string(),
  element: z.string().describe('Id of the step in its diagram.'),
  errorType: z.string().describe('Of Zeebe: JOB_NO_RETRIES and the like.'),
};

const event = <Kind extends PaymentEventKind, Details extends z.ZodRawShape>(
  kind: Kind,
  details: Details,
) =>
  z.object({ kind: z.literal(kind), details: z.object(details) }).describe(paymentEventTexts[kind]);

const happeningSchema = z.discriminatedUnion('kind', [
  event('requested', {
    origin: z.string().describe('What began it, such as channel-transfer.'),
    amountType: z.enum(['SEND', 'RECEIVE']),
    transactionType: peersTransactionTypeSchema.pick({
      scenario: true,
      initiator: true,
      initiatorType: true,
    }),
    requestToken: z
      .string()
      .optional()
      .describe(
        'The same for a repeat of the same request, another for another one. Absent where the hub has no secret to make it with.',
      ),
  }),
  event('payee-found', {}),
  event('quoted', {
    transferAmount: moneySchema.describe('What the switch will move.'),
    payeeReceiveAmount: moneySchema.optional(),
    payeeFspFee: moneySchema.optional(),
    payerFspFee: moneySchema.optional().describe('What our own DFSP charges the payer.'),
    expiresAt: z.string(),
  }),
  event('waiting-for-payer', {}),
  event('payer-decided', { decision: z.enum(['accept', 'refuse']) }),
  event('held', {}),
  event('sent-to-switch', {}),
  event('switch-asked', {}),
  event('committed', { onWordOf: wordOf }),
  event('aborted', { onWordOf: wordOf }),
  event('booked', {}),
  event('released', {}),
  event('failed', { errorCode }),
  event('quote-asked', {}),
  event('quote-given', {}),
  event('quote-refused', { errorCode }),
  event('quote-not-delivered', {}),
  event('transfer-received', {}),
  event('transfer-accepted', {}),
  event('transfer-refused', { errorCode }),
  event('credited', {}),
  event('credited-on-word', {}),
  event('credit-undone', {}),
  event('waiting-for-operator', {
    reason: z.enum(operatorReasons),
    choices: z.array(z.enum(operatorDecisions)),
  }),
  event('decided', { decision: z.enum(operatorDecisions) }),
  event(
    'fee-owed',
    feeEntrySchema.pick({
      entryId: true,
      executionPoint: true,
      occurredAt: true,
      ledgerEntryType: true,
      ruleSetId: true,
      ruleId: true,
      debtor: true,
      creditor: true,
      amount: true,
      currency: true,
    }).shape,
  ),
  event('fees-missed', { executionPoint: z.enum(executionPoints) }),
  event('incident-raised', incident),
  event('incident-resolved', incident),
  event('incident-left', incident),
  event('cancelled', {}),
]);
export const paymentEventSchema = z.intersection(baseSchema, happeningSchema);
export type PaymentEvent = z.output<typeof paymentEventSchema>;

/** The details of each kind. */
export type PaymentEventDetails = {
  readonly [Kind in PaymentEventKind]: Extract<PaymentEvent, { readonly kind: Kind }>['details'];
};

/** What all who write or read these events must agree on. */
export const paymentEventsTopicSettings = z.object({
  PAYMENT_EVENTS_TOPIC: z
    .string()
    .min(1)
    .default('payment-hub.payment-events')
    .describe('Topic of what happens to payments, key transactionId; of all engines'),
});
