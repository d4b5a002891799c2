/** A request on its way to another engine: as it came, but for what is of one connection. */
import type { IncomingMessage } from 'node:http';
import { headerLines } from '../http/header-lines';

export interface AsItCame {
  readonly method: string;
  /** Path and query, as they came. */
  readonly uri: string;
  /** Names and values in turn. */
  readonly rawHeaders: readonly string[];
  readonly body: Buffer;
}

/** Of the hop, in lower case. What comes with them from elsewhere is taken off. */
export const hopHeaders = {
  /** There where it is to be worked on only if what it is about is known there. */
  onlyIfHere: 'payment-hub-only-if-here',
  /** Who has been asked before, and did not know it: names, with commas between. */
  asked: 'payment-hub-asked',
  /** Which engine has answered, and nothing that stands before it. */
  answeredBy: 'payment-hub-answered-by',
} as const;
const ofHop = 'payment-hub-';

/** Of one connection (RFC 9110 7.6.1), or written anew by each side. */
const ofConnection = new Set([
  ...['connection', 'keep-alive', 'proxy-connection', 'te', 'trailer', 'transfer-encoding'],
  ...['upgrade', 'expect', 'content-length'],
]);

export function asItCame(
  request: Pick<IncomingMessage, 'method' | 'rawHeaders'> & {
    readonly originalUrl: string;
    readonly body?: unknown;
  },
): AsItCame {
  return {
    method: request.method ?? '',
    uri: withoutHost(request.originalUrl),
    rawHeaders: passedOn(request.rawHeaders),
    body: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
  };
}

/** Whoever takes us for a proxy writes a whole URL (RFC 9112 3.2.2). */
function withoutHost(originalUrl: string): string {
  return originalUrl.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, '');
}

/** Of a request and of an answer alike: those that are for who gets it in the end. */
export function passedOn(rawHeaders: readonly string[]): string[] {
  return headerLines(rawHeaders)
    .filter(([name]) => {
      const lower = name.toLowerCase();
      return !ofConnection.has(lower) && !lower.startsWith(ofHop);
    })
    .flat();
}
