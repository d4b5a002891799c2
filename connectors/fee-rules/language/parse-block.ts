/** What a rule charges: `{ item = value; ... }`. */
import type { Cursor } from './cursor';
import { parseNumber, parseOperand, parseReference } from './parse-values';
import type { BlockNode, ItemNode, NumberNode } from './tree';
import { wordingOf } from './wording';

export function parseBlocks(cursor: Cursor): readonly BlockNode[] {
  const blocks: BlockNode[] = [];
  if (!cursor.isMark('{')) {
    const message = cursor.hereStands(cursor.said.chargeMissing);
    cursor.refuse('expected', message, cursor.said.chargeMissingHint);
    if (cursor.token.kind === 'word' && !cursor.isWord('if')) cursor.skipTo(['{']);
  }
  while (cursor.isMark('{')) blocks.push(parseBlock(cursor));
  return blocks;
}

function parseBlock(cursor: Cursor): BlockNode {
  const { place } = cursor.token;
  const items: ItemNode[] = [];
  cursor.advance();
  while (!cursor.isMark('}') && !cursor.isMark('{') && !cursor.isStartOfRule()) {
    if (cursor.token.kind === 'name') {
      cursor.refuse('misplaced', ...wordingOf(cursor.said).misplacedName);
      cursor.advance();
      continue;
    }
    const item = parseItem(cursor);
    if (item !== undefined) items.push(item);
    else cursor.skipTo([';']);
    if (cursor.isMark(';')) cursor.advance();
  }
  cursor.expectMark('}', cursor.said.closeBlock, cursor.said.writeCloseBlock);
  return { items, place };
}

function parseItem(cursor: Cursor): ItemNode | undefined {
  const { said } = cursor;
  const target = parseReference(cursor, said.setsItems);
  if (target === undefined) return undefined;
  if (!cursor.expectMark('=', said.equalsMissing(target.path), said.itemValue)) {
    return undefined;
  }
  const operand = parseOperand(cursor, said.behindEquals);
  if (operand === undefined) return undefined;
  const factors = parseFactors(cursor);
  if (factors === undefined) return undefined;
  if (cursor.isMark('+') || cursor.isMark('-')) {
    cursor.refuse('expected', ...wordingOf(said).noSums);
    return undefined;
  }
  expectSemicolon(cursor, target.path);
  return { target, operand, factors };
}

/** `* 0.6% * -1`, or nothing. */
export function parseFactors(cursor: Cursor): readonly NumberNode[] | undefined {
  const factors: NumberNode[] = [];
  while (cursor.isMark('*')) {
    cursor.advance();
    if (!cursor.isNumber()) {
      cursor.refuse('expected', ...wordingOf(cursor.said).factor);
      return undefined;
    }
    const factor = parseNumber(cursor);
    if (factor === undefined) return undefined;
    factors.push(factor);
  }
  return factors;
}

function expectSemicolon(cursor: Cursor, path: string): void {
  if (cursor.isMark(';')) return;
  const { endColumn } = cursor.previous.place;
  const place = { ...cursor.previous.place, column: endColumn, endColumn: endColumn + 1 };
  const { said } = cursor;
  cursor.refuse('expected', said.semicolonOfValue(path), said.writeSemicolon, place);
  if (!cursor.isMark('}') && cursor.token.kind !== 'word') cursor.skipTo([';']);
}
