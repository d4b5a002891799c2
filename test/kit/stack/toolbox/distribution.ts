import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { unzipSync } from 'fflate';
import { cacheDirectory } from './cache';
import { requireChecksum } from './checksum';
import { withLock } from './lock';
import { fetchArtifact, type Artifact } from './maven';

/** Something big that the project needs and does not keep: fetched once, checked, unpacked. */
export interface Distribution {
  /** Said to the person who waits. */
  readonly title: string;
  readonly artifact: Artifact;
  /** Of the packed file, in hex. */
  readonly sha512: string;
  readonly megabytes: number;
}

export type Say = (line: string) => void;

/**
 * The folder with the unpacked distribution; fetches it first when the cache has none. Two processes
 * that ask at once fetch it once.
 */
export async function ensureDistribution(
  distribution: Distribution,
  say: Say,
  fetch: typeof fetchArtifact = fetchArtifact,
): Promise<string> {
  const { name, version } = distribution.artifact;
  const target = join(cacheDirectory(), `${name}-${version}`);
  if (existsSync(target)) return target;
  return withLock(
    `${target}.lock`,
    (owner) => {
      say(`process ${owner} is fetching ${distribution.title}: waiting for it`);
    },
    async () => {
      if (!existsSync(target)) await fetchAndUnpack(distribution, target, say, fetch);
      return target;
    },
  );
}

async function fetchAndUnpack(
  distribution: Distribution,
  target: string,
  say: Say,
  fetch: typeof fetchArtifact,
): Promise<void> {
  const { title, artifact, megabytes } = distribution;
  say(`fetching ${title} (${megabytes} MB, once) into ${cacheDirectory()}`);
  const archive = await fetch(artifact, join(cacheDirectory(), 'maven'), (bytes) => {
    const soFar = `${Math.floor(bytes / 1e6)} of ${megabytes} MB`;
    say(`fetching ${title}: ${bytes === 0 ? 'Maven is getting ready' : soFar}`);
  });
  await requireChecksum(archive, distribution.sha512);
  say(`unpacking ${title}`);
  const unpacking = `${target}.unpacking`;
  rmSync(unpacking, { recursive: true, force: true });
  mkdirSync(unpacking, { recursive: true });
  if (artifact.packaging === 'zip') unpackZip(archive, unpacking);
  else
    await promisify(execFile)('tar', ['-xzf', archive, '-C', unpacking, '--strip-components', '1']);
  // The folder appears whole or not at all.
  renameSync(unpacking, target);
  rmSync(archive);
}

/** Not every machine has a program for it. Without the folder that all of it is in. */
function unpackZip(archive: string, target: string): void {
  for (const [name, content] of Object.entries(unzipSync(readFileSync(archive)))) {
    const path = join(target, ...name.split('/').slice(1));
    if (name.endsWith('/')) continue;
    if (!path.startsWith(target)) throw new Error(`${archive} reaches outside its folder: ${name}`);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }
}
