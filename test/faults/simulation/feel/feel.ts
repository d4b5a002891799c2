/**
 * The part of FEEL that the diagrams use, with the engine's own answers. Anything else is refused when an
 * expression is read: see ../DECISIONS.md, 2.
 */
import { functions, type Surroundings } from './functions';
import { operate, type Operator } from './operators';
import { isContext, type Value } from './values';

export interface Scope extends Surroundings {
  /** Undefined where there is none. */
  readonly get: (name: string) => Value | undefined;
}

export type Expression = (scope: Scope) => Value;

const tokenPattern =
  /\s*(?:("(?:[^"\\]|\\.)*")|(\d+(?:\.\d+)?)|((?:date and time|list contains|context put|get or else)(?=\s*\()|[A-Za-z_]\w*)|(!=|<=|>=|[=<>+\-*/()[\]{},:.]))/y;

type Token =
  | { readonly kind: 'text' | 'name' | 'sign'; readonly text: string }
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'end'; readonly text: '' };

/** Words that mean something that is not simulated. */
const foreign = new Set([
  'for',
  'some',
  'every',
  'in',
  'between',
  'instance',
  'function',
  'return',
  'satisfies',
]);

/** @param source without the = at its beginning */
export function compileFeel(source: string): Expression {
  try {
    return new Parser(tokensOf(source)).whole();
  } catch (error) {
    throw new Error(`not simulated: ${(error as Error).message} in = ${source}`);
  }
}

function tokensOf(source: string): Token[] {
  const tokens: Token[] = [];
  const pattern = new RegExp(tokenPattern);
  const end = source.trimEnd().length;
  while (pattern.lastIndex < end) {
    const at = pattern.lastIndex;
    const [all, text, number, name, sign] = pattern.exec(source) ?? [];
    if (all === undefined) throw new Error(`${source.slice(at, at + 10)}...`);
    if (text !== undefined) tokens.push({ kind: 'text', text: unescaped(text) });
    else if (number !== undefined) tokens.push({ kind: 'number', text: number });
    else if (name !== undefined) tokens.push({ kind: 'name', text: name });
    else tokens.push({ kind: 'sign', text: sign ?? '' });
  }
  tokens.push({ kind: 'end', text: '' });
  return tokens;
}

function unescaped(quoted: string): string {
  const text = quoted.slice(1, -1);
  if (/\\[^"]/.test(text)) throw new Error('an escape in a text');
  return text.replaceAll('\\"', '"');
}

/** Weakest first. */
const levels: readonly (readonly Operator[])[] = [
  ['or'],
  ['and'],
  ['=', '!=', '<', '<=', '>', '>='],
  ['+', '-'],
  ['*', '/'],
];

class Parser {
  private at = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  whole(): Expression {
    const expression = this.expression();
    if (this.next.kind !== 'end') throw new Error(`"${this.next.text}"`);
    return expression;
  }

  private get next(): Token {
    return this.tokens[this.at] ?? { kind: 'end', text: '' };
  }

  private expression(): Expression {
    if (!this.isNext('name', 'if')) return this.binary(0);
    this.at += 1;
    const condition = this.expression();
    this.expect('name', 'then');
    const whenTrue = this.expression();
    this.expect('name', 'else');
    const otherwise = this.expression();
    return (scope) => (condition(scope) === true ? whenTrue(scope) : otherwise(scope));
  }

  private binary(level: number): Expression {
    const operators = levels[level];
    if (operators === undefined) return this.postfix();
    let left = this.binary(level + 1);
    for (;;) {
      const operator = operators.find((one) => one === this.next.text && this.next.kind !== 'text');
      if (operator === undefined) return left;
      this.at += 1;
      const [first, second] = [left, this.binary(level + 1)];
      left = (scope) => operate(operator, first(scope), second(scope));
    }
  }

  private postfix(): Expression {
    let value = this.primary();
    for (;;) {
      if (this.take('sign', '.')) {
        const name = this.name();
        const owner = value;
        value = (scope) => fieldOf(owner(scope), name);
      } else if (this.take('sign', '[')) {
        const index = this.next;
        if (index.kind !== 'number') throw new Error('a filter');
        this.at += 1;
        this.expect('sign', ']');
        const list = value;
        value = (scope) => itemOf(list(scope), Number(index.text));
      } else {
        return value;
      }
    }
  }

  private primary(): Expression {
    const token = this.next;
    this.at += 1;
    switch (token.kind) {
      case 'text':
        return () => token.text;
      case 'number':
        return constant(Number(token.text));
      case 'name':
        return this.named(token.text);
      case 'sign':
        return this.bracketed(token.text);
      case 'end':
        throw new Error('its end');
    }
  }

  private named(name: string): Expression {
    if (name === 'true' || name === 'false') return constant(name === 'true');
    if (name === 'null') return constant(null);
    if (foreign.has(name)) throw new Error(name);
    if (!this.take('sign', '(')) return (scope) => scope.get(name) ?? null;
    const args = this.list(')');
    const called = functions[name];
    if (called?.counts.includes(args.length) !== true) {
      throw new Error(`${name}(${args.length} arguments)`);
    }
    return (scope) =>
      called.call(
        args.map((arg) => arg(scope)),
        scope,
      );
  }

  private bracketed(sign: string): Expression {
    if (sign === '(') {
      const inner = this.expression();
      this.expect('sign', ')');
      return inner;
    }
    if (sign === '[') {
      const items = this.list(']');
      return (scope) => items.map((item) => item(scope));
    }
    if (sign === '{') return this.context();
    throw new Error(`"${sign}"`);
  }

  private context(): Expression {
    const entries: (readonly [string, Expression])[] = [];
    if (!this.take('sign', '}')) {
      do {
        const name = this.name();
        this.expect('sign', ':');
        entries.push([name, this.expression()]);
      } while (this.take('sign', ','));
      this.expect('sign', '}');
    }
    return (scope) => Object.fromEntries(entries.map(([name, value]) => [name, value(scope)]));
  }

  private list(end: ')' | ']'): Expression[] {
    const items: Expression[] = [];
    if (this.take('sign', end)) return items;
    do {
      items.push(this.expression());
    } while (this.take('sign', ','));
    this.expect('sign', end);
    return items;
  }

  private name(): string {
    const { kind, text } = this.next;
    if (kind !== 'name') throw new Error(`"${text}" where a name should be`);
    this.at += 1;
    return text;
  }

  private isNext(kind: Token['kind'], text: string): boolean {
    return this.next.kind === kind && this.next.text === text;
  }

  private take(kind: Token['kind'], text: string): boolean {
    const isIt = this.isNext(kind, text);
    if (isIt) this.at += 1;
    return isIt;
  }

  private expect(kind: Token['kind'], text: string): void {
    if (!this.take(kind, text)) throw new Error(`"${this.next.text}" where ${text} should be`);
  }
}

function constant(value: Value): Expression {
  return () => value;
}

function fieldOf(owner: Value, name: string): Value {
  if (owner === null) return null;
  if (!isContext(owner)) throw new Error(`.${name} of what is no context is not simulated`);
  return owner[name] ?? null;
}

function itemOf(list: Value, index: number): Value {
  if (list === null) return null;
  if (!Array.isArray(list)) throw new Error('an item of what is no list is not simulated');
  return (list[index - 1] as Value | undefined) ?? null;
}
