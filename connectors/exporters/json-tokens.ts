/** Where tokens of JSON end in a text that is not to be parsed: its numbers and texts go on as they stand. */
const [quote, backslash] = [0x22, 0x5c];
const scalarPattern = /[^,\]}\s"[{:]+/y;

/** Behind the text in quotes that begins here; -1: none begins, or it has no end. */
export function textEnd(json: string, at: number): number {
  if (json.charCodeAt(at) !== quote) return -1;
  let end = json.indexOf('"', at + 1);
  while (end !== -1 && isEscaped(json, end)) end = json.indexOf('"', end + 1);
  return end === -1 ? -1 : end + 1;
}

/** Behind the text in quotes, number or word that begins here; -1: none begins. */
export function leafEnd(json: string, at: number): number {
  if (json.charCodeAt(at) === quote) return textEnd(json, at);
  scalarPattern.lastIndex = at;
  return scalarPattern.test(json) ? scalarPattern.lastIndex : -1;
}

function isEscaped(json: string, end: number): boolean {
  let before = end - 1;
  while (json.charCodeAt(before) === backslash) before -= 1;
  return (end - before) % 2 === 0;
}
