import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import fc from 'fast-check';
import type { Counted } from './counted';
import { EntryMemory } from './entry-memory';

const directory = tmpdir();
const opened: EntryMemory[] = [];
afterEach(() => {
  for (const memory of opened.splice(0)) memory.close();
});

function memoryOf(entriesMax: number): EntryMemory {
  const memory = new EntryMemory({ entriesMax, directory });
  opened.push(memory);
  return memory;
}

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

function filled(count: number, entriesMax = 1_000_000): EntryMemory {
  const memory = memoryOf(entriesMax);
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

test('above the bound an entry takes less than 2 bytes of memory, and is found in a file', () => {
  const memory = filled(120_000, 10_000);
  expect(memory.size).toBe(120_000);
  expect(memory.sizeInFiles).toBeGreaterThanOrEqual(110_000);
  expect(bytesHeldBy(memory)).toBeLessThan(10_000 * 72 + 120_000 * 2);
  for (let number = 0; number < 120_000; number += 997) {
    expect(memory.find(entryOf(number).entryId)).toEqual(entryOf(number));
  }
  expect(memory.find(entryOf(120_000).entryId)).toBeUndefined();
});

test('files have no names, so that nothing is left of a process that is killed', () => {
  const names = () => readdirSync(directory).filter((name) => name.includes('payment-hub-entries'));
  const before = names();
  const memory = filled(1_000, 10);
  expect(memory.sizeInFiles).toBeGreaterThan(900);
  expect(names()).toEqual(before);
});

test('where no file can be written an entry is not taken, and nothing is forgotten', () => {
  const memory = new EntryMemory({ entriesMax: 10, directory: '/nowhere/at/all' });
  for (let number = 0; number < 10; number += 1) memory.add(entryOf(number), originMs);
  expect(() => memory.add(entryOf(10), originMs)).toThrow('ENOENT');
  expect(memory.size).toBe(10);
  expect(memory.find(entryOf(0).entryId)).toEqual(entryOf(0));
  expect(memory.find(entryOf(10).entryId)).toBeUndefined();
});

type Step =
  | { readonly kind: 'add'; readonly id: number }
  | { readonly kind: 'forget'; readonly age: number; readonly below: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 20, arbitrary: fc.record({ kind: fc.constant('add'), id: fc.nat(400) }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('forget'), age: fc.nat(120), below: fc.nat(60) }),
  },
);

test('whatever the bound: every id is found as it was first counted, until it may be forgotten', () => {
  let inFiles = 0;
  fc.assert(
    fc.property(
      fc.integer({ min: 2, max: 40 }),
      fc.array(step, { minLength: 50, maxLength: 600 }),
      (entriesMax, steps) => {
        const memory = new EntryMemory({ entriesMax, directory });
        const model = new Map<string, Counted>();
        /** What may be gone, and need not be. */
        const forgettable = new Set<string>();
        let time = 0;
        for (const one of steps) {
          time += 1;
          if (one.kind === 'forget') {
            const beforeOffset = 2 * time - one.below;
            memory.forget(originMs + time - one.age, beforeOffset);
            for (const { entryId, offset } of model.values()) {
              const isOld = offset / 2 < time - one.age && offset < beforeOffset;
              if (isOld) forgettable.add(entryId);
            }
            continue;
          }
          const entry = { ...entryOf(one.id * 7919), offset: 2 * time };
          const known = memory.find(entry.entryId);
          const first = model.get(entry.entryId);
          const mayBeGone = first === undefined || forgettable.has(entry.entryId);
          expect([first, ...(mayBeGone ? [undefined] : [])]).toContainEqual(known);
          if (known !== undefined) continue;
          memory.add(entry, originMs + time);
          model.set(entry.entryId, entry);
          forgettable.delete(entry.entryId);
          expect(memory.size - memory.sizeInFiles).toBeLessThanOrEqual(entriesMax);
        }
        const kept = [...model.values()].filter(({ entryId }) => !forgettable.has(entryId));
        for (const entry of kept) expect(memory.find(entry.entryId)).toEqual(entry);
        const since = [...memory.since(time)].map(({ offset }) => offset);
        const expected = kept.map(({ offset }) => offset).filter((offset) => offset >= time);
        expect(since).toEqual(expect.arrayContaining(expected));
        expect(new Set(since).size).toBe(since.length);
        inFiles += memory.sizeInFiles;
        memory.close();
      },
    ),
    { numRuns: 100 },
  );
  // Else the property would say little.
  expect(inFiles).toBeGreaterThan(1_000);
});
