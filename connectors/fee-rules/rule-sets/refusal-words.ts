import { defineWords } from '../../common/words/languages';

/** Why a decision about rules is not carried out. */
export const refusalWords = defineWords({
  en: {
    onlyDraft: (so: string) => `Only a draft can be approved; ${so}.`,
    nothingToWithdraw: (so: string) => `There is nothing to withdraw; ${so}.`,
    onlyApproved: (so: string) => `Only approved rules can be scheduled; ${so}.`,
    samePerson: (who: string) => `${who} drafted these rules: somebody else must approve them.`,
    otherDictionary: (version: string, known: string) =>
      `these rules were checked with version ${version} of the dictionary, and this release has version ${known}: draft them again, or run the release that they were made for`,
    retireInstead: 'These rules are scheduled: retire them instead.',
    inForce: (since: string) => `These rules are in force since ${since}.`,
    sameTime: (title: string, at: string) => `"${title}" begins at ${at} too: choose another time.`,
    neverScheduled: 'These rules have never been scheduled.',
    withdrawInstead: 'These rules have never been scheduled. Withdraw them instead.',
    retiredSince: (since: string) => `These rules are retired since ${since}.`,
    isDraft: 'these are a draft that nobody has approved',
    isApproved: (by: string, at: string) => `these were approved by ${by} at ${at}`,
    isWithdrawn: (by: string, at: string) => `these were withdrawn by ${by} at ${at}`,
    isScheduled: (by: string, from: string) => `these were scheduled by ${by} for ${from}`,
    isRetired: (by: string, from: string) => `these were retired by ${by} from ${from} on`,
    earliest: {
      begin: (at: string, why: string) => `Rules can begin at ${at} at the earliest: ${why}.`,
      end: (at: string, why: string) => `Rules can end at ${at} at the earliest: ${why}.`,
    },
    neverChange: 'the rules for transfers that are already made never change',
    allMustKnow: 'every instance must know of it before',
    tooLarge: (bytes: string, most: string) =>
      `The rules are ${bytes} bytes: at most ${most} are taken.`,
    noRules:
      'There are no rules: nobody would be charged anything. To end charges, retire the rules that are in force.',
    stopped: (message: string) => `${message}.`,
    notUsable: (first: string) => `The rules cannot be used: ${first}`,
    noRuleSet: (id: string) => `There is no rule set ${id}.`,
    changedMeanwhile:
      'Somebody else decided something about these rules at the same moment: look at them again.',
    readOnly:
      'The rule sets are kept where this process may only read: change them where they come from.',
    thereAlready: (title: string, state: string) =>
      `These very rules are there already: "${title}" (${state}).`,
    newVersion: (title: string, state: string) =>
      `These very rules are there already: "${title}" (${state}). To use them again, give a rule another @version.`,
  },
  sw: {
    onlyDraft: (so: string) => `Rasimu pekee ndiyo inayoweza kuidhinishwa; ${so}.`,
    nothingToWithdraw: (so: string) => `Hakuna la kuondoa; ${so}.`,
    onlyApproved: (so: string) =>
      `Kanuni zilizoidhinishwa pekee ndizo zinazoweza kupangiwa muda; ${so}.`,
    samePerson: (who: string) =>
      `${who} ndiye aliyeandaa kanuni hizi: mtu mwingine lazima aziidhinishe.`,
    otherDictionary: (version: string, known: string) =>
      `kanuni hizi zilikaguliwa kwa toleo ${version} la kamusi, na toleo hili la programu lina ${known}: ziandae upya, au tumia toleo la programu zilizotengenezewa`,
    retireInstead: 'Kanuni hizi zimepangiwa muda: badala yake zistaafishe.',
    inForce: (since: string) => `Kanuni hizi zinatumika tangu ${since}.`,
    sameTime: (title: string, at: string) => `"${title}" zinaanza ${at} pia: chagua muda mwingine.`,
    neverScheduled: 'Kanuni hizi hazijawahi kupangiwa muda.',
    withdrawInstead: 'Kanuni hizi hazijawahi kupangiwa muda. Badala yake ziondoe.',
    retiredSince: (since: string) => `Kanuni hizi zimestaafishwa tangu ${since}.`,
    isDraft: 'hizi ni rasimu ambayo hakuna aliyeiidhinisha',
    isApproved: (by: string, at: string) => `hizi ziliidhinishwa na ${by} ${at}`,
    isWithdrawn: (by: string, at: string) => `hizi ziliondolewa na ${by} ${at}`,
    isScheduled: (by: string, from: string) => `hizi zilipangiwa na ${by} kuanza ${from}`,
    isRetired: (by: string, from: string) => `hizi zilistaafishwa na ${by} kuanzia ${from}`,
    earliest: {
      begin: (at: string, why: string) => `Kanuni zinaweza kuanza mapema kabisa ${at}: ${why}.`,
      end: (at: string, why: string) => `Kanuni zinaweza kuisha mapema kabisa ${at}: ${why}.`,
    },
    neverChange: 'kanuni za uhamisho uliokwisha kufanyika hazibadiliki kamwe',
    allMustKnow: 'kila nakala ya programu lazima ijue kabla ya hapo',
    tooLarge: (bytes: string, most: string) =>
      `Kanuni zina baiti ${bytes}: zinazopokelewa ni zisizozidi ${most}.`,
    noRules:
      'Hakuna kanuni: hakuna ambaye angetozwa chochote. Ili kumaliza tozo, zistaafishe kanuni zinazotumika.',
    stopped: () => 'Kukagua kanuni hizi kumechukua muda au kumbukumbu nyingi mno.',
    notUsable: (first: string) => `Kanuni haziwezi kutumika: ${first}`,
    noRuleSet: (id: string) => `Hakuna seti ya kanuni ${id}.`,
    changedMeanwhile: 'Mtu mwingine ameamua jambo kuhusu kanuni hizi wakati uleule: zitazame tena.',
    readOnly:
      'Seti za kanuni zimehifadhiwa mahali ambapo programu hii inaweza kusoma tu: zibadilishe zinakotoka.',
    thereAlready: (title: string, state: string) =>
      `Kanuni hizihizi tayari zipo: "${title}" (${state}).`,
    newVersion: (title: string, state: string) =>
      `Kanuni hizihizi tayari zipo: "${title}" (${state}). Ili kuzitumia tena, ipe kanuni @version nyingine.`,
  },
});
