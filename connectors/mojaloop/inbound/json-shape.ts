import { refusal } from './refusal';

/** The deepest message of FSPIOP, a party within an item of a bulk quote, has a third of it. */
const depthMax = 32;
/** 1,000 items of a bulk quote with all that may be in them are well below it. */
const valuesMax = 500_000;

const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;

/**
 * Looks at JSON before it is parsed: 5 MB of `[[[[` or of `[],[],` take little to send, but much stack or
 * memory once they are values. Anything else is left for the parser to judge.
 * @throws Refusal 3101 when it is nested too deep, 3103 when it has too many values.
 */
export function checkJsonShape(bytes: Uint8Array): void {
  let depth = 0;
  let values = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    if (byte === quote) {
      at = endOfString(bytes, at + 1);
    } else if (byte === comma) {
      values++;
    } else if (byte === openBracket || byte === openBrace) {
      values++;
      depth++;
    } else if (byte === closeBracket || byte === closeBrace) {
      depth--;
    }
    if (depth > depthMax) throw refusal('MALFORMED_SYNTAX', 'the body is nested too deep');
    if (values > valuesMax) throw refusal('TOO_MANY_ELEMENTS', 'body');
  }
}

/** Where the closing quote is; the end of the text where there is none. */
function endOfString(bytes: Uint8Array, start: number): number {
  let at = start;
  while (at < bytes.length && bytes[at] !== quote) at += bytes[at] === backslash ? 2 : 1;
  return at;
}
