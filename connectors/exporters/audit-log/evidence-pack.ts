/** Evidence in files, for whoever has nothing but them and a key. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CannotRun } from '../../common/terminal';
import { readTextFile } from '../../common/utf8';
import type { Evidence } from './evidence';

const howToCheck = (what: string) => `Evidence of ${what}

<partition>-<position>.json        a record of the engine as it was exported, fields in order of their names, without "sequence"
<partition>-<position>.entry       what stands of it in the log: its name, and the SHA-256 of the .json in base64
<partition>-<position>.tlog-proof  that this entry stood in the log when it was signed (https://c2sp.org/tlog-proof):
                                   RFC 6962, hash of the leaf: SHA-256 of a zero byte and the .entry; the checkpoint below
                                   is a signed note (https://c2sp.org/signed-note)

Check it with the key that you were given when the log began, not with one that came with this: by
"hub audit check <this folder> --keys <file>", which needs no connection, or with any tool for these formats
(golang.org/x/mod/sumdb/note and .../tlog).
`;

/** @throws CannotRun when the folder is there already: evidence of two payments must not mix */
export function writePack(folder: string, what: string, all: readonly Evidence[]): void {
  if (existsSync(folder)) throw new CannotRun(`${folder} is there already: name another folder`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'README.txt'), howToCheck(what));
  for (const { key, document, entry, proof } of all) {
    writeFileSync(join(folder, `${key}.json`), document);
    writeFileSync(join(folder, `${key}.entry`), entry);
    writeFileSync(join(folder, `${key}.tlog-proof`), proof);
  }
}

const proofEnd = '.tlog-proof';

/** @throws CannotRun when there is none, or a file is missing */
export function readPack(folder: string): Evidence[] {
  const names = existsSync(folder) ? readdirSync(folder) : [];
  const keys = names
    .filter((name) => name.endsWith(proofEnd))
    .map((name) => name.slice(0, -proofEnd.length));
  if (keys.length === 0) throw new CannotRun(`${folder} has no evidence: no ${proofEnd} file`);
  // A record without a proof is no evidence, and must not look like some.
  const bare = names.find((name) => name.endsWith('.json') && !keys.includes(name.slice(0, -5)));
  if (bare !== undefined) throw new CannotRun(`${bare} in ${folder} has no proof`);
  const file = (key: string, end: string): string => {
    const path = join(folder, `${key}${end}`);
    if (!existsSync(path)) throw new CannotRun(`${path} is missing`);
    return path;
  };
  return keys.map((key) => ({
    key,
    document: readTextFile(file(key, '.json')),
    entry: readFileSync(file(key, '.entry')),
    proof: readTextFile(file(key, proofEnd)),
  }));
}
