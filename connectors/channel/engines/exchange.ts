import { setMaxListeners } from 'node:events';
import type { Request, Response } from 'express';

/** An app's request, for as long as it waits for the answer. */
export interface Exchange {
  readonly request: Request<{ id?: string }>;
  readonly response: Response;
  /** Aborted when its app waits no longer. */
  readonly gone: AbortSignal;
}

/** Made once for all engines that are asked about it. */
export function exchangeOf(request: Exchange['request'], response: Response): Exchange {
  const gone = new AbortController();
  // One for each engine, all of them at once: by default Node warns of more than ten.
  setMaxListeners(0, gone.signal);
  const leave = (): void => {
    if (!response.writableFinished) gone.abort();
  };
  if (response.closed) leave();
  else response.once('close', leave);
  return { request, response, gone: gone.signal };
}
