import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { extname, join } from 'node:path';
import type { Part } from './part';
import type { Role } from './role';

const load = createRequire(__filename);

export interface FoundPart extends Part {
  /** Of its folder. */
  readonly name: string;
}

/** Every folder beside common/ that has a part.ts, in the order of their names. */
export function findParts(folder: string = join(__dirname, '../..')): readonly FoundPart[] {
  // part.ts where the source runs as it is written, part.js in the build.
  const file = `part${extname(__filename)}`;
  const names = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && readdirSync(join(folder, entry.name)).includes(file))
    .map(({ name }) => name)
    .sort();
  const parts = names.map((name) => ({
    ...partOf(name, load(join(folder, name, file))),
    name,
  }));
  requireUnique(parts.flatMap(({ roles }) => roles));
  return parts;
}

function partOf(name: string, exported: unknown): Part {
  if (isPart(exported)) return exported.part;
  throw new Error(`connectors/${name}/part.ts must export \`part\`, made by definePart`);
}

function isPart(exported: unknown): exported is { readonly part: Part } {
  if (typeof exported !== 'object' || exported === null || !('part' in exported)) return false;
  const { part } = exported;
  return typeof part === 'object' && part !== null && 'roles' in part && Array.isArray(part.roles);
}

function requireUnique(roles: readonly Role[]): void {
  const names = roles.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new Error(`two parts have a role ${twice}`);
}
