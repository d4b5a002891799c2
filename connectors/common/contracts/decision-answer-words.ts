/**
 * What the engine's relay answers a decision, in the language of whoever reads it. The topic has it in English, and beside it which
 * phrase it is and what it is about. Pure.
 */
import { defineWords, storedLanguage, type Language } from '../words/languages';
import type { DecisionAnswer } from './decisions';
import { reasonTexts } from './matter-words';
import { operatorReasons } from './operator';

/** A step gets one attempt, and the switch is asked for less than a minute. */
const whenTriedByItself = {
  en: 'If it is being tried, that takes a minute or two. When it does not work, the payment waits again, and "hub waiting" and the work list show it: decide the same once more then. When it is not shown again, it has ended, and there is nothing to decide.',
  sw: 'Ikiwa yanajaribiwa, huchukua dakika moja au mbili. Isipofaulu, malipo yanasubiri tena, na orodha ya kazi inayaonyesha: hapo amua vilevile mara moja tena. Yasipoonyeshwa tena, yameisha, na hakuna la kuamua.',
} as const;

export const answerWords = defineWords({
  en: {
    usedForOther: () => 'This decisionId was used for another decision: make a new one.',
    layTooLong: () => 'It lay for too long before it could be taken. Look again, and decide anew.',
    givenUp: () =>
      'It could not be carried out, for a reason that the log of the relay tells: it may have been, or not. See how the payment stands before you decide anew.',
    noTenant: (tenant: string) => `There is no tenant ${tenant} here.`,
    triedAgainAndAgain: () =>
      `Nothing was done: the payment is being tried by itself again and again. ${whenTriedByItself.en}`,
    needsApproval: (decisionId: string) =>
      `Nothing is done yet: another person must approve it, by the same decision with --approve ${decisionId}`,
    carriedOut: () => 'It is being carried out.',
    applied: (decision: string) =>
      `${decision} is decided and being done. If it does not work, the payment waits again.`,
    relayStopped: (decision: string) =>
      `The relay was stopped while it carried out ${decision}, and the payment has ceased to wait since: either it was carried out, or the process had just begun to try by itself. See how the payment stands; if it waits again, decide anew.`,
    noneWaits: (id: string, tenant: string) =>
      `Nothing was done: no payment ${id} of ${tenant} waits for a person just now. It is being tried by itself, has ended, or never waited. ${whenTriedByItself.en}`,
    noneSeenWaits: (id: string, tenant: string) =>
      `Nothing was done: no payment ${id} of ${tenant} waits for a person just now, as far as is seen of so many. It is being tried by itself, has ended, or never waited. ${whenTriedByItself.en}`,
    sayWhich: (count: string, id: string, tenant: string, each: string) =>
      `${count} payments ${id} of ${tenant} wait. Say which: ${each}`,
    decidedAlready: (transferId: string, choices: string, decisionId: string) =>
      `Of transfer ${transferId} ${choices} is decided already, by decision ${decisionId}: it is being done.`,
    otherReason: (transferId: string, reason: string) => {
      const { what, advice } = textsOf(reason, 'en');
      return `Transfer ${transferId} waits for another reason by now: ${what}. ${advice} Look at it, and decide anew.`;
    },
    notOpen: (decision: string, transferId: string, reason: string, choices: string) => {
      const { what, advice } = textsOf(reason, 'en');
      return `${decision} is not open to transfer ${transferId}, for ${what}. ${advice} Open are: ${choices}`;
    },
    noIncident: (incidentKey: string) =>
      `No process stands still with incident ${incidentKey}. See what does: hub waiting`,
    otherTenants: (incidentKey: string, tenant: string) =>
      `Incident ${incidentKey} is not of ${tenant}.`,
    notCorrected: (problems: string, names: string) => `Nothing was done. ${problems || names}`,
    incidentGone: (incidentKey: string) =>
      `Incident ${incidentKey} is there no longer: nothing was done.`,
    correctedOnly: (incidentKey: string, names: string) =>
      `Incident ${incidentKey} is there no longer: somebody else had the step tried again at the same moment. Before that your ${names} was set at the step; whether it was tried with what was there before or with yours is not known. See how the process stands before you decide anew.`,
    retried: () => 'The step is tried again. If it fails, there is another incident.',
    nothingToApprove: (approves: string) => `There is no decision ${approves} to approve.`,
    waitsForNone: (approves: string, result: string) =>
      `Decision ${approves} waits for no approval: it is ${result}.`,
    samePerson: (approves: string, who: string) =>
      `Decision ${approves} is of the same person, ${who}: another one must approve it.`,
    aboutOther: (approves: string, differing: string) =>
      `Decision ${approves} is about something else: another ${differing}.`,
    waitedTooLong: (approves: string) =>
      `Decision ${approves} has waited too long for its approval: decide anew.`,
  },
  sw: {
    usedForOther: () => 'decisionId hii ilitumika kwa uamuzi mwingine: tengeneza mpya.',
    layTooLong: () =>
      'Ulilala muda mrefu mno kabla ya kuweza kuchukuliwa. Tazama tena, kisha uamue upya.',
    givenUp: () =>
      'Haukuweza kutekelezwa, kwa sababu iliyoelezwa kwenye kumbukumbu za relay: huenda ulitekelezwa, au la. Tazama hali ya malipo kabla ya kuamua upya.',
    noTenant: (tenant: string) => `Hakuna taasisi ${tenant} hapa.`,
    triedAgainAndAgain: () =>
      `Hakuna kilichofanyika: malipo yanajaribiwa yenyewe tena na tena. ${whenTriedByItself.sw}`,
    needsApproval: (decisionId: string) =>
      `Hakuna kilichofanyika bado: mtu mwingine lazima aidhinishe uamuzi ${decisionId}`,
    carriedOut: () => 'Unatekelezwa.',
    applied: (decision: string) =>
      `${decision} imeamuliwa na inatekelezwa. Isipofaulu, malipo yanasubiri tena.`,
    relayStopped: (decision: string) =>
      `Relay ilisimamishwa ilipokuwa ikitekeleza ${decision}, na malipo yameacha kusubiri tangu hapo: ama ilitekelezwa, au mchakato ulikuwa umeanza tu kujaribu wenyewe. Tazama hali ya malipo; yakisubiri tena, amua upya.`,
    noneWaits: (id: string, tenant: string) =>
      `Hakuna kilichofanyika: hakuna malipo ${id} ya ${tenant} yanayosubiri mtu kwa sasa. Yanajaribiwa yenyewe, yameisha, au hayakuwahi kusubiri. ${whenTriedByItself.sw}`,
    noneSeenWaits: (id: string, tenant: string) =>
      `Hakuna kilichofanyika: hakuna malipo ${id} ya ${tenant} yanayosubiri mtu kwa sasa, kwa kadiri yanavyoonekana kati ya mengi hivyo. Yanajaribiwa yenyewe, yameisha, au hayakuwahi kusubiri. ${whenTriedByItself.sw}`,
    sayWhich: (count: string, id: string, tenant: string, each: string) =>
      `Malipo ${count} yenye ${id} ya ${tenant} yanasubiri. Sema yapi: ${each}`,
    decidedAlready: (transferId: string, choices: string, decisionId: string) =>
      `Kuhusu uhamisho ${transferId}, ${choices} imeshaamuliwa, kwa uamuzi ${decisionId}: inatekelezwa.`,
    otherReason: (transferId: string, reason: string) => {
      const { what, advice } = textsOf(reason, 'sw');
      return `Uhamisho ${transferId} sasa unasubiri kwa sababu nyingine: ${what}. ${advice} Utazame, kisha uamue upya.`;
    },
    notOpen: (decision: string, transferId: string, reason: string, choices: string) => {
      const { what, advice } = textsOf(reason, 'sw');
      return `${decision} haiko wazi kwa uhamisho ${transferId}, kwa kuwa ${what}. ${advice} Zilizo wazi: ${choices}`;
    },
    noIncident: (incidentKey: string) =>
      `Hakuna mchakato uliokwama kwa hitilafu ${incidentKey}. Tazama iliyokwama kwenye orodha ya kazi.`,
    otherTenants: (incidentKey: string, tenant: string) =>
      `Hitilafu ${incidentKey} si ya ${tenant}.`,
    notCorrected: (problems: string, names: string) =>
      `Hakuna kilichofanyika. Vigezo hivi haviwezi kurekebishwa hivyo kwenye hatua hii: ${names || problems}`,
    incidentGone: (incidentKey: string) =>
      `Hitilafu ${incidentKey} haipo tena: hakuna kilichofanyika.`,
    correctedOnly: (incidentKey: string, names: string) =>
      `Hitilafu ${incidentKey} haipo tena: mtu mwingine alifanya hatua ijaribiwe tena wakati uleule. Kabla ya hapo ${names} yako iliwekwa kwenye hatua; haijulikani kama ilijaribiwa kwa kilichokuwepo au kwa chako. Tazama hali ya mchakato kabla ya kuamua upya.`,
    retried: () => 'Hatua inajaribiwa tena. Ikishindwa, kutakuwa na hitilafu nyingine.',
    nothingToApprove: (approves: string) => `Hakuna uamuzi ${approves} wa kuidhinisha.`,
    waitsForNone: (approves: string, result: string) =>
      `Uamuzi ${approves} hausubiri idhini: hali yake ni ${result}.`,
    samePerson: (approves: string, who: string) =>
      `Uamuzi ${approves} ni wa mtu yuleyule, ${who}: mwingine lazima aidhinishe.`,
    aboutOther: (approves: string, differing: string) =>
      `Uamuzi ${approves} unahusu kitu kingine: tofauti ni ${differing}.`,
    waitedTooLong: (approves: string) =>
      `Uamuzi ${approves} umesubiri idhini muda mrefu mno: amua upya.`,
  },
});

type AnswerWords = (typeof answerWords)['en'];
type AnswerPhrase = keyof AnswerWords;
/** The compiler cannot follow a phrase that it does not know yet. */
type About<Phrase extends AnswerPhrase> = Extract<
  Parameters<Extract<AnswerWords[Phrase], (...about: string[]) => string>>,
  string[]
>;

/** As it stands on the topic. */
export type SaidAnswer = Required<Pick<DecisionAnswer, 'why' | 'said'>>;

export function answerOf<Phrase extends AnswerPhrase>(
  phrase: Phrase,
  ...about: About<Phrase>
): SaidAnswer {
  return { why: textOf(phrase, about, storedLanguage), said: { phrase, about } };
}

/** English of what another build has said, which may know other phrases. */
export function answerText(
  { why, said }: Pick<DecisionAnswer, 'why' | 'said'>,
  language: Language,
): string {
  if (language === storedLanguage || said === undefined || !isPhrase(said.phrase)) return why;
  // A newer build may say more or less of it.
  const isAsHere = said.about.length === answerWords[language][said.phrase].length;
  return isAsHere ? textOf(said.phrase, said.about, language) : why;
}

function textOf(phrase: AnswerPhrase, about: readonly string[], language: Language): string {
  const say: (...all: string[]) => string = answerWords[language][phrase];
  return say(...about);
}

function isPhrase(phrase: string): phrase is AnswerPhrase {
  return Object.hasOwn(answerWords.en, phrase);
}

/** The topic is outside data: a reason that this build does not know stands as it is. */
function textsOf(reason: string, language: Language): ReturnType<typeof reasonTexts> {
  const known = operatorReasons.find((one) => one === reason);
  return known === undefined ? { what: reason, advice: '' } : reasonTexts(known, language);
}
