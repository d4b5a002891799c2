/** What each decision brings about, and why one is not offered, in words that a clerk understands: pure. */
import type { Matter, PaymentMatter } from '../../common/contracts/back-office';
import { decisionWords, type DecisionWord } from '../../common/contracts/decisions';
import type { OperatorReason } from '../../common/contracts/operator';
import type { Language } from '../../common/words/languages';
import { choiceWords } from './choice-words';

export type Choice = { readonly decision: DecisionWord } & (
  | { readonly isOffered: true; readonly consequence: string }
  | { readonly isOffered: false; readonly whyNot: string }
);

/** All words, so that nobody has to guess why one is missing. */
export function choicesOf(matter: Matter, language: Language): Choice[] {
  return decisionWords.map((decision): Choice => {
    if (!isOffered(decision, matter)) {
      return { decision, isOffered: false, whyNot: whyNotOffered(decision, matter, language) };
    }
    const consequence = consequenceOf(decision, matter, choiceWords[language]);
    return { decision, isOffered: true, consequence };
  });
}

export function isOffered(decision: DecisionWord, matter: Matter): boolean {
  return matter.kind === 'incident'
    ? decision === 'retry' && matter.decided === undefined
    : matter.choices.some((one) => one === decision);
}

type Said = (typeof choiceWords)[Language];

function consequenceOf(decision: DecisionWord, matter: Matter, said: Said): string {
  if (matter.kind === 'incident' || decision === 'retry') return said.again;
  if (decision === 'ask-again') return said.asked;
  if (matter.side === 'payer') return decision === 'close' ? said.closed : said.ofPayer[decision];
  return ofPayee(decision, matter.reason, said);
}

function ofPayee(
  decision: 'book' | 'release' | 'reverse' | 'close',
  reason: OperatorReason,
  said: Said,
): string {
  if (decision === 'book' && reason === 'OUTCOME_UNKNOWN') return said.creditedOnWord;
  if (decision !== 'close') return said.ofPayee[decision];
  return reason === 'CREDIT_UNCONFIRMED' ? said.payeeKeeps : said.closed;
}

export function whyNotOffered(decision: DecisionWord, matter: Matter, language: Language): string {
  const said = choiceWords[language];
  if (matter.decided !== undefined) return said.decidedAlready(matter.decided.decision);
  if (matter.kind === 'incident') return said.onlyRetry;
  if (decision === 'retry') return said.noIncident;
  return said.openAre(whyNotOfPayment(decision, matter, said), matter.choices.join(', '));
}

function whyNotOfPayment(
  decision: DecisionWord,
  { verdict, reason, side }: PaymentMatter,
  said: Said,
): string {
  if (decision === 'close' && verdict === 'UNKNOWN') return said.nobodyKnows;
  if (decision === 'ask-again') return said.lastWord(verdict);
  if (decision === 'reverse' && side === 'payer') return said.nothingCreditedHere;
  if (verdict === 'COMMITTED') {
    return decision === 'reverse' ? said.payeesRight : said.payeeHasIt;
  }
  if (verdict === 'ABORTED') return decision === 'book' ? said.nobodyGets : said.noHold;
  if (reason === 'CREDIT_UNCONFIRMED') {
    return decision === 'book' ? said.creditedAlready : said.undoByReverse;
  }
  return decision === 'reverse' ? said.nothingOnWord : said.perhapsOnWord;
}
