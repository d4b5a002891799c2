/** From what happens to a payment to its document. Pure: the same events in the same order give the same bytes. */
import {
  hasEnded,
  type PaymentDocument,
  type PaymentDocumentState,
} from '../../common/contracts/payment-documents';
import type {
  PaymentEvent,
  PaymentEventDetails,
  PaymentEventKind,
} from '../../common/contracts/payment-events';

/** Of one side: each tenant sees its own. */
export function documentIdOf({
  tenant,
  side,
  transactionId,
}: Pick<PaymentEvent, 'tenant' | 'side' | 'transactionId'>): string {
  // Of a peer a transaction id may be any text of 128 characters; ids have at most 512 bytes.
  return `${tenant}.${side ?? 'fees'}.${transactionId}`;
}

/** The document with one event more; the very same when it has that event already. */
export function withEvent(
  known: PaymentDocument | undefined,
  event: PaymentEvent,
): PaymentDocument {
  const before = known ?? begun(event);
  if (before.steps.some(({ eventId }) => eventId === event.eventId)) return before;
  return {
    ...before,
    ...facts(before, event),
    ...states(before, event),
    ...told(before, event),
    ...standing(before, event),
    updatedAt: event.occurredAt > before.updatedAt ? event.occurredAt : before.updatedAt,
    steps: [...before.steps, stepOf(event)],
  };
}

function begun({ tenant, side, transactionId, engine, occurredAt }: PaymentEvent): PaymentDocument {
  return {
    schemaVersion: 1,
    ...{ tenant, side, transactionId, engine, state: 'under-way' },
    startedAt: occurredAt,
    updatedAt: occurredAt,
    payer: {},
    payee: {},
    fees: [],
    incidents: [],
    incidentsOpen: 0,
    decisions: [],
    steps: [],
  };
}

function stepOf({ eventId, kind, occurredAt, source, details }: PaymentEvent) {
  return { eventId, kind, occurredAt, ...source, details };
}

/** What is known of the payment: each event knows at least as much as those before it of its process. */
function facts(before: PaymentDocument, event: PaymentEvent): Partial<PaymentDocument> {
  const { transferId, quoteId, transactionRequestId, amount } = event;
  return {
    engine: event.engine,
    ...(transferId !== undefined && { transferId }),
    ...(quoteId !== undefined && { quoteId }),
    ...(transactionRequestId !== undefined && { transactionRequestId }),
    ...(amount !== undefined && { amount }),
    payer: { ...before.payer, ...event.payer },
    payee: { ...before.payee, ...event.payee },
  };
}

/** `null`: says nothing of how the payment stands as a whole. */
const stateAfter: Readonly<Record<PaymentEventKind, PaymentDocumentState | null>> = {
  requested: 'under-way',
  'payee-found': 'under-way',
  quoted: 'under-way',
  'waiting-for-payer': 'waiting-for-payer',
  'payer-decided': 'under-way',
  held: 'under-way',
  'sent-to-switch': 'under-way',
  'switch-asked': null,
  committed: 'under-way',
  aborted: 'under-way',
  booked: 'paid',
  released: null,
  failed: 'failed',
  'quote-asked': 'quoted',
  'quote-given': 'quoted',
  'quote-refused': 'failed',
  'quote-not-delivered': 'quoted',
  'transfer-received': 'under-way',
  'transfer-accepted': 'under-way',
  'transfer-refused': 'failed',
  credited: 'paid',
  'credited-on-word': 'under-way',
  'credit-undone': null,
  'waiting-for-operator': 'waiting-for-operator',
  decided: 'under-way',
  'fee-owed': null,
  'fees-missed': null,
  'incident-raised': null,
  'incident-resolved': null,
  'incident-left': null,
  cancelled: 'cancelled',
};

/** Events by which a payment that had ended without being paid begins anew. */
const beginnings: ReadonlySet<PaymentEventKind> = new Set(['requested', 'transfer-received']);

export function stateWith(
  { state, steps }: Pick<PaymentDocument, 'state' | 'steps'>,
  kind: PaymentEventKind,
): PaymentDocumentState {
  const next = stateAfter[kind];
  if (next === null || state === 'paid') return state;
  if (next === 'paid') return next;
  // The payee's quote and transfer are two processes, which may be told in any order between them.
  if (next === 'quoted') return steps.length === 0 ? next : state;
  // An end stays: what is told of after it is what was still to be done.
  if (hasEnded({ state })) return beginnings.has(kind) ? next : state;
  return next;
}

function states(before: PaymentDocument, event: PaymentEvent): Partial<PaymentDocument> {
  const state = stateWith(before, event.kind);
  if (state === before.state) return {};
  return { state, endedAt: hasEnded({ state }) ? event.occurredAt : undefined };
}

/** Told beside the payment: where it stands is where it stood. */
const besides: ReadonlySet<PaymentEventKind> = new Set([
  'fee-owed',
  'fees-missed',
  'incident-raised',
  'incident-resolved',
  'incident-left',
]);

function standing(
  { steps }: PaymentDocument,
  { kind, occurredAt, source: { elementId } }: PaymentEvent,
): Pick<PaymentDocument, 'standsAt'> {
  if (besides.has(kind)) return {};
  // The payee's quote may be told after the transfer that was made by it.
  const isOfQuote = (one: string) => one.startsWith('quote-');
  if (isOfQuote(kind) && !steps.every((one) => isOfQuote(one.kind))) return {};
  return {
    standsAt: { step: kind, since: occurredAt, ...(elementId !== undefined && { elementId }) },
  };
}

/** What an event itself tells, where the document says it in one place. */
function told(before: PaymentDocument, event: PaymentEvent): Partial<PaymentDocument> {
  // Kind and details belong together.
  const tell = tells[event.kind] as Tell<PaymentEventKind> | undefined;
  return tell?.(event.details, event.occurredAt, before) ?? {};
}

type Tell<Kind extends PaymentEventKind> = (
  details: PaymentEventDetails[Kind],
  since: string,
  before: PaymentDocument,
) => Partial<PaymentDocument>;

const error = ({ errorCode }: { readonly errorCode: string | null }): Partial<PaymentDocument> =>
  errorCode === null ? {} : { errorCode };

const tells: { readonly [Kind in PaymentEventKind]?: Tell<Kind> } = {
  requested: ({ origin, amountType, transactionType: { scenario }, requestToken }) => ({
    ...{ origin, amountType, scenario },
    ...(requestToken !== undefined && { requestToken }),
  }),
  quoted: (terms) => ({ terms }),
  held: (_details, since) => ({ hold: { state: 'held', since } }),
  booked: (_details, since) => ({ hold: { state: 'booked', since } }),
  released: (_details, since) => ({ hold: { state: 'released', since } }),
  committed: ({ onWordOf }, since) => ({ verdict: { state: 'COMMITTED', onWordOf, since } }),
  aborted: ({ onWordOf }, since) => ({ verdict: { state: 'ABORTED', onWordOf, since } }),
  failed: error,
  'quote-refused': error,
  'transfer-refused': error,
  'fee-owed': (details, _since, before) => ({ fees: withFee(before, details) }),
  'waiting-for-operator': ({ reason, choices }, askedAt, { decisions }) => ({
    decisions: [...decisions, { reason, choices, askedAt }],
  }),
  decided: ({ decision }, since, before) => ({ decisions: withDecision(before, decision, since) }),
  'incident-raised': (details, raisedAt, { incidents }) =>
    withIncidents([...incidents, { ...details, raisedAt }]),
  'incident-resolved': incidentEnded('resolved'),
  'incident-left': incidentEnded('left'),
};

function incidentEnded(ended: 'resolved' | 'left') {
  return (
    { incidentKey }: { readonly incidentKey: string },
    endedAt: string,
    { incidents }: PaymentDocument,
  ): Partial<PaymentDocument> =>
    withIncidents(
      incidents.map((one) => (one.incidentKey === incidentKey ? { ...one, endedAt, ended } : one)),
    );
}

function withFee(
  { fees }: PaymentDocument,
  details: PaymentEventDetails['fee-owed'],
): PaymentDocument['fees'] {
  const { entryId, executionPoint, ledgerEntryType, ruleId } = details;
  const { debtor, creditor, amount, currency } = details;
  if (fees.some((one) => one.entryId === entryId)) return fees;
  const rule = { entryId, executionPoint, ledgerEntryType, ruleId };
  return [...fees, { ...rule, debtor, creditor, amount, currency }];
}

/** Of the last question that has no answer yet. */
function withDecision(
  { decisions }: PaymentDocument,
  decision: string,
  decidedAt: string,
): PaymentDocument['decisions'] {
  const at = decisions.findLastIndex((one) => one.decision === undefined);
  return decisions.map((one, index) => (index === at ? { ...one, decision, decidedAt } : one));
}

function withIncidents(incidents: PaymentDocument['incidents']): Partial<PaymentDocument> {
  const open = incidents.filter(({ endedAt }) => endedAt === undefined);
  return { incidents, incidentsOpen: open.length };
}
