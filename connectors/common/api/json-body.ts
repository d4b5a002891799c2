import { decodeUtf8, withoutByteOrderMark } from '../utf8';
import { translated } from '../words/languages';
import { problemWords } from './problem-words';
import { Problem, type FieldError } from './problems';

const depthMax = 20;

/** @throws Problem */
export function readJsonBody(bytes: Uint8Array): unknown {
  const text = decodeUtf8(bytes);
  if (text === undefined) {
    throw new Problem('malformed-json', {
      detail: translated(problemWords, (said) => said.bodyNotUtf8),
    });
  }
  return parseJsonBody(withoutByteOrderMark(text));
}

/**
 * Parses a JSON body. Stricter than JSON.parse: a key that is there twice is refused, because two
 * readers may each believe another of the two values.
 * @throws Problem
 */
export function parseJsonBody(text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Problem('malformed-json', {
      detail: translated(problemWords, (said) => (text === '' ? said.bodyEmpty : said.bodyNotJson)),
      cause: error,
    });
  }
  const errors = findRepeatedKeys(text);
  if (errors.length > 0) throw new Problem('invalid-request', { errors });
  return value;
}

type Level = { readonly keys: Set<string>; key: string } | { index: number };

/** `text` is known to be JSON, so a look at its strings and brackets is enough. */
function findRepeatedKeys(text: string): FieldError[] {
  const errors: FieldError[] = [];
  const levels: Level[] = [];
  const tokens = /["{}[\],]/g;
  for (let match = tokens.exec(text); match !== null; match = tokens.exec(text)) {
    const [token] = match;
    const level = levels.at(-1);
    if (token === '{') levels.push({ keys: new Set(), key: '' });
    else if (token === '[') levels.push({ index: 0 });
    else if (token === '}' || token === ']') levels.pop();
    else if (token === ',' && level !== undefined && 'index' in level) level.index += 1;
    else if (token === '"') {
      const end = endOfString(text, match.index);
      tokens.lastIndex = end;
      if (level === undefined || !('keys' in level) || !isKey(text, end)) continue;
      level.key = JSON.parse(text.slice(match.index, end)) as string;
      if (level.keys.has(level.key))
        errors.push({
          pointer: pointerOf(levels),
          detail: translated(problemWords, (said) => said.thereTwice),
        });
      level.keys.add(level.key);
    }
    if (levels.length > depthMax) {
      const detail = translated(problemWords, (said) => said.tooDeep(depthMax));
      return [{ pointer: pointerOf(levels.slice(0, -1)), detail }];
    }
  }
  return errors;
}

/** Behind the quote that ends the string; a regular expression runs out of stack on megabytes. */
function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); ; end = text.indexOf('"', end + 1)) {
    let escapes = 0;
    while (text[end - 1 - escapes] === '\\') escapes += 1;
    if (escapes % 2 === 0) return end + 1;
  }
}

function isKey(text: string, end: number): boolean {
  const behind = /\s*(.?)/y;
  behind.lastIndex = end;
  return behind.exec(text)?.[1] === ':';
}

function pointerOf(levels: readonly Level[]): string {
  return levels
    .map((level) => `/${escapePointer('keys' in level ? level.key : String(level.index))}`)
    .join('');
}

/** RFC 6901. */
export function escapePointer(token: string): string {
  return token.replaceAll('~', '~0').replaceAll('/', '~1');
}
