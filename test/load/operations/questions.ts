/** What people ask most when they look for payments: the ten that `make bench-operations` times. */
import type { PaymentDocument } from '../../../connectors/common/contracts/payment-documents';

export interface Question {
  readonly name: string;
  /** The body of a search, about a payment or its day. */
  readonly about: (payment: PaymentDocument, payersNumber: string) => object;
}

const dayMs = 86_400_000;
const dayOf = ({ startedAt }: PaymentDocument) => {
  const from = `${startedAt.slice(0, 10)}T00:00:00.000Z`;
  return { startedFrom: from, startedBefore: later(from, 1) };
};
const weekOf = ({ startedAt }: PaymentDocument) => ({
  startedFrom: later(startedAt, -7),
  startedBefore: startedAt,
});
const later = (instant: string, days: number) =>
  new Date(Date.parse(instant) + days * dayMs).toISOString();
const other = ({ side, payer, payee }: PaymentDocument) =>
  (side === 'payer' ? payee.fspId : payer.fspId) ?? 'dfsp-1';

export const questions: readonly Question[] = [
  { name: 'the payment with this transaction id', about: ({ transactionId: id }) => ({ id }) },
  {
    name: 'the payment with this transfer id',
    about: ({ transferId, transactionId }) => ({ id: transferId ?? transactionId }),
  },
  {
    name: 'all payments of the customer with this number',
    about: (_payment, partyIdentifier) => ({ party: { partyIdType: 'MSISDN', partyIdentifier } }),
  },
  { name: 'the newest payments', about: () => ({}) },
  { name: 'what failed on that day', about: (one) => ({ states: ['failed'], ...dayOf(one) }) },
  {
    name: 'what waits for an operator, the oldest first',
    about: () => ({ states: ['waiting-for-operator'], sort: 'oldest' }),
  },
  {
    name: 'payments of about this amount on that day',
    about: (one) => {
      const units = Math.floor(Number(one.amount?.amount ?? '100'));
      const amounts = { amountFrom: String(units), amountTo: String(units + 100) };
      return { ...amounts, currency: 'TZS', ...dayOf(one) };
    },
  },
  {
    name: 'refused over a limit within a week (4200)',
    about: (one) => ({ errorCodes: ['4200'], ...weekOf(one) }),
  },
  {
    name: 'sent to the switch with this DFSP, and not answered',
    about: (one) => ({ standsAt: ['sent-to-switch'], counterpart: other(one), sort: 'oldest' }),
  },
  {
    name: 'words: the beginning of an id, a state, a bank',
    about: (one) => ({ text: `${one.transactionId.slice(0, 8)} ${one.state} ${other(one)}` }),
  },
];
