import type { FoundPayment } from '../../api/types';
import { keyOf, newsOf, refreshed, rowsOf } from './steady';

const at = (minute: number) => `2026-11-30T00:${String(minute).padStart(2, '0')}:00.000Z`;

const payment = (minute: number, change: Partial<FoundPayment> = {}): FoundPayment => ({
  ...{ side: 'payer', state: 'under-way', standsStill: false, ageS: 0 },
  ...{ transactionId: `payment-${String(minute)}`, startedAt: at(minute), updatedAt: at(minute) },
  ...{ payer: {}, payee: {}, whatHappened: '', whereTheMoneyIs: '' },
  ...change,
});
const minutes = (...all: readonly number[]) => all.map((minute) => payment(minute));
const keys = (...all: readonly number[]) => new Set(minutes(...all).map(keyOf));

test('a payment that two pages tell stands there once', () => {
  const pages = [
    { payments: minutes(3, 2), next: 'a' },
    { payments: minutes(2, 1), next: null },
  ];
  expect(rowsOf(pages)).toEqual(minutes(3, 2, 1));
});

test('both sides of one payment are two rows', () => {
  const payments = [payment(1), payment(1, { side: 'payee' })];
  expect(rowsOf([{ payments, next: null }])).toHaveLength(2);
});

test('rows stay where they are, each as it is now, and what is new does not come between them', () => {
  const pages = [{ payments: minutes(3, 2, 1), next: null }];
  const paid = payment(2, { state: 'paid' });
  const [page] = refreshed(pages, [payment(4), paid]);
  expect(page?.payments).toEqual([payment(3), paid, payment(1)]);
});

test('nothing is drawn anew where nothing has changed', () => {
  const page = { payments: minutes(3), next: null };
  expect(refreshed([page], minutes(4))[0]).toBe(page);
});

describe('the newest page tells', () => {
  test('how many are new', () => {
    expect(newsOf(minutes(3, 2), false, { payments: minutes(5, 4, 3), next: 'x' })).toEqual({
      newCount: 2,
      isAtLeast: false,
      gone: new Set(),
    });
  });

  test('that there may be more new ones than it has', () => {
    const news = newsOf(minutes(3), true, { payments: minutes(9, 8), next: 'x' });
    expect(news).toMatchObject({ newCount: 2, isAtLeast: true });
  });

  test('what fits no more, as far as it goes itself', () => {
    const news = newsOf(minutes(5, 4, 3, 2), false, { payments: minutes(5, 3), next: 'x' });
    expect(news.gone).toEqual(keys(4));
    const all = newsOf(minutes(5, 4, 3, 2), true, { payments: minutes(5, 3), next: null });
    expect(all.gone).toEqual(keys(4, 2));
  });

  test('nothing of what is further down than the list was read', () => {
    const news = newsOf(minutes(5, 4), false, { payments: minutes(5, 3), next: null });
    expect(news).toMatchObject({ newCount: 0, gone: keys(4) });
  });
});
