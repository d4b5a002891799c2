/** What waits for a person, in their language. The topic has it in English, made of the same table. Pure. */
import { defineWords, storedLanguage, type Language } from '../words/languages';
import type { Matter } from './back-office';
import { operatorMatters } from './operator-matters';

const byItself = 'Hujaribiwa tena yenyewe, kwa vipindi vinavyozidi kurefuka';
const byHand = '"close" huyafunga, ukishafanya kwa mkono kwenye Fineract.';

export const matterWords = defineWords({
  en: {
    reasons: operatorMatters,
    standsStillAt: (process: string, elementId: string) =>
      `${process} stands still at ${elementId}`,
    mendAndRetry:
      'Mend what the message says, then decide "retry": the step is tried again. Until then nothing more happens to it.',
  },
  sw: {
    reasons: {
      OUTCOME_UNKNOWN: {
        verdict: 'UNKNOWN',
        what: 'swichi haijasema kama uhamisho umethibitishwa au umebatilishwa',
        advice:
          'Hakikisha swichi inajibu: inaulizwa tena yenyewe, kwa vipindi vinavyozidi kurefuka; "ask-again" huiuliza mara moja. Andikisha (book) au achia (release) tu kwa yale ambayo kumbukumbu za swichi yenyewe zinasema kuhusu transferId hii.',
      },
      BOOKING_FAILED: {
        verdict: 'COMMITTED',
        what: 'uhamisho umethibitishwa kwenye swichi, na Fineract haitoi fedha kwenye akaunti ya mlipaji',
        advice: `Rekebisha kile Fineract inachokataa kwenye akaunti ya mlipaji. ${byItself}; "book" hujaribu mara moja. Haziwezi kuachiwa: mlipwaji anazo fedha. ${byHand}`,
      },
      CREDIT_FAILED: {
        verdict: 'COMMITTED',
        what: 'uhamisho umethibitishwa kwenye swichi, na Fineract haiweki fedha kwenye akaunti ya mlipwaji',
        advice: `Rekebisha kile Fineract inachokataa kwenye akaunti ya mlipwaji. ${byItself}; "book" hujaribu mara moja. Hayawezi kuachwa: mlipaji ameshalipa. ${byHand}`,
      },
      CREDIT_UNCONFIRMED: {
        verdict: 'UNKNOWN',
        what: 'fedha ziliwekwa kwenye akaunti ya mlipwaji kwa neno la mwendeshaji, na swichi haijasema kama uhamisho umethibitishwa au umebatilishwa',
        advice:
          'Inaulizwa tena yenyewe, kwa vipindi vinavyozidi kurefuka; "ask-again" huiuliza mara moja. COMMITTED huyamaliza, ABORTED husababisha fedha zilizowekwa zirudishwe. "reverse" huuliza mara moja tena na kuzirudisha, isipokuwa swichi iseme COMMITTED; "close" huziacha zilivyo, hata swichi ikisema nini baadaye: yote mawili tu kwa yale ambayo kumbukumbu zake zenyewe zinasema kuhusu transferId hii.',
      },
      UNDO_FAILED: {
        verdict: 'ABORTED',
        what: 'uhamisho umebatilishwa, kwa neno la swichi au la mwendeshaji, na Fineract hairudishi fedha zilizowekwa kwa mlipwaji',
        advice: `Rekebisha kile Fineract inachokataa kwenye akaunti ya mlipwaji, au mdai mlipwaji fedha azirudishe. ${byItself}; "reverse" hujaribu mara moja. ${byHand}`,
      },
      RELEASE_FAILED: {
        verdict: 'ABORTED',
        what: 'uhamisho umebatilishwa kwenye swichi, au haujulikani huko, na Fineract haiachii fedha zilizozuiwa',
        advice: `Rekebisha kile Fineract inachokataa kwenye akaunti ya mlipaji. ${byItself}; "release" hujaribu mara moja. Hayawezi kuandikishwa: mlipwaji hapati chochote. ${byHand}`,
      },
      HOLD_UNKNOWN: {
        verdict: 'ABORTED',
        what: 'hakuna kilichotumwa kwenye swichi, na Fineract haisemi kama imezuia fedha, wala haiziachii',
        advice: `Hakikisha Fineract inajibu. ${byItself}; "release" hujaribu mara moja. ${byHand}`,
      },
    },
    standsStillAt: (process: string, elementId: string) =>
      `${process} umekwama kwenye ${elementId}`,
    mendAndRetry:
      'Rekebisha kinachosemwa na ujumbe, kisha uamue "retry": hatua inajaribiwa tena. Hadi hapo hakuna kingine kinachotokea.',
  },
});

export interface MatterTexts {
  readonly what: string;
  readonly whatToDo: string;
}

/** In English as it was told, which may have been by another build. */
export function matterTexts(matter: Matter, language: Language): MatterTexts {
  const { what, whatToDo } = matter;
  if (language === storedLanguage) return { what, whatToDo };
  const said = matterWords[language];
  if (matter.kind === 'payment') {
    const { what: so, advice } = said.reasons[matter.reason];
    return { what: so, whatToDo: advice };
  }
  return {
    what: said.standsStillAt(matter.process, matter.elementId),
    whatToDo: said.mendAndRetry,
  };
}

export function reasonTexts(
  reason: keyof typeof operatorMatters,
  language: Language,
): { readonly what: string; readonly advice: string } {
  return matterWords[language].reasons[reason];
}

/** Of a process that stands still, as its matter is told. */
export function incidentTexts(
  { process, elementId }: { readonly process: string; readonly elementId: string },
  language: Language,
): MatterTexts {
  const said = matterWords[language];
  return { what: said.standsStillAt(process, elementId), whatToDo: said.mendAndRetry };
}
