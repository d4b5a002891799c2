import { isUtf8, parseMediaTypeHeader } from './media-type';

const read = (text: string) => {
  const found = parseMediaTypeHeader(text);
  return found && [found.type, Object.fromEntries(found.parameters)];
};

test.each([
  ['application/json', ['application/json', {}]],
  ['Application/JSON ; Charset=UTF-8', ['application/json', { charset: 'UTF-8' }]],
  [
    'text/csv;header=present;charset="utf-8"',
    ['text/csv', { header: 'present', charset: 'utf-8' }],
  ],
  ['a/b; ; c="x;\\"y\\\\" ;', ['a/b', { c: 'x;"y\\' }]],
])('%s is read', (text, expected) => {
  expect(read(text)).toEqual(expected);
});

test.each(['', 'json', 'a/b c', 'a/b;c', 'a/b;c="d', 'a/b;c=1;C=2', 'a/b,c/d', 'a/b;c=d e'])(
  '%j is no media type',
  (text) => {
    expect(read(text)).toBeUndefined();
  },
);

test('without a charset it is UTF-8', () => {
  const isRight = (text: string) =>
    isUtf8(parseMediaTypeHeader(text) ?? { type: '', parameters: new Map() });
  expect(['a/b', 'a/b;charset=Utf-8', 'a/b;charset=latin1'].map(isRight)).toEqual([
    true,
    true,
    false,
  ]);
});
