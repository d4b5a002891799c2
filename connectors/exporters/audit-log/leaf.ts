const [quote, backslash] = [0x22, 0x5c];
const scalarPattern = /[^,\]}\s"[{:]+/y;

/** Where a text in quotes, a number or a word ends that begins here; -1: none begins. */
export function leafEnd(text: string, at: number): number {
  if (text.charCodeAt(at) === quote) {
    let end = text.indexOf('"', at + 1);
    while (end !== -1 && isEscaped(text, end)) end = text.indexOf('"', end + 1);
    return end === -1 ? -1 : end + 1;
  }
  scalarPattern.lastIndex = at;
  return scalarPattern.test(text) ? scalarPattern.lastIndex : -1;
}

function isEscaped(text: string, end: number): boolean {
  let before = end - 1;
  while (text.charCodeAt(before) === backslash) before -= 1;
  return (end - before) % 2 === 0;
}
