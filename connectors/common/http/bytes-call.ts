/** A request as another has made it, header for header and byte for byte, to a server of our own. Only over TLS. */
import type { ClientRequest, IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP } from 'node:net';
import type { TlsSource } from '../runtime';
import { hostNameOf } from './host-name';
import { HttpsAgents } from './https-agents';

export interface BytesRequest {
  readonly method: string;
  readonly server: URL;
  /** Path and query as they are to be sent: a URL would take `.` and `%2e` out of it. */
  readonly uri: string;
  /** Names and values in turn, as Node's `rawHeaders`: Host may be any. */
  readonly rawHeaders: readonly string[];
  readonly body: Buffer;
  readonly timeoutMs: number;
  readonly tls: TlsSource;
  /** Ends it when nobody waits for the answer any more. */
  readonly signal?: AbortSignal;
}

export interface BytesAnswer {
  readonly status: number;
  readonly contentType: string | undefined;
  /** Names and values in turn. */
  readonly rawHeaders: readonly string[];
  readonly body: Buffer;
}

/** For requests that are answered at once. */
const usualSocketsPerHost = 128;
/** Of an answer: an error body is small. */
const answerBytesMax = 64 * 1024;

/** Resolves with any status; rejects where no whole answer came in time: then nobody knows whether it was taken. */
export class BytesCaller {
  private readonly agents: HttpsAgents;

  constructor(socketsPerHostMax = usualSocketsPerHost) {
    this.agents = new HttpsAgents({ keepAlive: true, maxSockets: socketsPerHostMax });
  }

  async call(request: BytesRequest): Promise<BytesAnswer> {
    const first = this.attempt(request);
    try {
      return await first.answer;
    } catch (error) {
      // A kept connection that the other side had just closed: nothing of it was read.
      const isStale =
        first.request.reusedSocket && (error as { code?: unknown }).code === 'ECONNRESET';
      if (!isStale) throw error;
      return this.attempt(request).answer;
    }
  }

  close(): void {
    this.agents.close();
  }

  private attempt({ method, server, uri, rawHeaders, body, timeoutMs, ...its }: BytesRequest) {
    const host = hostNameOf(server);
    const request = httpsRequest({
      ...{ method, host, port: server.port === '' ? 443 : server.port },
      path: uri,
      headers: [...rawHeaders, 'Content-Length', String(body.length)],
      agent: this.agents.agentFor(its.tls),
      ...(its.signal && { signal: its.signal }),
      // Its own name, not the one in Host: that is the name by which the first of us was called.
      servername: isIP(host) === 0 ? host : '',
    });
    return { request, answer: answerTo(request, body, timeoutMs) };
  }
}

function answerTo(request: ClientRequest, body: Buffer, timeoutMs: number): Promise<BytesAnswer> {
  return new Promise((resolve, reject) => {
    const late = new Error(`no answer within ${timeoutMs} ms`);
    const timer = setTimeout(() => request.destroy(late), timeoutMs);
    const fail = (error: Error): void => {
      clearTimeout(timer);
      reject(error);
    };
    request.once('error', fail);
    request.once('response', (answer) => {
      collect(answer).then((collected) => {
        clearTimeout(timer);
        resolve(collected);
      }, fail);
    });
    request.end(body);
  });
}

async function collect(answer: IncomingMessage): Promise<BytesAnswer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > answerBytesMax) throw new Error(`the answer has more than ${answerBytesMax} bytes`);
    chunks.push(chunk);
  }
  return {
    status: answer.statusCode ?? 0,
    contentType: answer.headers['content-type'],
    rawHeaders: answer.rawHeaders,
    body: Buffer.concat(chunks),
  };
}
