/** Cuts a text into words, marks, texts, numbers and names, each with its place. Linear in the text's length. */
import { problemAt, type Problem, type TextPlace } from './problems';
import type { RuleWords } from './rule-words';

export type TokenKind = 'word' | 'mark' | 'text' | 'number' | 'name' | 'end';

export interface Token {
  readonly kind: TokenKind;
  /** As written; of a text or a name: what stands between its marks. */
  readonly text: string;
  readonly place: TextPlace;
}

const blanks = /[\s\uFEFF]+/uy;
const word = /[\p{L}_][\p{L}\p{N}_]*/uy;
/** Also what is no number of ours (1,000 or 1e5), so that it is refused whole. */
const numberLike = /\d(?:[\p{L}\p{N}_.,']*[\p{L}\p{N}_])?%?/uy;
const mark = /<>|[!=<>]=?|[(){}[\];.*@%+-]/y;
const strange = /[^\s\p{L}\p{N}_!=<>(){}[\];.*@%+"'“”„‘’/-]+|[/!‘’”]/uy;
const kinds = [
  ['word', word],
  ['number', numberLike],
  ['mark', mark],
] as const;
const quotes: Readonly<Record<string, string>> = { '"': '"', "'": "'", '“': '“”"', '„': '“”"' };

export class Tokens {
  private offset = 0;
  private line = 1;
  private lineStart = 0;
  private nextOpening = -1;
  private nextClosing = -1;
  private nextLineEnd = -1;
  /** Characters looked at, those looked at twice counted twice. */
  work = 0;

  constructor(
    private readonly text: string,
    private readonly report: (problem: Problem) => void,
    private readonly said: RuleWords,
  ) {}

  /** What follows is not looked at any more. */
  stop(): void {
    this.offset = this.text.length;
  }

  next(): Token {
    for (;;) {
      this.skipBlanks();
      const token = this.read();
      if (token !== undefined) return token;
    }
  }

  /** Undefined for what was reported and skipped. */
  private read(): Token | undefined {
    const start = this.offset;
    if (start >= this.text.length)
      return { kind: 'end', text: '', place: this.placeFrom(start, 1) };
    if (this.text.startsWith('/*', start)) return this.readName(start);
    const first = this.text.charAt(start);
    if (first in quotes) return this.readText(start, first);
    for (const [kind, pattern] of kinds) {
      const text = this.take(pattern);
      if (text !== undefined) return { kind, text, place: this.placeFrom(start, text.length) };
    }
    this.refuseStrange(start);
    return undefined;
  }

  private refuseStrange(start: number): void {
    const text = this.take(strange) ?? this.takeOne();
    const shown = text.length > 20 ? `${text.slice(0, 20)}...` : text;
    this.refuse(
      this.placeFrom(start, text.length),
      'strange-character',
      this.said.noMeaning(shown),
      this.said.removeOrQuote,
    );
  }

  private takeOne(): string {
    const one = String.fromCodePoint(this.text.codePointAt(this.offset) ?? 0);
    this.offset += one.length;
    return one;
  }

  private take(pattern: RegExp): string | undefined {
    const start = this.offset;
    pattern.lastIndex = start;
    this.work += 1;
    if (!pattern.test(this.text)) return undefined;
    this.offset = pattern.lastIndex;
    this.work += this.offset - start;
    return this.text.slice(start, this.offset);
  }

  private skipBlanks(): void {
    const start = this.offset;
    const skipped = this.take(blanks);
    if (skipped !== undefined) this.countLines(start, skipped);
  }

  private countLines(start: number, passed: string): void {
    for (let at = passed.indexOf('\n'); at !== -1; at = passed.indexOf('\n', at + 1)) {
      this.line += 1;
      this.lineStart = start + at + 1;
    }
  }

  private readText(start: number, opening: string): Token {
    const closings = quotes[opening] ?? opening;
    let at = start + 1;
    let value = '';
    for (; !this.isLineEnd(at); at += 1) {
      const character = this.text.charAt(at);
      if (closings.includes(character)) break;
      if (character === '\\' && !this.isLineEnd(at + 1)) {
        at += 1;
        value += this.readEscape(at);
      } else {
        value += character;
      }
    }
    const isClosed = !this.isLineEnd(at);
    this.offset = at + (isClosed ? 1 : 0);
    this.work += this.offset - start;
    const place = this.placeFrom(start, this.offset - start);
    this.refuseBadText(place, { opening, isClosed, value });
    return { kind: 'text', text: value, place };
  }

  private isLineEnd(at: number): boolean {
    return at >= this.text.length || this.text[at] === '\n' || this.text[at] === '\r';
  }

  private readEscape(at: number): string {
    const character = this.text.charAt(at);
    if (character !== '"' && character !== '\\') {
      this.refuse(
        this.placeFrom(at - 1, 2),
        'unknown-escape',
        this.said.noEscape(character),
        this.said.escapes,
      );
    }
    return character;
  }

  private refuseBadText(
    place: TextPlace,
    text: { opening: string; isClosed: boolean; value: string },
  ): void {
    const { said } = this;
    if (text.opening !== '"') {
      const message = said.straightQuotes(text.opening);
      this.refuse(place, 'wrong-quotes', message, said.write(`"${text.value.slice(0, 40)}"`));
    }
    if (!text.isClosed) {
      this.refuse(place, 'text-not-closed', said.notClosed, said.closeText);
    }
    if (!isPlainText(text.value)) {
      this.refuse(place, 'strange-character', said.unseen, said.typeAgain);
    }
  }

  private readName(start: number): Token {
    const inside = start + 2;
    this.nextOpening = this.find('/*', inside, this.nextOpening);
    this.nextClosing = this.find('*/', inside, this.nextClosing);
    const isClosed = this.nextClosing < this.text.length && this.nextOpening > this.nextClosing;
    this.nextLineEnd = this.find('\n', inside, this.nextLineEnd);
    const end = isClosed ? this.nextClosing : Math.min(this.nextLineEnd, this.nextOpening);
    this.offset = isClosed ? end + 2 : end;
    this.work += this.offset - start;
    const place = this.placeFrom(start, Math.min(this.offset, this.nextLineEnd) - start);
    this.countLines(start, this.text.slice(start, this.offset));
    const text = foldBlanks(this.text.slice(inside, end));
    if (!isClosed) {
      this.refuse(place, 'name-not-closed', this.said.nameNotClosed, this.said.closeName);
    } else if (text === '' || !isPlainText(text)) {
      this.refuse(place, 'empty-name', this.said.emptyName, this.said.emptyNameHint);
    }
    return { kind: 'name', text, place };
  }

  /** Remembers what it found, so that a text full of openings is not searched again for each. */
  private find(what: string, from: number, known: number): number {
    if (known >= from) return known;
    const found = this.text.indexOf(what, from);
    const position = found === -1 ? this.text.length : found;
    this.work += position - from;
    return position;
  }

  private placeFrom(offset: number, length: number): TextPlace {
    const column = offset - this.lineStart + 1;
    return { line: this.line, column, endColumn: column + length };
  }

  private refuse(place: TextPlace, code: string, message: string, hint: string): void {
    this.report(problemAt(place, code, message, hint));
  }
}

/** Whitespace does not tell two names apart. */
export function foldBlanks(text: string): string {
  return text.replace(/[\s\uFEFF]+/gu, ' ').trim();
}

/** Without control characters, and such that UTF-8 can hold it. */
export function isPlainText(text: string): boolean {
  return !/[\p{Cc}\p{Cs}]/u.test(text);
}

/** A token as a message shows it. */
export function describeToken({ kind, text }: Token, said: RuleWords): string {
  if (kind === 'end') return said.endOfText;
  const short = text.length > 30 ? `${text.slice(0, 30)}...` : text;
  return kind === 'text' ? `"${short}"` : kind === 'name' ? `/* ${short} */` : short;
}
