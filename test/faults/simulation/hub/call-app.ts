/** An HTTP request to an Express application without a socket: the same code, and no time passes. */
import { EventEmitter } from 'node:events';
import { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Express } from 'express';

export interface AppRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface AppResponse {
  readonly status: number;
  readonly body: string;
}

/** One for all requests: nothing is read from it, and making one costs as much as a route. */
const noSocket = Object.assign(new EventEmitter(), {
  ...{ readableHighWaterMark: 16_384, remoteAddress: '127.0.0.1' },
  ...{ readable: true, writable: true },
}) as unknown as Socket;

export function callApp(
  app: Express,
  { method, path, headers, body }: AppRequest,
): Promise<AppResponse> {
  const request = new IncomingMessage(noSocket);
  const bytes = Buffer.from(body);
  request.method = method;
  request.url = path;
  const all = { host: 'hub.test', ...headers, 'content-length': String(bytes.length) };
  for (const [name, value] of Object.entries(all)) {
    request.headers[name.toLowerCase()] = value;
    request.rawHeaders.push(name, value);
  }
  if (bytes.length > 0) request.push(bytes);
  request.push(null);
  request.complete = true;
  const response = new ServerResponse(request);
  return new Promise((resolve) => {
    const end = (chunk?: unknown): ServerResponse => {
      const text = typeof chunk === 'string' || Buffer.isBuffer(chunk) ? chunk.toString() : '';
      resolve({ status: response.statusCode, body: text });
      response.emit('finish');
      response.emit('close');
      return response;
    };
    response.end = end as typeof response.end;
    // Its types say that it takes what Express has made of them; Express makes that itself.
    (app as unknown as (one: IncomingMessage, other: ServerResponse) => void)(request, response);
  });
}
