import fc from 'fast-check';
import type { Money } from '../../common/money';
import { priceOf, readMerchantCode, writeMerchantCode, type MerchantCode } from './merchant-code';
import { checksumOf, readPayload, UnreadableQrCode, writePayload } from './payload';
import { qrCodesSchema } from './settings';

const settings = qrCodesSchema.parse({ scheme: 'tz.example.scheme' });

/** The example of EMVCo's specification, 5.1, where a Chinese merchant has accounts with two networks. */
const published =
  '00020101021229300012D156000000000510A93FO3230Q31280012D15600000001030812345678520441115802CN5914BEST TRANSPORT' +
  '6007BEIJING64200002ZH0104最佳运输0202北京540523.7253031565502016233030412340603***0708A60086670902ME' +
  '91320016A0112233449988770708123456786304A13A';

const printable = (maxLength: number) =>
  fc.string({
    unit: fc.constantFrom(...Array.from('abcXYZ019 -/ßé雪運')),
    minLength: 1,
    maxLength,
  });
const digits = fc.integer({ min: 1, max: 9_999_999 }).map((amount) => String(amount));
const money = digits.map((amount): Money => ({ amount, currency: 'TZS' }));
const references = fc.record(
  { billNumber: printable(9), terminalLabel: printable(9), purpose: printable(9) },
  { requiredKeys: [] },
);
const anyCode: fc.Arbitrary<MerchantCode> = fc
  .record({
    payee: fc.record(
      {
        partyIdType: fc.constant('BUSINESS' as const),
        partyIdentifier: printable(30),
        partySubIdOrType: printable(30),
      },
      { requiredKeys: ['partyIdType', 'partyIdentifier'] },
    ),
    currency: fc.constant('TZS'),
    amount: fc.option(money, { nil: undefined }),
    addition: fc.oneof(
      fc.constant<MerchantCode['addition']>({ kind: 'none' }),
      fc.constant<MerchantCode['addition']>({ kind: 'tip' }),
      money.map((fee) => ({ kind: 'fixed' as const, fee })),
      fc.constantFrom('5', '2.5', '99.99').map((percentage) => ({
        kind: 'percentage' as const,
        percentage,
      })),
    ),
    merchantName: printable(25),
    merchantCity: printable(15),
    merchantCategoryCode: fc.constant('5411'),
    countryCode: fc.constant('TZ'),
    references,
  })
  .map(({ amount, ...code }) => (amount === undefined ? code : { ...code, amount }));

test('the checksum is the one that the standard’s catalogue gives for 123456789', () => {
  expect(checksumOf('123456789')).toBe('29B1');
});

test('the code that the specification prints is read, letters of another script and all', () => {
  const objects = readPayload(published);
  expect(objects.get('64')).toBe('0002ZH0104最佳运输0202北京');
  const read = readMerchantCode(published, {
    ...settings,
    scheme: 'D15600000001',
    partyIdentifierField: '03',
  });
  expect(read).toEqual({
    payee: { partyIdType: 'BUSINESS', partyIdentifier: '12345678' },
    currency: 'CNY',
    amount: { amount: '23.72', currency: 'CNY' },
    addition: { kind: 'tip' },
    merchantName: 'BEST TRANSPORT',
    merchantCity: 'BEIJING',
    merchantCategoryCode: '4111',
    countryCode: 'CN',
    // The customer's label is for the app to ask for.
    references: { storeLabel: '1234', terminalLabel: 'A6008667' },
  });
});

test('what was written is read again, whatever it says', () => {
  fc.assert(
    fc.property(anyCode, (code) => {
      expect(readMerchantCode(writeMerchantCode(code, settings), settings)).toEqual(code);
    }),
  );
});

test('one character misread is never taken for another code', () => {
  fc.assert(
    fc.property(
      anyCode,
      fc.nat(),
      fc.constantFrom(...Array.from('0123456789ABCx')),
      (code, place, put) => {
        const text = Array.from(writeMerchantCode(code, settings));
        const at = place % text.length;
        fc.pre(text[at] !== put && text[at]?.toUpperCase() !== put.toUpperCase());
        const changed = [...text.slice(0, at), put, ...text.slice(at + 1)].join('');
        expect(() => readMerchantCode(changed, settings)).toThrow(UnreadableQrCode);
      },
    ),
  );
});

test('no bytes, and no well-formed code with anything in it, make it fail in another way', () => {
  const object = fc.tuple(fc.integer({ min: 1, max: 99 }), printable(40));
  const wellFormed = fc
    .array(object)
    .map((objects) => new Map(objects.map(([id, value]) => [String(id).padStart(2, '0'), value])))
    .map((objects) => writePayload(objects));
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), wellFormed), (text) => {
      expect(() => readMerchantCode(text, settings)).toThrow(UnreadableQrCode);
    }),
    { numRuns: 500 },
  );
});

/** A code of these objects, with a checksum that is its own. */
const codeOf = (change: Record<string, string | undefined>) => {
  const usual = {
    '01': '11',
    '26': '0017tz.example.scheme0112duka-la-mama',
    '52': '5411',
    '53': '834',
    '58': 'TZ',
    '59': 'Duka',
    '60': 'Dodoma',
  };
  const objects = Object.entries<string | undefined>({ ...usual, ...change }).sort();
  return writePayload(
    new Map(objects.flatMap(([id, value]) => (value === undefined ? [] : [[id, value] as const]))),
  );
};

test.each([
  ['hello', 'is no EMVCo code'],
  [codeOf({}).slice(0, -3), 'is cut off'],
  [codeOf({}).replace('Duka', 'Dukb'), 'has a checksum that is not its own'],
  [
    codeOf({ '26': '0017tz.example.scheme9' }),
    'has no data object at character 22 of the merchant account 26',
  ],
  [
    codeOf({ '26': '0017tz.example.scheme0199x' }),
    'has in the merchant account 26 the data object 01 with a wrong length',
  ],
  [
    codeOf({ '26': '0017tz.example.scheme00011' }),
    'has the data object 00 twice in the merchant account 26',
  ],
  [codeOf({ '26': '0003tz.0104duka' }), 'has no merchant account of tz.example.scheme'],
  [codeOf({ '26': '0017tz.example.scheme0204duka' }), 'names no merchant (field 01'],
  [codeOf({ '51': '0017TZ.EXAMPLE.SCHEME0104duka' }), 'has two merchant accounts'],
  [codeOf({ '53': undefined }), 'says no currency'],
  [codeOf({ '53': '000' }), 'is in a currency that ISO 4217 has not'],
  [codeOf({ '54': '1,000' }), 'has no amount in data object 54'],
  [codeOf({ '54': '0.00' }), 'is for an amount of 0'],
  [codeOf({ '55': '02' }), 'does not say how much its tip or fee is'],
  [codeOf({ '55': '04' }), 'does not say how much its tip or fee is'],
  [codeOf({ '59': undefined }), "says no merchant's name"],
])('%s is refused: it %s', (text, why) => {
  expect(() => readMerchantCode(text, settings)).toThrow(why);
});

test.each([
  ['0098.50', '98.5'],
  ['98.', '98'],
  ['98', '98'],
])('an amount of %s is one of %s', (written, amount) => {
  expect(readMerchantCode(codeOf({ '54': written }), settings).amount).toEqual({
    amount,
    currency: 'TZS',
  });
});

test.each([
  [{ kind: 'none' }, '1000'],
  [{ kind: 'tip' }, '1050'],
  [{ kind: 'fixed', fee: { amount: '20', currency: 'TZS' } }, '1020'],
  [{ kind: 'percentage', percentage: '2.5' }, '1025'],
] as const)('with %j the payer pays, for 1000 and with a tip of 50, %s', (addition, paid) => {
  const code = { ...readMerchantCode(codeOf({}), settings), addition };
  const tsh = (amount: string) => ({ amount, currency: 'TZS' });
  expect(priceOf(code, tsh('1000'), tsh('50'))).toEqual(tsh(paid));
});
