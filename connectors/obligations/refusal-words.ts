import { defineWords } from '../common/words/languages';

/** Why something about a cycle is not done. */
export const refusalWords = defineWords({
  en: {
    noCycle: (cycleId: string) => `There is no cycle ${cycleId}`,
    noSuchCycle: 'There is no such cycle',
    closeBefore: (cycleId: string) => `Cycle ${cycleId} must close before`,
    notPast: (end: string, cycleId: string) => `Transfers until ${end} belong to cycle ${cycleId}`,
    notOver: (cycleId: string) => `By Kafka's clock ${cycleId} is not over`,
    unbalanced: (message: string) => message,
    noPart: (dfspId: string, cycleId: string) =>
      `${dfspId} owes nothing and is owed nothing in ${cycleId}`,
    otherFigures: (dfspId: string, cycleId: string, hash: string) =>
      `The figures of ${dfspId} in ${cycleId} are ${hash}`,
    notClosedYet: (cycleId: string) => `Cycle ${cycleId} has not closed yet`,
    notClosed: 'There is no closed cycle with this id in which it takes part',
    otherDfsp: (claim: string, dfspId: string) =>
      `The token's \`${claim}\` does not name ${dfspId}`,
  },
  sw: {
    noCycle: (cycleId: string) => `Hakuna mzunguko ${cycleId}`,
    noSuchCycle: 'Hakuna mzunguko kama huo',
    closeBefore: (cycleId: string) => `Mzunguko ${cycleId} lazima ufungwe kwanza`,
    notPast: (end: string, cycleId: string) => `Uhamisho hadi ${end} ni wa mzunguko ${cycleId}`,
    notOver: (cycleId: string) => `Kwa saa ya Kafka ${cycleId} haujaisha`,
    unbalanced: () => 'Jumla ya mzunguko si sifuri, hivyo haufungwi',
    noPart: (dfspId: string, cycleId: string) =>
      `${dfspId} haidaiwi na haidai chochote katika ${cycleId}`,
    otherFigures: (dfspId: string, cycleId: string, hash: string) =>
      `Takwimu za ${dfspId} katika ${cycleId} ni ${hash}`,
    notClosedYet: (cycleId: string) => `Mzunguko ${cycleId} haujafungwa bado`,
    notClosed: 'Hakuna mzunguko uliofungwa wenye kitambulisho hiki ambao inashiriki',
    otherDfsp: (claim: string, dfspId: string) => `\`${claim}\` ya tokeni haitaji ${dfspId}`,
  },
});

export type Say = (said: (typeof refusalWords)['en']) => string;
