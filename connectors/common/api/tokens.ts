/** JSON web tokens that come as `Authorization: Bearer` (RFC 6750). */
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
): TokenVerifier {
  const keys = keySetOf(settings, http);
  return async (token) => {
    const time = { currentDate: new Date(clock.now()), clockTolerance: clockSkewS };
    const claims = await verify(token, settings, keys, time);
    if (settings.scope !== undefined) requireScope(claims, settings.scope);
    return claims;
  };
}

/** @throws Problem when the header holds no JWT. */
export function bearerToken(authorization: string | undefined): string {
  const token = /^Bearer +([\w.~+/-]+=*) *$/i.exec(authorization ?? '')?.[1];
  if (token === undefined) throw unauthenticated('Send Authorization: Bearer and a JWT');
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
    throw unauthenticated('The token is not a JWT');
  }
}

export function unauthenticated(detail: string): Problem {
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
    detail: `The token lacks the scope ${scope}`,
    headers: { 'WWW-Authenticate': `Bearer error="insufficient_scope", scope="${scope}"` },
  });
}

function keySetOf({ keys }: TokenSettings, http: HttpTransport): JWTVerifyGetKey {
  if ('publicKey' in keys) {
    // jose wants `kty` to be there, and readPublicKeys has looked.
    return createLocalJWKSet({ keys: keys.publicKey as { kty: string }[] });
  }
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

async function verify(
  token: string,
  { issuer, audience, algorithms }: TokenSettings,
  keys: JWTVerifyGetKey,
  time: { currentDate: Date; clockTolerance: number },
): Promise<Claims> {
  const options = { ...time, issuer, audience, algorithms, requiredClaims: ['exp'] };
  try {
    return (await jwtVerify(token, keys, options)).payload;
  } catch (error) {
    // A token without `kid` while keys are being rotated: any of them may have signed it.
    if (error instanceof errors.JWKSMultipleMatchingKeys) {
      for await (const key of error) {
        const verified = await jwtVerify(token, key, options).catch(ignoreOtherKey);
        if (verified !== undefined) return verified.payload;
      }
      throw unauthenticated('The signature is not valid');
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
    const detail = 'The keys of your identity provider could not be fetched';
    return new Problem('unavailable', { detail, headers: { 'Retry-After': '5' }, cause: error });
  }
  if (error instanceof errors.JWTExpired) return unauthenticated('The token has expired');
  if (error instanceof errors.JWTClaimValidationFailed) {
    return unauthenticated(`The claim ${error.claim} is missing or wrong`);
  }
  if (error instanceof errors.JOSEAlgNotAllowed) {
    return unauthenticated('The token is signed with an algorithm that is not allowed');
  }
  return unauthenticated('The signature is not valid');
}
