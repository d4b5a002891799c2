/** An identity provider for development and tests: a button for each person, and no password. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { JWK } from 'jose';
import type { Configuration, KoaContextWithOIDC, Provider } from 'oidc-provider';
import { bodyOf, buttonsPage, signOutPage } from './pages';
import type { Person } from './persons';

export interface DevelopmentIssuerSettings {
  /** Where it is reached. */
  readonly issuer: string;
  /** It signs with it: private, ES256. */
  readonly signingKey: JWK;
  readonly persons: readonly Person[];
  /** Of access tokens. */
  readonly audience: string;
  readonly client: {
    readonly id: string;
    readonly secret: string;
    /** Of the page. */
    readonly origin: string;
  };
  /** Default: five minutes. */
  readonly accessTokenS?: number | undefined;
}

export interface DevelopmentIssuer {
  readonly listener: (request: IncomingMessage, response: ServerResponse) => void;
  /** Refresh tokens of this person are taken no more, as when an admin disables them. */
  disable(personId: string): void;
}

const usualAccessTokenS = 300;
const dayS = 86_400;

export async function developmentIssuer(
  settings: DevelopmentIssuerSettings,
): Promise<DevelopmentIssuer> {
  const disabled = new Set<string>();
  const provider = await quietly(async () => {
    const { Provider: Made } = await import('oidc-provider');
    return new Made(settings.issuer, configurationOf(settings, disabled));
  });
  const answer = provider.callback();
  return {
    listener: (request, response) => {
      const uid = /^\/interaction\/([\w-]+)$/.exec(request.url ?? '')?.[1];
      const done =
        uid === undefined
          ? answer(request, response)
          : choose(provider, settings, request, response);
      void done.catch(() => {
        response.statusCode = 400;
        response.end('This sign-in is over. Begin anew.');
      });
    },
    disable: (personId) => void disabled.add(personId),
  };
}

/** It warns of what is meant here: that all is in memory, and that it likes a newer Node better. */
async function quietly<Made>(make: () => Promise<Made>): Promise<Made> {
  const { warn } = console;
  console.warn = () => undefined;
  try {
    return await make();
  } finally {
    console.warn = warn;
  }
}

/** GET: the buttons. POST: one of them was pressed. */
async function choose(
  provider: Provider,
  { persons }: DevelopmentIssuerSettings,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method !== 'POST') {
    await provider.interactionDetails(request, response);
    response.setHeader('Content-Type', 'text/html; charset=utf-8');
    response.end(buttonsPage(persons));
    return;
  }
  const chosen = (await bodyOf(request)).get('person');
  const person = persons.find(({ id }) => id === chosen);
  const result =
    person === undefined
      ? { error: 'access_denied', error_description: 'nobody was chosen' }
      : { login: { accountId: person.id } };
  await provider.interactionFinished(request, response, result);
}

function configurationOf(
  settings: DevelopmentIssuerSettings,
  disabled: ReadonlySet<string>,
): Configuration {
  const { persons, audience, client, signingKey, accessTokenS = usualAccessTokenS } = settings;
  const personOf = (id: string | undefined) =>
    persons.find((one) => one.id === id && !disabled.has(one.id));
  return {
    clients: [
      {
        client_id: client.id,
        client_secret: client.secret,
        redirect_uris: [`${client.origin}/bff/callback`],
        post_logout_redirect_uris: [`${client.origin}/app/signed-out`],
        backchannel_logout_uri: `${client.origin}/bff/back-channel-logout`,
        backchannel_logout_session_required: true,
        grant_types: ['authorization_code', 'refresh_token'],
        id_token_signed_response_alg: 'ES256',
      },
    ],
    jwks: { keys: [signingKey] },
    cookies: { keys: [signingKey.d ?? ''] },
    claims: { openid: ['sub'], profile: ['name'] },
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    // Without its protection against addresses of this machine: the page is there.
    fetch: (url, options) => fetch(url, { ...options, dispatcher: undefined }),
    ttl: {
      ...{ AccessToken: accessTokenS, IdToken: 300, AuthorizationCode: 60, Interaction: 600 },
      ...{ Grant: dayS, Session: dayS, RefreshToken: dayS },
    },
    findAccount: (_context, id) => {
      const person = personOf(id);
      if (person === undefined) return undefined;
      return { accountId: id, claims: () => ({ sub: id, name: person.name }) };
    },
    interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
    // Nobody is asked what they consent to: the page is the hub's own.
    loadExistingGrant: grantAll,
    issueRefreshToken: (_context, one) => one.grantTypeAllowed('refresh_token'),
    rotateRefreshToken: true,
    features: {
      devInteractions: { enabled: false },
      backchannelLogout: { enabled: true },
      revocation: {
        enabled: true,
        allowedPolicy: (_context, one, token) => token.clientId === one.clientId,
      },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (context, form) => {
          context.body = signOutPage(form);
        },
      },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => resource,
        useGrantedResource: () => true,
        getResourceServerInfo: () => ({
          scope: '',
          audience,
          accessTokenFormat: 'jwt',
          accessTokenTTL: accessTokenS,
          jwt: { sign: { alg: 'ES256' } },
        }),
      },
    },
    formats: {
      customizers: {
        jwt: (_context, token, { payload }) => {
          const person = personOf('accountId' in token ? token.accountId : undefined);
          payload['payment_hub_roles'] = [...(person?.roles ?? [])];
          payload['scope'] = person?.scope;
          payload['dfspId'] = person?.dfspId;
        },
      },
    },
  };
}

/** All APIs of the hub together. */
const resource = 'urn:payment-hub';

async function grantAll({ oidc }: KoaContextWithOIDC) {
  const { client, session, provider } = oidc;
  if (client === undefined || session?.accountId === undefined) return undefined;
  const grantId = session.grantIdFor(client.clientId);
  const known = grantId === undefined ? undefined : await provider.Grant.find(grantId);
  if (known !== undefined) return known;
  const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
  grant.addOIDCScope('openid profile offline_access');
  await grant.save();
  return grant;
}
