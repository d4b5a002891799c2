import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { parseJson, parseJsonBytes } from './json';
import { decodeUtf8, readTextFile } from './utf8';

const mark = '\uFEFF';

test('text comes out of bytes as it went in, or not at all', () => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 40 }),
    fc.string({ unit: 'binary', maxLength: 20 }).map((text) => Buffer.from(text)),
    fc.constant(Buffer.from(`${mark}a${mark}`)),
  );
  fc.assert(
    fc.property(bytes, (written) => {
      const text = decodeUtf8(written);
      const lossy = Buffer.from(written).toString('utf8');
      const isWhole = Buffer.from(lossy).equals(written);
      expect(text).toBe(isWhole ? lossy : undefined);
    }),
    { numRuns: 2_000 },
  );
});

test('JSON may have one byte order mark in front (RFC 8259, 8.1), and no byte that is not UTF-8', () => {
  expect(parseJson(`${mark}{"a":1}`)).toEqual({ a: 1 });
  expect(parseJson(`${mark}${mark}1`)).toBeUndefined();
  expect(parseJson(`{${mark}}`)).toBeUndefined();
  expect(parseJsonBytes(Buffer.from(`${mark}"é"`))).toBe('é');
  expect(parseJsonBytes(Buffer.from('"é"', 'latin1'))).toBeUndefined();
});

test('a file that is not UTF-8 is told by its name, and an editor’s byte order mark is left out', () => {
  const folder = mkdtempSync(join(tmpdir(), 'hub-utf8-'));
  const path = join(folder, 'secret');
  writeFileSync(path, `${mark}hush`);
  expect(readTextFile(path)).toBe('hush');
  writeFileSync(path, Buffer.from('clé', 'latin1'));
  expect(() => readTextFile(path)).toThrow(`${path} is not UTF-8 text: save it as UTF-8`);
  rmSync(folder, { recursive: true });
});
