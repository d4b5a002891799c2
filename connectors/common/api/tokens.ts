/** JSON web tokens that come as `Authorization: Bearer` (RFC 6750). */
import type { JsonWebKey } from 'node:crypto';
import {
  createLocalJWKSet,
  createRemoteJWKSet,
  customFetch,
  decodeJwt,
  errors,
  jwtVerify,
  type JWTPayload,
  type JWTVerifyGetKey,
} from 'jose';
import type { Deps, HttpTransport } from '../runtime';
import { translated, type Translated } from '../words/languages';
import { tokenWords } from './problem-words';
import { Problem } from './problems';
import type { TokenSettings } from './token-settings';

export type Claims = JWTPayload;

const jwksTimeoutMs = 5_000;

/** One identity provider: checks what is signed by it. Rejects with a {@link Problem}. */
export type TokenVerifier = (token: string) => Promise<Claims>;

export function createTokenVerifier(
  settings: TokenSettings,
  { clock, http }: Pick<Deps, 'clock' | 'http'>,
  clockSkewS: number,
  requiredClaims: readonly string[] = ['exp'],
): TokenVerifier {
  const keys = keySetOf(settings, http);
  return async (token) => {
    const time = { currentDate: new Date(clock.now()), clockTolerance: clockSkewS };
    const claims = await verify(token, settings, keys, { ...time, requiredClaims });
    if (settings.scope !== undefined) requireScope(claims, settings.scope);
    return claims;
  };
}

/** @throws Problem when the header holds no JWT. */
export function bearerToken(authorization: string | undefined): string {
  const token = /^Bearer +([\w.~+/-]+=*) *$/i.exec(authorization ?? '')?.[1];
  if (token === undefined) throw unauthenticated(saying((said) => said.sendBearer));
  return token;
}

/**
 * What a token says of itself, which nobody has checked yet.
 * @throws Problem
 */
export function claimsUnchecked(token: string): Claims {
  try {
    return decodeJwt(token);
  } catch {
    throw unauthenticated(saying((said) => said.noJwt));
  }
}

export function unauthenticated(detail: string | Translated): Problem {
  return new Problem('unauthenticated', {
    errors: [{ header: 'Authorization', detail }],
    headers: { 'WWW-Authenticate': `Bearer realm="payment-hub", error="invalid_token"` },
  });
}

/** @throws Problem */
export function requireScope(claims: Claims, scope: string): void {
  const scopes = typeof claims['scope'] === 'string' ? claims['scope'].split(' ') : [];
  if (scopes.includes(scope)) return;
  throw new Problem('forbidden', {
    detail: saying((said) => said.lacksScope(scope)),
    headers: { 'WWW-Authenticate': `Bearer error="insufficient_scope", scope="${scope}"` },
  });
}

function keySetOf({ keys }: TokenSettings, http: HttpTransport): JWTVerifyGetKey {
  if (keys.publicKey !== undefined) return givenKeys(keys.publicKey);
  return createRemoteJWKSet(new URL(keys.jwksUrl), {
    timeoutDuration: jwksTimeoutMs,
    [customFetch]: async (url, { signal }) => {
      const answer = await http.request({
        method: 'GET',
        url,
        headers: { accept: 'application/json' },
        timeoutMs: jwksTimeoutMs,
        signal,
      });
      return new Response(answer.body, { status: answer.status });
    },
  });
}

/**
 * Keys in PEM have no name, and identity providers name theirs in each token: a name that no key here has may be that of
 * any key without one.
 */
function givenKeys(publicKeys: readonly JsonWebKey[]): JWTVerifyGetKey {
  const setOf = (keys: readonly JsonWebKey[]) =>
    // jose wants `kty` to be there, and readPublicKeys has looked.
    createLocalJWKSet({ keys: keys as { kty: string }[] });
  const names = new Set(publicKeys.map(nameOf));
  const all = setOf(publicKeys);
  const nameless = setOf(publicKeys.filter((key) => nameOf(key) === undefined));
  return (header, token) => {
    if (header.kid === undefined || names.has(header.kid)) return all(header, token);
    return nameless({ ...header, kid: undefined }, token);
  };
}

const nameOf = (key: JsonWebKey): unknown => key['kid'];

async function verify(
  token: string,
  { issuer, audience, algorithms }: TokenSettings,
  keys: JWTVerifyGetKey,
  {
    requiredClaims,
    ...time
  }: { currentDate: Date; clockTolerance: number; requiredClaims: readonly string[] },
): Promise<Claims> {
  const options = { ...time, issuer, audience, algorithms, requiredClaims: [...requiredClaims] };
  try {
    return (await jwtVerify(token, keys, options)).payload;
  } catch (error) {
    // A token without `kid` while keys are being rotated: any of them may have signed it.
    if (error instanceof errors.JWKSMultipleMatchingKeys) {
      for await (const key of error) {
        const verified = await jwtVerify(token, key, options).catch(ignoreOtherKey);
        if (verified !== undefined) return verified.payload;
      }
      throw unauthenticated(saying((said) => said.signature));
    }
    throw problemOf(error);
  }
}

function ignoreOtherKey(error: unknown): undefined {
  if (!(error instanceof errors.JWSSignatureVerificationFailed)) throw problemOf(error);
}

function problemOf(error: unknown): Problem {
  const aboutKeys =
    !(error instanceof errors.JOSEError) ||
    error instanceof errors.JWKSTimeout ||
    error instanceof errors.JWKSInvalid ||
    error.code === errors.JOSEError.code;
  if (aboutKeys) {
    const detail = saying((said) => said.keysUnknown);
    return new Problem('unavailable', { detail, headers: { 'Retry-After': '5' }, cause: error });
  }
  if (error instanceof errors.JWTExpired) return unauthenticated(saying((said) => said.expired));
  if (error instanceof errors.JWTClaimValidationFailed) {
    return unauthenticated(saying((said) => said.claim(error.claim)));
  }
  if (error instanceof errors.JOSEAlgNotAllowed) {
    return unauthenticated(saying((said) => said.algorithm));
  }
  return unauthenticated(saying((said) => said.signature));
}

function saying(say: (said: (typeof tokenWords)['en']) => string): Translated {
  return translated(tokenWords, say);
}
