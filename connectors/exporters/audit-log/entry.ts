/** What of a record of the engine stands in the log. */
import { hash } from 'node:crypto';
import { readRecordKey } from '../../common/contracts/engine-records-topic';
import { canonicalDocument } from './canonical';

export function documentHash(document: string): string {
  return hash('sha256', canonicalDocument(document), 'base64');
}

/** `<partition>-<position> <SHA-256 of the document in its canonical form, in base64>`: what is known to nobody who has not the document. */
export function entryOf(key: string, document: string): Buffer {
  return Buffer.from(`${key} ${documentHash(document)}`, 'latin1');
}

/** Of a log; read as far as somebody asks, for most are only hashed. */
export class Entry {
  constructor(readonly bytes: Buffer) {}

  get key(): string {
    return this.bytes.toString('latin1', 0, this.bytes.indexOf(separator));
  }

  get documentHash(): string {
    return this.bytes.toString('latin1', this.bytes.indexOf(separator) + 1);
  }

  /** @throws Error when it is no entry of an engine's record */
  get position(): bigint {
    const place = readRecordKey(this.key);
    if (place === undefined) throw new Error('an entry of the log is none of an engine');
    return place.position;
  }

  /** Whether it says just this. */
  says(key: string, digest: string): boolean {
    return this.bytes.toString('latin1') === `${key} ${digest}`;
  }
}

const separator = 0x20;

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
