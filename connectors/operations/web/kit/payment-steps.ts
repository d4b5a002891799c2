/** Steps of payments, by their kinds, in words. */
import type { PaymentStep } from '../api/types';
import { defineWords } from '../words/languages';

export const stepWords = defineWords({
  en: {
    requested: 'Asked for',
    'payee-found': 'Payee found',
    quoted: 'Terms told',
    'waiting-for-payer': 'Payer is asked',
    'payer-decided': 'Payer has answered',
    held: 'Money held',
    'sent-to-switch': 'Sent to the switch',
    'switch-asked': 'Switch asked again',
    committed: 'Committed',
    aborted: 'Aborted',
    booked: 'Booked at the payer',
    released: 'Hold released',
    failed: 'Failed',
    'quote-asked': 'Our terms asked for',
    'quote-given': 'Our terms given',
    'quote-refused': 'Our terms refused',
    'quote-not-delivered': 'Our terms not delivered',
    'transfer-received': 'Transfer received',
    'transfer-accepted': 'Transfer accepted',
    'transfer-refused': 'Transfer refused',
    credited: 'Payee credited',
    'credited-on-word': 'Payee credited on an operator’s word',
    'credit-undone': 'Credit taken back',
    'waiting-for-operator': 'Waits for a decision',
    decided: 'Decided by a person',
    'fee-owed': 'Fee owed',
    'fees-missed': 'Fees missed',
    'incident-raised': 'Stood still',
    'incident-resolved': 'Let go on',
    'incident-left': 'Given up by its process',
    cancelled: 'Ended by somebody',
  },
  sw: {
    requested: 'Yameombwa',
    'payee-found': 'Mlipwaji amepatikana',
    quoted: 'Masharti yametolewa',
    'waiting-for-payer': 'Mlipaji anaulizwa',
    'payer-decided': 'Mlipaji amejibu',
    held: 'Fedha zimezuiwa',
    'sent-to-switch': 'Yametumwa kwa swichi',
    'switch-asked': 'Swichi imeulizwa tena',
    committed: 'Yamethibitishwa',
    aborted: 'Yamebatilishwa',
    booked: 'Yameandikwa kwa mlipaji',
    released: 'Zuio limeondolewa',
    failed: 'Yameshindikana',
    'quote-asked': 'Masharti yetu yameombwa',
    'quote-given': 'Masharti yetu yametolewa',
    'quote-refused': 'Masharti yetu yamekataliwa',
    'quote-not-delivered': 'Masharti yetu hayakufika',
    'transfer-received': 'Uhamisho umepokelewa',
    'transfer-accepted': 'Uhamisho umekubaliwa',
    'transfer-refused': 'Uhamisho umekataliwa',
    credited: 'Mlipwaji amewekewa fedha',
    'credited-on-word': 'Mlipwaji amewekewa kwa neno la mwendeshaji',
    'credit-undone': 'Fedha zimerudishwa',
    'waiting-for-operator': 'Yanasubiri uamuzi',
    decided: 'Mtu ameamua',
    'fee-owed': 'Ada inadaiwa',
    'fees-missed': 'Ada zimekosekana',
    'incident-raised': 'Yalikwama',
    'incident-resolved': 'Yaliruhusiwa kuendelea',
    'incident-left': 'Yaliachwa na mchakato wake',
    cancelled: 'Mtu ameyasitisha',
  },
});

/** One that the API knows and this page has no words for does not compile. */
const named: Readonly<Record<PaymentStep, string>> = stepWords.en;
export const steps = Object.keys(named) as readonly PaymentStep[];

/** As the API tells it, where this page does not know the step yet. */
export function nameOfStep(
  names: Readonly<Record<string, string>>,
  { step, text }: { readonly step: string; readonly text?: string | null },
): string {
  return names[step] ?? text ?? step;
}
