import { formatAge, formatMoney } from './formats';

test.each([
  ['100000', 'TZS', 'TZS 100,000.00'],
  ['0.5', 'TZS', 'TZS 0.50'],
  // More digits than the currency has are shown, never rounded away.
  ['1.2345', 'USD', 'USD 1.2345'],
  ['7.5', 'UGX', 'UGX 7.5'],
  ['1000', 'UGX', 'UGX 1,000'],
  // More than a number of JavaScript holds.
  ['123456789012345678.99', 'TZS', 'TZS 123,456,789,012,345,678.99'],
  ['-5.1', 'KES', '-KES 5.10'],
])('%s %s is read as %s', (amount, currency, text) => {
  expect(formatMoney({ amount, currency }, 'en').replaceAll('\u00a0', ' ')).toBe(text);
});

test.each([
  ['1234567890123456789', 'TZS'],
  ['1e3', 'TZS'],
  ['', 'TZS'],
  ['5', ''],
  ['5', 'shillings'],
])('what is no amount of a currency stands as it came: %j %j', (amount, currency) => {
  expect(formatMoney({ amount, currency }, 'en')).toBe(`${currency} ${amount}`);
});

test.each([
  [-1, '0 s'],
  [999, '0 s'],
  [61_000, '1 min 1 s'],
  [3_600_000, '1 h'],
  // The two largest units only, and none of them zero.
  [86_400_000 + 5_000, '1 d'],
  [2 * 86_400_000 + 3 * 3_600_000 + 59_000, '2 d 3 h'],
])('%i ms are an age of %s', (ageMs, text) => {
  expect(formatAge(ageMs)).toBe(text);
});
