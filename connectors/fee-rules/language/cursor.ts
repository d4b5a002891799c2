/** Where the parser stands in a text, and how it finds its way again after a problem. */
import { storedLanguage, type Language } from '../../common/words/languages';
import { problemAt, type Place, type Problem } from './problems';
import { ruleWords, type RuleWords } from './rule-words';
import { describeToken, Tokens, type Token } from './tokens';
import type { Connector, NameNode } from './tree';

/** More than a person reads. */
const maxProblems = 100;

export class Cursor {
  readonly problems: Problem[] = [];
  token: Token;
  previous: Token;
  /** Whether all of the rule that is being read could be read. */
  isComplete = true;
  private readonly tokens: Tokens;
  private ahead: Token | undefined;
  private readonly known = new Map<string, string>();
  private tokenCount = 0;

  /** In the language of whoever reads what is wrong. */
  readonly said: RuleWords;

  constructor(
    text: string,
    readonly language: Language = storedLanguage,
  ) {
    this.said = ruleWords[language];
    this.tokens = new Tokens(text, (problem) => this.add(problem), this.said);
    this.token = this.tokens.next();
    this.previous = this.token;
  }

  /** Characters and tokens looked at. */
  get work(): number {
    return this.tokens.work + this.tokenCount;
  }

  /** The same string object for equal strings: many rules speak of few fields. */
  shared(text: string): string {
    const known = this.known.get(text) ?? text;
    this.known.set(text, known);
    return known;
  }

  /** To what may start the next rule. */
  skipRule(): void {
    for (;;) {
      const isEnd = this.isMark(';') && this.previous.text === '}';
      if (this.token.kind === 'end') return;
      this.advance();
      if (isEnd) return;
      if (this.isWord('if') || this.isMark('@')) return;
    }
  }

  skipComparison(): void {
    this.isComplete = false;
    let depth = 0;
    while (!this.isMark('{') && !this.isEndOfRule()) {
      if (this.isMark('(')) depth += 1;
      if (this.isMark(')') && depth === 0) return;
      if (this.isMark(')')) depth -= 1;
      if (depth === 0 && this.isFollow()) return;
      this.advance();
    }
  }

  skipTo(marks: readonly string[]): void {
    this.isComplete = false;
    while (!marks.some((mark) => this.isMark(mark)) && !this.isMark('}') && !this.isStartOfRule()) {
      this.advance();
    }
  }

  parseName(): NameNode {
    const { text, place } = this.token;
    this.advance();
    return { text, place };
  }

  connector(): Connector | undefined {
    if (this.token.kind !== 'word') return undefined;
    const upper = this.token.text.toUpperCase();
    if (upper !== 'AND' && upper !== 'OR') return undefined;
    if (upper !== this.token.text) {
      this.refuse('misspelt', this.said.inCapitals(upper), this.said.write(upper));
    }
    return upper;
  }

  /** What may follow a comparison whose closing bracket was forgotten. */
  isFollow(): boolean {
    const isList = this.token.kind === 'word' && /^(and|or)$/i.test(this.token.text);
    return isList || this.token.kind === 'name' || this.isMark('{') || this.isEndOfRule();
  }

  isMark(mark: string): boolean {
    return this.token.kind === 'mark' && this.token.text === mark;
  }

  isWord(word: string): boolean {
    return this.token.kind === 'word' && this.token.text === word;
  }

  isNumber(): boolean {
    return this.token.kind === 'number' || this.isMark('-');
  }

  isOperand(): boolean {
    return this.token.kind === 'text' || this.token.kind === 'word' || this.isNumber();
  }

  isStartOfRule(): boolean {
    return this.token.kind === 'end' || this.isWord('if') || this.isMark('@');
  }

  isEndOfRule(): boolean {
    return this.isStartOfRule() || this.isMark(';') || this.isMark('}');
  }

  /** Reports when the mark is not there, and goes on as if it were. */
  expectMark(mark: string, message: string, hint: string): boolean {
    const isThere = this.isMark(mark);
    if (isThere) this.advance();
    else this.refuse('bracket', this.hereStands(message), hint);
    return isThere;
  }

  /** What should stand here, and what does. */
  hereStands(message: string): string {
    return this.said.hereStands(message, describeToken(this.token, this.said));
  }

  advance(): void {
    this.previous = this.token;
    this.token = this.ahead ?? this.tokens.next();
    this.ahead = undefined;
    this.tokenCount += 1;
  }

  /** To the token before this one. */
  stepBack(): void {
    this.ahead = this.token;
    this.token = this.previous;
  }

  refuse(code: string, message: string, hint: string, place = this.token.place): void {
    this.add(problemAt(place, code, message, hint));
  }

  private add(problem: Problem): void {
    this.isComplete = false;
    const last = this.problems.at(-1);
    // What goes wrong right behind a problem comes from it.
    if (last !== undefined && isTouching(last, problem)) return;
    if (this.problems.length < maxProblems) {
      this.problems.push(problem);
      return;
    }
    this.tokens.stop();
  }
}

function isTouching(left: Place, right: Place): boolean {
  return (
    !('sheet' in left) &&
    !('sheet' in right) &&
    left.line === right.line &&
    left.column <= right.column &&
    right.column <= left.endColumn
  );
}
