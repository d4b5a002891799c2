import { spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { findJava } from './java';
import { MissingPrerequisite } from './prerequisites';

export interface Artifact {
  readonly group: string;
  readonly name: string;
  readonly version: string;
  /** `tar.gz`, `zip`, `jar` */
  readonly packaging: string;
}

export interface Jar extends Omit<Artifact, 'packaging'> {
  /** Of a jar beside the usual one: `exec` */
  readonly classifier?: string;
}

export const fileNameOf = ({ name, version, classifier }: Jar): string =>
  `${[name, version, ...(classifier === undefined ? [] : [classifier])].join('-')}.jar`;

/** Pinned: what is fetched must not depend on which Maven a machine has. */
const dependencyPlugin = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1';

/** @throws MissingPrerequisite */
function findMaven(environment: NodeJS.ProcessEnv = process.env): string {
  const folders = (environment['PATH'] ?? '').split(delimiter);
  const command = folders.map((folder) => join(folder, 'mvn')).find((path) => existsSync(path));
  if (command !== undefined) return command;
  throw new MissingPrerequisite(
    'Maven is missing: install it (for example `apt install maven`, `brew install maven` or https://maven.apache.org/download.cgi).',
  );
}

/**
 * Fetches one file of Maven Central (or of the mirror in the person's own Maven settings) and gives its
 * path in `repository`, a local Maven repository that only we use.
 * @param onProgress is called now and then with the bytes that have arrived.
 */
export async function fetchArtifact(
  artifact: Artifact,
  repository: string,
  onProgress: (bytes: number) => void,
): Promise<string> {
  const { group, name, version, packaging } = artifact;
  const folder = join(repository, ...group.split('.'), name, version);
  const timer = setInterval(() => {
    onProgress(largestFile(folder));
  }, 3_000);
  try {
    await runMaven([
      `-Dmaven.repo.local=${repository}`,
      `-Dartifact=${group}:${name}:${version}:${packaging}`,
      '-Dtransitive=false',
      `${dependencyPlugin}:get`,
    ]);
  } finally {
    clearInterval(timer);
  }
  return join(folder, `${name}-${version}.${packaging}`);
}

/**
 * Fetches jars, exactly these and none that they ask for, into a folder.
 * @param repository as above. Its copy of a jar that was damaged on the way stays: delete it by hand.
 */
export async function fetchJars(
  jars: readonly Jar[],
  repository: string,
  folder: string,
): Promise<void> {
  const project = mkdtempSync(join(tmpdir(), 'payment-hub-jars-'));
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(project, 'pom.xml'), projectOf(jars));
    await runMaven([
      `-Dmaven.repo.local=${repository}`,
      `-DoutputDirectory=${folder}`,
      '--file',
      join(project, 'pom.xml'),
      `${dependencyPlugin}:copy-dependencies`,
    ]);
  } finally {
    rmSync(project, { recursive: true });
  }
}

function projectOf(jars: readonly Jar[]): string {
  const dependencies = jars.map(
    ({ group, name, version, classifier }) => `<dependency>
<groupId>${group}</groupId><artifactId>${name}</artifactId><version>${version}</version>
${classifier === undefined ? '' : `<classifier>${classifier}</classifier>`}
<exclusions><exclusion><groupId>*</groupId><artifactId>*</artifactId></exclusion></exclusions>
</dependency>`,
  );
  return `<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>jars</groupId><artifactId>jars</artifactId><version>1</version>
<dependencies>${dependencies.join('\n')}</dependencies></project>`;
}

/** While Maven downloads, the file has a name of its own choosing. */
function largestFile(folder: string): number {
  if (!existsSync(folder)) return 0;
  const sizes = readdirSync(folder).map(
    (name) => statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0,
  );
  return Math.max(0, ...sizes);
}

function runMaven(options: readonly string[]): Promise<void> {
  const maven = findMaven();
  const environment = { ...process.env, JAVA_HOME: findJava().home };
  return new Promise((resolve, reject) => {
    const child = spawn(maven, ['--batch-mode', '--no-transfer-progress', ...options], {
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const collect = (chunk: Buffer): void => {
      output = (output + chunk.toString()).slice(-20_000);
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`Maven could not fetch it:\n${errorLines(output)}`));
    });
  });
}

function errorLines(output: string): string {
  const lines = output.split('\n').filter((line) => line.includes('ERROR'));
  return (lines.length > 0 ? lines : output.split('\n')).slice(0, 5).join('\n');
}
