import http from 'node:http';
import type { AddressInfo } from 'node:net';

/** Who is asked: the hub, or one of the switch's services. */
export type Listener = 'hub' | 'parties' | 'quotes' | 'transfers' | 'transactionRequests';

/** An HTTP request between hub and switch. */
export interface Passage {
  readonly atMs: number;
  readonly to: Listener;
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: Buffer;
  /** Undefined until it is answered, and when the connection breaks. */
  status?: number;
  answer?: Buffer;
  tookMs?: number;
}

export type Match = (passage: Passage) => boolean;

/** What becomes of a request, in the place of letting it through. */
export type Fate =
  /** Its receiver never sees it. */
  | { readonly answer: number }
  | { readonly cut: true }
  /** Its sender never sees the answer. */
  | { readonly cutAfter: true }
  | { readonly holdUntil: Promise<unknown> };

interface Rule {
  readonly match: Match;
  readonly fate: Fate;
}

/** Stands between hub and switch, in both directions: knows every byte that passed, and can go between. */
export class Tap {
  /** In the order in which they came. */
  readonly passages: Passage[] = [];
  private readonly rules = new Set<Rule>();
  private readonly servers: http.Server[] = [];
  /** Connections of its own: one that is kept may be closed just when it is needed. */
  private readonly agent = new http.Agent({ keepAlive: false });

  /** The address at which `target` (`http://host:port`) is reached through the tap. */
  async before(to: Listener, target: string, host = '127.0.0.1'): Promise<string> {
    const server = http.createServer((request, response) => {
      void this.pass(to, target, request, response);
    });
    // Both sides keep their connections, and must not write into one that just closes.
    server.keepAliveTimeout = 65_000;
    await new Promise<void>((resolve) => server.listen(0, host, resolve));
    this.servers.push(server);
    return `http://${host}:${(server.address() as AddressInfo).port}`;
  }

  /** Lasts until the function that it gives is called. */
  intercept(match: Match, fate: Fate): () => void {
    const rule = { match, fate };
    this.rules.add(rule);
    return () => {
      this.rules.delete(rule);
    };
  }

  stop(): void {
    this.agent.destroy();
    for (const server of this.servers) {
      server.close();
      server.closeAllConnections();
    }
  }

  private async pass(
    to: Listener,
    target: string,
    request: http.IncomingMessage,
    response: http.ServerResponse,
  ): Promise<void> {
    const body = await bytesOf(request).catch(() => undefined);
    if (body === undefined) return;
    const { method = 'GET', url: path = '/', headers } = request;
    const passage: Passage = { atMs: Date.now(), to, method, path, headers, body };
    this.passages.push(passage);
    const fate = [...this.rules].find(({ match }) => match(passage))?.fate;
    if (fate === undefined) {
      await this.forward(passage, target, response, false);
    } else if ('cut' in fate) {
      response.destroy();
    } else if ('answer' in fate) {
      passage.status = fate.answer;
      response.writeHead(fate.answer).end();
    } else {
      if ('holdUntil' in fate) await fate.holdUntil;
      await this.forward(passage, target, response, 'cutAfter' in fate);
    }
  }

  private async forward(
    passage: Passage,
    target: string,
    response: http.ServerResponse,
    isCutAfter: boolean,
  ): Promise<void> {
    try {
      const { status, headers, body } = await this.ask(passage, target);
      passage.status = status;
      passage.answer = body;
      passage.tookMs = Date.now() - passage.atMs;
      if (isCutAfter) response.destroy();
      else response.writeHead(status, withoutFraming(headers)).end(body);
    } catch {
      // Its receiver is not there, or broke the connection: so does the tap.
      response.destroy();
    }
  }

  private ask({ method, path, headers, body }: Passage, target: string) {
    const options = { method, agent: this.agent, headers: { ...withoutFraming(headers) } };
    return new Promise<{ status: number; headers: http.IncomingHttpHeaders; body: Buffer }>(
      (resolve, reject) => {
        const request = http.request(`${target}${path}`, options, (answer) => {
          const { statusCode: status = 0, headers: given } = answer;
          bytesOf(answer).then((bytes) => {
            resolve({ status, headers: given, body: bytes });
          }, reject);
        });
        request.on('error', reject);
        if (body.length > 0) request.setHeader('content-length', body.length);
        request.end(body);
      },
    );
  }
}

async function bytesOf(stream: http.IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** Node frames each message anew. */
function withoutFraming(headers: http.IncomingHttpHeaders): http.OutgoingHttpHeaders {
  const framing = ['connection', 'transfer-encoding', 'content-length', 'host', 'keep-alive'];
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !framing.includes(name)));
}
