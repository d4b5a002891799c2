import { defineWords } from '../../common/words/languages';

const times = (count: number, one: string, many: string): string => (count === 1 ? one : many);

/** Rows of the work list. Of a payment they say where the money is, and what keeps it there. */
export const workWords = defineWords({
  en: {
    aPayment: 'A payment',
    stands: {
      'payer OUTCOME_UNKNOWN':
        'It is set aside on the payer’s account. The payment switch has not said whether the payment went through.',
      'payee OUTCOME_UNKNOWN':
        'It is not on the payee’s account yet. The payment switch has not said whether the payment went through.',
      'payer BOOKING_FAILED':
        'The payee has it: the payment went through. It is still set aside on the payer’s account, which the account system does not debit.',
      'payee CREDIT_FAILED':
        'The payer has paid it: the payment went through. The account system does not put it on the payee’s account.',
      'payee CREDIT_UNCONFIRMED':
        'It was put on the payee’s account on an operator’s word. The payment switch has not said whether the payment went through.',
      'payee UNDO_FAILED':
        'The payment did not go through, and the payee has it. The account system does not take it back.',
      'payer RELEASE_FAILED':
        'The payment did not go through. It is still set aside on the payer’s account: the account system does not give it free.',
      'payer HOLD_UNKNOWN':
        'Nothing was sent. Whether it is set aside on the payer’s account the account system does not say.',
      'payee BOOKING_FAILED':
        'The account system does not carry out what the payment switch has said.',
      'payer CREDIT_FAILED':
        'The account system does not carry out what the payment switch has said.',
      'payer CREDIT_UNCONFIRMED':
        'The payment switch has not said whether the payment went through.',
      'payer UNDO_FAILED':
        'The account system does not carry out what the payment switch has said.',
      'payee RELEASE_FAILED': 'The payment did not go through.',
      'payee HOLD_UNKNOWN': 'Nothing was sent.',
    },
    /** `message`: as the step has put it, in its own words. */
    standStill: (count: number, step: string, message: string) =>
      `${times(count, 'One process stands', `${String(count)} processes stand`)} still at “${step}”: ${message}`,
    mendAll: 'Mend what the message says, then have all of them tried again.',
    nobodyHas: 'Nobody has taken it',
    notCalledSo: 'Nothing that is called so waits for a person',
  },
  sw: {
    aPayment: 'Malipo',
    stands: {
      'payer OUTCOME_UNKNOWN':
        'Zimezuiwa kwenye akaunti ya mlipaji. Swichi ya malipo haijasema kama malipo yamefanikiwa.',
      'payee OUTCOME_UNKNOWN':
        'Hazijafika kwenye akaunti ya mlipwaji bado. Swichi ya malipo haijasema kama malipo yamefanikiwa.',
      'payer BOOKING_FAILED':
        'Mlipwaji anazo: malipo yamefanikiwa. Bado zimezuiwa kwenye akaunti ya mlipaji, ambayo mfumo wa akaunti hauzitoi.',
      'payee CREDIT_FAILED':
        'Mlipaji amezilipa: malipo yamefanikiwa. Mfumo wa akaunti hauziweki kwenye akaunti ya mlipwaji.',
      'payee CREDIT_UNCONFIRMED':
        'Ziliwekwa kwenye akaunti ya mlipwaji kwa neno la mwendeshaji. Swichi ya malipo haijasema kama malipo yamefanikiwa.',
      'payee UNDO_FAILED':
        'Malipo hayakufanikiwa, na mlipwaji anazo. Mfumo wa akaunti hauzirudishi.',
      'payer RELEASE_FAILED':
        'Malipo hayakufanikiwa. Bado zimezuiwa kwenye akaunti ya mlipaji: mfumo wa akaunti hauziachii.',
      'payer HOLD_UNKNOWN':
        'Hakuna kilichotumwa. Mfumo wa akaunti hausemi kama zimezuiwa kwenye akaunti ya mlipaji.',
      'payee BOOKING_FAILED': 'Mfumo wa akaunti hautekelezi kilichosemwa na swichi ya malipo.',
      'payer CREDIT_FAILED': 'Mfumo wa akaunti hautekelezi kilichosemwa na swichi ya malipo.',
      'payer CREDIT_UNCONFIRMED': 'Swichi ya malipo haijasema kama malipo yamefanikiwa.',
      'payer UNDO_FAILED': 'Mfumo wa akaunti hautekelezi kilichosemwa na swichi ya malipo.',
      'payee RELEASE_FAILED': 'Malipo hayakufanikiwa.',
      'payee HOLD_UNKNOWN': 'Hakuna kilichotumwa.',
    },
    standStill: (count: number, step: string, message: string) =>
      `${times(count, 'Mchakato mmoja umekwama', `Michakato ${String(count)} imekwama`)} kwenye “${step}”: ${message}`,
    mendAll: 'Rekebisha kinachosemwa na ujumbe, kisha zote zijaribiwe tena.',
    nobodyHas: 'Hakuna aliyeichukua',
    notCalledSo: 'Hakuna kinachosubiri mtu kwa jina hili',
  },
});
