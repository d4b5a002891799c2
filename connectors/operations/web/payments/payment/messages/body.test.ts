import { tidied } from './body';

const body = { text: '{"a":1}', bytes: 7 };

test('a body that is whole is laid out', () => {
  expect(tidied(body)).toBe('{\n  "a": 1\n}');
});

test('half of a body, and one that is no text, stand as they were', () => {
  expect(tidied({ ...body, isCut: true })).toBeUndefined();
  expect(tidied({ ...body, isBase64: true })).toBeUndefined();
});
