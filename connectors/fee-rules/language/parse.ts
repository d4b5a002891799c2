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
import { storedLanguage, type Language } from '../../common/words/languages';
import { parseBlocks } from './parse-block';
import { parseCondition } from './parse-condition';
import { parseNumber, parseText } from './parse-values';
import { Cursor } from './cursor';
import { ruleWords } from './rule-words';
import { problemAt, spanning, type Problem } from './problems';
import type { AnnotationNode, NameNode, RuleFile, RuleNode } from './tree';
import { wordingOf } from './wording';

export interface Parsed {
  /** What could be read. */
  readonly file: RuleFile;
  readonly problems: readonly Problem[];
  /** Characters and tokens looked at: grows linearly with the text, whatever stands in it. */
  readonly work: number;
}

/** Ten thousand rules are a third of it. */
const maxTextLength = 32 * 1024 * 1024;

export function parse(text: string, language: Language = storedLanguage): Parsed {
  if (text.length > maxTextLength) {
    const place = { line: 1, column: 1, endColumn: 2 };
    const said = ruleWords[language];
    const message = said.tooLong(String(text.length), String(maxTextLength));
    return {
      file: { rules: [] },
      problems: [problemAt(place, 'text-too-long', message, said.splitFiles)],
      work: 0,
    };
  }
  const cursor = new Cursor(text, language);
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
      if (name !== undefined)
        cursor.refuse('misplaced', ...wordingOf(cursor.said).annotationAfterName);
      const annotation = parseAnnotation(cursor);
      if (annotation !== undefined) annotations.push(annotation);
    } else if (cursor.token.kind === 'name') {
      if (name !== undefined) cursor.refuse('two-names', ...wordingOf(cursor.said).twoNames);
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
    const hint = cursor.said.writeForExample('@id "p2p-fee"');
    cursor.refuse('expected', cursor.said.afterAt, hint);
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
    cursor.refuse('expected', cursor.said.noValue(key), cursor.said.exampleValue(key));
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
    cursor.refuse('misspelt', cursor.said.inSmall, cursor.said.write('if'));
    cursor.advance();
    return true;
  }
  cursor.refuse(
    'expected',
    cursor.hereStands(cursor.said.startsWithIf),
    cursor.said.startsWithIfHint,
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
    cursor.hereStands(cursor.said.semicolonOfRule),
    cursor.said.semicolonOfRuleHint,
  );
  if (!cursor.isStartOfRule() && cursor.token.kind !== 'name') cursor.skipRule();
}
