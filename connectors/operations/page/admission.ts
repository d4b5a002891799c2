/** Whose session a request is of: its cookie read, held against what was ended, its token renewed where it is about to be over. */
import type { Request, RequestHandler, Response } from 'express';
import { personNameSchema } from '../../common/contracts/person-name';
import type { Person } from '../../common/api/person';
import { Problem } from '../../common/api/problems';
import type { TokenVerifier } from '../../common/api/tokens';
import { translated } from '../../common/words/languages';
import type { EndedSessions } from './ended-sessions';
import { pageServerWords } from './page-words';
import type { Refresher } from './refresher';
import type { Session, SessionCookies } from './session';

export interface AdmissionDeps {
  readonly cookies: SessionCookies;
  readonly ended: Pick<EndedSessions, 'isEnded'>;
  readonly refresher: Pick<Refresher, 'fresh'>;
}

export type SessionOf = (request: Request, response: Response) => Promise<Session | undefined>;

/** Undefined: there is none, or none any more. */
export function sessionOf({ cookies, ended, refresher }: AdmissionDeps): SessionOf {
  return async (request, response) => {
    const session = await cookies.read(request);
    if (session === undefined) return undefined;
    const fresh = ended.isEnded(session) ? undefined : await refresher.fresh(session);
    // It may have been ended while the issuer was asked.
    if (fresh === undefined || ended.isEnded(fresh)) return undefined;
    if (fresh !== session) await cookies.write(request, response, fresh);
    return fresh;
  };
}

/** @throws Problem */
export function requireSession(find: SessionOf, cookies: SessionCookies): RequestHandler {
  return async (request, response, next) => {
    const session = await find(request, response);
    if (session === undefined) {
      cookies.clear(request, response);
      throw new Problem('unauthenticated', {
        detail: translated(pageServerWords, (said) => said.noSession),
      });
    }
    response.locals['session'] = session;
    next();
  };
}

/** Only behind {@link requireSession}. */
export function admitted(response: Response): Session {
  return response.locals['session'] as Session;
}

/** The person of the token, as the APIs see them. @throws Problem when they would not take it */
export async function personIn(accessToken: string, verify: TokenVerifier): Promise<Person> {
  const claims = await verify(accessToken);
  const name = personNameSchema.safeParse(claims.sub);
  if (!name.success) {
    const detail = translated(pageServerWords, (said) => said.noPerson);
    throw new Problem('unauthenticated', { detail });
  }
  return { name: name.data, claims };
}

/** Whatever the caller says of itself under `/bff/`: the cookie alone counts. */
export const withoutAuthorization: RequestHandler = (request, _response, next) => {
  delete request.headers.authorization;
  next();
};

/** From here on the request is as a machine's with this token would be. */
export const cookieBecomesToken: RequestHandler = (request, response, next) => {
  request.headers.authorization = `Bearer ${admitted(response).accessToken}`;
  delete request.headers.cookie;
  next();
};
