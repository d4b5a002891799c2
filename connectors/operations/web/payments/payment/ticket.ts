/**
 * What may stand in a ticket of whoever: ids, state, the API's sentences, amounts, times in UTC. The story names no person; what
 * is said word for word in messages never gets here. Pure.
 */
import type { PaymentSide, Story } from '../../api/types';

/** In English whatever the page's language: tickets go to others. */
export function ticketText(story: Story, link: string): string {
  const lines = [
    `Payment ${story.transactionId} of ${story.tenant}, as of ${utc(story.asOf)}`,
    ...story.sides.flatMap(sideLines),
    link,
  ];
  return `${lines.join('\n')}\n`;
}

function sideLines(of: PaymentSide): string[] {
  const { side, state, standsStill, headline, facts, startedAt, endedAt } = of;
  const { amount, hold, verdict, error } = facts;
  return [
    '',
    `${side === null ? 'Fees made up for' : `${side}'s side`}: ${state}${standsStill ? ', stands still' : ''}`,
    ...[headline.whatHappened, headline.whereTheMoneyIs, headline.whatNext],
    ...line('Amount', amount && `${amount.amount} ${amount.currency}`),
    ...line('Began', utc(startedAt)),
    ...line('Ended', endedAt && utc(endedAt)),
    ...line('Hold', hold && `${hold.state} since ${utc(hold.since)}`),
    ...line('Verdict', verdict && `${verdict.state} on the word of the ${verdict.onWordOf}`),
    ...line('Error', error && `${error.errorCode} ${error.meaning}`),
    ...line('transferId', of.transferId),
    ...line('quoteId', of.quoteId),
    ...of.incidents
      .filter(({ endedAt: until }) => until === undefined)
      .map((one) => `Stands still at ${one.element} (${one.errorType}) since ${utc(one.raisedAt)}`),
  ];
}

const line = (name: string, value: string | undefined): string[] =>
  value === undefined ? [] : [`${name}: ${value}`];

/** `2026-11-28 23:00:39 UTC` */
function utc(at: string): string {
  return `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}
