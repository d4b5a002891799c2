import { execFile } from 'node:child_process';
import { existsSync, renameSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { cacheDirectory } from './cache';
import type { Say } from './distribution';
import { withLock } from './lock';
import { MissingPrerequisite } from './prerequisites';

/** Prometheus' own tool for rules, as a Go module: nobody publishes it where the rest comes from. */
const goPackage = 'github.com/prometheus/prometheus/cmd/promtool';
/** `v0.316.0` is Prometheus 3.16.0. */
const version = 'v0.316.0';

const folder = () => join(cacheDirectory(), `promtool-${version}`);
const ofCache = () => join(folder(), 'promtool');

/** Whether `ensurePromtool` can give one: tests that need it are skipped where it cannot. */
export function canHavePromtool(): boolean {
  return existsSync(ofCache()) || [commandOnPath('promtool'), commandOnPath('go')].some(Boolean);
}

/** The one on the PATH, else that of the cache, which Go makes when it is missing (some minutes, once). */
export async function ensurePromtool(say: Say = () => undefined): Promise<string> {
  const onPath = commandOnPath('promtool');
  if (onPath !== undefined) return onPath;
  if (existsSync(ofCache())) return ofCache();
  return withLock(
    `${folder()}.lock`,
    (owner) => {
      say(`process ${owner} is making promtool: waiting for it`);
    },
    async () => {
      if (!existsSync(ofCache())) await make(say);
      return ofCache();
    },
  );
}

async function make(say: Say): Promise<void> {
  say(`making promtool ${version} with Go, which takes some minutes, once`);
  const go = commandOnPath('go');
  if (go === undefined) throw new MissingPrerequisite('promtool is missing: install it, or Go.');
  const arriving = `${folder()}.making`;
  rmSync(arriving, { recursive: true, force: true });
  await promisify(execFile)(go, ['install', `${goPackage}@${version}`], {
    env: { ...process.env, GOBIN: arriving, GOFLAGS: '-mod=mod' },
    maxBuffer: 50_000_000,
  });
  // The folder appears whole or not at all.
  renameSync(arriving, folder());
}

function commandOnPath(name: string): string | undefined {
  return (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find((path) => existsSync(path));
}
