/** Rule sets as files in a folder, which several processes may share; or in a mounted ConfigMap, read-only. */
import { lstat, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Following } from '../../common/doors/kafka/kafka-door';
import type { Clock, Random } from '../../common/runtime';
import { lookIntervalMs } from '../../common/watched-files';
import {
  createFile,
  lifeFileOf,
  lifeText,
  lookAt,
  nameOf,
  readFiles,
  type Look,
} from './directory-files';
import type { RuleSetLife, RuleSetRecord } from './record';
import type { PutAnswer, RuleSetStore, StoreContents } from './store';

const attemptsMax = 5;

interface Directory {
  readonly contents: StoreContents;
  readonly fingerprint: string;
}

export function directoryStore(
  directory: string,
  { clock, random }: { readonly clock: Clock; readonly random: Random },
): RuleSetStore {
  return {
    read: async () => (await readAll(directory)).contents,
    put: (record) => put(directory, record, () => random.uuid()),
    follow: (apply) => follow(directory, clock, apply),
  };
}

/** Files that change while they are read are read again, so that all are of one moment. */
async function readAll(directory: string): Promise<Directory> {
  let look = await lookAt(directory);
  for (let attempt = 1; attempt <= attemptsMax; attempt += 1) {
    const answer = await tryToRead(directory, look);
    const { fingerprint } = look;
    look = await lookAt(directory);
    if (look.fingerprint !== fingerprint) continue;
    if (answer instanceof Error) throw answer;
    return { contents: answer, fingerprint };
  }
  throw new Error(`${directory} changes all the time`);
}

async function tryToRead(directory: string, { names }: Look): Promise<StoreContents | Error> {
  return readFiles(directory, names).catch((error: unknown) => error as Error);
}

/** Looks by itself, and not when somebody asks: payments do not wait for a folder of thousands of files. */
async function follow(
  directory: string,
  clock: Clock,
  apply: (contents: StoreContents) => void,
): Promise<Following> {
  const stopping = new AbortController();
  const isStopping = () => stopping.signal.aborted;
  const first = await readAll(directory);
  apply(first.contents);
  const looking = async (): Promise<void> => {
    let { fingerprint } = first;
    for (;;) {
      await clock.sleep(lookIntervalMs, stopping.signal);
      if (isStopping()) return;
      if ((await lookAt(directory)).fingerprint === fingerprint) continue;
      const next = await readAll(directory);
      if (isStopping()) return;
      fingerprint = next.fingerprint;
      apply(next.contents);
    }
  };
  const ended = looking();
  return {
    failed: new Promise<never>((_, reject) => void ended.catch(reject)),
    stop: async () => {
      stopping.abort();
      await ended.catch(() => undefined);
    },
  };
}

async function put(
  directory: string,
  record: RuleSetRecord,
  unique: () => string,
): Promise<PutAnswer> {
  if (await isMount(directory)) return 'read-only';
  try {
    const { life, text } = record;
    const name = await nameFor(directory, life);
    if (name === undefined) return 'changed-meanwhile';
    // The life comes last: without it a text is no rule set yet.
    if (life.revision === 1) await createText(directory, `${name}.rules`, text, unique());
    const answer = await createFile(directory, lifeFileOf(name, life), lifeText(life), unique());
    return answer === 'created' ? 'stored' : 'changed-meanwhile';
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EROFS' || code === 'EACCES') return 'read-only';
    throw error;
  }
}

/** Undefined when what stands there is not one revision older. */
async function nameFor(directory: string, life: RuleSetLife): Promise<string | undefined> {
  const { contents } = await readAll(directory);
  const found = contents.ruleSets.find(({ record }) => record.life.ruleSetId === life.ruleSetId);
  if ((found?.record.life.revision ?? 0) !== life.revision - 1) return undefined;
  if (found !== undefined) return nameOf(basename(found.where));
  // By its id alone, so that two who draft the same rules under two titles make one rule set.
  return `rule-set-${life.ruleSetId.slice(0, 16)}`;
}

/** A kill between the two files leaves a text alone: it is what is to be written, so it may stay. */
async function createText(
  directory: string,
  file: string,
  text: string,
  unique: string,
): Promise<void> {
  if ((await createFile(directory, file, text, unique)) === 'created') return;
  const path = join(directory, file);
  if (Buffer.from(text).equals(await readFile(path))) return;
  throw new Error(`${path} holds another text: delete it, no rule set uses it`);
}

/** As Kubernetes mounts a ConfigMap: what is written there would be gone at its next change. */
async function isMount(directory: string): Promise<boolean> {
  const data = await lstat(join(directory, '..data')).catch(() => undefined);
  return data?.isSymbolicLink() ?? false;
}
