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

test('a large object takes no longer for each of its members than a small one', () => {
  let calls = 0;
  const many = Object.fromEntries(Array.from({ length: 200_000 }, (_, at) => [`m${at}`, at]));
  const json = JSON.stringify(many);
  const made = replaceMembers(json, (name, raw) => {
    calls += 1;
    return name === 'm7' ? '"cut"' : raw;
  });
  expect(calls).toBe(200_000);
  expect(made).toBe(json.replace('"m7":7', '"m7":"cut"'));
});

test.each(['', '  ', '{"a":1', '{"a":{"b":1}', '{', '{"a" 1}', '{a:1}', '{"a":1,}', '{"a'])(
  'an object without an end, or with something in it that is no member, is refused: %s',
  (json) => {
    expect(() => replaceMembers(json, () => '0')).toThrow(SyntaxError);
  },
);
