/** Each kind of difference, in a bank clerk's words. */
import type { Difference, DifferenceKind } from '../../common/contracts/reconciliations';

interface Kind {
  readonly severity: Difference['severity'];
  readonly what: string;
  readonly whatToDo: string;
}

export const differenceKinds: Readonly<Record<DifferenceKind, Kind>> = {
  'missing-debit': {
    severity: 'high',
    what: 'The payment is made, and the payer has not been debited.',
    whatToDo:
      'Debit the payer in Fineract with the transferId as receipt number; where the money is still held, by the interoperation API, which takes it out of the hold.',
  },
  'double-debit': {
    severity: 'high',
    what: 'The payer was debited more than once.',
    whatToDo: 'Find out which of the bookings is too many, and reverse it in Fineract.',
  },
  'debit-without-payment': {
    severity: 'high',
    what: 'The payer was debited, and there is no payment that was made.',
    whatToDo:
      'Reverse the debit in Fineract, once the switch confirms that the transfer is not committed.',
  },
  'missing-credit': {
    severity: 'high',
    what: 'The payment is made, and the payee has not been credited.',
    whatToDo: 'Credit the payee in Fineract with the transferId as receipt number.',
  },
  'double-credit': {
    severity: 'high',
    what: 'The payee was credited more than once.',
    whatToDo: 'Find out which of the bookings is too many, and reverse it in Fineract.',
  },
  'credit-without-payment': {
    severity: 'high',
    what: 'The payee was credited, and there is no payment that was made.',
    whatToDo:
      'Reverse the credit in Fineract, once the switch confirms that the transfer is not committed.',
  },
  'other-amount-booked': {
    severity: 'high',
    what: 'Fineract has booked another amount than was paid.',
    whatToDo: 'Reverse the booking in Fineract, and book what was paid.',
  },
  'hold-left': {
    severity: 'high',
    what: 'The payment has ended, and the money is still held on the account of the payer.',
    whatToDo: 'Release the hold in Fineract (interoperation API, RELEASE with this transferCode).',
  },
  'paid-but-aborted': {
    severity: 'high',
    what: 'The hub says that it was paid, and the switch that it was aborted.',
    whatToDo:
      'Have the scheme confirm it. If it is aborted: give the money back to the payer, or take it back off the payee, in Fineract.',
  },
  'paid-but-open': {
    severity: 'medium',
    what: 'The hub says that it was paid, and at the switch the transfer has not come to an end.',
    whatToDo: 'Ask the scheme what becomes of the transfer, and compare the day once more then.',
  },
  'failed-but-committed': {
    severity: 'high',
    what: 'The hub says that it failed, and the switch that it was committed.',
    whatToDo:
      'Have the scheme confirm it. If it is committed: debit the payer, or credit the payee, in Fineract, and tell the customer.',
  },
  'other-amount-at-switch': {
    severity: 'high',
    what: 'The switch has moved another amount than the hub says.',
    whatToDo:
      'Settle the rest with the scheme, and set right in Fineract what the customer paid or got.',
  },
  'unknown-to-switch': {
    severity: 'high',
    what: 'The hub says that it was paid, and the switch does not know the transfer.',
    whatToDo:
      'Have the scheme look for the transfer. If it was never there: give the money back as if it were aborted.',
  },
  'unknown-to-hub': {
    severity: 'high',
    what: 'The switch has a transfer of ours, and the hub knows of no payment.',
    whatToDo:
      'Look in Fineract whether the customer was debited or credited, and set it right there; find out who has sent or taken the transfer in our name.',
  },
  'position-differs': {
    severity: 'medium',
    what: "Our position at the switch has not changed by the sum of the day's transfers.",
    whatToDo: 'Have the scheme tell which transfers or adjustments make the rest.',
  },
};
