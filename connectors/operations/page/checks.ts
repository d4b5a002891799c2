import { z } from 'zod';
import { found, type Check, type Finding } from '../../common/check';
import { parseJson } from '../../common/json';
import { messageOf } from '../../common/message-of';
import type { HttpTransport } from '../../common/runtime';
import type { OperationsEnvironment } from '../api/settings';
import { pageBuiltCheck } from './files';
import { redirectUri } from './identity-provider';
import { readPageSettings, type PageSettings } from './settings';

const timeoutMs = 5_000;

/** None where no page is wanted. @throws ConfigurationError */
export function pageChecks(environment: OperationsEnvironment, http: HttpTransport): Check[] {
  const settings = readPageSettings(environment);
  if (settings === undefined) return [];
  return [pageBuiltCheck, issuerCheck(settings, http)];
}

const discoverySchema = z.object({
  issuer: z.string(),
  authorization_endpoint: z.string(),
  token_endpoint: z.string(),
  jwks_uri: z.string(),
  code_challenge_methods_supported: z.array(z.string()).default([]),
  backchannel_logout_supported: z.boolean().default(false),
  end_session_endpoint: z.string().optional(),
});

function issuerCheck({ issuer, origin }: PageSettings, http: HttpTransport): Check {
  const url = `${issuer.href.replace(/\/$/, '')}/.well-known/openid-configuration`;
  return {
    what: 'where people sign in to the operators’ page',
    run: async () => {
      const headers = { Accept: 'application/json' };
      const whatToDo = `${url} must be reachable from here, and from the browsers of those who sign in.`;
      const answer = await http
        .request({ method: 'GET', url, headers, timeoutMs })
        .catch((error: unknown) => messageOf(error));
      if (typeof answer === 'string') {
        return found.away(`${url} cannot be fetched: ${answer}`, whatToDo);
      }
      if (answer.status !== 200) return found.fail(`${url} answers ${answer.status}`, whatToDo);
      const { data } = discoverySchema.safeParse(parseJson(answer.body));
      if (data === undefined) {
        return found.fail(`${url} is no discovery document of OpenID Connect`, whatToDo);
      }
      return findingIn(data, issuer, origin);
    },
  };
}

function findingIn(told: z.output<typeof discoverySchema>, issuer: URL, origin: string): Finding {
  if (new URL(told.issuer).href !== issuer.href) {
    return found.fail(
      `it calls itself ${told.issuer}: nobody can sign in`,
      'Set OPERATIONS_PAGE_ISSUER to just that.',
    );
  }
  if (!told.code_challenge_methods_supported.includes('S256')) {
    return found.fail('it does not say that it supports PKCE by S256', 'Turn it on there.');
  }
  if (!told.backchannel_logout_supported) {
    return found.warn(
      'it has no back-channel logout: who is signed out there stays signed in here until the token is over',
      `Turn it on there, to ${origin}/bff/back-channel-logout.`,
    );
  }
  return found.ok(`${told.issuer} takes PKCE; register ${redirectUri(origin)} there`);
}
