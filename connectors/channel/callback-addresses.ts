/**
 * Which addresses outcomes may be sent to. The hub stands in the DFSP's network, so a caller must not be
 * able to make it call anything but what the tenant's configuration allows.
 */

/** What is wrong with an entry of the configuration, or undefined. */
export function allowedAddressProblem(text: string): string | undefined {
  const problem = addressProblem(text);
  if (problem !== undefined) return problem;
  return new URL(text).search === '' ? undefined : 'must have no query';
}

/**
 * What is wrong with a callback address, or undefined: it must have the origin of an allowed address and
 * the same path or one below it.
 */
export function callbackProblem(text: string, allowed: readonly string[]): string | undefined {
  const problem = addressProblem(text);
  if (problem !== undefined) return problem;
  const url = new URL(text);
  return allowed.some((address) => isAtOrBelow(url, new URL(address)))
    ? undefined
    : 'is not among the addresses that your DFSP allows';
}

/**
 * Only addresses that are already written as they will be used: `..`, backslashes, capital letters in
 * the host, default ports, tabs and the like would be read differently by the next reader. Encoded
 * slashes, dots, backslashes and percent signs are refused because servers decode them at will.
 */
export function addressProblem(text: string): string | undefined {
  if (!URL.canParse(text)) return 'must be an http or https address';
  const url = new URL(text);
  if (!/^https?:$/.test(url.protocol)) return 'must be an http or https address';
  if (url.username !== '' || url.password !== '') return 'must have no user name or password';
  if (url.hash !== '' || text.includes('#')) return 'must have no fragment (#)';
  if (url.href !== text) return `must be written in its normal form, ${withoutQuery(url)}`;
  if (/%(?:2e|2f|5c|25|00)/i.test(url.pathname) || url.pathname.includes('//'))
    return 'must have no encoded dots, slashes or percent signs and no empty steps in its path';
  return undefined;
}

function isAtOrBelow(url: URL, allowed: URL): boolean {
  if (url.origin !== allowed.origin) return false;
  const path = allowed.pathname;
  return url.pathname === path || url.pathname.startsWith(path.endsWith('/') ? path : `${path}/`);
}

function withoutQuery(url: URL): string {
  return `${url.origin}${url.pathname}`;
}
