import { laidOutJson } from './laid-out';

test('JSON is laid out', () => {
  expect(laidOutJson('{"a":{"b":1}}')).toBe('{\n  "a": {\n    "b": 1\n  }\n}');
});

test('what would not be the same laid out, and what is no JSON, is not', () => {
  expect(laidOutJson('{"amount":100.10}')).toBeUndefined();
  expect(laidOutJson('{"id":12345678901234567890}')).toBeUndefined();
  expect(laidOutJson('{cut')).toBeUndefined();
});

test('an amount in text keeps its digits', () => {
  expect(laidOutJson('{"amount":"100.10"}')).toContain('"100.10"');
});

test('a time with its milliseconds is no number', () => {
  expect(laidOutJson('{"completedTimestamp":"2026-11-30T01:56:18.000Z"}')).toContain(
    '\n  "completedTimestamp"',
  );
});
