import express, { type Request, type RequestHandler } from 'express';
import { isUtf8, parseMediaTypeHeader } from '../http/media-type';
import type { Clock } from '../runtime';
import { translated } from '../words/languages';
import { readJsonBody } from './json-body';
import { problemWords } from './problem-words';
import { Problem } from './problems';

export interface BodyLimits {
  readonly bytesMax: number;
  readonly timeoutMs: number;
}

/** Reads the body as bytes, no larger and no slower than it may be, and of one of these types. */
export function readBody(
  clock: Clock,
  limits: BodyLimits,
  mediaTypes: readonly string[] = ['application/json'],
): RequestHandler {
  const readBytes: RequestHandler = express.raw({
    type: () => true,
    limit: limits.bytesMax,
    inflate: false,
  });
  return (request, response, next) => {
    if (!mediaTypes.includes(mediaTypeOf(request))) {
      const detail = translated(problemWords, (said) => said.mustBe(mediaTypes));
      const errors = [{ header: 'Content-Type', detail }];
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
    readBytes(request, response, finish);
  };
}

/** In lower case; empty where there is none, or one in another encoding than UTF-8. */
export function mediaTypeOf(request: Request): string {
  const found = parseMediaTypeHeader(request.get('Content-Type') ?? '');
  return found !== undefined && isUtf8(found) ? found.type : '';
}

/** Only behind {@link readBody}. Empty when the request has no body. */
export function bytesOf(request: Request): Buffer {
  return Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
}

/** Only behind {@link readBody}. */
export function jsonBodyOf(request: Request): unknown {
  return readJsonBody(bytesOf(request));
}
