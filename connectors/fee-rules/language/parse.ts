/**
 * Reads rules. This recursive descent is the one authority on the grammar:
 *
 *   file       = { rule }
 *   rule       = { "@" word ( text | ["-"] number ) } [ name ] "if" "(" condition ")" block { block } ";"
 *   condition  = group { "AND" group } | group { "OR" group }
 *   group      = [ name ] "(" comparison { "AND" comparison } | comparison { "OR" comparison } ")"
 *   comparison = "(" reference test operand ")"
 *   test       = "EQ" | "NEQ" | "GT" | "LT" | "GE" | "LE" | "EQCI" | "NECI"
 *   operand    = text | ["-"] number | reference
 *   reference  = word { "." word | "[" text "]" | "[" word "=" word "]" }
 *   block      = "{" { reference "=" operand { "*" ["-"] number } ";" } "}"
 *   number     = digits [ "." digits ] [ "%" ]      without blanks
 *   text       = '"' ... '"'                        on one line; \" and \\ inside
 *   name       = "/*" ... "*" "/"                   what a person calls the rule or the group that follows
 *
 * Nothing nests deeper than this, so no input can make it recurse. Every problem is reported and what
 * follows is read all the same.
 */
import { parseBlocks } from './parse-block';
import { parseCondition } from './parse-condition';
import { parseNumber, parseText } from './parse-values';
import { Cursor } from './cursor';
import { problemAt, spanning, type Problem } from './problems';
import { describeToken } from './tokens';
import type { AnnotationNode, NameNode, RuleFile, RuleNode } from './tree';
import { wording } from './wording';

export interface Parsed {
  /** What could be read. */
  readonly file: RuleFile;
  readonly problems: readonly Problem[];
  /** Characters and tokens looked at: grows linearly with the text, whatever stands in it. */
  readonly work: number;
}

/** Ten thousand rules are a third of it. */
const maxTextLength = 32 * 1024 * 1024;

export function parse(text: string): Parsed {
  if (text.length > maxTextLength) {
    const place = { line: 1, column: 1, endColumn: 2 };
    const message = `This text is ${text.length} characters long; ${maxTextLength} are allowed`;
    const hint = 'Split the rules into several files.';
    return {
      file: { rules: [] },
      problems: [problemAt(place, 'text-too-long', message, hint)],
      work: 0,
    };
  }
  const cursor = new Cursor(text);
  const rules: RuleNode[] = [];
  while (cursor.token.kind !== 'end') {
    const rule = parseRule(cursor);
    if (rule !== undefined) rules.push(rule);
  }
  return { file: { rules }, problems: cursor.problems, work: cursor.work };
}

function parseRule(cursor: Cursor): RuleNode | undefined {
  cursor.isComplete = true;
  const first = cursor.token;
  const annotations: AnnotationNode[] = [];
  let name: NameNode | undefined;
  for (;;) {
    if (cursor.isMark('@')) {
      if (name !== undefined) cursor.refuse('misplaced', ...wording.annotationAfterName);
      const annotation = parseAnnotation(cursor);
      if (annotation !== undefined) annotations.push(annotation);
    } else if (cursor.token.kind === 'name') {
      if (name !== undefined) cursor.refuse('two-names', ...wording.twoNames);
      name = cursor.parseName();
    } else break;
  }
  const keyword = cursor.token;
  if (!expectIf(cursor)) {
    cursor.skipRule();
    return undefined;
  }
  const place = name?.place ?? (annotations.length > 0 ? first.place : keyword.place);
  const condition = parseCondition(cursor);
  const blocks = parseBlocks(cursor);
  expectEndOfRule(cursor);
  const { isComplete } = cursor;
  return { annotations, ...(name && { name }), condition, blocks, isComplete, place };
}

function parseAnnotation(cursor: Cursor): AnnotationNode | undefined {
  const { place } = cursor.token;
  cursor.advance();
  const { kind, text: key } = cursor.token;
  if (kind !== 'word') {
    cursor.refuse('expected', 'After @ stands what it sets', 'Write for example @id "p2p-fee".');
    return undefined;
  }
  const whole = spanning(place, cursor.token.place);
  cursor.advance();
  const value =
    cursor.token.kind === 'text'
      ? parseText(cursor)
      : cursor.isNumber()
        ? parseNumber(cursor)
        : undefined;
  if (value === undefined) {
    const hint = `Write for example @${key} "..." or @${key} 1.`;
    cursor.refuse('expected', `@${key} has no value: a text in quotes or a number`, hint);
    return undefined;
  }
  return { key, value, place: whole };
}

function expectIf(cursor: Cursor): boolean {
  if (cursor.isWord('if')) {
    cursor.advance();
    return true;
  }
  if (cursor.token.kind === 'word' && cursor.token.text.toLowerCase() === 'if') {
    cursor.refuse('misspelt', 'This word is written in small letters: if', 'Write if.');
    cursor.advance();
    return true;
  }
  cursor.refuse(
    'expected',
    `A rule starts with its name and the word if; here stands ${describeToken(cursor.token)}`,
    'Write /* Name of the rule */ if( ... ) { ... };',
  );
  return false;
}

function expectEndOfRule(cursor: Cursor): void {
  if (cursor.isMark(';')) {
    cursor.advance();
    return;
  }
  cursor.refuse(
    'expected',
    `A ; is missing at the end of the rule; here stands ${describeToken(cursor.token)}`,
    'Write }; at the end of the rule.',
  );
  if (!cursor.isStartOfRule() && cursor.token.kind !== 'name') cursor.skipRule();
}
