import fc from 'fast-check';
import { checkJsonShape } from './json-shape';

const check = (text: string) => () => checkJsonShape(Buffer.from(text));

function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(depthOf));
}

test('any JSON passes that is no deeper than 32, whatever its strings hold', () => {
  const json = fc.json({
    maxDepth: 40,
    stringUnit: fc.constantFrom('[', '{', '"', '\\', 'a', 'é'),
  });
  fc.assert(
    fc.property(json, (text) => {
      let isRefused = false;
      try {
        checkJsonShape(Buffer.from(text));
      } catch {
        isRefused = true;
      }
      expect(isRefused).toBe(depthOf(JSON.parse(text)) > 32);
    }),
  );
});

test.each(['[', '{"a":'])('%p a thousand times is too deep', (opening) => {
  expect(check(opening.repeat(32))).not.toThrow();
  expect(check(opening.repeat(33))).toThrow('3101');
  expect(check(opening.repeat(1_000))).toThrow('3101');
});

test('brackets in strings do not count, not even behind an escaped quote', () => {
  expect(check(`["${'['.repeat(100)}\\"${'{'.repeat(100)}"]`)).not.toThrow();
  expect(check(`["\\\\"${',['.repeat(100)}`)).toThrow('3101');
  expect(check('"\\')).not.toThrow();
});

test('half a million values are too many, closed ones too', () => {
  expect(check(`[${'0,'.repeat(499_999)}`)).not.toThrow();
  expect(check(`[${'0,'.repeat(500_000)}`)).toThrow('3103');
  expect(check(`[${'[],'.repeat(250_000)}`)).toThrow('3103');
});
