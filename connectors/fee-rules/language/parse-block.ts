/** What a rule charges: `{ item = value; ... }`. */
import type { Cursor } from './cursor';
import { parseNumber, parseOperand, parseReference } from './parse-values';
import { describeToken } from './tokens';
import type { BlockNode, ItemNode, NumberNode } from './tree';
import { wording } from './wording';

export function parseBlocks(cursor: Cursor): readonly BlockNode[] {
  const blocks: BlockNode[] = [];
  if (!cursor.isMark('{')) {
    const message = `What the rule charges is missing; here stands ${describeToken(cursor.token)}`;
    cursor.refuse('expected', message, 'Write { ... } with the ledger entry behind the condition.');
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
      cursor.refuse('misplaced', ...wording.misplacedName);
      cursor.advance();
      continue;
    }
    const item = parseItem(cursor);
    if (item !== undefined) items.push(item);
    else cursor.skipTo([';']);
    if (cursor.isMark(';')) cursor.advance();
  }
  cursor.expectMark('}', 'A closing } is missing behind the ledger entry', 'Write } there.');
  return { items, place };
}

function parseItem(cursor: Cursor): ItemNode | undefined {
  const target = parseReference(cursor, 'A ledger entry sets its items, such as result.currency');
  if (target === undefined) return undefined;
  if (!cursor.expectMark('=', `An = is missing behind ${target.path}`, 'Write item = value;')) {
    return undefined;
  }
  const operand = parseOperand(cursor, 'Behind = stands a text, a number or a field');
  if (operand === undefined) return undefined;
  const factors = parseFactors(cursor);
  if (factors === undefined) return undefined;
  if (cursor.isMark('+') || cursor.isMark('-')) {
    cursor.refuse('expected', ...wording.noSums);
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
      cursor.refuse('expected', ...wording.factor);
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
  cursor.refuse('expected', `A ; is missing behind the value of ${path}`, 'Write ; there.', place);
  if (!cursor.isMark('}') && cursor.token.kind !== 'word') cursor.skipTo([';']);
}
