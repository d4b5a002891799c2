import type { Booking } from './fineract/client';
import { judge, standingOf } from './ledger';

const tzs = (amount: string) => ({ amount, currency: 'TZS' });
const row = (receiptNumber: string, amount: string, reversed = false): Booking => ({
  id: '7',
  receiptNumber,
  amount: tzs(amount),
  note: undefined,
  reversed,
  released: false,
});

test('a row with the code and the amount is the booking', () => {
  const rows = [row('other', '100.12'), row('ours', '100.12')];
  expect(judge(rows, 'ours', tzs('100.12'))).toBe('booked');
});

test('a row with the code and another amount is told apart', () => {
  expect(judge([row('ours', '100.13')], 'ours', tzs('100.12'))).toBe('other-amount');
});

test('codes are compared letter by letter, and a booking that was taken back counts for nothing', () => {
  const rows = [row('OURS', '100.12'), row('ours', '100.12', true)];
  expect(judge(rows, 'ours', tzs('100.12'))).toBe('not-booked');
  expect(judge([], 'ours', tzs('100.12'))).toBe('not-booked');
});

test('a credit stands, was undone, or was never there', () => {
  const stands = (rows: readonly Booking[]) => standingOf(rows, 'ours', tzs('100.12'));
  expect(stands([row('other', '100.12'), row('ours', '100.12')])).toMatchObject({
    ...{ kind: 'stands', bookingId: '7' },
  });
  expect(stands([row('ours', '100.12', true)])).toMatchObject({ kind: 'undone' });
  expect(stands([row('ours', '100.13')])).toMatchObject({ kind: 'other-amount' });
  expect(stands([row('other', '100.12')])).toBeUndefined();
});
