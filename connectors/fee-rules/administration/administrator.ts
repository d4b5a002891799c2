/** Who asks: a person of the scheme or of a DFSP, as their token says. */
import type { RequestHandler, Response } from 'express';
import { Problem } from '../../common/api/problems';
import {
  bearerToken,
  requireScope,
  unauthenticated,
  type Claims,
  type TokenVerifier,
} from '../../common/api/tokens';
import { personSchema } from '../rule-sets/record';

export interface Administrator {
  /** The token's `sub`. */
  readonly name: string;
  readonly claims: Claims;
}

export function recogniseAdministrator(verify: TokenVerifier): RequestHandler {
  return async (request, response, next) => {
    const claims = await verify(bearerToken(request.get('Authorization')));
    // Who acts is written down with each decision, and the second person is another than the first.
    const name = personSchema.safeParse(claims.sub);
    if (!name.success) {
      throw unauthenticated('The token must name a person: `sub`, 1 to 200 characters');
    }
    const administrator: Administrator = { name: name.data, claims };
    response.locals['administrator'] = administrator;
    next();
  };
}

/** Only behind {@link recogniseAdministrator}. */
export function administratorOf(response: Response): Administrator {
  return response.locals['administrator'] as Administrator;
}

export function allowOnly(scope: string): RequestHandler {
  return (_request, response, next) => {
    requireScope(administratorOf(response).claims, scope);
    next();
  };
}

/** @throws Problem when the token names no DFSP, or another one. */
export function requireDfsp({ claims }: Administrator, claim: string, dfspId: string): void {
  if (claims[claim] === dfspId) return;
  throw new Problem('forbidden', { detail: `The token's \`${claim}\` does not name ${dfspId}` });
}
