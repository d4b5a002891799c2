/**
 * Case folding of EQCI and NECI: ASCII letters only. What is outside ASCII folds differently from
 * language to language (Turkish dotless i, German sharp s), and a fee must not depend on that.
 */
export function foldAscii(text: string): string {
  let hasUpper = false;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code > 127) return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
    if (code >= 65 && code <= 90) hasUpper = true;
  }
  return hasUpper ? text.toLowerCase() : text;
}
