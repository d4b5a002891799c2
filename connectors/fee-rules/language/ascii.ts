/** What EQCI and NECI ignore: the case of ASCII letters, and of no others, so that no locale decides a fee. */
export function foldAscii(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}
