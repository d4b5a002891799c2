import { statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parse as parseYaml } from 'yaml';
import { z } from 'zod';
import { readTextFile } from '../utf8';
import { fingerprintOf } from '../watched-files';
import { mustBeSet, problemsOf } from './problems';
import { namedSwitchesIn } from './switch-names';
import { tenantBaseSchema, type TenantBase } from './tenants';
import { messageOf } from '../message-of';

export interface TenantFileRules {
  /** The sections that are read, by name. */
  readonly sections: Readonly<Record<string, z.ZodType>>;
  /** All that any role knows, those that are read among them or not: the rest may be there, and is not looked at. */
  readonly knownSections: readonly string[];
}

export interface TenantContent {
  readonly base: TenantBase;
  readonly sections: Readonly<Record<string, unknown>>;
}

export interface ReadTenantFile {
  /** Undefined when there are problems. */
  readonly content: TenantContent | undefined;
  readonly problems: readonly string[];
  /** What was read, the file itself first, each as it was right before. */
  readonly fingerprints: ReadonlyMap<string, string | undefined>;
}

/** No secret is longer, and a device or a pipe is none. */
const fileBytesMax = 1024 * 1024;

/**
 * Reads a tenant's file. A field `xFile` is replaced by a field `x` with the content of that file: so are secrets
 * kept out of it. Fields `xPath` and `xDirectory` name what is read again while the hub runs (watched-files.ts).
 * All are relative to the tenant's file. Every problem is told, and no value.
 */
export function readTenantFile(path: string, rules: TenantFileRules): ReadTenantFile {
  const reading: Reading = {
    directory: dirname(path),
    fingerprints: new Map(),
    problems: [],
    unread: new Set(),
    nameInFile: new Map(),
  };
  const done = (content?: TenantContent): ReadTenantFile => ({
    content,
    problems: reading.problems.map((problem) => `${path}: ${problem}`),
    fingerprints: reading.fingerprints,
  });
  let raw: unknown;
  try {
    raw = parseYaml(readText(path, reading));
  } catch (error) {
    // The lines after the first one show the text, and a secret may stand in it.
    const [what = ''] = messageOf(error).split('\n');
    reading.problems.push(what);
    return done();
  }
  const schema = schemaOf(rules);
  const resolved = resolveFiles(ownSectionsOf(raw, rules), [], reading);
  const parsed = schema.safeParse(resolved, { error: mustBeSet });
  if (!parsed.success) {
    reading.problems.push(...problemsOf(parsed.error, { schema, ...reading }));
  }
  if (reading.problems.length > 0 || !parsed.success) return done();
  const { tenant, fspId, currencies, retries, authorizations, ...sections } = parsed.data;
  const switches = namedSwitchesIn(raw);
  const base = {
    tenant,
    fspId,
    currencies,
    ...(retries && { retries }),
    ...(authorizations && { authorizations }),
    ...(switches && { switches }),
  };
  return done({ base, sections });
}

/** What the others name (keys, passwords) need not be where this role runs, and is better not. */
function ownSectionsOf(raw: unknown, { sections, knownSections }: TenantFileRules): unknown {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return raw;
  const isOthers = (name: string) => knownSections.includes(name) && !(name in sections);
  return Object.fromEntries(Object.entries(raw).filter(([name]) => !isOthers(name)));
}

/** The others are left out by now; what is misspelt may mean one of them. */
function schemaOf({ sections, knownSections }: TenantFileRules) {
  const others = knownSections.map((name) => [name, z.unknown().optional()] as const);
  return z.strictObject({
    ...Object.fromEntries(others),
    ...tenantBaseSchema.shape,
    ...sections,
  });
}

interface Reading {
  readonly directory: string;
  readonly fingerprints: Map<string, string | undefined>;
  readonly problems: string[];
  /** Paths of fields whose file could not be read: to call them missing too would mislead. */
  readonly unread: Set<string>;
  /** `mojaloop.ilpSecret` -> `ilpSecretFile` */
  readonly nameInFile: Map<string, string>;
}

function readText(path: string, { fingerprints }: Reading): string {
  fingerprints.set(path, fingerprintOf(path));
  if (statSync(path).size > fileBytesMax) throw new Error(`larger than ${fileBytesMax} bytes`);
  return readTextFile(path);
}

function resolveFiles(value: unknown, path: readonly string[], reading: Reading): unknown {
  if (Array.isArray(value)) {
    return value.map((item, index) => resolveFiles(item, [...path, String(index)], reading));
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) =>
      typeof item === 'string'
        ? resolveText(key, item, { path, siblings: value, reading })
        : [key, resolveFiles(item, [...path, key], reading)],
    ),
  );
}

function resolveText(
  key: string,
  text: string,
  { path, siblings, reading }: { path: readonly string[]; siblings: object; reading: Reading },
): [string, unknown] {
  const { directory, problems, unread, nameInFile } = reading;
  const where = [...path, key].join('.');
  const file = resolve(directory, text);
  if (/(Path|Directory)$/.test(key)) {
    if (fingerprintOf(file) === undefined) problems.push(`${where}: there is no ${file}`);
    return [key, file];
  }
  if (!key.endsWith('File')) return [key, text];
  const name = key.slice(0, -'File'.length);
  const replaced = [...path, name].join('.');
  nameInFile.set(replaced, key);
  if (name in siblings) problems.push(`${where}: set either ${name} or ${key}, not both`);
  try {
    return [name, readText(file, reading).trimEnd()];
  } catch (error) {
    unread.add(replaced);
    problems.push(`${where}: ${messageOf(error)}`);
    return [name, undefined];
  }
}
