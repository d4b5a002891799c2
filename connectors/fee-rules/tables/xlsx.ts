/** The tables as an Excel workbook, a sheet each, all cells text. */
import { unzipSync, zipSync } from 'fflate';
import readXlsx, { type CellValue } from 'read-excel-file/node';
import writeXlsx from 'write-excel-file/node';
import type { Cell, Sheet } from './sheets';
import type { TextSheet } from './write-tables';

const columnWidths = [44, 30, 44, 30, 30, 30];

export function writeWorkbook(sheets: readonly TextSheet[]): Promise<Buffer> {
  const data = sheets.map(({ name, rows }) => ({
    sheet: name,
    columns: columnWidths.map((width) => ({ width })),
    data: rows.map((row, index) =>
      row.map((value) => {
        const cell = { type: String, value, format: '@' };
        return index === 0 ? { ...cell, fontWeight: 'bold' as const } : cell;
      }),
    ),
  }));
  return writeXlsx(data).toBuffer();
}

/** Of all files in it: far more than the tables of 10,000 rules take. */
const unpackedBytesMax = 64 * 1024 * 1024;

/** Rejects what is no workbook, or an enormous one. */
export async function readWorkbook(content: Buffer): Promise<readonly Sheet[]> {
  const sheets = await readXlsx(unpacked(content), { trim: false });
  return sheets.map(({ sheet, data }) => ({
    name: sheet,
    rows: data.map((row) => row.map(toCell)),
  }));
}

/**
 * Some bytes of an archive can unpack to gigabytes, and the library unpacks whatever comes. So it gets an
 * archive that was unpacked here, to no more than it says and may, and is not compressed.
 */
function unpacked(content: Buffer): Buffer {
  let unpackedBytes = 0;
  const files = unzipSync(content, {
    filter: ({ originalSize }) => {
      unpackedBytes += originalSize;
      if (unpackedBytes > unpackedBytesMax) throw new RangeError('the workbook is too large');
      return true;
    },
  });
  return Buffer.from(zipSync(files, { level: 0 }));
}

function toCell(value: CellValue | null): Cell {
  if (value === null) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return { number: value };
  return { other: value instanceof Date ? value.toISOString() : String(value) };
}
