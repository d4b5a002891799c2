/** `/bff/logout`, by the person, and `/bff/back-channel-logout`, by the issuer (OpenID Connect Back-Channel Logout 1.0). */
import express, { type Request, type RequestHandler, type Response } from 'express';
import { z } from 'zod';
import { Problem } from '../../common/api/problems';
import type { TokenVerifier } from '../../common/api/tokens';
import type { EndedSession } from '../../common/contracts/operations-sessions-ended';
import { messageOf } from '../../common/message-of';
import type { Clock, Logger } from '../../common/runtime';
import type { EndedSessions } from './ended-sessions';
import type { IdentityProvider } from './identity-provider';
import type { SessionCookies } from './session';

const logoutTokenBytesMax = 32_768;
/** Issuers repeat it for a while. */
const logoutTokenAgeMaxS = 24 * 3_600;

const clockSkewMaxS = 60;

const logoutEvent = 'http://schemas.openid.net/event/backchannel-logout';

export interface SignOutDeps {
  readonly provider: Pick<IdentityProvider, 'revoke' | 'signOutUrl'>;
  readonly cookies: SessionCookies;
  readonly ended: Pick<EndedSessions, 'end'>;
  /** Of the issuer's tokens for the page itself. */
  readonly verifyLogoutToken: TokenVerifier;
  readonly issuer: string;
  readonly origin: string;
  readonly clock: Clock;
  readonly log: Logger;
}

export function signOutHandlers(deps: SignOutDeps): {
  readonly logout: RequestHandler;
  readonly backChannelLogout: readonly RequestHandler[];
} {
  const readForm = express.urlencoded({ extended: false, limit: logoutTokenBytesMax });
  return {
    logout: (request, response) => logout(request, response, deps),
    backChannelLogout: [
      readForm,
      async (request, response) => {
        await deps.ended.end(await endedBy(tokenIn(request), deps));
        response.status(200).end();
      },
    ],
  };
}

/** The cookie goes whatever else can be done: a person who signs out is signed out. */
async function logout(request: Request, response: Response, deps: SignOutDeps): Promise<void> {
  const { provider, cookies, ended, issuer, origin, log } = deps;
  const session = await cookies.read(request);
  cookies.clear(request, response);
  const signedOutPage = `${origin}/app/signed-out`;
  if (session !== undefined) {
    const { sessionId, issuedAtS, refreshToken } = session;
    const told = { version: 1, issuer, beganUntilS: issuedAtS } as const;
    const rest = [
      ended.end({ of: 'session', ...told, sessionId }),
      ...(refreshToken === undefined ? [] : [provider.revoke(refreshToken)]),
    ];
    for (const one of await Promise.allSettled(rest)) {
      if (one.status === 'fulfilled') continue;
      log.warn({ reason: messageOf(one.reason) }, 'a session that was left may go on elsewhere');
    }
  }
  const next = await provider.signOutUrl(signedOutPage).catch((error: unknown) => {
    log.warn({ reason: messageOf(error) }, 'a person is signed out here alone, not at the issuer');
    return undefined;
  });
  response.json({ next: next ?? '/app/signed-out' });
}

function tokenIn({ body }: Request): string {
  const parsed = z.object({ logout_token: z.string().min(1) }).safeParse(body);
  if (parsed.success) return parsed.data.logout_token;
  throw new Problem('invalid-request', { detail: 'Send logout_token in a form' });
}

const logoutClaims = z.object({
  iat: z.int().min(0),
  jti: z.string().min(1),
  events: z.looseObject({ [logoutEvent]: z.record(z.string(), z.unknown()) }),
  sub: z.string().min(1).max(512).optional(),
  sid: z.string().min(1).max(512).optional(),
  nonce: z.never().optional(),
});

/** @throws Problem for what is no logout token of the issuer's */
async function endedBy(
  token: string,
  { verifyLogoutToken, issuer, clock }: SignOutDeps,
): Promise<EndedSession> {
  const claims = await verifyLogoutToken(token).catch((error: unknown) => {
    if (error instanceof Problem && error.status >= 500) throw error;
    throw noLogoutToken('its signature or its claims are not the issuer’s', error);
  });
  const { success, data, error } = logoutClaims.safeParse(claims);
  if (!success) throw noLogoutToken(`wrong: ${error.issues[0]?.path.join('.') ?? ''}`, error);
  const ageS = clock.now() / 1_000 - data.iat;
  if (ageS > logoutTokenAgeMaxS) throw noLogoutToken('it is too old');
  // It would end sessions that nobody has begun yet.
  if (ageS < -clockSkewMaxS) throw noLogoutToken('it is of the time to come');
  const told = { version: 1, issuer, beganUntilS: data.iat } as const;
  // With both it is this session of this person's.
  if (data.sid !== undefined) return { of: 'issuers-session', ...told, sid: data.sid };
  if (data.sub !== undefined) return { of: 'person', ...told, sub: data.sub };
  throw noLogoutToken('it names neither sub nor sid');
}

function noLogoutToken(detail: string, cause?: unknown): Problem {
  return new Problem('invalid-request', { detail: `This is no logout token: ${detail}`, cause });
}
