/**
 * What EQCI and NECI ignore: the case of ASCII letters, and of no others, so that no locale decides a fee
 * (Turkish dotless i, German sharp s).
 */
export function foldAscii(text: string): string {
  let hasUpper = false;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code > 127) return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
    if (code >= 65 && code <= 90) hasUpper = true;
  }
  return hasUpper ? text.toLowerCase() : text;
}

/** Whether `foldAscii(text)` is `folded`, without making it. */
export function foldsTo(text: string, folded: string): boolean {
  if (text.length !== folded.length) return false;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    const lower = code >= 65 && code <= 90 ? code + 32 : code;
    if (lower !== folded.charCodeAt(index)) return false;
  }
  return true;
}
