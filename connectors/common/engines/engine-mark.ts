/**
 * Which engine has made an id. The last 32 bits of a UUID are the engine's number, covered by a hash of the rest and of
 * the DFSP that it was made for: random to everybody else, and an id of somebody else passes for ours once in 2^24 at the
 * worst, and with the few numbers of a real list far more seldom (mojaloop/DECISIONS.md, 30).
 */
import { createHash } from 'node:crypto';
import { parse, validate } from 'uuid';

/** Numbers of engines are below this. */
export const engineNumbersMax = 256;

/** Who makes ids: an engine, for a tenant. */
export interface IdMaker {
  readonly fspId: string;
  readonly engineNumber: number;
}

/** Behind the version and variant bits of a UUID. */
const markAt = 12;
const idBytes = 16;

/** Writes the mark over the last four of the 16 bytes of a UUID. */
export function writeMark(bytes: Buffer, { fspId, engineNumber }: IdMaker): void {
  bytes.writeUInt32BE((coverOf(bytes, fspId) ^ engineNumber) >>> 0, markAt);
}

/** The number of the engine that has made the id for this DFSP; undefined: none has, it is somebody else's. */
export function engineNumberIn(id: string, fspId: string): number | undefined {
  if (!validate(id)) return undefined;
  const bytes = Buffer.from(parse(id)).subarray(0, idBytes);
  const number = (bytes.readUInt32BE(markAt) ^ coverOf(bytes, fspId)) >>> 0;
  return number < engineNumbersMax ? number : undefined;
}

function coverOf(bytes: Buffer, fspId: string): number {
  const hash = createHash('sha256').update('engine\n').update(bytes.subarray(0, markAt));
  return hash.update(fspId).digest().readUInt32BE(0);
}
