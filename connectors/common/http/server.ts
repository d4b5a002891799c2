import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer, type Server as TlsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { Express } from 'express';
import type { Logger, TlsIdentity, TlsSource } from '../runtime';
import { CannotRun } from '../terminal';

/** FSPIOP 3.2.1 allows 64 KB of headers in all. */
const headersBytesMax = 64 * 1024;
/** One engine adds a few of its own to those that it hands on to another. */
export const handedOnHeadersBytesMax = headersBytesMax + 8 * 1024;

/** How long a client may take, and how long it may say nothing. */
export interface ServerTimeouts {
  readonly handshakeMs: number;
  readonly headersMs: number;
  /** For the whole request, body included (slow-loris). */
  readonly requestMs: number;
  /** Longer than the idle time of the usual load balancers, so that they and not we close first. */
  readonly keepAliveMs: number;
  /** Not a byte in either direction, as when the client does not read its answer. */
  readonly silenceMs: number;
  /** How often the first three are looked at. */
  readonly checkEveryMs: number;
}

/** How long a client that is refused may take to read why. */
const lingerMs = 1_000;

const usualTimeouts: ServerTimeouts = {
  handshakeMs: 10_000,
  headersMs: 10_000,
  requestMs: 30_000,
  keepAliveMs: 65_000,
  // A request may wait for its answer for 300 s (the channel's `Prefer: wait`).
  silenceMs: 330_000,
  checkEveryMs: 5_000,
};

/** HTTPS with this identity; where it has authorities, only clients with a certificate of theirs get in. */
export interface ServerTls {
  readonly source: TlsSource;
  readonly log: Logger;
}

export interface ListenOptions {
  readonly name: string;
  readonly host: string;
  readonly port: number;
  readonly tls?: ServerTls | undefined;
  readonly timeouts?: Partial<ServerTimeouts>;
  readonly headersBytesMax?: number | undefined;
}

export interface ListeningServer {
  readonly protocol: 'http' | 'https';
  readonly host: string;
  /** The real one, where 0 was asked for. */
  readonly port: number;
  /** Stops accepting, lets requests under way end, and cuts those that take longer than `graceMs`. */
  close(graceMs: number): Promise<void>;
}

/** @throws CannotRun that names the port and what to do when it is taken. */
export async function listen(app: Express, options: ListenOptions): Promise<ListeningServer> {
  const timeouts = { ...usualTimeouts, ...options.timeouts };
  const server = createFor(app, options, timeouts);
  server.keepAliveTimeout = timeouts.keepAliveMs;
  server.timeout = timeouts.silenceMs;
  answerWhatIsNoRequest(server);
  const sockets = openSockets(server);
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken = `${options.name}: port ${options.port} is taken on ${options.host}; set another one`;
      reject(error.code === 'EADDRINUSE' ? new CannotRun(taken) : error);
    });
    server.listen(options.port, options.host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  const protocol = options.tls === undefined ? 'http' : 'https';
  return {
    protocol,
    host: options.host,
    port,
    close: (graceMs) => closeGracefully(server, sockets, graceMs),
  };
}

function createFor(
  app: Express,
  { tls, headersBytesMax: maxHeaderSize = headersBytesMax }: ListenOptions,
  timeouts: ServerTimeouts,
): Server | TlsServer {
  const limits = {
    maxHeaderSize,
    requestTimeout: timeouts.requestMs,
    headersTimeout: timeouts.headersMs,
    connectionsCheckingInterval: timeouts.checkEveryMs,
  };
  if (tls === undefined) return createServer(limits, app);
  let identity = tls.source.current();
  const asksForCertificate = identity.authorities !== undefined;
  const server = createTlsServer(
    {
      ...limits,
      ...contextOf(identity),
      handshakeTimeout: timeouts.handshakeMs,
      requestCert: asksForCertificate,
      rejectUnauthorized: asksForCertificate,
    },
    app,
  );
  // Before Node begins the handshake. Open connections stay; sessions begun before cannot be resumed.
  server.prependListener('connection', () => {
    const latest = tls.source.current();
    if (latest !== identity) server.setSecureContext(contextOf(latest));
    identity = latest;
  });
  logRefusedClients(server, tls.log);
  return server;
}

function logRefusedClients(server: TlsServer, log: Logger): void {
  server.prependListener('tlsClientError', (error: NodeJS.ErrnoException, socket: TLSSocket) => {
    // Before Node hands it on as a clientError, which is answered: here nobody could read the answer.
    socket.destroy();
    // Node keeps why it did not like a client's certificate on the socket, and closes without a word.
    const refused = socket.authorizationError as Error | string | null | undefined;
    const reason = String(refused ?? error.code ?? error.message);
    log.info(
      { reason, address: socket.remoteAddress },
      'a client was refused in its TLS handshake',
    );
  });
}

const statusByErrorCode: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
};

/**
 * Node's own answer, but given time to arrive: Node closes at once, which resets the connection when
 * there is more to read, and a reset can overtake the answer.
 */
function answerWhatIsNoRequest(server: Server | TlsServer): void {
  const underWay = new WeakMap<Socket, Set<IncomingMessage>>();
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const requests = underWay.get(request.socket) ?? new Set();
    underWay.set(request.socket, requests.add(request));
    response.once('close', () => requests.delete(request));
  });
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    if (socket.writableEnded) return;
    // The peer would take this answer for that of a request which came before and may be carried out.
    const isAmbiguous = [...(underWay.get(socket) ?? [])].some((request) => request.complete);
    if (error.code === 'ECONNRESET' || !socket.writable || isAmbiguous) {
      socket.destroy();
      return;
    }
    const status = statusByErrorCode[error.code ?? ''] ?? '400 Bad Request';
    socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\n\r\n`);
    const timer = setTimeout(() => socket.destroy(), lingerMs);
    socket.once('close', () => clearTimeout(timer)).resume();
  });
}

function contextOf({ own, authorities }: TlsIdentity) {
  return {
    cert: own?.certificates,
    key: own?.key,
    ca: authorities,
    minVersion: 'TLSv1.2',
  } as const;
}

/** Node's own list lacks those that have not ended their TLS handshake. */
function openSockets(server: Server | TlsServer): ReadonlySet<Socket> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  return sockets;
}

async function closeGracefully(
  server: Server | TlsServer,
  sockets: ReadonlySet<Socket>,
  graceMs: number,
): Promise<void> {
  const cut = setTimeout(() => {
    for (const socket of sockets) socket.destroy();
  }, graceMs);
  await new Promise<void>((resolve) => {
    server.close(() => {
      resolve();
    });
    server.closeIdleConnections();
  });
  clearTimeout(cut);
}
