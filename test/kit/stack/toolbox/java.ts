import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { MissingPrerequisite } from './prerequisites';

export interface Java {
  readonly home: string;
  /** The executable. */
  readonly command: string;
  readonly major: number;
}

/** Zeebe 8.5 is compiled for Java 21. */
export const oldestJava = 21;

/**
 * Finds a Java that is new enough: the one that JAVA_HOME names, else the one on the PATH, else the
 * oldest fitting one in the folders where systems keep them. The `java` on the PATH is often older.
 * @throws MissingPrerequisite
 */
export function findJava(
  environment: NodeJS.ProcessEnv = process.env,
  usualHomes: readonly string[] = homesInUsualFolders(),
): Java {
  const chosen = [...homeInEnvironment(environment), ...homeOnPath(environment)];
  const found = [
    ...newEnough(chosen),
    ...newEnough(usualHomes).sort((left, right) => left.major - right.major),
  ];
  if (found[0] !== undefined) return found[0];
  throw new MissingPrerequisite(
    `No Java ${oldestJava} or later found: install one (for example https://adoptium.net) and, if it lies in an unusual place, set JAVA_HOME.`,
  );
}

function newEnough(homes: readonly string[]): Java[] {
  return homes
    .map(readJava)
    .filter((java): java is Java => java !== undefined && java.major >= oldestJava);
}

function homeInEnvironment(environment: NodeJS.ProcessEnv): string[] {
  const home = environment['JAVA_HOME'];
  return home === undefined || home === '' ? [] : [home];
}

function homeOnPath(environment: NodeJS.ProcessEnv): string[] {
  const folders = (environment['PATH'] ?? '').split(delimiter);
  const command = folders.map((folder) => join(folder, 'java')).find((path) => existsSync(path));
  // /usr/bin/java is a chain of links that ends in <home>/bin/java.
  return command === undefined ? [] : [dirname(dirname(realpathSync(command)))];
}

function homesInUsualFolders(): string[] {
  const home = homedir();
  const folders = [
    '/usr/lib/jvm',
    '/usr/java',
    '/opt/java',
    '/opt',
    join(home, '.sdkman/candidates/java'),
    join(home, '.jdks'),
    join(home, '.asdf/installs/java'),
    join(home, '.local/share/mise/installs/java'),
    '/opt/homebrew/opt',
    '/usr/local/opt',
  ].flatMap(childrenOf);
  const macFolders = [
    '/Library/Java/JavaVirtualMachines',
    join(home, 'Library/Java/JavaVirtualMachines'),
  ].flatMap(childrenOf);
  return [
    ...folders,
    ...folders.map((folder) => join(folder, 'libexec/openjdk.jdk/Contents/Home')),
    ...macFolders.map((folder) => join(folder, 'Contents/Home')),
  ];
}

function childrenOf(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder).map((name) => join(folder, name));
}

function readJava(home: string): Java | undefined {
  const command = join(home, 'bin', 'java');
  if (!existsSync(command)) return undefined;
  const major = majorOf(readVersion(home, command));
  return major === undefined ? undefined : { home, command, major };
}

/** Every JDK since 9 has a `release` file; asking Java itself takes a good while longer. */
function readVersion(home: string, command: string): string {
  const release = join(home, 'release');
  if (existsSync(release)) {
    const version = /^JAVA_VERSION="?([^"\n]+)/m.exec(readFileSync(release, 'utf8'))?.[1];
    if (version !== undefined) return version;
  }
  try {
    return execFileSync(command, ['--version'], { encoding: 'utf8', timeout: 10_000 });
  } catch {
    // A Java that cannot say its version (before 9, or broken) is of no use here.
    return '';
  }
}

/** `25.0.3`, `openjdk 21.0.1 2023-10-17` and `21-ea` have a major version; `1.8.0_352` has 1. */
export function majorOf(version: string): number | undefined {
  const major = /\d+/.exec(version)?.[0];
  return major === undefined ? undefined : Number(major);
}
