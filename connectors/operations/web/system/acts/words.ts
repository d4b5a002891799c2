import { defineWords } from '../../words/languages';

export const actsWords = defineWords({
  en: {
    intro:
      'Looks and acts of people at the operations’ API, those that were refused too, some seconds after they were made.',
    needsAdmin: 'To see who did what it takes the role admin. Ask an administrator of your bank.',
    person: 'Person (as they sign in)',
    operation: 'What they did',
    any: 'Anything',
    about: 'About (id of a payment, transfer, decision…)',
    personal: 'The number or mail of a customer must not stand in an address. Ask by an id.',
    outcomes: { any: 'Done or refused', true: 'Allowed', false: 'Refused' },
    from: 'From day (UTC)',
    until: 'Until day (UTC), itself in it',
    show: 'Show',
    all: 'Show all',
    none: 'Nobody did this in this time. Take away a filter.',
  },
  sw: {
    intro:
      'Yale ambayo watu waliyatazama na kuyafanya kwenye API ya uendeshaji, na yaliyokataliwa pia, sekunde chache baada ya kufanyika.',
    needsAdmin:
      'Kuona nani alifanya nini kunahitaji jukumu la admin. Muombe msimamizi wa benki yako.',
    person: 'Mtu (jina la kuingilia)',
    operation: 'Alichofanya',
    any: 'Chochote',
    about: 'Kuhusu (kitambulisho cha malipo, uhamisho, uamuzi…)',
    personal: 'Namba au barua pepe ya mteja haipaswi kuwa kwenye anwani. Uliza kwa kitambulisho.',
    outcomes: {
      any: 'Yaliyofanyika au kukataliwa',
      true: 'Yaliyoruhusiwa',
      false: 'Yaliyokataliwa',
    },
    from: 'Kuanzia siku (UTC)',
    until: 'Hadi siku (UTC), ikiwemo',
    show: 'Onyesha',
    all: 'Onyesha yote',
    none: 'Hakuna aliyefanya hili katika muda huu. Ondoa kichujio.',
  },
});
