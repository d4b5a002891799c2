import fc from 'fast-check';
import { isPersonal } from '../../kit/personal';
import { countryCodeOf, readTyped } from './typed';

const transactionId = '1cff7271-73a0-5470-936e-f6d801249120';

test.each([
  ['a transaction', transactionId],
  ['a ULID of newer switches', '01ARZ3NDEKTSV4RRFFQ69G5FAV'],
  ["an app's own", 'order-2026113000017'],
])('the id of %s is asked for alone', (_, id) => {
  const read = { kind: 'id', text: id, search: { id } };
  expect(readTyped(` ${id} `, undefined)).toEqual(read);
});

test('a key of the engine is asked for as free text, which the audit does not keep', () => {
  const text = '2251799813685249';
  expect(readTyped(text, '255')).toEqual({ kind: 'id', text, search: { text } });
});

test.each(['+255712345678', '+255 712 345 678', '00255712345678', '255712345678', '0712-345-678'])(
  '%s is the number of a person, whole and with its country',
  (typed) => {
    expect(readTyped(typed, '255')).toEqual({
      kind: 'personal',
      search: { party: { partyIdType: 'MSISDN', partyIdentifier: '255712345678' } },
    });
  },
);

test('a number without its country is not guessed at', () => {
  expect(readTyped('0712345678', undefined)).toEqual({ kind: 'number-without-country' });
  expect(countryCodeOf('Africa/Dar_es_Salaam')).toBe('255');
  expect(countryCodeOf('UTC')).toBeUndefined();
});

test('an address of mail is of a person', () => {
  expect(readTyped('amina@example.org', undefined)).toEqual({
    kind: 'personal',
    search: { party: { partyIdType: 'EMAIL', partyIdentifier: 'amina@example.org' } },
  });
});

test.each(['failed buffalo', '2026-11-28', '2026-11', '100.50 TZS', '5100', 'insufficient'])(
  '"%s" are words, which may stand in an address',
  (text) => {
    expect(readTyped(text, '255')).toEqual({ kind: 'words', text });
  },
);

test('words around a number keep it out of the address', () => {
  expect(readTyped('failed 255712345678', '255')).toEqual({
    kind: 'personal',
    search: { text: 'failed 255712345678' },
  });
});

test('nothing is nothing', () => {
  expect(readTyped('  ', '255')).toEqual({ kind: 'nothing' });
});

const numbers = fc
  .tuple(
    fc.constantFrom('+', '', '0', '00'),
    fc.stringMatching(/^[1-9]\d{7,11}$/),
    fc.constantFrom('', ' ', '-', '.'),
  )
  .map(([before, digits, between]) => before + (digits.match(/\d{1,3}/g) ?? []).join(between));
const words = fc.array(fc.constantFrom('paid', 'TZS', 'buffalo', transactionId, '2026-11-28'));

test('in whatever way a number is written, and whatever stands around it, it is no word of an address', () => {
  fc.assert(
    fc.property(numbers, words, words, (number, before, after) => {
      const typed = [...before, number, ...after].join(' ');
      expect(isPersonal(typed)).toBe(true);
      expect(readTyped(typed, '255').kind).toBe('personal');
    }),
  );
});
