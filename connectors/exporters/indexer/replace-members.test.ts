import * as fc from 'fast-check';
import { replaceMembers } from './replace-members';

test('members that are replaced are replaced, whatever their neighbours hold; all else stays byte for byte', () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.string(), fc.jsonValue()),
      fc.func(fc.boolean()),
      fc.constantFrom(undefined, 2),
      (object, isCut, spaces) => {
        const json = JSON.stringify(object, undefined, spaces);
        expect(replaceMembers(json, (_name, raw) => raw)).toBe(json);
        const made = replaceMembers(json, (name, raw) => {
          expect(JSON.parse(raw)).toEqual(JSON.parse(JSON.stringify(object[name])));
          return isCut(name) ? '"cut"' : raw;
        });
        const names = Object.keys(object);
        const expected = names.map((name) => [name, isCut(name) ? 'cut' : object[name]] as const);
        expect(JSON.stringify(JSON.parse(made))).toBe(JSON.stringify(Object.fromEntries(expected)));
      },
    ),
  );
});

test.each(['[{"a":1}]', '"a"', '7'])('what is no object stays: %s', (json) => {
  expect(replaceMembers(json, () => '0')).toBe(json);
});

test.each(['', '{"a":1', '{"a":{"b":1}', '{'])(
  'an object without an end is refused: %s',
  (json) => {
    expect(() => replaceMembers(json, () => '0')).toThrow(SyntaxError);
  },
);
