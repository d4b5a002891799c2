/** Who asks: a person of the scheme or of a DFSP, as their token says. */
import type { RequestHandler, Response } from 'express';
import { personNameSchema } from '../contracts/person-name';
import { translated } from '../words/languages';
import { tokenWords } from './problem-words';
import {
  bearerToken,
  requireScope,
  unauthenticated,
  type Claims,
  type TokenVerifier,
} from './tokens';

export interface Person {
  /** The token's `sub`. */
  readonly name: string;
  readonly claims: Claims;
}

export function recognisePerson(verify: TokenVerifier): RequestHandler {
  return async (request, response, next) => {
    const claims = await verify(bearerToken(request.get('Authorization')));
    // Who acts is written down with each decision, and the second person is another than the first.
    const name = personNameSchema.safeParse(claims.sub);
    if (!name.success) {
      throw unauthenticated(translated(tokenWords, (said) => said.noPerson));
    }
    const person: Person = { name: name.data, claims };
    response.locals['person'] = person;
    next();
  };
}

/** Only behind {@link recognisePerson}. */
export function personOf(response: Response): Person {
  return response.locals['person'] as Person;
}

export function allowOnly(scope: string): RequestHandler {
  return (_request, response, next) => {
    requireScope(personOf(response).claims, scope);
    next();
  };
}
