import { askPayer } from './workers/ask-payer';
import { channelTenantSection } from './settings';
import { tooShortToOutliveADeath } from './timers';

const idSecret = 'a secret that is long enough for ids';
const timersOf = (timers: object) => channelTenantSection.parse({ idSecret, timers }).timers;

test('by default a payment outlives the death of a process that works on it', () => {
  expect(tooShortToOutliveADeath(timersOf({}))).toEqual([]);
});

test.each([
  [{ transferExpiry: 'PT24S' }, ['timers.transferExpiry is less than 25 s']],
  [
    { quote: 'PT10S', transferExpiry: 'PT29S' },
    ['timers.quote and timers.transferExpiry together are less than 40 s'],
  ],
])('%p is too short for that, and is told', (timers, problems) => {
  expect(tooShortToOutliveADeath(timersOf(timers))).toEqual(problems);
});

test('a job of ours that a quote waits for comes again before the quote has run out', () => {
  expect(askPayer.timeoutMs).toBeLessThanOrEqual(25_000);
});
