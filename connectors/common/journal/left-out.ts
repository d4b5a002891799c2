/** What never gets into the journal: credentials, and codes that are good for one payment. */

const secretName = /auth|cookie|token|secret|password|credential|api-?key/i;
/** Named like a secret and none: evidence of who has sent what. */
const notSecret: ReadonlySet<string> = new Set(['www-authenticate']);

export const mask = '[left out]';

export function headerToKeep(name: string, value: string): string {
  return secretName.test(name) && !notSecret.has(name.toLowerCase()) ? mask : value;
}

export function withoutSignatures(
  headers: Readonly<Record<string, string>>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, /signature/i.test(name) ? mask : value]),
  );
}

/** Without user and password, and without a query that may hold a secret: that of others' addresses does. */
export function urlToKeep(url: string, isOfOthers: boolean): string {
  const withoutUser = url.replace(/^([a-z]+:\/\/)[^/?#@]*@/i, '$1');
  const query = withoutUser.indexOf('?');
  const mayHoldSecret = isOfOthers || secretName.test(withoutUser.slice(query + 1));
  return query === -1 || !mayHoldSecret ? withoutUser : withoutUser.slice(0, query);
}

/** FSPIOP's, and what the channel or an app calls one. */
const codeNames = [
  ...['authenticationValue', 'oneTimePassword', 'oneTimeCode', 'authorizationCode'],
  ...['passcode', 'password', 'otp', 'pin'],
];
/** A name may be written with escapes: then only a parser knows it. */
const mayHoldCode = new RegExp(`"(?:${codeNames.join('|')})"|\\\\u00[2-7]`, 'i');
const isCodeName = new RegExp(`^(?:${codeNames.join('|')})$`, 'i');

/** The body, and whether codes were taken out of it; nearly always it is looked at once and stays byte for byte. */
export function withoutCodes(text: string): { readonly text: string; readonly hadCodes: boolean } {
  if (!mayHoldCode.test(text)) return { text, hadCodes: false };
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    // Cut, or no JSON: nobody can say where a code ends.
    return { text: mask, hadCodes: true };
  }
  const codes: unknown[] = [];
  const kept = JSON.stringify(parsed, (name, value: unknown) => {
    if (!isCodeName.test(name)) return value;
    codes.push(value);
    return mask;
  });
  return codes.length > 0 ? { text: kept, hadCodes: true } : { text, hadCodes: false };
}
