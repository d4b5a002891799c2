/** Texts, numbers and references. */
import type { Cursor } from './cursor';
import { parseExact } from '../../common/decimal/exact';
import { quoted } from './print';
import { spanning } from './problems';
import {
  isReserved,
  type NumberNode,
  type OperandNode,
  type ReferenceNode,
  type TextNode,
} from './tree';
import { badNumber } from './wording';

/** FSPIOP's 18 + 4 digits, and room for factors. */
const maxNumberLength = 32;

export function parseOperand(cursor: Cursor, expected: string): OperandNode | undefined {
  if (cursor.token.kind === 'text') return parseText(cursor);
  if (cursor.isNumber()) return parseNumber(cursor);
  return parseReference(cursor, expected);
}

export function parseText(cursor: Cursor): TextNode {
  const { text: value, place } = cursor.token;
  cursor.advance();
  return { kind: 'text', value, place };
}

export function parseNumber(cursor: Cursor): NumberNode | undefined {
  const start = cursor.token.place;
  const sign = cursor.isMark('-') ? '-' : '';
  if (sign === '-') cursor.advance();
  const { kind, text: digits } = cursor.token;
  // A blank between sign and digits is not kept.
  const place = spanning(start, cursor.token.place);
  if (kind !== 'number') {
    cursor.refuse('number', cursor.said.minusNumber, cursor.said.writeForExample('-1'));
    return undefined;
  }
  cursor.advance();
  const isWellFormed = /^\d+(\.\d+)?%?$/.test(digits) && digits.length <= maxNumberLength;
  if (!isWellFormed) {
    cursor.refuse('number', ...badNumber(digits, cursor.said), place);
    return undefined;
  }
  const hasBlank = cursor.isMark('%') && !digits.endsWith('%');
  if (hasBlank) {
    cursor.refuse('number', cursor.said.percentBlank, cursor.said.withoutBlank(digits));
    cursor.advance();
  }
  const text = `${sign}${digits}${hasBlank ? '%' : ''}`;
  const isPercentage = text.endsWith('%');
  return { kind: 'number', text, exact: parseExact(text), isPercentage, place };
}

export function parseReference(cursor: Cursor, expected: string): ReferenceNode | undefined {
  const { place: start, text, kind } = cursor.token;
  if (kind !== 'word' || isReserved(text)) {
    const hint = cursor.said.writeForExample(cursor.said.fieldOrText);
    cursor.refuse('operand', cursor.hereStands(expected), hint);
    return undefined;
  }
  cursor.advance();
  const parts = [text];
  while (cursor.isMark('.') || cursor.isMark('[')) {
    const part = cursor.isMark('.') ? parseProperty(cursor) : parseKey(cursor);
    if (part === undefined) return undefined;
    parts.push(part);
  }
  const path = cursor.shared(parts.join(''));
  return { kind: 'reference', path, place: spanning(start, cursor.previous.place) };
}

function parseProperty(cursor: Cursor): string | undefined {
  cursor.advance();
  const { kind, text } = cursor.token;
  if (kind !== 'word') {
    const message = cursor.hereStands(cursor.said.afterPoint);
    cursor.refuse('operand', message, cursor.said.writeForExample('Transaction.amount.currency'));
    return undefined;
  }
  cursor.advance();
  return `.${text}`;
}

/** `["key"]`, or the `[key=name]` by which an extension is sometimes addressed. */
function parseKey(cursor: Cursor): string | undefined {
  cursor.advance();
  const { kind, text } = cursor.token;
  const parts = kind === 'text' ? [quoted(text)] : [text];
  cursor.advance();
  if (kind === 'word' && cursor.isMark('=')) {
    cursor.advance();
    parts.push('=', cursor.token.text);
    if (cursor.token.kind === 'word') cursor.advance();
  }
  const isKey = kind === 'text' || (parts.length === 3 && cursor.previous.kind === 'word');
  if (isKey && cursor.isMark(']')) {
    cursor.advance();
    return `[${parts.join('')}]`;
  }
  const hint = cursor.said.writeForExample('Transaction.extensionList["payeeAccountType"]');
  cursor.refuse('operand', cursor.said.keyInQuotes, hint);
  return undefined;
}
