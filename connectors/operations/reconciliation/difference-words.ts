/** What differs, in the language of whoever reads it. The topic has it in English. Pure. */
import type { Difference, DifferenceKind } from '../../common/contracts/reconciliations';
import { defineWords, storedLanguage, type Language } from '../../common/words/languages';

export const differenceWords = defineWords({
  en: {
    noDifference: 'There is no such difference',
    already: { gone: 'It is gone already', settled: 'It is settled already' },
    comparedAnew: (at: string, hub: string, ams: string, ofSwitch: string) =>
      `It was compared anew at ${at}, so look at it again before you settle it. The hub says: ${hub}. Fineract says: ${ams}. The switch says: ${ofSwitch}`,
  },
  sw: {
    noDifference: 'Hakuna tofauti kama hiyo',
    already: { gone: 'Imeshatoweka', settled: 'Imeshasuluhishwa' },
    comparedAnew: (at: string, hub: string, ams: string, ofSwitch: string) =>
      `Ililinganishwa upya ${at}, hivyo itazame tena kabla ya kuisuluhisha. Kitovu kinasema: ${hub}. Fineract inasema: ${ams}. Swichi inasema: ${ofSwitch}`,
  },
});

interface KindTexts {
  readonly what: string;
  readonly whatToDo: string;
}

const confirmed = 'mara swichi itakapothibitisha kwamba uhamisho haujathibitishwa.';
const tooMany = 'Tafuta ni ingizo lipi lililozidi, kisha ulitengue kwenye Fineract.';

/** English stands in kinds.ts, by which it is written. */
const kindsInSwahili: Readonly<Record<DifferenceKind, KindTexts>> = {
  'missing-debit': {
    what: 'Malipo yamefanyika, na fedha hazijatolewa kwenye akaunti ya mlipaji.',
    whatToDo:
      'Toa fedha kwenye akaunti ya mlipaji kwenye Fineract, transferId ikiwa namba ya risiti; pale fedha bado zimezuiwa, tumia API ya ushirikiano (interoperation), inayozitoa kwenye zuio.',
  },
  'double-debit': {
    what: 'Fedha zilitolewa kwenye akaunti ya mlipaji zaidi ya mara moja.',
    whatToDo: tooMany,
  },
  'debit-without-payment': {
    what: 'Fedha zilitolewa kwenye akaunti ya mlipaji, na hakuna malipo yaliyofanyika.',
    whatToDo: `Zirudishe kwenye akaunti ya mlipaji kwenye Fineract, ${confirmed}`,
  },
  'missing-credit': {
    what: 'Malipo yamefanyika, na fedha hazijawekwa kwenye akaunti ya mlipwaji.',
    whatToDo:
      'Weka fedha kwenye akaunti ya mlipwaji kwenye Fineract, transferId ikiwa namba ya risiti.',
  },
  'double-credit': {
    what: 'Fedha ziliwekwa kwenye akaunti ya mlipwaji zaidi ya mara moja.',
    whatToDo: tooMany,
  },
  'credit-without-payment': {
    what: 'Fedha ziliwekwa kwenye akaunti ya mlipwaji, na hakuna malipo yaliyofanyika.',
    whatToDo: `Zitoe tena kwenye akaunti ya mlipwaji kwenye Fineract, ${confirmed}`,
  },
  'other-amount-booked': {
    what: 'Fineract imeandika kiasi tofauti na kilicholipwa.',
    whatToDo: 'Tengua ingizo kwenye Fineract, kisha uandike kilicholipwa.',
  },
  'hold-left': {
    what: 'Malipo yameisha, na fedha bado zimezuiwa kwenye akaunti ya mlipaji.',
    whatToDo: 'Achia zuio kwenye Fineract (API ya ushirikiano, RELEASE kwa transferCode hii).',
  },
  'paid-but-aborted': {
    what: 'Kitovu kinasema yalilipwa, na swichi inasema yalibatilishwa.',
    whatToDo:
      'Omba mpango wa malipo uthibitishe. Ikiwa yamebatilishwa: mrudishie mlipaji fedha, au zirudishe kutoka kwa mlipwaji, kwenye Fineract.',
  },
  'paid-but-open': {
    what: 'Kitovu kinasema yalilipwa, na kwenye swichi uhamisho haujafika mwisho.',
    whatToDo:
      'Uliza mpango wa malipo uhamisho utaishaje, kisha ulinganishe siku hiyo mara moja tena.',
  },
  'failed-but-committed': {
    what: 'Kitovu kinasema yalishindwa, na swichi inasema yalithibitishwa.',
    whatToDo:
      'Omba mpango wa malipo uthibitishe. Ikiwa yamethibitishwa: toa fedha kwenye akaunti ya mlipaji, au ziweke kwenye akaunti ya mlipwaji, kwenye Fineract, kisha umjulishe mteja.',
  },
  'other-amount-at-switch': {
    what: 'Swichi imehamisha kiasi tofauti na kile kitovu kinachosema.',
    whatToDo:
      'Suluhisha kilichobaki na mpango wa malipo, kisha urekebishe kwenye Fineract alicholipa au alichopata mteja.',
  },
  'unknown-to-switch': {
    what: 'Kitovu kinasema yalilipwa, na swichi haiujui uhamisho.',
    whatToDo:
      'Omba mpango wa malipo utafute uhamisho. Ikiwa haukuwahi kuwepo: rudisha fedha kana kwamba umebatilishwa.',
  },
  'unknown-to-hub': {
    what: 'Swichi ina uhamisho wetu, na kitovu hakijui malipo yoyote.',
    whatToDo:
      'Angalia kwenye Fineract kama fedha za mteja zilitolewa au ziliwekwa, na urekebishe hapo; tafuta nani ametuma au kupokea uhamisho kwa jina letu.',
  },
  'position-differs': {
    what: 'Nafasi yetu kwenye swichi haijabadilika kwa jumla ya uhamisho wa siku hiyo.',
    whatToDo:
      'Omba mpango wa malipo useme ni uhamisho au marekebisho gani yanayofanya tofauti iliyobaki.',
  },
};

/** Each word of what the three say; states of the switch stay as they are. */
const saidInSwahili: readonly (readonly [RegExp, string])[] = [
  [/^nothing stands$/, 'hakuna kilichosimama'],
  [/^unknown$/, 'haijulikani'],
  [/^not asked$/, 'haikuulizwa'],
  [/^paid\b/, 'yamelipwa'],
  [/^failed\b/, 'yameshindwa'],
  [/^broken-off\b/, 'yamekatizwa'],
  [/^open\b/, 'hayajaisha'],
  [/^by the transfers /, 'kwa uhamisho wa siku '],
  [/^from (\S+) to (\S+ \S+): by /, 'kutoka $1 hadi $2: kwa '],
  [/(^|; )debit /g, '$1kutoa '],
  [/(^|; )credit /g, '$1kuweka '],
  [/(^|; )hold /g, '$1zuio '],
  [/\(row /g, '(safu '],
];

function saidIn(text: string): string {
  return saidInSwahili.reduce((told, [word, put]) => told.replace(word, put), text);
}

export function differenceIn(difference: Difference, language: Language): Difference {
  if (language === storedLanguage) return difference;
  const { hub, ams, switch: ofSwitch } = difference;
  return {
    ...difference,
    ...kindsInSwahili[difference.kind],
    ...{ hub: saidIn(hub), ams: saidIn(ams), switch: saidIn(ofSwitch) },
  };
}
