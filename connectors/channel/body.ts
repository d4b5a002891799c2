import express, { type Request, type RequestHandler } from 'express';
import type { Clock } from '../common/runtime';
import { parseJsonBody } from './json-body';
import { Problem } from './problems';

/** Reads the body as text, no larger and no slower than it may be, and refuses what is not plain JSON. */
export function readBody(
  clock: Clock,
  limits: { readonly bytesMax: number; readonly timeoutMs: number },
): RequestHandler {
  const options = { type: () => true, limit: limits.bytesMax, inflate: false };
  const readText: RequestHandler = express.text(options);
  return (request, response, next) => {
    const contentType = request.get('Content-Type') ?? '';
    if (!/^application\/json *(; *charset="?utf-8"?)?$/i.test(contentType)) {
      const errors = [{ header: 'Content-Type', detail: 'must be application/json' }];
      next(new Problem('unsupported-media-type', { errors, headers: { Connection: 'close' } }));
      return;
    }
    const finished = new AbortController();
    const finish = (error?: unknown) => {
      if (finished.signal.aborted) return;
      finished.abort();
      next(error);
    };
    void clock.sleep(limits.timeoutMs, finished.signal).then(() => {
      finish(new Problem('request-too-slow', { headers: { Connection: 'close' } }));
    });
    readText(request, response, finish);
  };
}

/** Only behind {@link readBody}. */
export function jsonBodyOf(request: Request): unknown {
  return parseJsonBody(typeof request.body === 'string' ? request.body : '');
}
