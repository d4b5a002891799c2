/** What a decision is called, and how it stands, in a word. */
import type { DecisionStatus, DecisionWord, Retries } from '../api/types';
import { defineWords } from '../words/languages';
import { useWords } from '../words/preferences';
import { Badge, type Tone } from './values';

/** One of many that are sent together may wait for its turn. */
type Status = DecisionStatus | Retries['incidents'][number]['status'];

export const decisionStateWords = defineWords({
  en: {
    decisions: {
      book: 'Book it',
      release: 'Release it',
      'ask-again': 'Ask the switch again',
      reverse: 'Take the credit back',
      close: 'Close it: settled by hand',
      retry: 'Try again',
    },
    statuses: {
      'not-sent': 'Not sent yet',
      asked: 'Requested: no engine has taken it yet',
      accepted: 'Accepted: it is being done',
      'needs-approval': 'Waits for a second person',
      applied: 'Done',
      refused: 'Refused: nothing was done',
      uncertain: 'Not known whether it was done',
    },
  },
  sw: {
    decisions: {
      book: 'Kamilisha kwenye akaunti',
      release: 'Achilia fedha',
      'ask-again': 'Iulize swichi tena',
      reverse: 'Rudisha fedha zilizowekwa',
      close: 'Funga: imesuluhishwa kwa mkono',
      retry: 'Jaribu tena',
    },
    statuses: {
      'not-sent': 'Haijatumwa bado',
      asked: 'Imeombwa: hakuna injini iliyoichukua bado',
      accepted: 'Imepokelewa: inatekelezwa',
      'needs-approval': 'Inasubiri mtu wa pili',
      applied: 'Imetekelezwa',
      refused: 'Imekataliwa: hakuna kilichofanyika',
      uncertain: 'Haijulikani kama imefanyika',
    },
  },
});

const tones: Readonly<Record<Status, Tone>> = {
  'not-sent': 'quiet',
  asked: 'info',
  accepted: 'info',
  'needs-approval': 'warning',
  applied: 'good',
  refused: 'bad',
  uncertain: 'warning',
};

export function DecisionBadge({ of }: { readonly of: Status }) {
  return <Badge tone={tones[of]}>{useWords(decisionStateWords).statuses[of]}</Badge>;
}

export function useDecisionNames(): Readonly<Record<DecisionWord, string>> {
  return useWords(decisionStateWords).decisions;
}

/** As it comes, where the page has no name for it yet. */
export function nameOfDecision(names: Readonly<Record<string, string>>, decision: string): string {
  return names[decision] ?? decision;
}
