import { z } from 'zod';
import { moneySchema, partyIdSchema, transactionTypeSchema } from '../common/contracts/fspiop';
import { operatorMatters, verdicts } from '../common/contracts/operator-matters';
import type { PaymentDocument, PaymentDocumentState } from '../common/contracts/payment-documents';
import { variables } from '../common/contracts/variables';
import { meaningOf } from '../common/fspiop-errors';
import { add, type Money } from '../common/money';
import { addressOf, resourceOf } from './addresses';
import type { RequestReport } from './requests/request-report';

/** What the payer may see of the terms: `ShownQuote` in openapi.yaml. */
export const shownQuoteSchema = z.strictObject({
  payeeName: z.string().optional(),
  transferAmount: moneySchema,
  payeeReceiveAmount: moneySchema.optional(),
  payeeFee: moneySchema.optional(),
  payeeCommission: moneySchema.optional(),
  payerFee: moneySchema.optional(),
  /** What leaves the payer's account: the transfer amount and the payer's DFSP's fee. */
  payerPays: moneySchema.optional(),
  expiration: z.string().optional(),
});
export type ShownQuote = z.output<typeof shownQuoteSchema>;

/** What a payer is asked for: `ShownRequest` in openapi.yaml. */
const shownRequestSchema = z.strictObject({
  transactionRequestId: z.string(),
  payer: partyIdSchema,
  payee: partyIdSchema,
  amount: moneySchema,
  note: z.string().optional(),
  transactionType: transactionTypeSchema,
  expiration: z.string().optional(),
});
type ShownRequest = z.output<typeof shownRequestSchema>;

/** How a payment stands: `Transfer` in openapi.yaml, the one shape of answers and callbacks. */
export const reportSchema = z.strictObject({
  transactionId: z.string(),
  clientCorrelationId: z.string().optional(),
  state: z.enum(['RECEIVED', 'WAITING_FOR_PAYER', 'PENDING', 'COMMITTED', 'ABORTED']),
  transferId: z.string().optional(),
  /** What the switch has said of the transfer, while the payment is PENDING. */
  verdict: z.enum(verdicts).optional(),
  quote: shownQuoteSchema.optional(),
  completedAt: z.iso.datetime().optional(),
  error: z.strictObject({ code: z.string(), message: z.string() }).optional(),
  links: z.strictObject({ decision: z.string() }).optional(),
  /** Of a payment that its payee has asked for: who asks whom for what. */
  request: shownRequestSchema.optional(),
});
export type Report = z.output<typeof reportSchema>;

/** What tells one event of a payment from its repeats: PENDING is told anew when the switch has said more. */
export function eventOf(report: Report | RequestReport): string {
  const verdict = 'verdict' in report ? report.verdict : undefined;
  return verdict === undefined ? report.state : `${report.state} ${verdict}`;
}

/** Of what it tells: a request to pay has an id before there is a payment. */
export function idOf(report: Report | RequestReport): string {
  return 'requestId' in report ? report.requestId : report.transactionId;
}

/** What a process may know of a payment by the time its channel is told. */
const knowledgeSchema = z.object({
  transactionId: variables.transactionId,
  payment: variables.payment,
  channel: variables.channel,
  transferId: variables.transferId.nullish(),
  partyAnswer: variables.partyAnswer.nullish(),
  payerQuote: variables.payerQuote.nullish(),
  quoteAnswer: variables.quoteAnswer.nullish(),
  transferAnswer: variables.transferAnswer.nullish(),
  requestExpiration: variables.requestExpiration,
});
export const { shape: knowledge } = knowledgeSchema;
type Knowledge = z.output<typeof knowledgeSchema>;

export function receivedReport(
  transactionId: string,
  clientCorrelationId: string | undefined,
  origin: string,
  askPayer: boolean,
): Report {
  const received: Report = { transactionId, state: 'RECEIVED' };
  if (clientCorrelationId !== undefined) received.clientCorrelationId = clientCorrelationId;
  return askPayer ? { ...received, links: linksOf(origin, transactionId) } : received;
}

export function waitingReport(known: Knowledge): Report {
  return {
    ...commonReport(known),
    state: 'WAITING_FOR_PAYER',
    links: linksOf(known.payment.origin, known.transactionId),
  };
}

/** An error is told only with ABORTED: its words say that nothing was taken. */
export function outcomeReport(
  known: Knowledge,
  outcome: z.output<typeof variables.outcome>,
): Report {
  const report: Report = { ...commonReport(known), state: outcome.state };
  if (known.transferId != null) report.transferId = known.transferId;
  if (outcome.state === 'WAITING_FOR_PAYER') {
    report.links = linksOf(known.payment.origin, known.transactionId);
  }
  if (outcome.state === 'PENDING' && outcome.operatorReason != null) {
    report.verdict = operatorMatters[outcome.operatorReason].verdict;
  }
  const completed = known.transferAnswer?.completedTimestamp;
  // The switch may send dates that are none.
  if (outcome.state === 'COMMITTED' && completed !== undefined && !isNaN(Date.parse(completed))) {
    report.completedAt = new Date(completed).toISOString();
  }
  if (outcome.state === 'ABORTED' && outcome.errorInformation != null) {
    const code = outcome.errorInformation.errorCode;
    report.error = { code, message: meaningOf(code).user };
  }
  return report;
}

const pastStates: Readonly<Record<PaymentDocumentState, Report['state']>> = {
  quoted: 'PENDING',
  'under-way': 'PENDING',
  'waiting-for-payer': 'PENDING',
  'waiting-for-operator': 'PENDING',
  paid: 'COMMITTED',
  failed: 'ABORTED',
  // Nothing more happens by itself, and a person has to look where the money is.
  cancelled: 'PENDING',
};

/** What the audit knows: the same as an outcome, without the payee's name, which is not kept. */
export function pastReport(document: PaymentDocument, clientCorrelationId?: string): Report {
  const { transactionId, transferId, state, terms, errorCode } = document;
  const report: Report = { transactionId, state: pastStates[state] };
  if (clientCorrelationId !== undefined) report.clientCorrelationId = clientCorrelationId;
  if (transferId !== undefined) report.transferId = transferId;
  if (terms !== undefined) {
    const { transferAmount, payeeReceiveAmount, payeeFspFee, payerFspFee, expiresAt } = terms;
    const fees = { payeeFee: payeeFspFee, payerFee: payerFspFee };
    report.quote = shownTerms({
      transferAmount,
      payeeReceiveAmount,
      ...fees,
      expiration: expiresAt,
    });
  }
  if (state === 'failed' && errorCode !== undefined) {
    report.error = { code: errorCode, message: meaningOf(errorCode).user };
  }
  return report;
}

function commonReport(known: Knowledge): Omit<Report, 'state'> {
  const { transactionId, channel } = known;
  const { clientCorrelationId } = channel;
  const quote = shownQuote(known);
  const request = shownRequest(known);
  return {
    transactionId,
    ...(clientCorrelationId !== undefined && { clientCorrelationId }),
    ...(quote && { quote }),
    ...(request && { request }),
  };
}

function shownRequest({ payment, requestExpiration }: Knowledge): ShownRequest | undefined {
  const { transactionRequestId, requestedBy, payer, payee, amount, note, transactionType } =
    payment;
  if (transactionRequestId === undefined || requestedBy === undefined) return undefined;
  return {
    ...{ transactionRequestId, payer, payee, amount, transactionType },
    ...(note !== undefined && { note }),
    ...(requestExpiration != null && { expiration: requestExpiration }),
  };
}

function linksOf(origin: string, transactionId: string) {
  return { decision: `${addressOf(resourceOf(origin), transactionId)}/decision` };
}

export function shownQuote({
  quoteAnswer,
  partyAnswer,
  payerQuote,
}: Knowledge): ShownQuote | undefined {
  if (quoteAnswer == null || !('quote' in quoteAnswer)) return undefined;
  const { quote } = quoteAnswer;
  const { transferAmount, payeeReceiveAmount, payeeFspFee, payeeFspCommission, expiration } = quote;
  return shownTerms({
    payeeName: payeeName(partyAnswer),
    transferAmount,
    payeeReceiveAmount,
    payeeFee: payeeFspFee,
    payeeCommission: payeeFspCommission,
    payerFee: payerQuote?.fspFee,
    expiration,
  });
}

type Terms = { readonly [Field in keyof ShownQuote]: ShownQuote[Field] | undefined } & {
  readonly transferAmount: Money;
};

function shownTerms(terms: Omit<Terms, 'payerPays'>): ShownQuote {
  const { payeeName: name, transferAmount, payeeReceiveAmount, expiration } = terms;
  // Beside a price, a fee in another currency would be read as a part of it.
  const ofPrice = (fee: Money | undefined) =>
    fee?.currency === transferAmount.currency ? fee : undefined;
  const payerFee = ofPrice(terms.payerFee);
  return withoutUndefined({
    payeeName: name,
    transferAmount,
    payeeReceiveAmount,
    payeeFee: ofPrice(terms.payeeFee),
    payeeCommission: ofPrice(terms.payeeCommission),
    payerFee,
    payerPays: payerFee === undefined ? undefined : add(transferAmount, payerFee),
    expiration,
  });
}

function payeeName(answer: Knowledge['partyAnswer']): string | undefined {
  if (answer == null || !('party' in answer)) return undefined;
  const { name, personalInfo } = answer.party;
  if (name !== undefined) return name;
  const { firstName, middleName, lastName } = personalInfo?.complexName ?? {};
  const full = [firstName, middleName, lastName].filter((part) => part !== undefined).join(' ');
  return full === '' ? undefined : full;
}

/** JSON drops what is undefined; tests and schemas should see the same object. */
export function withoutUndefined<Value extends object>(value: Value): Value {
  return Object.fromEntries(
    Object.entries(value).filter(([, item]) => item !== undefined),
  ) as Value;
}
