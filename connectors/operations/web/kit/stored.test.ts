import { keepStored, parsedObject, readStored, storedName } from './stored';

/** As browsers have it, but for how much it holds. */
function storageOf(itemsMax: number) {
  const items = new Map<string, string>();
  return {
    getItem: (name: string) => items.get(name) ?? null,
    setItem: (name: string, value: string) => {
      if (items.size >= itemsMax) throw new DOMException('Full', 'QuotaExceededError');
      items.set(name, value);
    },
    removeItem: (name: string) => void items.delete(name),
  };
}

function browserWith(get: () => unknown): void {
  Object.defineProperty(globalThis, 'sessionStorage', { configurable: true, get });
}

afterEach(() => {
  Reflect.deleteProperty(globalThis, 'sessionStorage');
});

test('what is kept is read again, until there is nothing to keep', () => {
  const storage = storageOf(1);
  browserWith(() => storage);
  expect(keepStored('tab', 'a', 'words')).toBe(true);
  expect(readStored('tab', 'a')).toBe('words');
  expect(keepStored('tab', 'a', undefined)).toBe(true);
  expect(readStored('tab', 'a')).toBeNull();
});

test('a browser that is full says so, and throws at nobody', () => {
  browserWith(() => storageOf(0));
  expect(keepStored('tab', 'a', 'words')).toBe(false);
});

test('a browser that forbids it says so, and throws at nobody', () => {
  browserWith(() => {
    throw new DOMException('Not here', 'SecurityError');
  });
  expect(keepStored('tab', 'a', 'words')).toBe(false);
  expect(readStored('tab', 'a')).toBeNull();
});

test('neither another person nor another tenant nor another matter has the same name', () => {
  const names = [
    storedName('draft', 'amina', 'lion', 'a:b'),
    storedName('draft', 'juma', 'lion', 'a:b'),
    storedName('draft', 'amina', 'lion:a', 'b'),
    storedName('draft', 'amina:lion', 'a', 'b'),
    storedName('draft', 'amina', 'lion'),
    storedName('rules', 'amina', 'lion'),
  ];
  expect(new Set(names).size).toBe(names.length);
});

test.each([null, '', 'no JSON', 'null', '1', '"text"'])('%j is no object', (stored) => {
  expect(parsedObject(stored)).toEqual({});
});

test('an object is read as it was stored', () => {
  expect(parsedObject('{"a":1}')).toEqual({ a: 1 });
});
