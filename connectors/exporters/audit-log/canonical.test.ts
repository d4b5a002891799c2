import fc from 'fast-check';
import { canonicalDocument } from './canonical';
import { KnownShapes } from './known-shapes';

/** Objects in any order of their fields, written as the exporter writes them. */
function shuffled(value: unknown, random: () => number): string {
  if (Array.isArray(value)) return `[${value.map((one) => shuffled(one, random)).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(
    ([name, one]) => `${JSON.stringify(name)}:${shuffled(one, random)}`,
  );
  return `{${members.sort(() => random() - 0.5).join(',')}}`;
}

const json = fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue());

test('is the same whatever order fields come in, says the same as before, and is its own form', () => {
  fc.assert(
    fc.property(
      json,
      fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
      (value, stream) => {
        const random = () => stream.next().value as number;
        const [one, other] = [shuffled(value, random), shuffled(value, random)];
        const canonical = canonicalDocument(one);
        expect(canonicalDocument(other)).toBe(canonical);
        expect(canonicalDocument(canonical)).toBe(canonical);
        const rest = Object.fromEntries(
          Object.entries(value).filter(([name]) => name !== 'sequence'),
        );
        expect(JSON.parse(canonical)).toEqual(JSON.parse(JSON.stringify(rest)));
      },
    ),
  );
});

/** The same fields, each value another one, and now and then one of another kind. */
function withOtherValues(value: unknown, next: () => number): unknown {
  if (Array.isArray(value)) return value.map((one) => withOtherValues(one, next));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([name, one]) => [name, withOtherValues(one, next)]),
    );
  }
  return [next(), `"}],\\${next()}`, null, true, {}, [], { b: 1, a: [2] }][Math.floor(next() * 7)];
}

test('a document like one before it becomes what it becomes where nothing was before it', () => {
  fc.assert(
    fc.property(
      json,
      fc.infiniteStream(fc.double({ min: 0, max: 0.999, noNaN: true })),
      (value, stream) => {
        const next = () => stream.next().value as number;
        const shapes = new KnownShapes();
        for (let round = 0; round < 8; round += 1) {
          const document = JSON.stringify(withOtherValues(value, next));
          expect(canonicalDocument(document, shapes)).toBe(
            canonicalDocument(document, new KnownShapes()),
          );
          // Cut off or with more behind it, it is like none.
          for (const spoilt of [document.slice(0, -1), `${document}}`]) {
            expect(canonicalDocument(spoilt, shapes)).toBe(spoilt);
          }
        }
      },
    ),
  );
});

test('numbers and texts stay as they stand, and only the sequence at the top goes', () => {
  const document =
    '{"b":9007199254740993,"a":{"sequence":1.0,"x":[1.0E21,-0.0,"\\u2028\\"}"]},"sequence":7}';
  expect(canonicalDocument(document)).toBe(
    '{"a":{"sequence":1.0,"x":[1.0E21,-0.0,"\\u2028\\"}"]},"b":9007199254740993}',
  );
});

test('what differs in anything else is another one', () => {
  const document = '{"a":[1,2],"b":{"c":"d"},"e":1.0}';
  for (const other of [
    '{"a":[2,1],"b":{"c":"d"},"e":1.0}',
    '{"a":[1,2],"b":{"c":"D"},"e":1.0}',
    '{"a":[1,2],"b":{"c":"d"},"e":1}',
    '{"a":[1,2],"b":{"c":"d","e":1.0}}',
    '{"a":[1,2],"b":{"c":"d"}}',
  ]) {
    expect(canonicalDocument(other)).not.toBe(canonicalDocument(document));
  }
});

test.each([
  '',
  '{"b":1, "a":2}',
  '{"b":1,"a":',
  '{"b" 1}',
  '{"b":1}x',
  '{"b":"',
  '[1,]',
  '['.repeat(5_000),
])('what is no such document stays as it is: %s', (text) => {
  expect(canonicalDocument(text)).toBe(text);
});
