/** What a spreadsheet puts on the clipboard: rows in lines, cells between tabs. What it means the server says, not we. */
import { emptyRow, headings, type Row, type TableKind } from './tables';

/**
 * Cells with line breaks, tabs or doubled quotes stand in quotes. Others that begin with one have it as their own: a text
 * in our tables is `"Wallet"`, which Excel copies as it is and LibreOffice as `"""Wallet"""`.
 */
export function cellsOf(clipboard: string): readonly Row[] {
  const text = clipboard.replace(/\r\n?/g, '\n').replace(/\n$/, '');
  const rows: string[][] = [[]];
  for (let at = 0; at <= text.length;) {
    const { cell, end } = cellAt(text, at);
    rows.at(-1)?.push(clean(cell));
    if (text[end] === '\n') rows.push([]);
    at = end + 1;
  }
  return rows;
}

const quotedCell = /"((?:[^"]|"")*)"(?=[\t\n]|$)/y;

function cellAt(text: string, at: number): { readonly cell: string; readonly end: number } {
  quotedCell.lastIndex = at;
  const inside = quotedCell.exec(text)?.[1];
  if (inside !== undefined && /[\t\n]|""/.test(inside)) {
    return { cell: inside.replaceAll('""', '"'), end: quotedCell.lastIndex };
  }
  const end = /[\t\n]|$/g;
  end.lastIndex = at;
  const found = end.exec(text)?.index ?? text.length;
  return { cell: text.slice(at, found), end: found };
}

/** A line break in a cell is a blank to us; what cannot be seen around a cell is nothing. */
function clean(cell: string): string {
  return cell.replace(/[\n\t\u00a0]+/g, ' ').trim();
}

/** Where the block goes: from this cell on, over what stands there. A heading that came along is left out. */
export function pasted(
  kind: TableKind,
  rows: readonly Row[],
  at: { readonly row: number; readonly column: number },
  block: readonly Row[],
): readonly Row[] {
  const [first, ...others] = block;
  const hasHeading = first !== undefined && isHeading(kind, first);
  // Its columns say where they belong.
  const start = hasHeading ? 0 : at.column;
  const pastedRows = hasHeading ? others : block;
  const length = Math.max(rows.length, at.row + pastedRows.length);
  return Array.from({ length }, (_, index) => {
    const row = rows[index] ?? emptyRow(kind);
    const cells = pastedRows[index - at.row];
    if (cells === undefined) return row;
    return row.map((cell, column) => cells[column - start] ?? cell);
  });
}

function isHeading(kind: TableKind, row: Row): boolean {
  return headings[kind].every(
    (heading, column) => row[column]?.trim().toLowerCase() === heading.toLowerCase(),
  );
}

/** What does not fit beside the last column would be lost: whoever pastes it is told. */
export function cellsBeyond(
  kind: TableKind,
  at: { readonly column: number },
  block: readonly Row[],
): number {
  const [first] = block;
  const start = first !== undefined && isHeading(kind, first) ? 0 : at.column;
  const room = headings[kind].length - start;
  return block.reduce(
    (count, row) => count + row.slice(room).filter((cell) => cell !== '').length,
    0,
  );
}
