/** CRC-32C (Castagnoli), eight bytes at a time: node's zlib has only the other CRC-32. */

const polynomial = 0x82f63b78;
const slices = 8;

/** The n-th table: what a byte adds that stands n bytes before the end of what is taken at a time. */
const tables = makeTables();

type Table = Int32Array;
type Tables = readonly [Table, Table, Table, Table, Table, Table, Table, Table];

function makeTables(): Tables {
  const all = Array.from({ length: slices }, () => new Int32Array(256));
  const [first = new Int32Array(256)] = all;
  for (let byte = 0; byte < 256; byte += 1) {
    let crc = byte;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ polynomial : crc >>> 1;
    first[byte] = crc;
  }
  for (let slice = 1; slice < slices; slice += 1) {
    for (let byte = 0; byte < 256; byte += 1) {
      const before = all[slice - 1]?.[byte] ?? 0;
      (all[slice] as Int32Array)[byte] = (before >>> 8) ^ (first[before & 0xff] ?? 0);
    }
  }
  return all as unknown as Tables;
}

const [t0, t1, t2, t3, t4, t5, t6, t7] = tables;

/** Of the bytes in [from, to). */
export function crc32c(bytes: Uint8Array, from: number, to: number): number {
  const at = (table: Int32Array, index: number): number => table[index & 0xff] as number;
  const byte = (index: number): number => bytes[index] as number;
  let crc = -1;
  let index = from;
  for (; index + slices <= to; index += slices) {
    const low =
      crc ^
      (byte(index) | (byte(index + 1) << 8) | (byte(index + 2) << 16) | (byte(index + 3) << 24));
    crc =
      at(t7, low) ^
      at(t6, low >>> 8) ^
      at(t5, low >>> 16) ^
      at(t4, low >>> 24) ^
      at(t3, byte(index + 4)) ^
      at(t2, byte(index + 5)) ^
      at(t1, byte(index + 6)) ^
      at(t0, byte(index + 7));
  }
  for (; index < to; index += 1) crc = at(t0, crc ^ byte(index)) ^ (crc >>> 8);
  return (crc ^ -1) >>> 0;
}
