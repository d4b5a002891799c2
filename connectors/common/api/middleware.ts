/** Steps that every API of the hub has in front of its operations. */
import type { RequestHandler, Response } from 'express';
import { rateLimit } from 'express-rate-limit';
import { translated } from '../words/languages';
import { problemWords } from './problem-words';
import { Problem } from './problems';

export const notStored: RequestHandler = (_request, response, next) => {
  response.set('Cache-Control', 'no-store');
  next();
};

/** @param methods in capitals */
export function onlyMethods(...methods: readonly string[]): RequestHandler {
  const allowed = methods.join(', ');
  return () => {
    throw new Problem('method-not-allowed', {
      detail: translated(problemWords, (said) => said.use(allowed)),
      headers: { Allow: allowed },
    });
  };
}

/**
 * Counted in each process by itself: what protects the engine need not be exact across replicas.
 * @param whoseOf names the caller, whom a step before has recognised
 */
export function limitRequests(
  perMinuteMax: number,
  whoseOf: (response: Response) => string,
): RequestHandler {
  return rateLimit({
    windowMs: 60_000,
    limit: perMinuteMax,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    keyGenerator: (_request, response) => whoseOf(response),
    handler: (_request, _response, next) => {
      next(new Problem('too-many-requests'));
    },
  });
}
