import { Enums } from '@mojaloop/central-services-error-handling';
import fc from 'fast-check';
import { payerWords } from './payer-words';

const standard = Object.values(Enums.FSPIOPErrorCodes).map(({ code }) => code);

test('every error of the standard has words of its category', () => {
  expect(standard.length).toBeGreaterThan(50);
  for (const code of standard) expect(payerWords(code)).toMatch(/^[A-Z].*\.$/);
});

test('every code that a scheme may invent has plain words without internals', () => {
  const code = fc.integer({ min: 1_000, max: 9_999 }).map(String);
  fc.assert(
    fc.property(code, (errorCode) => {
      const words = payerWords(errorCode);
      expect(words.length).toBeLessThanOrEqual(160);
      expect(words).not.toMatch(/\d|FSP|DFSP|switch|ledger|hub|server|error|undefined/i);
    }),
  );
});

test.each([
  ['3204', /find this recipient/],
  ['4001', /not enough money/],
  ['4100', /did not agree/],
  ['4200', /not enough money in your account/],
  ['4240', /over one of its limits/],
  ['5200', /limit of the recipient/],
  ['5400', /recipient cannot take payments/],
  ['3303', /took too long/],
  ['2001', /busy/],
  ['9999', /could not be made/],
])('the words for %s fit', (errorCode, words) => {
  expect(payerWords(errorCode)).toMatch(words);
});
