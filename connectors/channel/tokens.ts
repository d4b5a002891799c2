import type { TokenSettings } from '../common/api/token-settings';
import {
  bearerToken,
  claimsUnchecked,
  createTokenVerifier,
  unauthenticated,
  type Claims,
  type TokenVerifier,
} from '../common/api/tokens';
import { ConfigurationError } from '../common/config/problems';
import type { Deps } from '../common/runtime';
import { madeOnceFor } from '../common/made-once';
import type { ChannelTenant, ChannelTenants } from './settings';

interface TokenIssuer {
  readonly tenant: ChannelTenant;
  readonly settings: TokenSettings;
  readonly verify: TokenVerifier;
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
  tenants.admit(({ settings: { tokens } }) => {
    if (tokens !== undefined) return;
    throw new ConfigurationError(['channel.tokens: must say who may act for the tenant']);
  });
  const issuerOf = madeOnceFor((tenant: ChannelTenant) => createIssuer(tenant, deps, clockSkewS));
  const issuersOf = madeOnceFor((byName: ReturnType<ChannelTenants['current']>) =>
    [...byName.values()].flatMap((tenant) => issuerOf(tenant) ?? []),
  );
  return async (authorization) => {
    const token = bearerToken(authorization);
    const issuers = issuersOf(tenants.current());
    const { tenant, verify } = pickIssuer(issuers, claimsUnchecked(token));
    await verify(token);
    return tenant;
  };
}

function createIssuer(
  tenant: ChannelTenant,
  deps: Pick<Deps, 'clock' | 'http'>,
  clockSkewS: number,
): TokenIssuer | undefined {
  const settings = tenant.settings.tokens;
  if (settings === undefined) return undefined;
  return { tenant, settings, verify: createTokenVerifier(settings, deps, clockSkewS) };
}

function pickIssuer(issuers: readonly TokenIssuer[], claims: Claims): TokenIssuer {
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
