import { moneyText } from './money-text';

test.each([
  ['0.6', 'TZS', '0.60 TZS'],
  ['1000000', 'TZS', '1,000,000.00 TZS'],
  ['100', 'UGX', '100 UGX'],
  ['1.5', 'KWD', '1.500 KWD'],
  ['0.1234', 'TZS', '0.1234 TZS'],
  ['1000.5', 'MMK', '1,000.50 MMK'],
  ['7.5', 'T1S', '7.5 T1S'],
  ['123456789012345678.1234', 'TZS', '123,456,789,012,345,678.1234 TZS'],
])('%s %s is told as %s', (amount, currency, told) => {
  expect(moneyText({ amount, currency })).toBe(told);
});
