/** How a payment stands, in a word. */
import type { PaymentState } from '../api/types';
import { defineWords } from '../words/languages';
import { useWords } from '../words/preferences';
import { Badge, type Tone } from './values';

export const paymentStateWords = defineWords({
  en: {
    quoted: 'Only quoted',
    'under-way': 'Under way',
    'waiting-for-payer': 'Waiting for the payer',
    'waiting-for-operator': 'Waiting for a decision',
    paid: 'Paid',
    failed: 'Failed',
    cancelled: 'Cancelled',
  },
  sw: {
    quoted: 'Masharti tu',
    'under-way': 'Inaendelea',
    'waiting-for-payer': 'Inamsubiri mlipaji',
    'waiting-for-operator': 'Inasubiri uamuzi',
    paid: 'Imelipwa',
    failed: 'Imeshindikana',
    cancelled: 'Imeghairiwa',
  },
});

const tones: Readonly<Record<PaymentState, Tone>> = {
  quoted: 'quiet',
  'under-way': 'info',
  'waiting-for-payer': 'info',
  'waiting-for-operator': 'warning',
  paid: 'good',
  failed: 'bad',
  cancelled: 'bad',
};

export function PaymentStateBadge({ of }: { readonly of: PaymentState }) {
  return <Badge tone={tones[of]}>{useWords(paymentStateWords)[of]}</Badge>;
}
