import { EntryMemory } from './entry-memory';

const originMs = Date.parse('2026-11-21T00:00:00.000Z');
/** Not mixed at all: a poor hash would be slow on them. */
const entryOf = (number: number) => ({
  entryId: `00000000-0000-5000-8000-${number.toString(16).padStart(12, '0')}`,
  flow: number % 7,
  minorUnits: BigInt(number) ** 4n,
  originMs: originMs + (number % 3) * 3_600_000,
  offset: number * 2,
  transferMark: 2 ** 32 - 1 - number,
});

function filled(count: number): EntryMemory {
  const memory = new EntryMemory();
  for (let number = 0; number < count; number += 1) memory.add(entryOf(number), originMs + number);
  return memory;
}

test('what was added is found as it was, amounts of 22 digits too, and nothing else', () => {
  const memory = filled(10_000);
  for (const number of [0, 1, 4095, 4096, 9_999]) {
    expect(memory.find(entryOf(number).entryId)).toEqual(entryOf(number));
  }
  expect(memory.find(entryOf(10_000).entryId)).toBeUndefined();
  const large = { ...entryOf(10_001), minorUnits: 10n ** 22n - 1n };
  memory.add(large, originMs);
  expect(memory.find(large.entryId)).toEqual(large);
});

test('the entries from an offset on come from the last one back', () => {
  const memory = filled(5000);
  expect([...memory.since(9996)]).toEqual([entryOf(4999), entryOf(4998)]);
  expect([...memory.since(9995)]).toHaveLength(2);
  expect([...memory.since(10_000)]).toEqual([]);
});

test('forgets the oldest only, in large pieces, and only what lies before the cut', () => {
  const memory = filled(20_000);
  // A chunk of 4096 alone is not worth the trouble; the second one is not all before the cut.
  memory.forget(originMs + 10_000, 2 * 5000);
  expect(memory.size).toBe(20_000);
  memory.forget(originMs + 10_000, 2 * 20_000);
  expect(memory.size).toBe(20_000 - 2 * 4096);
  expect(memory.find(entryOf(2 * 4096 - 1).entryId)).toBeUndefined();
  for (let number = 2 * 4096; number < 20_000; number += 1) {
    expect(memory.find(entryOf(number).entryId)?.offset).toBe(2 * number);
  }
  const added = entryOf(20_000);
  memory.add(added, originMs);
  expect(memory.find(added.entryId)).toEqual(added);
  expect([...memory.since(0)]).toHaveLength(20_001 - 2 * 4096);
});

/** Of all arrays of bytes and numbers that can be reached. */
function bytesHeldBy(value: unknown, seen = new Set<unknown>()): number {
  if (typeof value !== 'object' || value === null || seen.has(value)) return 0;
  seen.add(value);
  if (ArrayBuffer.isView(value)) {
    const isKnown = seen.has(value.buffer);
    seen.add(value.buffer);
    return isKnown ? 0 : value.buffer.byteLength;
  }
  const parts: unknown[] = value instanceof Map ? [...value].flat() : Object.values(value);
  return parts.reduce<number>((sum, part) => sum + bytesHeldBy(part, seen), 0);
}

test('an entry takes less than 72 bytes, the index included', () => {
  const memory = filled(200_000);
  const bytes = bytesHeldBy(memory) / memory.size;
  expect(memory.find(entryOf(199_999).entryId)).toEqual(entryOf(199_999));
  expect(bytes).toBeLessThan(72);
  expect(bytes).toBeGreaterThan(40);
});
