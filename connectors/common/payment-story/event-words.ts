import { paymentEventTexts } from '../contracts/payment-events';
import { defineWords } from '../words/languages';

/** Every kind of event, in words for people. */
export const eventWords = defineWords({
  en: paymentEventTexts,
  sw: {
    requested: 'Malipo yaliombwa',
    'payee-found': 'Benki ya mlipwaji inamjua mlipwaji',
    quoted: 'Benki ya mlipwaji imesema gharama ya malipo',
    'waiting-for-payer': 'Mlipaji anaonyeshwa masharti',
    'payer-decided': 'Mlipaji amekubali au amekataa masharti',
    held: 'Fedha zimezuiwa kwenye akaunti ya mlipaji',
    'sent-to-switch': 'Swichi imepokea uhamisho',
    'switch-asked': 'Swichi iliulizwa hali ya uhamisho',
    committed: 'Uhamisho umethibitishwa: kuanzia hapa malipo yanasonga mbele tu',
    aborted: 'Uhamisho umebatilishwa: kuanzia hapa malipo yanarudi nyuma tu',
    booked: 'Fedha zilizozuiwa zimetolewa kwenye akaunti ya mlipaji: malipo yamefanyika',
    released: 'Chochote kilichozuiwa kiko huru tena',
    failed: 'Malipo yameshindwa, na hakuna fedha zilizohama',
    'quote-asked': 'Benki nyingine imeuliza masharti yetu',
    'quote-given': 'Masharti yetu yalitolewa',
    'quote-refused': 'Tumekataa kutoa masharti',
    'quote-not-delivered': 'Jibu letu kuhusu masharti halikuweza kufikishwa',
    'transfer-received': 'Uhamisho kwenda akaunti ya kwetu umefika',
    'transfer-accepted': 'Uhamisho ulikubaliwa, na swichi ina uthibitisho wetu',
    'transfer-refused': 'Uhamisho ulikataliwa',
    credited: 'Fedha zimewekwa kwenye akaunti ya mlipwaji: malipo yamefanyika',
    'credited-on-word':
      'Fedha ziliwekwa kwenye akaunti ya mlipwaji kwa neno la mwendeshaji, kabla swichi haijaamua',
    'credit-undone': 'Fedha zilizowekwa zilitolewa tena kwenye akaunti ya mlipwaji',
    'waiting-for-operator': 'Mtu anapaswa kuamua',
    decided: 'Mtu ameamua',
    'fee-owed': 'Kwa kanuni za ada, benki moja inadaiwa na nyingine kwa malipo haya',
    'fees-missed': 'Kanuni za ada hazikuweza kutumika, na zitatumika baadaye',
    'incident-raised': 'Mchakato wa malipo umekwama hadi mtu arekebishe chanzo',
    'incident-resolved': 'Mtu ameruhusu mchakato uendelee',
    'incident-left': 'Hatua iliyokwama iliachwa na mchakato wake',
    cancelled: 'Mtu amesitisha mchakato wa malipo kwenye injini: hakuna kinachotokea tena chenyewe',
  },
});
