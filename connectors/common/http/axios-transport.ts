import { Agent as HttpAgent, ClientRequest } from 'node:http';
import { Axios, AxiosError, type RawAxiosResponseHeaders } from 'axios';
import { messageOf } from '../message-of';
import {
  TransportError,
  type HttpRequest,
  type HttpResponse,
  type HttpTransport,
} from '../runtime';
import { decodeUtf8 } from '../utf8';
import { HttpsAgents } from './https-agents';
import { DeadlinePassed, nodeAdapter } from './node-adapter';
import { tlsFailureOf } from './tls-failure';

/** An answer larger than this is refused: no peer has reason to send one (FSPIOP 3.1.1 allows 5 MB). */
const answerSizeBytesMax = 5 * 1024 * 1024;
const socketsPerHostMax = 128;

/** The only door for HTTP out. Keeps connections, follows no redirects, changes neither body nor status. */
export function createAxiosTransport(): HttpTransport & { close(): void } {
  const options = { keepAlive: true, maxSockets: socketsPerHostMax };
  const httpAgent = new HttpAgent(options);
  const httpsAgents = new HttpsAgents(options);
  // Not axios.create: of its defaults we want none, and each of them is merged into each request.
  const client = new Axios({
    adapter: nodeAdapter,
    httpAgent,
    maxContentLength: answerSizeBytesMax,
  });

  return {
    request: async (request) => {
      try {
        const response = await client.request<Buffer>({
          method: request.method,
          url: request.url,
          headers: explicitHeaders(request),
          data: request.body,
          httpsAgent: httpsAgents.agentFor(request.tls),
          timeout: request.timeoutMs,
          ...(request.signal && { signal: request.signal }),
        });
        return {
          status: response.status,
          headers: flatten(response.headers),
          body: decodeUtf8(response.data) ?? '',
        } satisfies HttpResponse;
      } catch (error) {
        throw toTransportError(error, request);
      }
    },
    close: () => {
      httpAgent.destroy();
      httpsAgents.close();
    },
  };
}

/** `false` keeps axios from calling a body a form. */
function explicitHeaders({ headers }: HttpRequest): Record<string, string | false> {
  const names = Object.keys(headers);
  const isTyped = names.some((name) => name.toLowerCase() === 'content-type');
  return isTyped ? headers : { ...headers, 'Content-Type': false };
}

function flatten(headers: RawAxiosResponseHeaders): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const name of Object.keys(headers)) flat[name] = String(headers[name]);
  return flat;
}

const connectionGone = new Set([
  'ECONNRESET',
  'EPIPE',
  'ECONNABORTED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ETIMEDOUT',
]);

/** Node says in which call it happened: while there was no connection yet, nothing can have been sent. */
function wasConnecting(cause: unknown): boolean {
  if (cause instanceof AggregateError) return cause.errors.every(wasConnecting);
  const { syscall } = (cause ?? {}) as NodeJS.ErrnoException;
  return syscall === 'connect' || syscall === 'getaddrinfo';
}

function toTransportError(error: unknown, request: HttpRequest): TransportError {
  const where = `${request.method} ${new URL(request.url).host}`;
  if (error instanceof DeadlinePassed) {
    return new TransportError(
      'timeout',
      false,
      `${where} gave no answer in ${request.timeoutMs} ms`,
    );
  }
  if (request.signal?.aborted === true) {
    return new TransportError('aborted', false, `${where} was given up`);
  }
  const code = error instanceof AxiosError ? (error.code ?? '') : '';
  // Before TLS: without a connection there is no handshake that could fail.
  if (error instanceof AxiosError && wasConnecting(error.cause)) {
    return new TransportError('connection-refused', true, `${where}: nobody there (${code})`);
  }
  const tlsFailure =
    error instanceof AxiosError && error.request instanceof ClientRequest
      ? tlsFailureOf(error, error.request)
      : undefined;
  if (tlsFailure !== undefined) {
    return new TransportError('tls-failed', true, `${where}: ${tlsFailure}`);
  }
  if (connectionGone.has(code)) {
    // A peer that runs on Node refuses client certificates so, without saying why.
    const hint = request.tls === undefined ? '' : ', perhaps for our client certificate';
    return new TransportError(
      'connection-lost',
      false,
      `${where}: connection lost (${code})${hint}`,
    );
  }
  const reason = messageOf(error);
  return new TransportError('other', false, `${where}: ${reason}`);
}
