/** The one way to the identity provider at which people sign in. Only this file knows openid-client. */
import {
  allowInsecureRequests,
  authorizationCodeGrant,
  AuthorizationResponseError,
  buildAuthorizationUrl,
  buildEndSessionUrl,
  calculatePKCECodeChallenge,
  ClientError,
  ClientSecretBasic,
  ClientSecretPost,
  customFetch,
  discovery,
  enableNonRepudiationChecks,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
  refreshTokenGrant,
  ResponseBodyError,
  tokenRevocation,
  type ClientAuth,
  type Configuration,
  type CustomFetch,
  type TokenEndpointResponse,
  type TokenEndpointResponseHelpers,
} from 'openid-client';
import { messageOf } from '../../common/message-of';
import type { Deps, HttpRequest, HttpTransport } from '../../common/runtime';
import { isLoopback } from './page-url';
import type { PageSettings } from './settings';

const timeoutMs = 5_000;

/** What the issuer has said no to, by its own code (`invalid_grant`, `access_denied`). */
export class IssuerRefused extends Error {
  override readonly name = 'IssuerRefused';
  constructor(
    readonly code: string,
    cause: unknown,
  ) {
    super(`the identity provider refuses it: ${code}`, { cause });
  }
}

/** What is needed to believe the answer to a login. */
export interface LoginSecrets {
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
}

export interface Tokens {
  readonly accessToken: string;
  readonly expiresInS: number | undefined;
  readonly refreshToken: string | undefined;
}

export interface SignedIn extends Tokens {
  readonly sub: string;
  readonly sid: string | undefined;
  readonly name: string | undefined;
  readonly issuedAtS: number;
}

export interface IdentityProviderDeps extends Pick<Deps, 'http' | 'log'> {
  readonly settings: Pick<
    PageSettings,
    'issuer' | 'clientId' | 'clientSecret' | 'scope' | 'origin'
  >;
}

export class IdentityProvider {
  private found: Promise<Configuration> | undefined;

  constructor(private readonly deps: IdentityProviderDeps) {}

  /** What the issuer says of itself; asked for once, and again when there was no answer. */
  async metadata() {
    return (await this.configuration()).serverMetadata();
  }

  async beginLogin(): Promise<{ readonly url: string; readonly secrets: LoginSecrets }> {
    const configuration = await this.configuration();
    const secrets = {
      ...{ state: randomState(), nonce: randomNonce() },
      codeVerifier: randomPKCECodeVerifier(),
    };
    const { origin, scope } = this.deps.settings;
    const url = buildAuthorizationUrl(configuration, {
      redirect_uri: redirectUri(origin),
      response_type: 'code',
      scope,
      state: secrets.state,
      nonce: secrets.nonce,
      code_challenge: await calculatePKCECodeChallenge(secrets.codeVerifier),
      code_challenge_method: 'S256',
    });
    return { url: url.href, secrets };
  }

  /**
   * @param query of the address to which the issuer has sent the browser back
   * @throws IssuerRefused; any other error: no answer, or one that cannot be believed
   */
  async endLogin(query: string, secrets: LoginSecrets): Promise<SignedIn> {
    const configuration = await this.configuration();
    const url = new URL(`${redirectUri(this.deps.settings.origin)}${query}`);
    const answer = await refusalsTold(
      authorizationCodeGrant(configuration, url, {
        expectedState: secrets.state,
        expectedNonce: secrets.nonce,
        pkceCodeVerifier: secrets.codeVerifier,
        idTokenExpected: true,
      }),
    );
    const claims = answer.claims();
    if (claims === undefined) throw new Error('the identity provider gave no ID token');
    return {
      ...tokensOf(answer),
      sub: claims.sub,
      sid: textOf(claims['sid']),
      name: textOf(claims['name']) ?? textOf(claims['preferred_username']),
      issuedAtS: claims.iat,
    };
  }

  /** @throws IssuerRefused; any other error: no answer */
  async refresh(refreshToken: string): Promise<Tokens> {
    const configuration = await this.configuration();
    return tokensOf(await refusalsTold(refreshTokenGrant(configuration, refreshToken)));
  }

  /** Where the issuer can; what it does not take will be over in its time. */
  async revoke(refreshToken: string): Promise<void> {
    const configuration = await this.configuration();
    if (configuration.serverMetadata().revocation_endpoint === undefined) return;
    await tokenRevocation(configuration, refreshToken, { token_type_hint: 'refresh_token' });
  }

  /** Where to sign out at the issuer too; undefined where it has no such place. */
  async signOutUrl(backTo: string): Promise<string | undefined> {
    const configuration = await this.configuration();
    if (configuration.serverMetadata().end_session_endpoint === undefined) return undefined;
    return buildEndSessionUrl(configuration, { post_logout_redirect_uri: backTo }).href;
  }

  private configuration(): Promise<Configuration> {
    this.found ??= this.discover();
    this.found.catch(() => {
      this.found = undefined;
    });
    return this.found;
  }

  private async discover(): Promise<Configuration> {
    const { settings, http } = this.deps;
    const { issuer, clientId, clientSecret } = settings;
    const found = discovery(issuer, clientId, undefined, eitherWay(clientSecret), {
      [customFetch]: fetchOver(http),
      timeout: timeoutMs / 1_000,
      execute: [enableNonRepudiationChecks, ...(isLoopback(issuer) ? [allowHttp] : [])],
    });
    return refusalsTold(found);
  }
}

/** Where it cannot leave the machine. */
// eslint-disable-next-line @typescript-eslint/no-deprecated -- they call it so to make one think twice
const allowHttp = allowInsecureRequests;

export function redirectUri(origin: string): string {
  return `${origin}/bff/callback`;
}

/** As the issuer likes to be shown the secret: in the header unless it says otherwise. */
function eitherWay(secret: string): ClientAuth {
  const basic = ClientSecretBasic(secret);
  const post = ClientSecretPost(secret);
  return (server, client, body, headers) => {
    const ways = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
    const chosen = ways.includes('client_secret_basic') ? basic : post;
    chosen(server, client, body, headers);
  };
}

function tokensOf(answer: TokenEndpointResponse & TokenEndpointResponseHelpers): Tokens {
  return {
    accessToken: answer.access_token,
    expiresInS: answer.expiresIn(),
    refreshToken: answer.refresh_token,
  };
}

function textOf(claim: unknown): string | undefined {
  return typeof claim === 'string' && claim !== '' ? claim : undefined;
}

async function refusalsTold<Answer>(asked: Promise<Answer>): Promise<Answer> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof AuthorizationResponseError) throw new IssuerRefused(error.error, error);
    // 429 and the like are no word on the token.
    if (error instanceof ResponseBodyError && [400, 401].includes(error.status)) {
      throw new IssuerRefused(error.error, error);
    }
    const cause = error instanceof ClientError ? (error.cause ?? error) : error;
    throw new Error(`the identity provider: ${messageOf(cause)}`, { cause: error });
  }
}

/** Through the hub's one door for HTTP, with its time-outs. */
function fetchOver(http: HttpTransport): CustomFetch {
  return async (url, { method, headers, body, signal }) => {
    const answer = await http.request({
      method: method as HttpRequest['method'],
      ...{ url, headers, timeoutMs },
      ...(body !== undefined && body !== null && { body: sentText(body) }),
      ...(signal !== undefined && { signal }),
    });
    const hasBody = answer.status !== 204 && answer.status !== 304;
    return new Response(hasBody ? answer.body : null, {
      status: answer.status,
      headers: answer.headers,
    });
  };
}

/** What openid-client sends is a form. */
function sentText(body: unknown): string {
  if (typeof body === 'string' || body instanceof URLSearchParams) return String(body);
  throw new Error('openid-client sends a body of another kind than it did');
}
