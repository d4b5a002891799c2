import { defineWords } from '../../common/words/languages';

/** Why nothing was decided, and how a decision stands. */
export const decisionWords = defineWords({
  en: {
    noMatter: 'Nothing with this id waits for a person, or has waited',
    nothingDecided: 'Nothing was decided',
    whichSide: 'must say which: both sides of this payment are here',
    waitsNoMore: (since: string) => `It waits no more, since ${since}`,
    somebody: 'Somebody',
    beingDone: (who: string, decision: string, decisionId: string) =>
      `${who} has decided ${decision} (decision ${decisionId}), and it is being done`,
    onItsWay: (who: string, decision: string, decisionId: string) =>
      `${who} has decided ${decision} (decision ${decisionId}), and it is on its way`,
    notAsSeen: (toldAt: string, what: string, whatToDo: string) =>
      `It is not as you saw it: look again. At ${toldAt} it was told so: ${what}. ${whatToDo}`,
    askForIt: (owner: string) => `${owner} has taken it: ask for it to be handed over to you`,
    nothingMayBe: 'may not be corrected at this step: nothing may',
    onlyMayBe: (names: string) => `may not be corrected at this step: only ${names} may`,
    noSuchPlace: 'is no decision that is known here',
    noApprovalWanted: (status: string) => `It waits for no approval: it is ${status}`,
    usedForOther: 'This decisionId was used for another decision: make a new one',
    notReadYet: 'It is written, and not read yet',
    notTaken: (seconds: number) =>
      `Not taken yet: the engine’s relay has not answered for ${String(seconds)} s. It is written, and is taken once the relay is there; one that has lain for too long is refused.`,
    needsApproval: 'Nothing is done yet: another person, an approver, must approve it.',
  },
  sw: {
    noMatter: 'Hakuna chenye kitambulisho hiki kinachosubiri mtu, wala kilichowahi kusubiri',
    nothingDecided: 'Hakuna kilichoamuliwa',
    whichSide: 'lazima useme upande upi: pande zote mbili za malipo haya zipo hapa',
    waitsNoMore: (since: string) => `Haisubiri tena, tangu ${since}`,
    somebody: 'Mtu',
    beingDone: (who: string, decision: string, decisionId: string) =>
      `${who} ameamua ${decision} (uamuzi ${decisionId}), na inatekelezwa`,
    onItsWay: (who: string, decision: string, decisionId: string) =>
      `${who} ameamua ${decision} (uamuzi ${decisionId}), na uko njiani`,
    notAsSeen: (toldAt: string, what: string, whatToDo: string) =>
      `Hali si kama ulivyoiona: tazama tena. ${toldAt} ilisemwa hivi: ${what}. ${whatToDo}`,
    askForIt: (owner: string) => `${owner} ameichukua: muombe akukabidhi`,
    nothingMayBe: 'haiwezi kurekebishwa kwenye hatua hii: hakuna kinachoweza',
    onlyMayBe: (names: string) => `haiwezi kurekebishwa kwenye hatua hii: ni ${names} tu`,
    noSuchPlace: 'si uamuzi unaojulikana hapa',
    noApprovalWanted: (status: string) => `Hausubiri idhini: hali yake ni ${status}`,
    usedForOther: 'decisionId hii ilitumika kwa uamuzi mwingine: tengeneza mpya',
    notReadYet: 'Imeandikwa, na haijasomwa bado',
    notTaken: (seconds: number) =>
      `Haujachukuliwa bado: relay ya injini haijajibu kwa sekunde ${String(seconds)}. Umeandikwa, na utachukuliwa relay ikiwepo; uliolala muda mrefu mno hukataliwa.`,
    needsApproval: 'Hakuna kilichofanyika bado: mtu mwingine, approver, lazima aidhinishe.',
  },
});
