import { Registry } from 'prom-client';
import {
  createAuthority,
  daysFromNow,
  TlsFolder,
  type Authority,
  type Pair,
} from '../../../test/kit/certificates';
import { ConfigurationError } from '../config/problems';
import type { Logger } from '../runtime';
import { tlsFoldersOf } from './folders';

const dayMs = 86_400_000;

let authority: Authority;
let pair: Pair;
let otherPair: Pair;
let folder: TlsFolder;

beforeAll(async () => {
  authority = await createAuthority('scheme');
  [pair, otherPair] = await Promise.all([authority.issue(), authority.issue()]);
});

beforeEach(() => {
  folder = new TlsFolder({ pair, authority });
});
afterEach(() => folder.remove());

function surroundings() {
  const lines: { level: string; fields: object; message: string }[] = [];
  const at = (level: string) => (fields: object, message: string) => {
    lines.push({ level, fields, message });
  };
  const log: Logger = {
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    child: () => log,
  };
  const time = { nowMs: Date.now() };
  const metrics = new Registry();
  const folders = tlsFoldersOf({ clock: { now: () => time.nowMs }, log, metrics });
  return { folders, lines, time, metrics };
}

const loud = <Line extends { readonly level: string }>(lines: readonly Line[]) =>
  lines.filter(({ level }) => level === 'warn' || level === 'error');

test('a folder is an identity: the same object until its files change', () => {
  const { folders, time } = surroundings();
  const source = folders.open(folder.path, 'server');
  const first = source.current();
  expect(first).toEqual({
    own: { certificates: pair.certificate, key: pair.key },
    authorities: authority.certificate,
  });
  time.nowMs += 10_000;
  expect(source.current()).toBe(first);
  folder.put({ pair: otherPair });
  time.nowMs += 10_000;
  expect(source.current().own).toEqual({
    certificates: otherPair.certificate,
    key: otherPair.key,
  });
  expect(folders.open(folder.path, 'client')).toBe(source);
});

test('a client needs no certificate of its own, a server does', () => {
  const { folders } = surroundings();
  folder.remove('tls.crt');
  folder.remove('tls.key');
  expect(folders.open(folder.path, 'client').current().own).toBeUndefined();
  expect(() => folders.open(folder.path, 'server')).toThrow('a server needs tls.crt and tls.key');
});

const broken: Record<string, [() => void, RegExp]> = {
  'a key of another certificate': [
    () => folder.write('tls.key', otherPair.key),
    /tls\.key is not the key/,
  ],
  'half a certificate': [
    () => folder.write('tls.crt', pair.certificate.slice(0, 200)),
    /tls\.crt holds no certificate/,
  ],
  'an empty certificate file': [() => folder.write('tls.crt', ''), /tls\.crt holds no certificate/],
  'no key': [() => folder.remove('tls.key'), /no tls\.key/],
  'no certificate': [() => folder.remove('tls.crt'), /no tls\.crt/],
  'a key that is none': [
    () => folder.write('tls.key', 'secret words'),
    /tls\.key holds no private/,
  ],
  'an empty authority, which would be everybody': [
    () => folder.write('ca.crt', ''),
    /ca\.crt holds no certificate/,
  ],
  'a certificate of garbage': [
    () => folder.write('ca.crt', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n'),
    /ca\.crt holds a certificate that cannot be read/,
  ],
};

describe.each(Object.entries(broken))('with %s', (_name, [spoil, problem]) => {
  test('the hub does not start, and names the folder', () => {
    spoil();
    const open = () => surroundings().folders.open(folder.path, 'server');
    expect(open).toThrow(ConfigurationError);
    expect(open).toThrow(problem);
    expect(open).toThrow(folder.path);
    expect(open).not.toThrow('secret words');
  });

  test('a running hub keeps what it has, and says so once', () => {
    const { folders, lines, time } = surroundings();
    const source = folders.open(folder.path, 'server');
    const first = source.current();
    spoil();
    for (let look = 0; look < 3; look++) {
      time.nowMs += 10_000;
      expect(source.current()).toBe(first);
    }
    const [line, ...others] = loud(lines);
    expect(others).toEqual([]);
    expect(line).toMatchObject({ level: 'error', fields: { paths: [folder.path] } });
    expect(String((line?.fields as { error: Error }).error)).toMatch(problem);
    folder.put({ pair: otherPair, authority });
    time.nowMs += 10_000;
    expect(source.current().own?.key).toBe(otherPair.key);
  });
});

test('an authority that vanishes or appears changes nobody’s rights without a restart', () => {
  const { folders, lines, time } = surroundings();
  const source = folders.open(folder.path, 'server');
  folder.remove('ca.crt');
  time.nowMs += 10_000;
  expect(source.current().authorities).toBe(authority.certificate);
  expect(String((loud(lines)[0]?.fields as { error: Error }).error)).toContain('restart the hub');

  const later = surroundings();
  const open = later.folders.open(folder.path, 'server');
  folder.put({ authority });
  later.time.nowMs += 10_000;
  expect(open.current().authorities).toBeUndefined();
  expect(loud(later.lines)).toHaveLength(1);
});

test('what expires in less than 7 days is warned about once a day, and after that is an error', async () => {
  const { folders, lines, time } = surroundings();
  folder.put({ pair: await authority.issue({ notAfter: new Date(time.nowMs + 8 * dayMs) }) });
  const source = folders.open(folder.path, 'server');
  const linesAfter = (days: number) => {
    time.nowMs += days * dayMs;
    source.current();
    return loud(lines.splice(0)).map(({ level, fields }) => [
      level,
      (fields as { file: string }).file,
    ]);
  };
  expect(linesAfter(0)).toEqual([]);
  expect(linesAfter(2)).toEqual([['warn', 'tls.crt']]);
  expect(linesAfter(0.5)).toEqual([]);
  expect(linesAfter(0.5)).toEqual([['warn', 'tls.crt']]);
  expect(linesAfter(6)).toEqual([['error', 'tls.crt']]);
  folder.put({ pair: await authority.issue({ notAfter: daysFromNow(300) }) });
  expect(linesAfter(1)).toEqual([]);
});

test('/metrics has the seconds until each certificate expires, without anybody connecting', async () => {
  const { folders, time, metrics } = surroundings();
  folder.put({ pair: await authority.issue({ notAfter: new Date(time.nowMs + 2 * dayMs) }) });
  folders.open(folder.path, 'server');
  time.nowMs += dayMs;
  const seconds = async () => {
    const line = new RegExp(`directory="${folder.path}",file="tls.crt"} (\\S+)`);
    return Number(line.exec(await metrics.metrics())?.[1]);
  };
  expect(Math.round((await seconds()) / 10)).toBe(8_640);
  folder.put({ pair: await authority.issue({ notAfter: new Date(time.nowMs + 9 * dayMs) }) });
  time.nowMs += 10_000;
  expect(Math.round((await seconds()) / 100)).toBe(7_776);
});
