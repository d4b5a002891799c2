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
import {
  afterComparison,
  missingClose,
  mixed,
  noConnector,
  unknownTest,
  wordingOf,
} from './wording';

export function parseCondition(cursor: Cursor): ListNode<GroupNode> {
  cursor.expectMark('(', cursor.said.openMissing, cursor.said.openMissingHint);
  const groups = parseList(cursor, () => parseGroup(cursor), true);
  if (!cursor.isMark(')') && !cursor.isMark('{') && !cursor.isEndOfRule()) {
    cursor.refuse('expected', ...noConnector(cursor));
    cursor.skipTo(['{']);
  }
  cursor.expectMark(')', ...missingClose(cursor.said.theCondition, cursor.said));
  while (cursor.isMark(')')) {
    cursor.refuse('bracket', cursor.said.closeTooMany, cursor.said.removeIt);
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
      cursor.refuse('expected', ...noConnector(cursor));
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
      cursor.refuse('mixed-connectors', ...mixed(connector, next, cursor.said), place);
    }
  }
}

function parseGroup(cursor: Cursor): GroupNode | undefined {
  let name: NameNode | undefined;
  while (cursor.token.kind === 'name') {
    if (name !== undefined) cursor.refuse('two-names', ...wordingOf(cursor.said).twoNames);
    name = cursor.parseName();
  }
  const place = name?.place ?? cursor.token.place;
  if (!cursor.isMark('(')) {
    const { said, token } = cursor;
    const message = said.conditionHere(describeToken(token, said));
    cursor.refuse('expected', message, said.conditionHereHint);
    return undefined;
  }
  cursor.advance();
  const comparisons = parseList(cursor, () => parseComparison(cursor), false);
  const behind = name ? quoted(name.text) : cursor.said.thisCondition;
  cursor.expectMark(')', ...missingClose(behind, cursor.said));
  return { ...(name && { name }), comparisons, place };
}

function parseComparison(cursor: Cursor): ComparisonNode | undefined {
  if (cursor.token.kind === 'name') {
    cursor.refuse('misplaced', ...wordingOf(cursor.said).misplacedName);
    cursor.advance();
  }
  const hasBracket = cursor.isMark('(');
  if (hasBracket) cursor.advance();
  else if (cursor.isOperand())
    cursor.refuse('bracket', ...wordingOf(cursor.said).comparisonBrackets);
  if (hasBracket && cursor.isMark('('))
    cursor.refuse('nested-too-deep', ...wordingOf(cursor.said).tooDeep);
  const comparison = cursor.isMark('(') ? undefined : parseTest(cursor);
  if (comparison === undefined) cursor.skipComparison();
  if (!hasBracket) return comparison;
  if (comparison !== undefined && !cursor.isMark(')') && !cursor.isFollow()) {
    cursor.refuse('expected', ...afterComparison(cursor));
    cursor.skipComparison();
  }
  cursor.expectMark(')', ...missingClose(cursor.said.thisComparison, cursor.said));
  return comparison;
}

function parseTest(cursor: Cursor): ComparisonNode | undefined {
  if (cursor.token.kind === 'text' || cursor.isNumber()) {
    cursor.refuse('operand', ...wordingOf(cursor.said).leftIsField);
    return undefined;
  }
  const left = parseReference(cursor, cursor.said.startsWithField);
  if (left === undefined) return undefined;
  const testPlace = cursor.token.place;
  const test = parseTestWord(cursor);
  if (test === undefined) return undefined;
  const right = parseOperand(cursor, cursor.said.comparesWith(test));
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
  cursor.refuse('unknown-test', ...unknownTest(word, cursor.said));
  return undefined;
}
