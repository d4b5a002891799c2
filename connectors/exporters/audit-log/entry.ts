/** What of a record of the engine stands in the log. */
import { hash } from 'node:crypto';
import { readRecordKey } from '../../common/contracts/engine-records-topic';

const sequencePattern = /,"sequence":\d+\}$/;
/** `,"sequence":` and as many digits as a long has, and the end. */
const sequenceCharactersMax = 33;

/**
 * The document as it is for good. The number that the exporter gives it last is another one each time that it is exported,
 * and so stands for nothing.
 */
export function withoutSequence(document: string): string {
  const tail = document.slice(-sequenceCharactersMax);
  const found = sequencePattern.exec(tail);
  return found === null ? document : `${document.slice(0, found.index - tail.length)}}`;
}

export function documentHash(document: string): string {
  return hash('sha256', withoutSequence(document), 'base64');
}

/** `<partition>-<position> <SHA-256 of the document, in base64>`: what is known to nobody who has not the document. */
export function entryOf(key: string, document: string): Buffer {
  return Buffer.from(`${key} ${documentHash(document)}`, 'latin1');
}

export interface Entry {
  readonly key: string;
  readonly position: bigint;
  readonly documentHash: string;
  readonly bytes: Buffer;
}

/** @throws Error when it is none */
export function readEntry(bytes: Buffer): Entry {
  const [key = '', digest = ''] = bytes.toString('latin1').split(' ');
  const place = readRecordKey(key);
  if (place === undefined) throw new Error('an entry of the log is none of an engine');
  return { key, position: place.position, documentHash: digest, bytes };
}

/** Each with its length in front. */
export function bundleOf(entries: readonly Buffer[]): Buffer {
  return Buffer.concat(
    entries.flatMap((entry) => {
      const length = Buffer.alloc(2);
      length.writeUInt16BE(entry.length);
      return [length, entry];
    }),
  );
}

/** @throws Error when it ends in the middle of one */
export function readBundle(bundle: Buffer): Buffer[] {
  const entries: Buffer[] = [];
  for (let at = 0; at < bundle.length;) {
    const end = at + 2 + (at + 2 <= bundle.length ? bundle.readUInt16BE(at) : bundle.length);
    if (end > bundle.length) throw new Error('a bundle of entries is cut off');
    entries.push(bundle.subarray(at + 2, end));
    at = end;
  }
  return entries;
}
