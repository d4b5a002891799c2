import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { v5 as uuidV5 } from 'uuid';
import type { OtherBuild } from '../kit/faults/world';
import { projectRoot } from '../kit/stack/scripts';
import { cacheDirectory } from '../kit/stack/toolbox/cache';

/** The hub of another commit, built. Settings of today that it refuses are undefined, so that they are left out. */
export interface Build extends OtherBuild {
  readonly commit: string;
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

/** The channel's settings that came after 0.1.0: by a word that is in the code of a build which knows them. */
const sinceThen = { idSecret: 'idSecretFile', qrCodes: 'qrCodes' };

/** What of today's settings is not made for it. */
function differencesOf(root: string): Omit<OtherBuild, 'root'> {
  const settings = readFileSync(join(root, 'connectors/channel/settings.ts'), 'utf8');
  return {
    lackedRoles: existsSync(join(root, 'connectors/decision-relay')) ? [] : ['decision-relay'],
    channelSettings: Object.fromEntries(
      Object.entries(sinceThen)
        .filter(([word]) => !settings.includes(word))
        .map(([, key]) => [key, undefined]),
    ),
    idsOf: settings.includes('idSecret') ? undefined : foreseeableIds,
  };
}

/** As ids were before tenants had a secret for them. */
function foreseeableIds(transactionId: string) {
  return {
    quoteId: uuidV5('quote', transactionId),
    transferId: uuidV5('transfer', transactionId),
  };
}
