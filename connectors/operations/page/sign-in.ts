/** `/bff/login` and `/bff/callback`: code flow with PKCE, at whose end a sealed session stands in a cookie. */
import type { Request, RequestHandler, Response } from 'express';
import { z } from 'zod';
import type { TokenVerifier } from '../../common/api/tokens';
import { Problem } from '../../common/api/problems';
import { messageOf } from '../../common/message-of';
import type { Deps } from '../../common/runtime';
import { translated } from '../../common/words/languages';
import { personIn } from './admission';
import { clearCookie, cookieIn, cookiesOf, setCookie, type CookieKind } from './cookies';
import type { EndedSessions } from './ended-sessions';
import { IssuerRefused, type IdentityProvider, type SignedIn } from './identity-provider';
import { pageServerWords } from './page-words';
import { tokensIn } from './refresher';
import { Seal } from './sealed';
import type { Session, SessionCookies } from './session';

/** A person may have to find their phone first. */
const loginMaxMs = 10 * 60_000;
/** Tabs whose sessions are over at one moment all begin to sign in: each has a cookie of its own. */
const loginsMax = 5;

const loginSchema = z.object({
  state: z.string(),
  nonce: z.string(),
  codeVerifier: z.string(),
  returnTo: z.string(),
  /** Whose session stood in the browser when this began: it is replaced. */
  former: z.object({ sessionId: z.uuid(), issuedAtS: z.number() }).optional(),
});

const loginCookie = (state: string): CookieKind => ({
  // Enough to tell five from each other.
  name: `payment-hub-login-${state.slice(0, 12)}`,
  sameSite: 'Lax',
});

export interface SignInDeps extends Pick<Deps, 'clock' | 'random' | 'log'> {
  readonly provider: Pick<IdentityProvider, 'beginLogin' | 'endLogin'>;
  readonly cookies: SessionCookies;
  readonly ended: Pick<EndedSessions, 'end'>;
  readonly issuer: string;
  readonly cookieKeys: readonly Buffer[];
  readonly origin: string;
  /** As the operations API checks tokens: one that it would not take begins no session. */
  readonly verify: TokenVerifier;
}

export function signInHandlers(deps: SignInDeps): {
  readonly login: RequestHandler;
  readonly callback: RequestHandler;
} {
  const seal = new Seal(deps.cookieKeys, 'login', deps.clock);
  return {
    login: async (request, response) => {
      const returnTo = ownPath(request.query['return'], deps.origin);
      const begun = await deps.provider.beginLogin().catch((error: unknown) => {
        deps.log.error({ error }, 'nobody can sign in: the identity provider gives no answer');
      });
      if (begun === undefined) {
        signedOut(response, 'issuer-unreachable');
        return;
      }
      const { state } = begun.secrets;
      const untilMs = deps.clock.now() + loginMaxMs;
      // Told now: with the redirect from the issuer the browser does not send a strict cookie.
      const former = formerOf(await deps.cookies.read(request));
      const sealed = await seal.close({ ...begun.secrets, returnTo, former }, untilMs);
      forgetOldLogins(request, response);
      setCookie({ request, response }, loginCookie(state), sealed, loginMaxMs / 1_000);
      response.redirect(303, begun.url);
    },
    callback: async (request, response) => {
      const { state } = request.query;
      const kind = loginCookie(typeof state === 'string' ? state : '');
      const { data: login } = loginSchema.safeParse(await openedLogin(request, kind, seal));
      clearCookie(request, response, kind);
      if (login === undefined || login.state !== state) {
        signedOut(response, 'login-expired');
        return;
      }
      const query = request.originalUrl.slice(request.originalUrl.indexOf('?'));
      const why = await beginSession({ request, response }, query, login, deps);
      if (why === undefined) response.redirect(303, login.returnTo);
      else signedOut(response, why);
    },
  };
}

async function openedLogin(request: Request, kind: CookieKind, seal: Seal): Promise<unknown> {
  const sealed = cookieIn(request, kind);
  return sealed === undefined ? undefined : seal.open(sealed);
}

/** @returns why there is no session */
async function beginSession(
  { request, response }: { readonly request: Request; readonly response: Response },
  query: string,
  login: z.output<typeof loginSchema>,
  { provider, verify, cookies, ended, issuer, clock, random, log }: SignInDeps,
): Promise<string | undefined> {
  let signedIn: SignedIn;
  try {
    signedIn = await provider.endLogin(query, login);
  } catch (error) {
    if (error instanceof IssuerRefused) {
      log.warn({ code: error.code }, 'the identity provider has refused to sign a person in');
      return /^[a-z_]{1,40}$/.test(error.code) ? error.code : 'refused';
    }
    log.error({ error }, 'a person could not sign in: there is no answer that can be believed');
    return 'issuer-unreachable';
  }
  try {
    const person = await personIn(signedIn.accessToken, verify);
    if (person.name !== signedIn.sub.trim()) throw new Error('its tokens name two persons');
  } catch (error) {
    if (error instanceof Problem && error.status >= 500) return 'issuer-unreachable';
    const reason = error instanceof Problem ? JSON.stringify(error) : messageOf(error);
    log.error({ reason }, 'the operations API would not take the access token of a person');
    return 'token-not-accepted';
  }
  const { sub, sid, name, issuedAtS, ...tokens } = signedIn;
  const beganAtMs = clock.now();
  await cookies.write(request, response, {
    ...{ version: 1, sessionId: random.uuid(), sub, sid, name, issuedAtS, beganAtMs },
    ...tokensIn(tokens, { refreshToken: undefined }, beganAtMs),
  });
  await endFormer(login.former, { ended, issuer, log });
  return undefined;
}

type Former = z.output<typeof loginSchema>['former'];

function formerOf(session: Session | undefined): Former {
  return session && { sessionId: session.sessionId, issuedAtS: session.issuedAtS };
}

/** Tabs that are still open go by the cookie that they find: they must hear that they are another person's now. */
async function endFormer(
  former: Former,
  { ended, issuer, log }: Pick<SignInDeps, 'ended' | 'issuer' | 'log'>,
): Promise<void> {
  if (former === undefined) return;
  const { sessionId, issuedAtS: beganUntilS } = former;
  await ended
    .end({ of: 'session', version: 1, issuer, beganUntilS, sessionId })
    .catch((error: unknown) => {
      log.warn({ reason: messageOf(error) }, 'open tabs do not hear that another has signed in');
    });
}

function forgetOldLogins(request: Request, response: Response): void {
  const names = [...cookiesOf(request.get('Cookie')).keys()];
  const logins = names.filter((name) => name.startsWith('__Host-payment-hub-login-'));
  for (const name of logins.slice(0, Math.max(0, logins.length - loginsMax + 1))) {
    clearCookie(request, response, { name: name.slice('__Host-'.length), sameSite: 'Lax' });
  }
}

function signedOut(response: Response, why: string): void {
  response.redirect(303, `/app/signed-out?why=${why}`);
}

const appPath = '/app/';

/** A place of the page: to anything else nobody is sent from here. */
function ownPath(wanted: unknown, origin: string): string {
  if (wanted === undefined) return appPath;
  const isPath = typeof wanted === 'string' && /^\/app\/[\x21-\x7e]*$/.test(wanted);
  // As browsers read it: `/app/../\\elsewhere` and the like.
  if (isPath && !wanted.includes('\\') && URL.canParse(wanted, origin)) {
    const url = new URL(wanted, origin);
    if (url.origin === origin && url.pathname.startsWith(appPath)) {
      return url.pathname + url.search + url.hash;
    }
  }
  const detail = translated(pageServerWords, (said) => said.ownPath(appPath));
  throw new Problem('invalid-request', { errors: [{ parameter: 'return', detail }] });
}
