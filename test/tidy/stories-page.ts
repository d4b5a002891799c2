/** The page on which people read what the operations' API says of four payments. */
import type { PaymentDocument } from '../../connectors/common/contracts/payment-documents';
import { withEvent } from '../../connectors/exporters/indexer/payment-document';
import { sideView } from '../../connectors/operations/story/view';
import { toldStories, type ToldStory } from '../kit/parts/told-stories';

const between = /(<!-- stories:[^\n]*-->\n)[\s\S]*(<!-- end of stories -->)/;

export function withStories(page: string): string {
  const told = toldStories.map(storyText).join('\n');
  return page.replace(between, (_all, begin: string, end: string) => `${begin}\n${told}\n${end}`);
}

function storyText({ title, events }: ToldStory): string {
  const document = events.reduce<PaymentDocument | undefined>(withEvent, undefined);
  if (document === undefined) throw new Error(`${title}: nothing is recorded of it`);
  const { headline, timeline } = sideView(document, { messages: [], isCut: false }, 'en');
  return [
    `## ${title}\n`,
    `**What happened.** ${headline.whatHappened}\n`,
    `**Where the money is.** ${headline.whereTheMoneyIs}\n`,
    `**What is next.** ${headline.whatNext}\n`,
    ...timeline.map(({ at, text }) => `- ${at.slice(11, 19)} ${text}`),
    '',
  ].join('\n');
}
