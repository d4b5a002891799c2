/** What stands between `if(` and `)`. */
import type { Cursor } from './cursor';
import { parseOperand, parseReference } from './parse-values';
import { quoted } from './print';
import { describeToken } from './tokens';
import {
  tests,
  type ComparisonNode,
  type Connector,
  type GroupNode,
  type ListNode,
  type NameNode,
  type Test,
} from './tree';
import { wording } from './wording';

export function parseCondition(cursor: Cursor): ListNode<GroupNode> {
  cursor.expectMark(
    '(',
    'An opening bracket ( is missing after if',
    'Write if( before the condition.',
  );
  const groups = parseList(cursor, () => parseGroup(cursor), true);
  if (!cursor.isMark(')') && !cursor.isMark('{') && !cursor.isEndOfRule()) {
    cursor.refuse('expected', ...wording.noConnector(cursor.token));
    cursor.skipTo(['{']);
  }
  cursor.expectMark(')', ...wording.missingClose('the condition'));
  while (cursor.isMark(')')) {
    cursor.refuse('bracket', 'There is one closing bracket ) too many', 'Remove it.');
    cursor.advance();
  }
  return groups;
}

function parseList<Member>(
  cursor: Cursor,
  parseMember: () => Member | undefined,
  areMembersNamed: boolean,
): ListNode<Member> {
  const members: Member[] = [];
  let connector: Connector | undefined;
  for (;;) {
    const member = parseMember();
    if (member !== undefined) members.push(member);
    // No list goes on with a bracket, so that a connector was forgotten.
    const isForgotten =
      cursor.isMark('(') || (cursor.token.kind === 'name' && member !== undefined);
    if (isForgotten) {
      cursor.refuse('expected', ...wording.noConnector(cursor.token));
      continue;
    }
    const next = cursor.connector();
    if (next === undefined) return { connector: connector ?? 'AND', members };
    const { place } = cursor.token;
    cursor.advance();
    // The next condition: the bracket behind this one was forgotten, and the connector belongs outside.
    if (!areMembersNamed && cursor.token.kind === 'name') {
      cursor.stepBack();
      return { connector: connector ?? 'AND', members };
    }
    connector ??= next;
    if (next !== connector) {
      cursor.refuse('mixed-connectors', ...wording.mixed(connector, next), place);
    }
  }
}

function parseGroup(cursor: Cursor): GroupNode | undefined {
  let name: NameNode | undefined;
  while (cursor.token.kind === 'name') {
    if (name !== undefined) cursor.refuse('two-names', ...wording.twoNames);
    name = cursor.parseName();
  }
  const place = name?.place ?? cursor.token.place;
  if (!cursor.isMark('(')) {
    cursor.refuse(
      'expected',
      `A condition stands here, in brackets; found ${describeToken(cursor.token)}`,
      'Write ( ( field EQ value ) ).',
    );
    return undefined;
  }
  cursor.advance();
  const comparisons = parseList(cursor, () => parseComparison(cursor), false);
  cursor.expectMark(')', ...wording.missingClose(name ? quoted(name.text) : 'this condition'));
  return { ...(name && { name }), comparisons, place };
}

function parseComparison(cursor: Cursor): ComparisonNode | undefined {
  if (cursor.token.kind === 'name') {
    cursor.refuse('misplaced', ...wording.misplacedName);
    cursor.advance();
  }
  const hasBracket = cursor.isMark('(');
  if (hasBracket) cursor.advance();
  else if (cursor.isOperand()) cursor.refuse('bracket', ...wording.comparisonBrackets);
  if (hasBracket && cursor.isMark('(')) cursor.refuse('nested-too-deep', ...wording.tooDeep);
  const comparison = cursor.isMark('(') ? undefined : parseTest(cursor);
  if (comparison === undefined) cursor.skipComparison();
  if (!hasBracket) return comparison;
  if (comparison !== undefined && !cursor.isMark(')') && !cursor.isFollow()) {
    cursor.refuse('expected', ...wording.afterComparison(cursor.token));
    cursor.skipComparison();
  }
  cursor.expectMark(')', ...wording.missingClose('this comparison'));
  return comparison;
}

function parseTest(cursor: Cursor): ComparisonNode | undefined {
  if (cursor.token.kind === 'text' || cursor.isNumber()) {
    cursor.refuse('operand', ...wording.leftIsField);
    return undefined;
  }
  const left = parseReference(cursor, 'A comparison starts with a field');
  if (left === undefined) return undefined;
  const testPlace = cursor.token.place;
  const test = parseTestWord(cursor);
  if (test === undefined) return undefined;
  const right = parseOperand(cursor, `${test} compares with a text, a number or a field`);
  return right && { left, test, testPlace, right };
}

function parseTestWord(cursor: Cursor): Test | undefined {
  const { kind, text } = cursor.token;
  const known = tests.find((test) => test === text);
  if (known !== undefined && kind === 'word') {
    cursor.advance();
    return known;
  }
  const word = kind === 'end' || kind === 'text' || text === ')' ? '' : text;
  cursor.refuse('unknown-test', ...wording.unknownTest(word));
  return undefined;
}
