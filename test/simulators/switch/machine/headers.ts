import type { Incoming } from './messages';
import type { Trace } from './trace';

export const hubName = 'Hub';
const hubVersion = '2.0';

/** Those of one connection, which nobody passes on. */
const hopHeaders = new Set([
  'host',
  'connection',
  'keep-alive',
  'content-length',
  'transfer-encoding',
  'accept-encoding',
]);

export function contentType(resource: string, version = hubVersion): string {
  return `application/vnd.interoperability.${resource}+json;version=${version}`;
}

function passedOn(incoming: Incoming, method: string): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (!hopHeaders.has(name)) headers[name] = value;
  }
  // FSPIOP 3.2.1: no Accept on callbacks; the real switch takes it off PUT only.
  if (method === 'PUT') delete headers['accept'];
  return headers;
}

/** A DFSP's own message, passed on with its version and source. */
export function forwardedHeaders(
  incoming: Incoming,
  method: string,
  destination: string | undefined,
  trace: Trace | undefined,
): Record<string, string> {
  return {
    ...passedOn(incoming, method),
    ...(destination !== undefined && { 'fspiop-destination': destination }),
    ...trace,
  };
}

/**
 * A message of the switch's own, made because of `incoming`, whose other headers it keeps.
 * FSPIOP-URI and FSPIOP-HTTP-Method only if `uri` is given: POST /participants goes without.
 */
export function hubHeaders(
  incoming: Incoming,
  message: {
    readonly resource: string;
    readonly to: string;
    readonly method: string;
    readonly uri?: string;
    readonly trace: Trace | undefined;
  },
): Record<string, string> {
  const { resource, to, method, uri, trace } = message;
  return {
    ...passedOn(incoming, method),
    'content-type': contentType(resource),
    'fspiop-source': hubName,
    'fspiop-destination': to,
    ...(uri !== undefined && { 'fspiop-http-method': method, 'fspiop-uri': uri }),
    ...trace,
  };
}
