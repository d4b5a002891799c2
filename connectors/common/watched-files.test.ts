import {
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { ConfigurationError } from './config/problems';
import type { Logger } from './runtime';
import { watchFiles, type WatchedFile } from './watched-files';

let folder: string;
let nowMs: number;
let logged: { level: string; fields: object }[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'watched-files-'));
  nowMs = 1_000_000;
  logged = [];
});
afterEach(() => rmSync(folder, { recursive: true }));

const log: Logger = {
  debug: () => undefined,
  info: (fields) => logged.push({ level: 'info', fields }),
  warn: () => undefined,
  error: (fields) => logged.push({ level: 'error', fields }),
  child: () => log,
};

const at = (name: string): string => join(folder, name);
const write = (name: string, content: string): void => writeFileSync(at(name), content);
/** Lets enough time pass for the next look. */
const pass = (): number => (nowMs += 2_000);

function parse(files: readonly WatchedFile[]): Record<string, string> {
  const broken = files.find(({ content }) => content === 'broken');
  if (broken !== undefined) throw new Error(`${broken.path} is broken`);
  return Object.fromEntries(files.map(({ path, content }) => [basename(path), content]));
}

const watch = (...paths: string[]) =>
  watchFiles({ paths: paths.map(at), clock: { now: () => nowMs }, log, parse });

test('a changed file is read again, but looked at only every two seconds', () => {
  write('key', 'old');
  const current = watch('key');
  write('key', 'new');
  nowMs += 1_999;
  expect(current()).toEqual({ key: 'old' });
  nowMs += 1;
  expect(current()).toEqual({ key: 'new' });
});

test('what has not changed is the same object', () => {
  write('key', 'old');
  const current = watch('key');
  const first = current();
  pass();
  expect(current()).toBe(first);
  expect(logged).toEqual([]);
});

test('content of the same length with the old time of change on it is seen', () => {
  write('key', 'one');
  utimesSync(at('key'), 1, 1);
  const current = watch('key');
  write('other', 'two');
  utimesSync(at('other'), 1, 1);
  renameSync(at('other'), at('key'));
  pass();
  expect(current()).toEqual({ key: 'two' });
});

test('files that come to a folder, change in it and go from it are seen; hidden ones and folders are not', () => {
  write('a', '1');
  write('.hidden', 'x');
  mkdirSync(at('below'));
  const current = watch('.');
  expect(current()).toEqual({ a: '1' });
  write('b', '2');
  pass();
  expect(current()).toEqual({ a: '1', b: '2' });
  write('b', '3');
  unlinkSync(at('a'));
  pass();
  expect(current()).toEqual({ b: '3' });
});

test('a folder whose link Kubernetes swaps is seen', () => {
  for (const version of ['1', '2']) {
    mkdirSync(at(`..${version}`));
    write(`..${version}/key`, version);
  }
  symlinkSync('..1', at('..data'));
  symlinkSync('..data/key', at('key'));
  const [file, whole] = [watch('key'), watch('.')];
  symlinkSync('..2', at('..new'));
  renameSync(at('..new'), at('..data'));
  pass();
  expect([file(), whole()]).toEqual([{ key: '2' }, { key: '2' }]);
});

test('a broken new file leaves the old one in use, with one line in the log, until it is mended', () => {
  write('key', 'old');
  const current = watch('key');
  write('key', 'broken');
  for (let look = 0; look < 3; look += 1) {
    pass();
    expect(current()).toEqual({ key: 'old' });
  }
  expect(logged).toHaveLength(1);
  expect(logged[0]?.level).toBe('error');
  expect((logged[0]?.fields as { error: Error }).error.message).toContain(at('key'));
  write('key', 'mended');
  pass();
  expect(current()).toEqual({ key: 'mended' });
});

test('a file that is gone for a while leaves the old one in use', () => {
  write('key', 'old');
  const current = watch('key');
  unlinkSync(at('key'));
  pass();
  expect(current()).toEqual({ key: 'old' });
  expect(logged.map(({ level }) => level)).toEqual(['error']);
  write('key', 'new');
  pass();
  expect(current()).toEqual({ key: 'new' });
});

test('a fault that passes by itself is got over at the next look', () => {
  let isFaulty = false;
  write('key', 'old');
  const current = watchFiles({
    paths: [at('key')],
    clock: { now: () => nowMs },
    log,
    parse: ([file]) => {
      if (isFaulty) throw new Error('too many open files');
      return file?.content;
    },
  });
  isFaulty = true;
  write('key', 'new');
  pass();
  expect(current()).toBe('old');
  isFaulty = false;
  pass();
  expect(current()).toBe('new');
});

test('a clock that is set back does not stop the looking', () => {
  write('key', 'old');
  const current = watch('key');
  write('key', 'new');
  nowMs -= 3_600_000;
  expect(current()).toEqual({ key: 'new' });
});

test.each([
  ['is not there', () => undefined, 'ENOENT'],
  ['is broken', () => write('key', 'broken'), 'is broken'],
  ['is too large', () => write('key', 'x'.repeat(1024 * 1024 + 1)), 'larger than'],
])('what %s at the start is a fault of configuration', (_, prepare, reason) => {
  prepare();
  expect(() => watch('key')).toThrow(ConfigurationError);
  expect(() => watch('key')).toThrow(reason);
});
