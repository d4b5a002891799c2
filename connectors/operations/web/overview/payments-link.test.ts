import { paymentsLink } from './payments-link';

test('a figure leads to the payments that it counts', () => {
  const search = {
    ...{ side: 'payer' as const, states: ['failed' as const, 'cancelled' as const] },
    ...{ errorCodes: ['4001'], startedFrom: '2026-11-28T00:00:00.000Z' },
  };
  const [path, query] = paymentsLink('lion', search).split('?');
  expect(path).toBe('~/app/lion/payments');
  expect(Object.fromEntries(new URLSearchParams(query))).toEqual({
    ...{ side: 'payer', states: 'failed,cancelled', errorCodes: '4001' },
    startedFrom: '2026-11-28T00:00:00.000Z',
  });
});
