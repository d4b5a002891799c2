import type { RequestHandler } from 'express';
import { isTraceparent, newTraceparent } from '../observability/tracing';
import type { Random } from '../runtime';

/** Every answer names its trace: the caller's, or a new one. */
export function trace(random: Random): RequestHandler {
  return (request, response, next) => {
    const given = request.get('traceparent');
    const traceparent =
      given !== undefined && isTraceparent(given) ? given : newTraceparent(random);
    response.set('traceparent', traceparent);
    next();
  };
}
