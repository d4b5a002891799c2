/** Logout tokens are signed with the keys of the issuer at which people sign in, for the page as its client. */
import { createTokenVerifier, type TokenVerifier } from '../../common/api/tokens';
import { Problem } from '../../common/api/problems';
import type { Deps } from '../../common/runtime';
import type { IdentityProvider } from './identity-provider';
import type { PageSettings } from './settings';

export interface LogoutTokensDeps extends Pick<Deps, 'clock' | 'http'> {
  readonly provider: Pick<IdentityProvider, 'metadata'>;
  readonly settings: Pick<PageSettings, 'clientId'>;
}

const clockSkewS = 30;

export function logoutTokenVerifier({
  provider,
  settings,
  clock,
  http,
}: LogoutTokensDeps): TokenVerifier {
  const verifiers = new Map<string, TokenVerifier>();
  return async (token) => {
    const { issuer, jwks_uri: jwksUrl } = await metadataOf(provider);
    if (jwksUrl === undefined) throw unavailable('publishes no keys');
    const verify =
      verifiers.get(jwksUrl) ??
      createTokenVerifier(
        {
          ...{ issuer, audience: settings.clientId, keys: { jwksUrl } },
          algorithms: ['RS256', 'PS256', 'ES256', 'EdDSA'],
        },
        { clock, http },
        clockSkewS,
        // Some issuers give it no end: its `iat` says whether it is too old.
        ['iat'],
      );
    verifiers.set(jwksUrl, verify);
    return verify(token);
  };
}

async function metadataOf(provider: LogoutTokensDeps['provider']) {
  try {
    return await provider.metadata();
  } catch (cause) {
    throw unavailable('gives no answer', cause);
  }
}

function unavailable(what: string, cause?: unknown): Problem {
  const headers = { 'Retry-After': '5' };
  return new Problem('unavailable', { detail: `The identity provider ${what}`, headers, cause });
}
