/** Requests, in and out, as spans. */
import type { RequestHandler } from 'express';
import { operationOf } from '../journal/operation';
import { isTraceparent } from '../observability/tracing';
import { spanOf, type Tracing } from '../observability/spans';
import { TransportError, type HttpTransport } from '../runtime';
import { routeOf } from './request-metrics';

/** Each request to a peer is a span under the job that sends it, and bears its name. */
export function tracedTransport(transport: HttpTransport, tracing: Tracing): HttpTransport {
  return {
    request: async (request) => {
      const { method, url } = request;
      const parent = spanOf(request.signal) ?? request.trace;
      // What is asked for nobody's payment begins no trace.
      if (parent === undefined) return transport.request(request);
      const to = request.journaledAs?.to ?? request.peer;
      const span = tracing.begin({
        ...{ name: operationOf(method, url), kind: 'client', parent },
        attributes: {
          'http.request.method': method,
          'server.address': new URL(url).host,
          'hub.tenant': to?.tenant,
          'hub.peer': to?.name,
        },
      });
      const headers = { ...request.headers, traceparent: span.traceparent };
      try {
        const response = await transport.request({ ...request, headers });
        const { status } = response;
        const problem = status >= 400 ? `HTTP ${status}` : undefined;
        span.end({ 'http.response.status_code': status }, problem);
        return response;
      } catch (error) {
        const problem = error instanceof TransportError ? error.reason : 'other';
        span.end({ 'error.type': problem }, problem);
        throw error;
      }
    },
  };
}

/** Each request to us is a span under its sender's; whoever serves it takes this span for the sender's. */
export function tracedRequests(tracing: Tracing, server: string): RequestHandler {
  return (request, response, next) => {
    const given = request.get('traceparent');
    const isPartOfOne = given !== undefined && isTraceparent(given);
    const span = tracing.begin({
      ...{ name: `${request.method} ${server}`, kind: 'server' },
      parent: isPartOfOne ? given : undefined,
      attributes: { 'http.request.method': request.method, 'hub.server': server },
    });
    const { tracestate, ...headers } = request.headers;
    // What it says belongs to the sender's trace. The message journal keeps the headers as they came.
    request.headers = {
      ...headers,
      ...(isPartOfOne && tracestate !== undefined && { tracestate }),
      traceparent: span.traceparent,
    };
    response.once('close', () => {
      const { statusCode: status } = response;
      const isAnswered = response.writableFinished;
      span.end(
        {
          'http.route': routeOf(request),
          ...(isAnswered && { 'http.response.status_code': status }),
        },
        isAnswered ? (status >= 500 ? `HTTP ${status}` : undefined) : 'connection-lost',
      );
    });
    next();
  };
}
