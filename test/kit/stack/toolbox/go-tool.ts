import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
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
  /** Modules in the place of others, as its own go.mod has it: `old=new@version`. Go heeds that for nobody else. */
  readonly replaces?: readonly string[];
  /** Build tags, which leave out what nobody needs here. */
  readonly tags?: string;
  /** It takes Go minutes of every core: made only where somebody asks for everything (`make kubernetes`). */
  readonly isLarge?: true;
}

const folderOf = ({ name, version }: GoTool) => join(cacheDirectory(), `${name}-${version}`);
const ofCache = (tool: GoTool) => join(folderOf(tool), tool.name);

/** Whether `ensureGoTool` can give it: tests that need it are skipped where it cannot. */
export function canHaveGoTool(tool: GoTool): boolean {
  if (existsSync(ofCache(tool)) || commandOnPath(tool.name) !== undefined) return true;
  const isWanted = tool.isLarge !== true || process.env['KUBERNETES_CHECKS'] === 'all';
  return isWanted && commandOnPath('go') !== undefined;
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
  const { name } = tool;
  say(`making ${name} ${tool.version} with Go, which takes some minutes, once`);
  const go = commandOnPath('go');
  if (go === undefined) throw new MissingPrerequisite(`${name} is missing: install it, or Go.`);
  const arriving = `${folderOf(tool)}.making`;
  rmSync(arriving, { recursive: true, force: true });
  mkdirSync(arriving, { recursive: true });
  for (const words of stepsOf(tool)) {
    await promisify(execFile)(go, words, {
      cwd: arriving,
      env: { ...process.env, GOBIN: arriving, GOFLAGS: '-mod=mod' },
      maxBuffer: 50_000_000,
    });
  }
  // The folder appears whole or not at all.
  renameSync(arriving, folderOf(tool));
}

/** `go install` refuses a module that replaces others: such a one is built as a part of one that is made for it. */
function stepsOf(tool: GoTool): readonly string[][] {
  const { name, goPackage, version, replaces = [], tags } = tool;
  const tagged = tags === undefined ? [] : ['-tags', tags];
  const versioned = `${goPackage}@${version}`;
  if (replaces.length === 0) return [['install', ...tagged, versioned]];
  return [
    ['mod', 'init', 'tool'],
    ...replaces.map((one) => ['mod', 'edit', '-replace', one]),
    ['get', versioned],
    ['build', ...tagged, '-o', name, goPackage],
  ];
}

export function commandOnPath(name: string): string | undefined {
  return (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find((path) => existsSync(path));
}
