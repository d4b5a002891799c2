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
import { ConfigurationError } from '../common/config/problems';
import type { Deps, HttpTransport } from '../common/runtime';
import { Problem } from './problems';
import type { ChannelTenant, ChannelTenants, TokenSettings } from './settings';

const jwksTimeoutMs = 5_000;

interface TokenIssuer {
  readonly tenant: ChannelTenant;
  readonly settings: TokenSettings;
  readonly keys: JWTVerifyGetKey;
}

/** Resolves with the tenant that the header `Authorization` speaks for. Rejects with a Problem. */
export type TokenCheck = (authorization: string | undefined) => Promise<ChannelTenant>;

/**
 * What a token says of itself only picks the tenant whose keys it must then be signed with, so nobody's
 * key can ever act for another tenant. Tenants that share an identity provider differ by audience, or by
 * the claim `tenant`.
 * @throws ConfigurationError when a tenant has nobody who may issue tokens.
 */
export function createTokenCheck(
  tenants: ChannelTenants,
  deps: Pick<Deps, 'clock' | 'http'>,
  clockSkewS: number,
): TokenCheck {
  const issuers = issuersOf(tenants, deps.http);
  return async (authorization) => {
    const token = /^Bearer +([\w.~+/-]+=*) *$/i.exec(authorization ?? '')?.[1];
    if (token === undefined) throw unauthenticated('Send Authorization: Bearer and a JWT');
    const issuer = pickIssuer(issuers, token);
    const payload = await verify(token, issuer, {
      currentDate: new Date(deps.clock.now()),
      clockTolerance: clockSkewS,
    });
    requireScope(payload, issuer.settings.scope);
    return issuer.tenant;
  };
}

function issuersOf(tenants: ChannelTenants, http: HttpTransport): TokenIssuer[] {
  const problems: string[] = [];
  const issuers: TokenIssuer[] = [];
  for (const tenant of tenants.values()) {
    const settings = tenant.settings.tokens;
    if (settings === undefined) {
      problems.push(`tenant ${tenant.tenant}: channel.tokens: says who may act for the tenant`);
    } else {
      issuers.push({ tenant, settings, keys: keySetOf(settings, http) });
    }
  }
  if (problems.length > 0) throw new ConfigurationError(problems);
  return issuers;
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

function pickIssuer(issuers: readonly TokenIssuer[], token: string): TokenIssuer {
  let claims: JWTPayload;
  try {
    claims = decodeJwt(token);
  } catch {
    throw unauthenticated('The token is not a JWT');
  }
  const audiences = [claims.aud ?? []].flat();
  const [issuer, ...others] = issuers.filter(
    ({ tenant, settings }) =>
      claims.iss === settings.issuer &&
      audiences.includes(settings.audience) &&
      (claims['tenant'] === undefined || claims['tenant'] === tenant.tenant),
  );
  if (issuer === undefined) {
    throw unauthenticated('No tenant takes tokens with these claims iss, aud and tenant');
  }
  if (others.length > 0) {
    throw unauthenticated(
      'Several tenants share this issuer and audience: the token must name its `tenant`',
    );
  }
  return issuer;
}

async function verify(
  token: string,
  { settings, keys }: TokenIssuer,
  time: { currentDate: Date; clockTolerance: number },
): Promise<JWTPayload> {
  const { issuer, audience, algorithms } = settings;
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

function unauthenticated(detail: string): Problem {
  return new Problem('unauthenticated', {
    errors: [{ header: 'Authorization', detail }],
    headers: { 'WWW-Authenticate': `Bearer realm="payment-hub", error="invalid_token"` },
  });
}

function requireScope(payload: JWTPayload, scope: string | undefined): void {
  const scopes = typeof payload['scope'] === 'string' ? payload['scope'].split(' ') : [];
  if (scope === undefined || scopes.includes(scope)) return;
  throw new Problem('forbidden', {
    detail: `The token lacks the scope ${scope}`,
    headers: { 'WWW-Authenticate': `Bearer error="insufficient_scope", scope="${scope}"` },
  });
}
