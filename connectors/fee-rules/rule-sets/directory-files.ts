/**
 * How rule sets lie in a folder: `<name>.rules` holds the text of one, `<name>.1.yaml` its life as it was
 * drafted, `<name>.2.yaml` as it was after the next decision, and so on. The highest number counts. No file
 * is ever written twice: so nobody reads half a file, and of two who decide at once one finds the number
 * taken.
 */
import { link, open, readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { decodeUtf8 } from '../../common/utf8';
import { fingerprintIn } from '../../common/watched-files';
import { ruleSetLifeSchema, textBytesMax, type RuleSetLife } from './record';
import type { StoreContents, StoredRuleSet, Unreadable } from './store';
import { messageOf } from '../../common/message-of';

const lifeBytesMax = 64 * 1024;
const filesMax = 10_000;
const lifeName = /^(.+)\.([1-9]\d{0,8})\.yaml$/;
const textName = /^(.+)\.rules$/;

export interface Look {
  readonly names: readonly string[];
  /** Differs when a file came, went or was written. */
  readonly fingerprint: string;
}

/** Hidden files are none of ours: a mounted ConfigMap keeps its real files in hidden folders. */
export async function lookAt(directory: string): Promise<Look> {
  const all = await readdir(directory);
  const names = all
    .filter((name) => !name.startsWith('.') && (lifeName.test(name) || textName.test(name)))
    .sort();
  if (names.length > filesMax) throw new Error(`${directory} holds more than ${filesMax} files`);
  const prints = await Promise.all(names.map((name) => printOf(directory, name)));
  return {
    names: names.filter((_, index) => prints[index] !== undefined),
    fingerprint: prints.join('\n'),
  };
}

/** Undefined for a file that went while we looked, or a link that leads nowhere. */
async function printOf(directory: string, name: string): Promise<string | undefined> {
  const found = await stat(join(directory, name), { bigint: true }).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  });
  return found && `${name} ${fingerprintIn(found)}`;
}

/** What the files together say. Rejects only when they cannot be read at all. */
export async function readFiles(
  directory: string,
  names: readonly string[],
): Promise<StoreContents> {
  const unreadable: Unreadable[] = [];
  const read = new Map<string, { readonly file: string; readonly stored: StoredRuleSet }>();
  for (const file of newestLives(names)) {
    const life = await readLife(directory, file);
    if (typeof life === 'string') {
      unreadable.push({ where: join(directory, file), problem: life });
      continue;
    }
    const twin = read.get(life.ruleSetId)?.file;
    if (twin !== undefined) {
      const problem = `it is the life of the same rule set as ${twin}: delete the files of one of them`;
      unreadable.push({ where: join(directory, file), problem });
      continue;
    }
    read.set(life.ruleSetId, { file, stored: await readText(directory, file, life, names) });
  }
  return { ruleSets: [...read.values()].map(({ stored }) => stored), unreadable };
}

/** The name that all files of a rule set begin with. */
export function nameOf(file: string): string {
  return (lifeName.exec(file) ?? textName.exec(file))?.[1] ?? file;
}

function newestLives(names: readonly string[]): string[] {
  const newest = new Map<string, { readonly file: string; readonly revision: number }>();
  for (const file of names) {
    const [, name, number] = lifeName.exec(file) ?? [];
    if (name === undefined) continue;
    const revision = Number(number);
    if (revision > (newest.get(name)?.revision ?? 0)) newest.set(name, { file, revision });
  }
  return [...newest.values()].map(({ file }) => file);
}

/** @returns what is wrong, as a text. */
async function readLife(directory: string, file: string): Promise<RuleSetLife | string> {
  const text = await contentOf(join(directory, file), lifeBytesMax);
  if ('fault' in text) return text.fault;
  let data: unknown;
  try {
    data = parse(text.content);
  } catch (error) {
    return `it is no YAML: ${messageOf(error).split('\n')[0] ?? ''}`;
  }
  const parsed = ruleSetLifeSchema.safeParse(data);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const field = issue?.path.join('.') ?? '';
    return `it is not the life of a rule set: ${field === '' ? '' : `${field}: `}${issue?.message ?? ''}`;
  }
  const { revision } = parsed.data;
  return file.endsWith(`.${revision}.yaml`)
    ? parsed.data
    : `it says revision ${revision}, and its name says another: each decision has a file of its own`;
}

async function readText(
  directory: string,
  lifeFile: string,
  life: RuleSetLife,
  names: readonly string[],
): Promise<StoredRuleSet> {
  const file = `${nameOf(lifeFile)}.rules`;
  const where = join(directory, file);
  if (!names.includes(file)) {
    return { record: { life, text: '' }, where, fault: 'the file is not there: put it back' };
  }
  const read = await contentOf(where, textBytesMax);
  return 'fault' in read
    ? { record: { life, text: '' }, where, fault: read.fault }
    : { record: { life, text: read.content }, where };
}

async function contentOf(
  path: string,
  bytesMax: number,
): Promise<{ readonly content: string } | { readonly fault: string }> {
  const { size } = await stat(path);
  if (size > bytesMax) return { fault: `it is larger than ${bytesMax} bytes` };
  const content = decodeUtf8(await readFile(path));
  return content === undefined ? { fault: 'it is not UTF-8 text' } : { content };
}

export const lifeFileOf = (name: string, { revision }: RuleSetLife) => `${name}.${revision}.yaml`;
export const lifeText = (life: RuleSetLife) => stringify(life);

/**
 * Makes a file that is there whole or not at all, and survives a power cut.
 * @returns whether there was none of that name before: it is left as it was.
 */
export async function createFile(
  directory: string,
  name: string,
  content: string,
  unique: string,
): Promise<'created' | 'taken'> {
  const temporary = join(directory, `.new-${unique}`);
  try {
    const file = await open(temporary, 'wx');
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    // Unlike a rename a link never replaces what somebody else has written meanwhile.
    await link(temporary, join(directory, name));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return 'taken';
    throw error;
  } finally {
    await rm(temporary, { force: true });
  }
  const folder = await open(directory, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
  return 'created';
}
