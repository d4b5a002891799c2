/** CRC-32C (Castagnoli), two words at a time: node's zlib has only the other CRC-32. */

const polynomial = 0x82f63b78;
const slices = 8;
const tableSize = 256;

/** Eight tables, one after the other; the n-th says what a byte adds that stands n bytes before the end of two words. */
const tables = makeTables();

function makeTables(): Int32Array {
  const made = new Int32Array(slices * tableSize);
  for (let byte = 0; byte < tableSize; byte += 1) {
    let crc = byte;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ polynomial : crc >>> 1;
    made[byte] = crc;
  }
  for (let index = tableSize; index < made.length; index += 1) {
    const before = made[index - tableSize] ?? 0;
    made[index] = (before >>> 8) ^ (made[before & 0xff] ?? 0);
  }
  return made;
}

const at = (index: number): number => tables[index] as number;

/** Of the bytes in [from, to). Reads words as they stand in memory, the lowest byte first on all machines that Node runs on but s390x. */
export function crc32c(bytes: Uint8Array, from: number, to: number): number {
  const aligned = Math.min(to, from + (-(bytes.byteOffset + from) & 3));
  let crc = bytewise(-1, bytes, from, aligned);
  if (aligned === to || !isLittleEndian) return (bytewise(crc, bytes, aligned, to) ^ -1) >>> 0;
  const words = new Int32Array(bytes.buffer, bytes.byteOffset + aligned, (to - aligned) >> 2);
  const count = words.length & ~1;
  for (let index = 0; index < count; index += 2) {
    const low = crc ^ (words[index] as number);
    const high = words[index + 1] as number;
    crc =
      at(1_792 + (low & 0xff)) ^
      at(1_536 + ((low >>> 8) & 0xff)) ^
      at(1_280 + ((low >>> 16) & 0xff)) ^
      at(1_024 + (low >>> 24)) ^
      at(768 + (high & 0xff)) ^
      at(512 + ((high >>> 8) & 0xff)) ^
      at(256 + ((high >>> 16) & 0xff)) ^
      at(high >>> 24);
  }
  crc = bytewise(crc, bytes, aligned + count * 4, to);
  return (crc ^ -1) >>> 0;
}

const isLittleEndian = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1;

function bytewise(before: number, bytes: Uint8Array, from: number, to: number): number {
  let crc = before;
  for (let index = from; index < to; index += 1) {
    crc = at((crc ^ (bytes[index] as number)) & 0xff) ^ (crc >>> 8);
  }
  return crc;
}
