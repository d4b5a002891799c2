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

/** A message of the switch's own, made because of `incoming`, whose other headers it keeps. */
export function hubHeaders(
  incoming: Incoming,
  resource: string,
  to: string,
  target: { readonly method: string; readonly path: string },
  trace: Trace,
): Record<string, string> {
  return {
    ...passedOn(incoming, target.method),
    'content-type': contentType(resource),
    'fspiop-source': hubName,
    'fspiop-destination': to,
    'fspiop-http-method': target.method,
    'fspiop-uri': target.path,
    ...trace,
  };
}
