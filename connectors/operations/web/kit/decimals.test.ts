import { sumOf } from './decimals';

test.each([
  [[], '0'],
  [['0.1', '0.2'], '0.3'],
  [['100.10', '0.9'], '101'],
  [['999999999999999999.99', '0.01'], '1000000000000000000'],
  [['1', '-1.05'], '-0.05'],
])('%j are %s together, exactly', (texts, sum) => {
  expect(sumOf(texts)).toBe(sum);
});

test('what is no decimal is added to nothing', () => {
  expect(() => sumOf(['1', '1e3'])).toThrow(RangeError);
});
