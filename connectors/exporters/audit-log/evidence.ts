/** What proves of one record that it stood in a log when a checkpoint was signed: https://c2sp.org/tlog-proof */
import { readRecordKey } from '../../common/contracts/engine-records-topic';
import { openCheckpoint, type Checkpoint } from './checkpoint';
import { canonicalDocument } from './canonical';
import { entryOf } from './entry';
import type { LogFiles } from './log-files';
import { hashBytes, hashLeaf, isIncluded, proveInclusion } from './merkle';
import { fromBase64, type NoteVerifier } from './note';
import { subtreesOf } from './tiles';
import { findEntry } from './verify';

const proofHead = 'c2sp.org/tlog-proof@v1';

export interface Evidence {
  readonly key: string;
  /** In its canonical form: the bytes of which the entry has the hash. */
  readonly document: string;
  readonly entry: Buffer;
  readonly proof: string;
}

/** @returns in words why there is none: it is not in the log, or was another one then */
export function evidenceOf(
  files: LogFiles,
  { size }: Checkpoint,
  checkpointNote: string,
  record: { readonly key: string; readonly document: string },
): Evidence | string {
  const { key, document } = record;
  const position = readRecordKey(key)?.position ?? -1n;
  const { index, entry } = findEntry(files, size, position);
  if (entry === undefined) return `${key} is not in the log`;
  if (!entryOf(key, document).equals(entry.bytes)) return `${key} is not what was logged`;
  const hashes = proveInclusion(
    index,
    size,
    subtreesOf(size, (tile) => files.tile(tile)),
  );
  const proof = [
    proofHead,
    `index ${index}`,
    ...hashes.map((one) => one.toString('base64')),
    '',
    checkpointNote,
  ].join('\n');
  return { key, document: canonicalDocument(document), entry: entry.bytes, proof };
}

/** @returns what is wrong with it, in words; undefined: it proves what it says */
export function checkEvidence(evidence: Evidence, verifier: NoteVerifier): string | undefined {
  const { key, document, entry, proof } = evidence;
  const end = proof.indexOf('\n\n');
  const [head, indexLine = '', ...encoded] = proof.slice(0, end).split('\n');
  const [, index] = /^index (0|[1-9]\d{0,14})$/.exec(indexLine) ?? [];
  const hashes = encoded.map(fromBase64);
  if (end === -1 || head !== proofHead || index === undefined) return `${key} has no proof`;
  if (!hashes.every((one) => one?.length === hashBytes)) return `${key}: its proof has a bad hash`;
  const checkpoint = openCheckpoint(proof.slice(end + 2), verifier);
  if (checkpoint === undefined) return `${key}: its checkpoint is not signed by ${verifier.name}`;
  if (!entryOf(key, document).equals(entry)) return `${key}: its document is not what was logged`;
  const leaf = hashLeaf(entry);
  const claim = { index: Number(index), leaf, proof: hashes as Buffer[], ...checkpoint };
  return isIncluded(claim) ? undefined : `${key}: its proof does not lead to what was signed`;
}
