import { execFile } from 'node:child_process';
import { existsSync, renameSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { cacheDirectory } from './cache';
import type { Say } from './distribution';
import { withLock } from './lock';
import { MissingPrerequisite } from './prerequisites';

/** A program as a Go module, for nobody publishes it where the rest comes from. */
export interface GoTool {
  readonly name: string;
  readonly goPackage: string;
  readonly version: string;
}

const folderOf = ({ name, version }: GoTool) => join(cacheDirectory(), `${name}-${version}`);
const ofCache = (tool: GoTool) => join(folderOf(tool), tool.name);

/** Whether `ensureGoTool` can give it: tests that need it are skipped where it cannot. */
export function canHaveGoTool(tool: GoTool): boolean {
  return existsSync(ofCache(tool)) || [commandOnPath(tool.name), commandOnPath('go')].some(Boolean);
}

/** The one on the PATH, else that of the cache, which Go makes when it is missing (some minutes, once). */
export async function ensureGoTool(tool: GoTool, say: Say = () => undefined): Promise<string> {
  const onPath = commandOnPath(tool.name);
  if (onPath !== undefined) return onPath;
  if (existsSync(ofCache(tool))) return ofCache(tool);
  return withLock(
    `${folderOf(tool)}.lock`,
    (owner) => {
      say(`process ${owner} is making ${tool.name}: waiting for it`);
    },
    async () => {
      if (!existsSync(ofCache(tool))) await make(tool, say);
      return ofCache(tool);
    },
  );
}

async function make(tool: GoTool, say: Say): Promise<void> {
  const { name, goPackage, version } = tool;
  say(`making ${name} ${version} with Go, which takes some minutes, once`);
  const go = commandOnPath('go');
  if (go === undefined) throw new MissingPrerequisite(`${name} is missing: install it, or Go.`);
  const arriving = `${folderOf(tool)}.making`;
  rmSync(arriving, { recursive: true, force: true });
  await promisify(execFile)(go, ['install', `${goPackage}@${version}`], {
    env: { ...process.env, GOBIN: arriving, GOFLAGS: '-mod=mod' },
    maxBuffer: 50_000_000,
  });
  // The folder appears whole or not at all.
  renameSync(arriving, folderOf(tool));
}

export function commandOnPath(name: string): string | undefined {
  return (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find((path) => existsSync(path));
}
