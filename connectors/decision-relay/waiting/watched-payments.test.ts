import type { WaitingPayment } from './waiting-payment';
import { WatchedPayments } from './watched-payments';

const payment = (id: string, changes: Partial<WaitingPayment> = {}): WaitingPayment => ({
  ...{ jobKey: `job-${id}`, processInstanceKey: id, elementId: 'awaitOperator' },
  ...{ elementInstanceKey: `element-${id}`, side: 'payer', amount: undefined, decided: undefined },
  ...{ tenant: 'lion', transactionId: `tx-${id}`, transferId: `t-${id}` },
  ...{ reason: 'OUTCOME_UNKNOWN', choices: ['ask-again'], since: '2026-11-28T00:00:00Z' },
  ...{ verdict: undefined, error: undefined },
  ...changes,
});
const minute = 60_000;

test('a payment is told when it is first seen, and then ever more seldom', () => {
  const watched = new WatchedPayments();
  const told: number[] = [];
  for (let minutes = 0; minutes <= 24 * 60; minutes += 1) {
    if (watched.see([payment('1')], minutes * minute).length > 0) told.push(minutes);
  }
  expect(told).toEqual([0, 5, 15, 35, 75, 155, 315, 635, 995, 1355]);
});

test('a process that has tried by itself and waits again is no news, unless it waits for another reason', () => {
  const watched = new WatchedPayments();
  watched.see([payment('1')], 0);
  for (let look = 1; look < 4; look += 1) watched.see([], look * 30_000);
  expect(watched.see([payment('1', { jobKey: 'another' })], 2 * minute)).toEqual([]);
  const failed = payment('1', { reason: 'BOOKING_FAILED' });
  expect(watched.see([failed], 3 * minute)).toEqual([failed]);
});

test('a payment that one look misses still counts; after two it does not', () => {
  const watched = new WatchedPayments();
  watched.see([payment('1'), payment('2')], 0);
  watched.see([payment('2')], 1);
  expect(watched.waiting().map(({ transferId }) => transferId)).toEqual(['t-1', 't-2']);
  watched.see([payment('2')], 2);
  expect(watched.waiting().map(({ transferId }) => transferId)).toEqual(['t-2']);
});
