import fc from 'fast-check';
import {
  changed,
  readAmount,
  readCurrency,
  readErrorCodes,
  readQuery,
  searchOf,
  sides,
  sorts,
  startOf,
  states,
  times,
  withTime,
  writeQuery,
  type Query,
} from './query';
import { steps } from '../../kit/payment-steps';

const some = <Value>(one: fc.Arbitrary<Value>) =>
  fc.uniqueArray(one, { minLength: 1, maxLength: 5 });
const said = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 100 })
  .map((text) => text.trim())
  .filter((text) => text !== '' && text.length <= 128);
const instant = fc
  .date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString());
const amount = fc.tuple(fc.nat(), fc.nat({ max: 99 })).map(([whole, cents]) => `${whole}.${cents}`);

/** Whatever can be looked for. */
const queries: fc.Arbitrary<Query> = fc.record(
  {
    id: said,
    text: said,
    hidden: fc.stringMatching(/^[a-z0-9]{1,32}$/),
    states: some(fc.constantFrom(...states)),
    side: fc.constantFrom(...sides),
    counterpart: said,
    time: fc.constantFrom(...times),
    startedFrom: instant,
    startedBefore: instant,
    amountFrom: amount,
    amountTo: amount,
    currency: fc.constantFrom('TZS', 'USD'),
    errorCodes: some(fc.stringMatching(/^\d{4}$/)),
    standsAt: some(fc.constantFrom(...steps)),
    wentThrough: some(fc.constantFrom(...steps)),
    standsStill: fc.boolean(),
    engine: fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/),
    ranBy: fc.stringMatching(/^[a-z-]{1,63}\/\d{1,20}$/),
    wentThroughElement: fc.stringMatching(/^\w{1,255}$/),
    standsAtElement: fc.stringMatching(/^\w{1,255}$/),
    sort: fc.constantFrom(...sorts),
  },
  { requiredKeys: [] },
);

test('whatever is looked for is read from its address again', () => {
  fc.assert(
    fc.property(queries, (query) => {
      expect(readQuery(writeQuery(query))).toEqual({ query, ignored: [] });
    }),
  );
});

test('the same search has one address, in whatever order it was put together', () => {
  fc.assert(
    fc.property(queries, (query) => {
      const backwards = Object.fromEntries(Object.entries(query).reverse()) as Query;
      expect(writeQuery(backwards)).toBe(writeQuery(query));
    }),
  );
});

test('an address that somebody has made up is read as far as it says something, and the rest is told', () => {
  fc.assert(
    fc.property(fc.string(), fc.webQueryParameters(), (junk, more) => {
      const { query } = readQuery(`${junk}&${more}`);
      expect(readQuery(writeQuery(query))).toEqual({ query, ignored: [] });
    }),
  );
});

test.each([
  ['states=failed,lost', 'states'],
  ['amountFrom=a-lot', 'amountFrom'],
  ['startedFrom=2026-02-30T99:00:00Z', 'startedFrom'],
  ['party=255712345678', 'party'],
  ['side=payer&side=payee', 'side'],
])('%s is not half understood: it is told', (address, name) => {
  expect(readQuery(address).ignored).toEqual([name]);
});

test('what is taken away or empty is not in the address', () => {
  const query: Query = { states: ['failed'], side: 'payer' };
  expect(writeQuery(changed(query, { states: [], side: undefined }))).toBe('');
});

test('a span that moves with the clock and an own one exclude each other', () => {
  const today = withTime({ startedFrom: '2026-11-28T00:00:00Z' }, { time: 'today' });
  expect(today).toEqual({ time: 'today' });
  expect(withTime(today, { startedBefore: '2026-11-28T00:00:00Z' })).toEqual({
    startedBefore: '2026-11-28T00:00:00Z',
  });
});

const when = { nowMs: Date.parse('2026-11-30T01:30:00Z'), zone: 'utc' } as const;

describe('what the API is asked', () => {
  test('of an id is nothing else', () => {
    expect(searchOf({ id: 'x', time: 'today', states: ['paid'] }, {}, when)).toEqual({ id: 'x' });
  });

  test('has the number that stands in no address, and not its key', () => {
    const party = { partyIdType: 'MSISDN', partyIdentifier: '255712345678' } as const;
    expect(searchOf({ hidden: 'k1', states: ['paid'] }, { party }, when)).toEqual({
      states: ['paid'],
      party,
    });
  });

  test('has instants for spans that move with the clock', () => {
    expect(searchOf({ time: 'today' }, {}, when)).toEqual({
      startedFrom: '2026-11-30T00:00:00.000Z',
    });
    expect(searchOf({ time: '24h' }, {}, when)).toEqual({
      startedFrom: '2026-11-29T01:30:00.000Z',
    });
  });
});

test('today begins at midnight of the zone in which times are read', () => {
  const own = new Date(startOf('today', when.nowMs, 'own'));
  expect([own.getHours(), own.getMinutes(), own.getSeconds()]).toEqual([0, 0, 0]);
  expect(when.nowMs - own.getTime()).toBeLessThan(86_400_000);
});

test('amounts, currencies and codes are read as people write them', () => {
  expect(['10,000.50', '10 000', '7', '1,00', '-1', '1e5', ''].map(readAmount)).toEqual([
    ...['10000.50', '10000', '7'],
    ...[undefined, undefined, undefined, undefined],
  ]);
  expect(['tzs', 'TZ'].map(readCurrency)).toEqual(['TZS', undefined]);
  expect(readErrorCodes('5100; 3204 5100')).toEqual(['5100', '3204']);
  expect(readErrorCodes('5100 and more')).toBeUndefined();
});
