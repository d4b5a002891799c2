import { existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cacheDirectory } from './cache';
import { requireChecksum } from './checksum';
import type { Say } from './distribution';
import { withLock } from './lock';
import { fetchJars, fileNameOf, type Jar } from './maven';

/** A program that is published as a pile of jars: fetched once, each one checked. */
export interface JarSet {
  /** Said to the person who waits. */
  readonly title: string;
  /** Its place in the cache. */
  readonly folder: string;
  readonly jars: readonly (Jar & {
    /** In hex. */
    readonly sha512: string;
  })[];
  readonly megabytes: number;
}

/** The folder with the jars; fetches them first when the cache has none. */
export async function ensureJars(
  jars: JarSet,
  say: Say,
  fetch: typeof fetchJars = fetchJars,
): Promise<string> {
  const target = join(cacheDirectory(), jars.folder);
  if (existsSync(target)) return target;
  return withLock(
    `${target}.lock`,
    (owner) => {
      say(`process ${owner} is fetching ${jars.title}: waiting for it`);
    },
    async () => {
      if (!existsSync(target)) await fetchAndCheck(jars, target, say, fetch);
      return target;
    },
  );
}

async function fetchAndCheck(
  { title, jars, megabytes }: JarSet,
  target: string,
  say: Say,
  fetch: typeof fetchJars,
): Promise<void> {
  say(`fetching ${title} (${megabytes} MB, once) into ${cacheDirectory()}`);
  const arriving = `${target}.fetching`;
  rmSync(arriving, { recursive: true, force: true });
  await fetch(jars, join(cacheDirectory(), 'maven'), arriving);
  for (const jar of jars) await requireChecksum(join(arriving, fileNameOf(jar)), jar.sha512);
  // The folder appears whole or not at all.
  renameSync(arriving, target);
}
