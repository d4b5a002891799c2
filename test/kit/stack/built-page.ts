/** The operators' page as Vite makes it of its sources: built once, by whoever needs it first. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from './scripts';
import type { Say } from './toolbox/distribution';
import { withLock } from './toolbox/lock';

const sources = join(projectRoot, 'connectors/operations/web');
const built = join(sources, 'built');

/**
 * Builds it where that has not been done, or its sources are newer.
 *
 * @throws Error with what the build has said
 */
export async function ensureBuiltPage(say: Say = () => undefined): Promise<void> {
  await withLock(
    join(projectRoot, '.run/page.lock'),
    (pid) => say(`the operators’ page is being built by process ${pid}`),
    () => build(say),
  );
}

function build(say: Say): Promise<void> {
  if (isUpToDate()) return Promise.resolve();
  say('building the operators’ page');
  const { status, stderr, stdout } = spawnSync('npm', ['run', '--silent', 'build:page'], {
    cwd: projectRoot,
    encoding: 'utf8',
  });
  if (status === 0) return Promise.resolve();
  return Promise.reject(new Error(`the page could not be built:\n${stdout}${stderr}`));
}

function isUpToDate(): boolean {
  const page = join(built, 'index.html');
  if (!existsSync(page)) return false;
  const builtMs = statSync(page).mtimeMs;
  return readdirSync(sources, { recursive: true, encoding: 'utf8' })
    .filter((name) => !name.startsWith('built'))
    .every((name) => statSync(join(sources, name)).mtimeMs <= builtMs);
}
