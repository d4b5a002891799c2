/** The tables as an Excel workbook, a sheet each, all cells text. */
import { createRequire } from 'node:module';
import type { CellObject } from '@e965/xlsx';
import { storedLanguage, type Language } from '../../common/words/languages';
import { readNumber, showExact } from '../../common/decimal/exact';
import { unzipSync, zipSync, type Unzipped } from 'fflate';
import type { Cell, Sheet } from './sheets';
import { tableWords, type TableWords } from './table-words';
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
export function readWorkbook(
  content: Buffer,
  language: Language = storedLanguage,
): readonly Sheet[] {
  const said = tableWords[language];
  const files = unpacked(content, said);
  requireXlsx(files, said);
  const { Sheets, SheetNames, Workbook } = parsed(files, said);
  // Who writes workbooks without calculating (openpyxl, XlsxWriter) says so, and puts in 0 or nothing.
  const { fullCalcOnLoad } = (Workbook as { CalcPr?: Record<string, string> }).CalcPr ?? {};
  const isCalculated = fullCalcOnLoad !== '1' && fullCalcOnLoad !== 'true';
  return SheetNames.flatMap((name): Sheet[] => {
    const rows = Sheets[name]?.['!data'];
    // A sheet that is a chart has no cells.
    if (rows === undefined) return [];
    if (rows.length > rowsMax || rows.some((row) => row.length > columnsMax)) {
      throw tooLarge(said);
    }
    const toCells = (row: readonly (CellObject | undefined)[] = []) =>
      Array.from(row, (cell) => toCell(cell, isCalculated, said));
    return [{ name, rows: Array.from(rows, toCells) }];
  });
}

/**
 * Some bytes of an archive can unpack to gigabytes, and the library unpacks whatever comes. So it gets an
 * archive that was unpacked here, to no more than it says and may, and is not compressed.
 */
function unpacked(content: Buffer, said: TableWords): Unzipped {
  if (content.subarray(0, 8).toString('hex') === 'd0cf11e0a1b11ae1') {
    throw otherFormat('.xls', said);
  }
  let unpackedBytes = 0;
  try {
    return unzipSync(content, {
      filter: ({ originalSize }) => {
        unpackedBytes += originalSize;
        if (unpackedBytes > unpackedBytesMax) throw tooLarge(said);
        return true;
      },
    });
  } catch (error) {
    throw error instanceof UnreadableWorkbook ? error : notXlsx(said);
  }
}

function requireXlsx(files: Unzipped, said: TableWords): void {
  const text = (name: string) => Buffer.from(files[name] ?? []).toString('latin1');
  if (text('mimetype').includes('opendocument')) throw otherFormat('.ods', said);
  if ('xl/workbook.bin' in files) throw otherFormat('.xlsb', said);
  const types = text('[Content_Types].xml');
  if (types.includes('macroEnabled')) throw otherFormat('.xlsm', said);
  if (!types.includes('spreadsheetml')) throw notXlsx(said);
}

function parsed(files: Unzipped, said: TableWords) {
  const { read } = reader();
  try {
    return read(zipSync(files, { level: 0 }), {
      type: 'buffer',
      ...{ dense: true, cellNF: true, cellDates: true, sheetStubs: true, cellHTML: false },
    });
  } catch {
    // The library tells what is no workbook in many ways, all of which mean this.
    throw notXlsx(said);
  }
}

function toCell(cell: CellObject | undefined, isCalculated: boolean, said: TableWords): Cell {
  if (cell === undefined) return '';
  const { t: type, v: value, f: formula, w: shown, z: format } = cell;
  if (formula !== undefined && (type === 'z' || !isCalculated)) {
    return { unreadable: said.neverCalculated, hint: said.neverCalculatedHint };
  }
  switch (type) {
    case 'z':
      return '';
    case 's':
      return String(value);
    case 'n':
      return typeof format === 'string' && format.includes('%')
        ? percentage(shown, value, said)
        : numberText(Number(value));
    case 'd':
    case 'b':
      return { unreadable: shown ?? String(value), hint: said.asText };
    case 'e':
      return { unreadable: said.theError(shown ?? String(value)), hint: said.mendFormula };
  }
}

/** Meant may be 0.6, 0.6% or 0.006: who typed it must say. */
function percentage(shown: string | undefined, value: unknown, said: TableWords): Cell {
  const unreadable = said.percentCell(shown ?? '', String(value));
  return { unreadable, hint: said.percentAsText };
}

/** A spreadsheet shows 15 digits of what it calculates with: 0.1+0.2 is 0.3. */
function numberText(value: number): string {
  return showExact(readNumber(value.toPrecision(15)));
}

function notXlsx(said: TableWords) {
  return new UnreadableWorkbook('not-xlsx', said.notXlsx, said.saveXlsx);
}

function otherFormat(ending: string, said: TableWords) {
  return new UnreadableWorkbook('other-format', said.otherFormat(ending), said.saveOther);
}

function tooLarge(said: TableWords) {
  return new UnreadableWorkbook('too-large', said.workbookTooLarge, said.onlyTables);
}
