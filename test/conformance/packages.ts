import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { cacheDirectory } from '../kit/stack/toolbox/cache';
import type { Say } from '../kit/stack/toolbox/distribution';
import { withLock } from '../kit/stack/toolbox/lock';

const lists = ['package.json', 'package-lock.json'] as const;

/**
 * The folder in which `node_modules` holds what this folder's own package.json asks for: Mojaloop's testing
 * toolkit and its SDK. 440 MB, so they are no packages of the project's: they lie in the cache, one copy for
 * all checkouts that have the same lock file.
 * @throws an Error when npm cannot install them.
 */
export async function ensureConformancePackages(say: Say): Promise<string> {
  const target = join(cacheDirectory(), `conformance-${versionOfLists()}`);
  if (existsSync(target)) return target;
  const onWait = (owner: number) => {
    say(`process ${owner} is installing the Mojaloop Testing Toolkit: waiting for it`);
  };
  return withLock(`${target}.lock`, onWait, async () => {
    if (!existsSync(target)) await install(target, say);
    return target;
  });
}

function versionOfLists(): string {
  const hash = createHash('sha256');
  for (const name of lists) hash.update(readFileSync(join(__dirname, name)));
  return hash.digest('hex').slice(0, 12);
}

async function install(target: string, say: Say): Promise<void> {
  say(`installing the Mojaloop Testing Toolkit (440 MB, about a minute, once) into ${target}`);
  const installing = `${target}.installing`;
  rmSync(installing, { recursive: true, force: true });
  mkdirSync(installing, { recursive: true });
  for (const name of lists) copyFileSync(join(__dirname, name), join(installing, name));
  // Some of its packages want Node 22 by name; they run on 20.
  const options = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  await promisify(execFile)('npm', ['ci', ...options], { cwd: installing, maxBuffer: 16e6 });
  // The folder appears whole or not at all.
  renameSync(installing, target);
}
