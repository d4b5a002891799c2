import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Express } from 'express';

/** FSPIOP 3.2.1 allows 64 KB of headers in all. */
const headersBytesMax = 64 * 1024;
/** A client that takes longer than this to send its request is cut off (slow-loris). */
const requestTimeoutMs = 30_000;
const headersTimeoutMs = 10_000;
/** Longer than the idle time of the usual load balancers, so that they and not we close first. */
const keepAliveTimeoutMs = 65_000;

export interface ListeningServer {
  readonly host: string;
  /** The real one, where 0 was asked for. */
  readonly port: number;
  /** Stops accepting, lets requests under way end, and cuts those that take longer than `graceMs`. */
  close(graceMs: number): Promise<void>;
}

/** @throws Error that names the port and what to do when it is taken. */
export async function listen(
  app: Express,
  options: { readonly name: string; readonly host: string; readonly port: number },
): Promise<ListeningServer> {
  const server = createServer(
    {
      maxHeaderSize: headersBytesMax,
      requestTimeout: requestTimeoutMs,
      headersTimeout: headersTimeoutMs,
    },
    app,
  );
  server.keepAliveTimeout = keepAliveTimeoutMs;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken = `${options.name}: port ${options.port} is taken on ${options.host}; set another one`;
      reject(error.code === 'EADDRINUSE' ? new Error(taken) : error);
    });
    server.listen(options.port, options.host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  return { host: options.host, port, close: (graceMs) => closeGracefully(server, graceMs) };
}

async function closeGracefully(server: Server, graceMs: number): Promise<void> {
  const cut = setTimeout(() => {
    server.closeAllConnections();
  }, graceMs);
  await new Promise<void>((resolve) => {
    server.close(() => {
      resolve();
    });
    server.closeIdleConnections();
  });
  clearTimeout(cut);
}
