/** Four payments of the recordings, for people to read: what the page of stories shows and tests hold the API to. */
import { join } from 'node:path';
import type { PaymentEvent } from '../../../connectors/common/contracts/payment-events';
import { eventsUpTo } from './recorded-payments';

/** The page. */
export const storiesFile = join(__dirname, '../../../connectors/operations/STORIES.md');

export interface ToldStory {
  readonly title: string;
  readonly events: readonly PaymentEvent[];
}

const has =
  (kind: PaymentEvent['kind'], more: (event: PaymentEvent) => boolean = () => true) =>
  (event: PaymentEvent): boolean =>
    event.kind === kind && more(event);

export const toldStories: readonly ToldStory[] = [
  { title: 'A payment of the demo', events: eventsUpTo(has('booked')) },
  {
    title: 'The same payment, as the payee’s bank has it',
    events: eventsUpTo(has('credited')),
  },
  {
    title: 'One that waits for an operator',
    events: eventsUpTo(
      (event) =>
        event.kind === 'waiting-for-operator' && event.details.reason === 'OUTCOME_UNKNOWN',
      'waiting-for-operator',
    ),
  },
  {
    title: 'One that failed',
    events: eventsUpTo((event) => event.kind === 'failed' && event.details.errorCode === '4200'),
  },
  {
    title: 'One that failed after the money was set aside',
    events: eventsUpTo(has('released', ({ side }) => side === 'payer')),
  },
  { title: 'One that was undone', events: eventsUpTo(has('credit-undone')) },
];
