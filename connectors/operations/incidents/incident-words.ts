import { defineWords } from '../../common/words/languages';

/** Of retries that are asked for together. */
export const incidentWords = defineWords({
  en: {
    otherCount: (count: number, open: number) =>
      `It is not ${String(count)} that stand still for this cause, but ${String(open)}: look again`,
    someTaken: (owner: string) => `${owner} has taken some of them`,
    triedAlready: (who: string, batchId: string) =>
      `${who} has them tried again already: ${batchId}`,
    noneWaits: 'None of it waits for an approval',
    otherWaiting: (count: number, waiting: number) =>
      `It is not ${String(count)} that wait for an approval, but ${String(waiting)}: look again`,
    usedForOthers: 'This batchId was used for others: make a new one',
    notRead: 'It is written, and not read',
    of: (count: number, told: string) => `Of ${String(count)}, ${told}.`,
    applied: (count: number) => `${String(count)} were tried again`,
    refused: (count: number) => `${String(count)} were left as they are, and why is told of each`,
    uncertain: (count: number) => `${String(count)} may have been tried or not`,
    needsApproval: (count: number) => `${String(count)} wait for another person’s approval`,
    left: (count: number) => `${String(count)} are still to be tried`,
  },
  sw: {
    otherCount: (count: number, open: number) =>
      `Zilizokwama kwa sababu hii si ${String(count)}, bali ${String(open)}: tazama tena`,
    someTaken: (owner: string) => `${owner} amechukua baadhi yake`,
    triedAlready: (who: string, batchId: string) =>
      `${who} ameshaagiza zijaribiwe tena: ${batchId}`,
    noneWaits: 'Hakuna inayosubiri idhini',
    otherWaiting: (count: number, waiting: number) =>
      `Zinazosubiri idhini si ${String(count)}, bali ${String(waiting)}: tazama tena`,
    usedForOthers: 'batchId hii ilitumika kwa nyingine: tengeneza mpya',
    notRead: 'Imeandikwa, na haijasomwa',
    of: (count: number, told: string) => `Kati ya ${String(count)}, ${told}.`,
    applied: (count: number) => `${String(count)} zilijaribiwa tena`,
    refused: (count: number) =>
      `${String(count)} zimeachwa zilivyo, na sababu imeelezwa kwa kila moja`,
    uncertain: (count: number) => `${String(count)} huenda zilijaribiwa au la`,
    needsApproval: (count: number) => `${String(count)} zinasubiri idhini ya mtu mwingine`,
    left: (count: number) => `${String(count)} bado hazijajaribiwa`,
  },
});
