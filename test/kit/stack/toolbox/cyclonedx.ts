/** The published schemas of CycloneDX, out of its own library: nothing of it is run. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cacheDirectory } from './cache';
import { requireChecksum } from './checksum';

const library = {
  version: '10.3.0',
  npmPackage: '@cyclonedx/cyclonedx-library@10.3.0',
  sha512:
    '4484f6f2ca755343c21da69e177c8d47093a26283f5c9f14b1801538c61a1d0fb45553afb23729d0f4d64052d4a89145f1732e77e29daba1bec2d0c087e40914',
};

/** Those that the one of version 1.6 refers to, and itself at the end. */
export async function cycloneDxSchemas(): Promise<readonly object[]> {
  const folder = await ensureSchemas();
  return ['spdx', 'jsf-0.82', 'bom-1.6'].map((name) => {
    const file = `${name}.SNAPSHOT.schema.json`;
    const schema = JSON.parse(readFileSync(join(folder, file), 'utf8')) as object;
    // They name each other by their files.
    return { ...schema, $id: `http://cyclonedx.org/schema/${file}` };
  });
}

async function ensureSchemas(): Promise<string> {
  const folder = join(cacheDirectory(), `cyclonedx-schemas-${library.version}`);
  if (existsSync(folder)) return folder;
  mkdirSync(cacheDirectory(), { recursive: true });
  const arriving = mkdtempSync(join(cacheDirectory(), 'cyclonedx-'));
  try {
    const words = ['pack', library.npmPackage, '--loglevel=error'];
    const name = execFileSync('npm', words, { cwd: arriving, encoding: 'utf8' }).trim();
    await requireChecksum(join(arriving, name), library.sha512);
    execFileSync('tar', ['-xzf', join(arriving, name), '-C', arriving, 'package/res/schema']);
    renameSync(join(arriving, 'package/res/schema'), folder);
  } catch (error) {
    // When another process was first, its own counts.
    if (!existsSync(folder)) throw error;
  } finally {
    rmSync(arriving, { recursive: true, force: true });
  }
  return folder;
}
