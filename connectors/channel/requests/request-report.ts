import { z } from 'zod';
import { moneySchema, partyIdSchema, type ErrorInformation } from '../../common/contracts/fspiop';
import { variables } from '../../common/contracts/variables';
import { errorCodeOf, type FspiopErrorName } from '../../common/fspiop-errors';

/** How a request to pay stands, for who has asked: `TransactionRequest` in openapi.yaml. */
export const requestReportSchema = z.strictObject({
  requestId: z.string(),
  clientCorrelationId: z.string().optional(),
  state: z.enum(['RECEIVED', 'WAITING_FOR_PAYER', 'PENDING', 'COMMITTED', 'ABORTED']),
  payer: partyIdSchema,
  payee: partyIdSchema,
  amount: moneySchema,
  /** Of the payment, once the payer's DFSP has told it. */
  transactionId: z.string().optional(),
  /** When the payer's time to pay is over. */
  expiration: z.string().optional(),
  completedAt: z.iso.datetime().optional(),
  error: z.strictObject({ code: z.string(), message: z.string() }).optional(),
});
export type RequestReport = z.output<typeof requestReportSchema>;

/** What its process may know of a request by the time its channel is told. */
const requestKnowledgeSchema = z.object({
  requestId: variables.requestId,
  payment: variables.payment,
  channel: variables.channel,
  transactionId: variables.transactionId.nullish(),
  requestExpiration: variables.requestExpiration,
  requestedCredit: variables.requestedCredit.nullish(),
  outcome: variables.outcome.nullish(),
});
export const { shape: requestKnowledge } = requestKnowledgeSchema;
type RequestKnowledge = z.output<typeof requestKnowledgeSchema>;

export function requestReport(known: RequestKnowledge): RequestReport {
  const { requestId, channel, transactionId, requestExpiration, requestedCredit, outcome } = known;
  const { payer, payee, amount } = known.payment;
  const { clientCorrelationId } = channel;
  const error = outcome?.state === 'ABORTED' ? outcome.errorInformation : null;
  return {
    requestId,
    ...(clientCorrelationId !== undefined && { clientCorrelationId }),
    state: outcome?.state ?? 'RECEIVED',
    ...{ payer, payee, amount },
    ...(transactionId != null && { transactionId }),
    ...(requestExpiration != null && { expiration: requestExpiration }),
    ...(outcome?.state === 'COMMITTED' &&
      requestedCredit != null && { completedAt: requestedCredit.creditedAt }),
    ...(error != null && { error: { code: error.errorCode, message: wordsFor(error) } }),
  };
}

const words: readonly (readonly [names: readonly FspiopErrorName[], words: string])[] = [
  [['PAYER_REJECTION', 'PAYER_REJECTED_TXN_REQUEST'], 'The payer did not want to pay.'],
  [['TXN_REQUEST_EXPIRED', 'QUOTE_EXPIRED'], 'The payer did not pay in time.'],
  [['PARTY_NOT_FOUND', 'PAYER_FSP_ID_NOT_FOUND'], 'We could not find this payer.'],
];

/** For the payee, who has other questions than a payer: the table's words are for those. */
function wordsFor({ errorCode }: ErrorInformation): string {
  const [, why] =
    words.find(([names]) => names.some((one) => errorCodeOf(one) === errorCode)) ?? [];
  return `${why ?? 'The payer’s bank could not make this payment.'} You have not been paid.`;
}
