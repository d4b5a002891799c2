import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../kit/stack/scripts';
import { cacheDirectory } from '../kit/stack/toolbox/cache';

/** The hub of another commit, built. */
export interface Build {
  readonly commit: string;
  readonly root: string;
  /** Roles of today that it has not. */
  readonly lackedRoles: readonly string[];
  /** Settings of a tenant's section `channel` of today that it refuses: undefined, so that they are left out. */
  readonly channelSettings: object;
}

/** Taken from this repository, installed and built once, in the cache. */
export function buildOf(revision: string): Build {
  const verify = ['rev-parse', '--verify', `${revision}^{commit}`];
  const commit = execFileSync('git', verify, { cwd: projectRoot, encoding: 'utf8' }).trim();
  const root = join(cacheDirectory(), 'builds', commit);
  if (!existsSync(root)) build(commit, root);
  return { commit, root, ...differencesOf(root) };
}

function build(commit: string, root: string): void {
  console.log(`Installing and building ${commit}, once ...`);
  const unfinished = `${root}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true });
  const run = (command: string, cwd: string): void => {
    execFileSync('sh', ['-ec', command], { cwd, stdio: ['ignore', 'ignore', 'inherit'] });
  };
  run(`git archive ${commit} | tar -x -C '${unfinished}'`, projectRoot);
  run('npm ci --no-audit --no-fund --loglevel=error', unfinished);
  run('npm run --silent build', unfinished);
  renameSync(unfinished, root);
}

/** What of today's settings is not made for it. */
function differencesOf(root: string): Pick<Build, 'lackedRoles' | 'channelSettings'> {
  const settings = readFileSync(join(root, 'connectors/channel/settings.ts'), 'utf8');
  return {
    lackedRoles: existsSync(join(root, 'connectors/decision-relay')) ? [] : ['decision-relay'],
    channelSettings: settings.includes('idSecret') ? {} : { idSecretFile: undefined },
  };
}
