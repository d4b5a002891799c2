import fc from 'fast-check';
import { parseJsonBody } from './json-body';
import { Problem } from './problems';

function refusalOf(text: string): unknown {
  try {
    parseJsonBody(text);
  } catch (error) {
    if (error instanceof Problem) return error.toJSON().errors;
    throw error;
  }
  return 'taken';
}

test('all that JSON.stringify writes is read as JSON.parse reads it', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 8 }), fc.constantFrom(0, 2), (value, indent) => {
      const text = JSON.stringify(value, undefined, indent);
      expect(parseJsonBody(text)).toEqual(JSON.parse(text));
    }),
  );
});

test('a key that is there twice is refused wherever it stands and however it is written', () => {
  const path = fc.array(fc.oneof(fc.string(), fc.nat(3)), { maxLength: 6 });
  fc.assert(
    fc.property(path, fc.string(), (steps, key) => {
      const name = JSON.stringify(key);
      const inner = `{${name} : "}{,\\"", "other${key.length}":1,\n${name}\n:[1,{"a":2}]}`;
      const text = steps.reduceRight<string>(
        (content, step) =>
          typeof step === 'number'
            ? `[${'{"x":1},'.repeat(step)}${content}]`
            : `{${JSON.stringify(step)}:${content}}`,
        inner,
      );
      const pointer = [...steps, key]
        .map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`)
        .join('');
      expect(refusalOf(text)).toEqual([{ pointer, detail: 'is there twice' }]);
    }),
  );
});

test('the same key in two objects is no repeat', () => {
  expect(refusalOf('{"a":{"b":1},"c":[{"b":1},{"b":1}],"b":"\\"b\\":"}')).toBe('taken');
});

test('a body is read to a bounded depth', () => {
  expect(refusalOf('['.repeat(20) + ']'.repeat(20))).toBe('taken');
  expect(refusalOf('['.repeat(21) + ']'.repeat(21))).toEqual([
    { pointer: '/0'.repeat(20), detail: 'is nested deeper than 20 levels' },
  ]);
});

test('megabytes of one string are no trouble', () => {
  const text = JSON.stringify({ a: 'line "of" \\ text\n'.repeat(300_000), b: 1 });
  expect(refusalOf(text)).toBe('taken');
  expect(refusalOf(text.replace(/}$/, ',"a":2}'))).toEqual([
    { pointer: '/a', detail: 'is there twice' },
  ]);
});
