import fc from 'fast-check';
import { parseJsonWithLargeNumbers, parseLosslessJson } from './lossless-json';

test('numbers keep every digit that Fineract wrote', () => {
  const text = '{"a":12345678901234567.890100,"b":[0,-1.50,4.99995000,1E+3],"c":{"d":100.10}}';
  expect(parseLosslessJson(text)).toEqual({
    a: '12345678901234567.890100',
    b: ['0', '-1.50', '4.99995000', '1E+3'],
    c: { d: '100.10' },
  });
});

test('strings with digits, quotes and backslashes in them are left alone', () => {
  const value = { name: 'Juma "7" \\ 1.5', path: 'C:\\2', 'key 3': true, none: null };
  expect(parseLosslessJson(JSON.stringify(value))).toEqual(value);
});

test('whatever JSON holds no numbers is parsed as JSON.parse does', () => {
  const withoutNumbers = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      fc.string(),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(fc.string(), tie('value'), { maxKeys: 4 }),
    ),
  })).value;
  fc.assert(
    fc.property(withoutNumbers, (value) => {
      const text = JSON.stringify(value);
      expect(parseLosslessJson(text)).toEqual(JSON.parse(text));
    }),
  );
});

test('what is no JSON is refused', () => {
  expect(() => parseLosslessJson('<!doctype html><p>400')).toThrow(SyntaxError);
  expect(() => parseLosslessJson('{"a":"')).toThrow(SyntaxError);
});

test('whole numbers that a double does not hold are text, and all else as JSON.parse has it', () => {
  const text =
    '{"key":9007199254740993,"n":-9007199254740993,"safe":2251799813685249,"f":0.1234567890123456789,"t":"9007199254740993"}';
  expect(parseJsonWithLargeNumbers(text)).toEqual({
    key: '9007199254740993',
    n: '-9007199254740993',
    safe: 2251799813685249,
    f: 0.1234567890123456789,
    t: '9007199254740993',
  });
});
