import type { RequestHandler, Response } from 'express';
import type { JournalPeer } from '../contracts/message-journal';
import type { Clock } from '../runtime';
import type { Exchange, Journal } from './exchange';

/** What the part that serves a request knows of it, as far as it comes. */
export type HeardOf = Pick<Exchange, 'tenant' | 'peerName' | 'signature' | 'ids'>;

const place = 'messageJournal';

/** Has a request journaled, with what is known of it by now; may be told more. */
export function noteMessage(response: Response, known: HeardOf = {}): void {
  response.locals[place] = { ...(response.locals[place] as HeardOf | undefined), ...known };
}

/** Tells the journal of each request that its part has noted, once it is answered or its sender gone. */
export function hears(peer: JournalPeer, journal: Journal, clock: Clock): RequestHandler {
  return (request, response, next) => {
    const startedMs = clock.now();
    // As they came: whoever traces the request has the next ones see others.
    const { headers } = request;
    const body = rememberBody(response);
    response.once('close', () => {
      const known = response.locals[place] as HeardOf | undefined;
      if (known === undefined) return;
      const isAnswered = response.writableFinished;
      journal.note({
        direction: 'received',
        peer,
        ...known,
        ...{ startedMs, endedMs: clock.now() },
        request: {
          method: request.method,
          url: request.originalUrl,
          headers,
          body: Buffer.isBuffer(request.body) ? request.body : undefined,
        },
        outcome: isAnswered ? 'answered' : 'connection-lost',
        ...(isAnswered && {
          status: response.statusCode,
          answer: { headers: response.getHeaders(), body: body() },
        }),
      });
    });
    next();
  };
}

/** Of an answer that is sent in one piece, as those of our APIs are. */
function rememberBody(response: Response): () => string | Buffer | undefined {
  let body: string | Buffer | undefined;
  const end = response.end.bind(response) as (...parameters: unknown[]) => Response;
  response.end = (...parameters: unknown[]) => {
    const [chunk] = parameters;
    if (typeof chunk === 'string' || Buffer.isBuffer(chunk)) body = chunk;
    return end(...parameters);
  };
  return () => body;
}
