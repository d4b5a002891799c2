/** The tables as an Excel workbook, a sheet each, all cells text. */
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

/** Rejects what is no workbook. */
export async function readWorkbook(content: Buffer): Promise<readonly Sheet[]> {
  const sheets = await readXlsx(content, { trim: false });
  return sheets.map(({ sheet, data }) => ({
    name: sheet,
    rows: data.map((row) => row.map(toCell)),
  }));
}

function toCell(value: CellValue | null): Cell {
  if (value === null) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return { number: value };
  return { other: value instanceof Date ? value.toISOString() : String(value) };
}
