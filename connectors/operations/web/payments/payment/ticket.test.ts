import type { PaymentSide, Story } from '../../api/types';
import { ticketText } from './ticket';

const at = '2026-11-28T23:00:39.823Z';
const side: PaymentSide = {
  ...{ side: 'payer', state: 'waiting-for-operator', standsStill: true, engine: 'main' },
  ...{ startedAt: at, updatedAt: at, transferId: 'f1', quoteId: 'q1' },
  headline: { whatHappened: 'A happened.', whereTheMoneyIs: 'B is there.', whatNext: 'C is next.' },
  facts: {
    amount: { amount: '100.12', currency: 'TZS' },
    hold: { state: 'held', since: at },
    error: { errorCode: '5100', meaning: 'The payee has refused' },
    ...{ fees: [], payer: { fspId: 'lion', partyIdType: 'MSISDN' }, payee: {} },
  },
  timeline: [{ at, kind: 'message', text: 'To it: GET /parties/MSISDN/{}; answered 202' }],
  decisions: [],
  incidents: [
    { incidentKey: '7', process: 'p', element: 'quotePayer', errorType: 'IO', raisedAt: at },
  ],
};
const story: Story = { tenant: 'lion', transactionId: 't1', asOf: at, sides: [side] };

test('a ticket has ids, state, sentences, amounts and times in UTC, and the link', () => {
  expect(ticketText(story, 'https://hub.example/app/lion/payments/t1')).toBe(
    `Payment t1 of lion, as of 2026-11-28 23:00:39 UTC

payer's side: waiting-for-operator, stands still
A happened.
B is there.
C is next.
Amount: 100.12 TZS
Began: 2026-11-28 23:00:39 UTC
Hold: held since 2026-11-28 23:00:39 UTC
Error: 5100 The payee has refused
transferId: f1
quoteId: q1
Stands still at quotePayer (IO) since 2026-11-28 23:00:39 UTC
https://hub.example/app/lion/payments/t1
`,
  );
});
