import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findJava, majorOf } from './java';

const folder = mkdtempSync(join(tmpdir(), 'java-'));
afterAll(() => rmSync(folder, { recursive: true }));

function makeJava(name: string, version: string): string {
  const home = join(folder, name);
  mkdirSync(join(home, 'bin'), { recursive: true });
  writeFileSync(join(home, 'bin/java'), '');
  writeFileSync(join(home, 'release'), `IMPLEMENTOR="x"\nJAVA_VERSION="${version}"\n`);
  return home;
}

const java17 = makeJava('17', '17.0.15');
const java22 = makeJava('22', '22.0.1');
const java25 = makeJava('25', '25.0.3');
const onPath = join(folder, 'path');
mkdirSync(onPath);
symlinkSync(join(java22, 'bin/java'), join(onPath, 'java'));

describe('the search for Java', () => {
  test('takes the one that JAVA_HOME names', () => {
    expect(findJava({ JAVA_HOME: java25, PATH: onPath }, [java22])).toEqual({
      home: java25,
      command: join(java25, 'bin/java'),
      major: 25,
    });
  });

  test('takes the one on the PATH, through its links, when JAVA_HOME is too old', () => {
    expect(findJava({ JAVA_HOME: java17, PATH: onPath }, [java25]).home).toBe(java22);
  });

  test('takes the oldest fitting one of the usual folders when the others are too old', () => {
    const usual = [java17, java25, java22, join(folder, 'not-there')];
    expect(findJava({ JAVA_HOME: java17, PATH: '' }, usual).home).toBe(java22);
  });

  test('says in one line what to install when there is none', () => {
    const search = () => findJava({ PATH: '' }, [java17]);
    expect(search).toThrow(/^No Java 21 or later found: install one .*JAVA_HOME\.$/);
  });
});

test.each([
  ['25.0.3', 25],
  ['openjdk 21.0.1 2023-10-17', 21],
  ['21-ea', 21],
  ['1.8.0_352', 1],
  ['', undefined],
])('the major version of "%s" is %s', (version, major) => {
  expect(majorOf(version)).toBe(major);
});
