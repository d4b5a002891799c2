/** Cookies of this origin alone (`__Host-`), out of reach of scripts: pure but for the headers that they stand in. */
import type { Request, Response } from 'express';

/** With name and attributes it stays below the 4,096 bytes that browsers keep of one. */
const chunkBytesMax = 3_800;
const chunksMax = 8;

export interface CookieKind {
  /** Without `__Host-`. */
  readonly name: string;
  /** Lax: comes with a link from elsewhere, as the identity provider's is. */
  readonly sameSite: 'Strict' | 'Lax';
}

/** By name; of a name that stands twice the first, as browsers send the most specific one first. */
export function cookiesOf(header: string | undefined): ReadonlyMap<string, string> {
  const cookies = new Map<string, string>();
  for (const pair of (header ?? '').split(';')) {
    const at = pair.indexOf('=');
    if (at < 0) continue;
    const name = pair.slice(0, at).trim();
    if (!cookies.has(name)) cookies.set(name, pair.slice(at + 1).trim());
  }
  return cookies;
}

/** Whole, or put together of its chunks. */
export function cookieIn(request: Request, { name }: CookieKind): string | undefined {
  const cookies = cookiesOf(request.get('Cookie'));
  const whole = cookies.get(`__Host-${name}`);
  if (whole !== undefined) return whole;
  const chunks: string[] = [];
  for (let at = 0; at < chunksMax; at += 1) {
    const chunk = cookies.get(`__Host-${name}.${at}`);
    if (chunk === undefined) break;
    chunks.push(chunk);
  }
  return chunks.length === 0 ? undefined : chunks.join('');
}

/** What the browser had of it before goes. @throws Error when it is too large for browsers to keep */
export function setCookie(
  { request, response }: { readonly request: Request; readonly response: Response },
  kind: CookieKind,
  value: string,
  maxAgeS: number,
): void {
  const chunks = value.match(new RegExp(`.{1,${chunkBytesMax}}`, 'g')) ?? [];
  if (chunks.length > chunksMax) {
    throw new Error(`what ${kind.name} holds is larger than browsers keep: are tokens so large?`);
  }
  const named = chunks.map((chunk, at): [string, string] => {
    return [chunks.length === 1 ? `__Host-${kind.name}` : `__Host-${kind.name}.${at}`, chunk];
  });
  const kept = new Set(named.map(([name]) => name));
  for (const name of namesIn(request, kind)) {
    if (!kept.has(name)) append(response, `${name}=`, kind, 0);
  }
  for (const [name, chunk] of named) append(response, `${name}=${chunk}`, kind, maxAgeS);
}

export function clearCookie(request: Request, response: Response, kind: CookieKind): void {
  for (const name of namesIn(request, kind)) append(response, `${name}=`, kind, 0);
}

/** Those of the kind that came with the request. */
function namesIn(request: Request, { name }: CookieKind): string[] {
  const prefix = `__Host-${name}`;
  return [...cookiesOf(request.get('Cookie')).keys()].filter(
    (one) =>
      one === prefix || (one.startsWith(`${prefix}.`) && /^\d$/.test(one.slice(prefix.length + 1))),
  );
}

function append(response: Response, pair: string, { sameSite }: CookieKind, maxAgeS: number): void {
  response.append(
    'Set-Cookie',
    `${pair}; Path=/; Max-Age=${maxAgeS}; Secure; HttpOnly; SameSite=${sameSite}`,
  );
}
