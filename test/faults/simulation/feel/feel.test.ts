import { compileFeel } from './feel';
import { functions } from './functions';
import type { Value } from './values';

const now = Date.parse('2026-11-28T10:00:00.000Z');

function answer(source: string, variables: Readonly<Record<string, Value>> = {}): unknown {
  const value = compileFeel(source)({ now: () => now, get: (name) => variables[name] });
  return JSON.parse(JSON.stringify(value)) as unknown;
}

/** By what is known of the engine's FEEL: bpmn/README.md, findings. */
const cases: readonly (readonly [string, unknown])[] = [
  ['null = null', true],
  ['missing = null', true],
  ['missing.field = null', true],
  ['"a" = null', false],
  ['1 = "1"', null],
  ['null < 1', null],
  ['null + 1', null],
  ['"a" + null', null],
  ['true or null', true],
  ['false or null', null],
  ['false and null', false],
  ['true and null', null],
  ['not(null)', null],
  ['if null then 1 else 2', 2],
  ['1 + 2 * 3 - 4 / 2', 5],
  ['1 < 2 and 2 <= 2 and "a" != "b"', true],
  ['["book", "release"][1]', 'book'],
  ['["book"][2]', null],
  ['count(["a", "b"])', 2],
  ['list contains(["a", null], null)', true],
  ['list contains(["a"], null)', false],
  ['get or else(null, "PT0S")', 'PT0S'],
  ['get or else(false, true)', false],
  ['context put({a: 1}, "b", {c: [2]})', { a: 1, b: { c: [2] } }],
  ['context put(null, "b", 1)', null],
  ['{a: 1, b: "x"} = {b: "x", a: 1}', true],
  ['number("100.12") <= number("100.12")', true],
  ['number("1e3")', null],
  ['date and time(now(), "Z")', '2026-11-28T10:00Z'],
  ['date and time(now() + duration("PT1.5S"), "Z")', '2026-11-28T10:00:01.500Z'],
  ['date and time("2026-11-28T10:00:30.000Z") - now()', 'PT30S'],
  ['date and time("2026-11-28T11:00:00.000+01:00") > now()', false],
  ['date and time(null)', null],
  ['date and time("no date")', null],
  ['duration("PT30S") / 3', 'PT10S'],
  ['duration("P1D") + duration("PT2M")', 'PT24H2M'],
  ['duration("PT15M") * 2 > duration("PT20M")', true],
  ['duration("-PT1.5S")', 'PT-1.5S'],
  ['duration("")', null],
  ['(if 1 = 1 then "a" else "b") + ":" + "c"', 'a:c'],
];

test.each(cases)('%s is %j', (source, expected) => {
  expect(answer(source)).toEqual(expected);
});

test('variables are seen by name, and their fields', () => {
  const variables = { a: { b: { c: 'deep' } }, list: ['x'] };
  expect(answer('a.b.c + list[1]', variables)).toBe('deepx');
});

test.each([
  'for a in b return a',
  'some x in y satisfies x',
  'a between 1 and 2',
  'b[item > 1]',
  'unknown(1)',
  'duration("PT1S", "PT2S")',
  '"a\\nb"',
  'a b',
  '1 +',
  '@"PT1S"',
])('%s is refused when it is read, and not guessed at', (source) => {
  expect(() => compileFeel(source)).toThrow('not simulated');
});

test('a number that JavaScript cannot hold is refused, and not rounded', () => {
  expect(() => answer('number("12345678901234.567")')).toThrow('more digits');
});

test('every function has a case here', () => {
  const sources = cases.map(([source]) => source).join(' ');
  expect(Object.keys(functions).filter((name) => !sources.includes(`${name}(`))).toEqual([]);
});
