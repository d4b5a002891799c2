import { createHash } from 'node:crypto';
import { createReadStream, rmSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';

/** A file that is not what we expect is removed, so that the next attempt fetches it afresh. */
export async function requireChecksum(file: string, expectedSha512: string): Promise<void> {
  const hash = createHash('sha512');
  await pipeline(createReadStream(file), hash);
  const actual = hash.digest('hex');
  if (actual === expectedSha512) return;
  rmSync(file);
  throw new Error(
    `${file} is not the file that was published: SHA-512 ${actual}, expected ${expectedSha512}. It was removed; try again.`,
  );
}
