/** The tables as an Excel workbook, a sheet each, all cells text. */
import { createRequire } from 'node:module';
import type { CellObject } from '@e965/xlsx';
import { readNumber, showExact } from '../../common/decimal/exact';
import { unzipSync, zipSync, type Unzipped } from 'fflate';
import type { Cell, Sheet } from './sheets';
import type { TextSheet } from './write-tables';

/** Loaded where there is a workbook: together they take 40 MB, and most processes never see one. */
const load = createRequire(__filename);
const reader = () => load('@e965/xlsx') as typeof import('@e965/xlsx');
const writer = () => load('write-excel-file/node') as typeof import('write-excel-file/node');

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
  return writer().default(data).toBuffer();
}

/** Of all files in it: far more than the tables of 10,000 rules take. */
const unpackedBytesMax = 64 * 1024 * 1024;
/** A cell far out would make a row of as many empty ones before it. */
const columnsMax = 256;
const rowsMax = 200_000;

/** What is no workbook, or no such workbook as can be read. */
export class UnreadableWorkbook extends Error {
  override readonly name = 'UnreadableWorkbook';
  constructor(
    readonly code: 'not-xlsx' | 'other-format' | 'too-large',
    message: string,
    readonly hint: string,
  ) {
    super(message);
  }
}

/** @throws UnreadableWorkbook */
export function readWorkbook(content: Buffer): readonly Sheet[] {
  const files = unpacked(content);
  requireXlsx(files);
  const { Sheets, SheetNames, Workbook } = parsed(files);
  // Who writes workbooks without calculating (openpyxl, XlsxWriter) says so, and puts in 0 or nothing.
  const { fullCalcOnLoad } = (Workbook as { CalcPr?: Record<string, string> }).CalcPr ?? {};
  const isCalculated = fullCalcOnLoad !== '1' && fullCalcOnLoad !== 'true';
  return SheetNames.flatMap((name): Sheet[] => {
    const rows = Sheets[name]?.['!data'];
    // A sheet that is a chart has no cells.
    if (rows === undefined) return [];
    if (rows.length > rowsMax || rows.some((row) => row.length > columnsMax)) throw tooLarge();
    const toCells = (row: readonly (CellObject | undefined)[] = []) =>
      Array.from(row, (cell) => toCell(cell, isCalculated));
    return [{ name, rows: Array.from(rows, toCells) }];
  });
}

/**
 * Some bytes of an archive can unpack to gigabytes, and the library unpacks whatever comes. So it gets an
 * archive that was unpacked here, to no more than it says and may, and is not compressed.
 */
function unpacked(content: Buffer): Unzipped {
  if (content.subarray(0, 8).toString('hex') === 'd0cf11e0a1b11ae1') throw otherFormat('.xls');
  let unpackedBytes = 0;
  try {
    return unzipSync(content, {
      filter: ({ originalSize }) => {
        unpackedBytes += originalSize;
        if (unpackedBytes > unpackedBytesMax) throw tooLarge();
        return true;
      },
    });
  } catch (error) {
    throw error instanceof UnreadableWorkbook ? error : notXlsx();
  }
}

function requireXlsx(files: Unzipped): void {
  const text = (name: string) => Buffer.from(files[name] ?? []).toString('latin1');
  if (text('mimetype').includes('opendocument')) throw otherFormat('.ods');
  if ('xl/workbook.bin' in files) throw otherFormat('.xlsb');
  const types = text('[Content_Types].xml');
  if (types.includes('macroEnabled')) throw otherFormat('.xlsm');
  if (!types.includes('spreadsheetml')) throw notXlsx();
}

function parsed(files: Unzipped) {
  const { read } = reader();
  try {
    return read(zipSync(files, { level: 0 }), {
      type: 'buffer',
      ...{ dense: true, cellNF: true, cellDates: true, sheetStubs: true, cellHTML: false },
    });
  } catch {
    // The library tells what is no workbook in many ways, all of which mean this.
    throw notXlsx();
  }
}

function toCell(cell: CellObject | undefined, isCalculated: boolean): Cell {
  if (cell === undefined) return '';
  const { t: type, v: value, f: formula, w: shown, z: format } = cell;
  if (formula !== undefined && (type === 'z' || !isCalculated)) {
    const hint = 'Open it in the spreadsheet, save it there, or type the value itself.';
    return { unreadable: 'a formula that was never calculated', hint };
  }
  switch (type) {
    case 'z':
      return '';
    case 's':
      return String(value);
    case 'n':
      return typeof format === 'string' && format.includes('%')
        ? percentage(shown, value)
        : numberText(Number(value));
    case 'd':
    case 'b':
      return { unreadable: shown ?? String(value), hint: asText };
    case 'e':
      return { unreadable: `the error ${shown ?? String(value)}`, hint: 'Mend the formula.' };
  }
}

const asText = 'Format the cell as text, and type it again.';

/** Meant may be 0.6, 0.6% or 0.006: who typed it must say. */
function percentage(shown: string | undefined, value: unknown): Cell {
  const unreadable = `${shown ?? ''}, which the spreadsheet keeps as ${String(value)}`;
  return { unreadable, hint: 'Format the cell as text, and type it again: *0.6%.' };
}

/** A spreadsheet shows 15 digits of what it calculates with: 0.1+0.2 is 0.3. */
function numberText(value: number): string {
  return showExact(readNumber(value.toPrecision(15)));
}

function notXlsx() {
  const hint = 'Save it again as .xlsx from the spreadsheet.';
  return new UnreadableWorkbook('not-xlsx', 'This file is not an Excel workbook', hint);
}

function otherFormat(ending: string) {
  const message = `This is a spreadsheet of the kind ${ending}, which is not read`;
  return new UnreadableWorkbook('other-format', message, 'Save it as .xlsx or .csv.');
}

function tooLarge() {
  const message = 'This workbook is too large';
  return new UnreadableWorkbook('too-large', message, 'Keep nothing but the tables in it.');
}
