import { textEnd } from '../json-tokens';

/** Of a member its name, and its value as JSON as it stands there; gives the JSON that is to stand there. */
export type ReplaceMember = (name: string, raw: string) => string;

const [quote, comma, colon] = [0x22, 0x2c, 0x3a];
const [openObject, closeObject, openArray, closeArray] = [0x7b, 0x7d, 0x5b, 0x5d];

/**
 * Replaces members of an object, and leaves all other bytes as they are: numbers as an engine writes them do not survive
 * being parsed and written. What is no object stays.
 * @throws SyntaxError when the object has no end
 */
export function replaceMembers(json: string, replace: ReplaceMember): string {
  let made = '';
  let copiedTo = 0;
  let at = afterSpaces(json, 0);
  if (at === json.length) throw brokenOff();
  if (json.charCodeAt(at) !== openObject) return json;
  at = afterSpaces(json, at + 1);
  if (json.charCodeAt(at) === closeObject) return json;
  for (;;) {
    const nameFrom = afterSpaces(json, at);
    const nameTo = behindText(json, nameFrom);
    const colonAt = afterSpaces(json, nameTo);
    if (json.charCodeAt(colonAt) !== colon) throw brokenOff();
    const from = afterSpaces(json, colonAt + 1);
    const behind = valueEnd(json, from);
    const raw = json.slice(from, behind).trimEnd();
    const replaced = replace(JSON.parse(json.slice(nameFrom, nameTo)) as string, raw);
    if (replaced !== raw) {
      made += json.slice(copiedTo, from) + replaced;
      copiedTo = from + raw.length;
    }
    if (json.charCodeAt(behind) === closeObject) return made + json.slice(copiedTo);
    at = behind + 1;
  }
}

/** Where the comma or bracket stands that ends the value which begins here. @throws SyntaxError */
function valueEnd(json: string, from: number): number {
  let depth = 0;
  for (let at = from; at < json.length; at += 1) {
    switch (json.charCodeAt(at)) {
      case quote:
        at = behindText(json, at) - 1;
        break;
      case openObject:
      case openArray:
        depth += 1;
        break;
      case closeObject:
      case closeArray:
        if (depth === 0) return at;
        depth -= 1;
        break;
      case comma:
        if (depth === 0) return at;
        break;
      default:
    }
  }
  throw brokenOff();
}

/** @throws SyntaxError */
function behindText(json: string, from: number): number {
  const end = textEnd(json, from);
  if (end === -1) throw brokenOff();
  return end;
}

function afterSpaces(json: string, from: number): number {
  let at = from;
  // Those that JSON knows: space, tab, line feed, carriage return.
  while ([0x20, 0x09, 0x0a, 0x0d].includes(json.charCodeAt(at))) at += 1;
  return at;
}

const brokenOff = (): SyntaxError => new SyntaxError('the JSON breaks off');
