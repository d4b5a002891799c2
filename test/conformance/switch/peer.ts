import { randomBytes } from 'node:crypto';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { canonicalJson, parseJson } from '../../../connectors/common/json';
import {
  acceptOf,
  contentTypeOf,
  type Resource,
} from '../../../connectors/mojaloop/api/media-type';
import type { SwitchAddresses } from '../../kit/real/addresses';
import { signatureHeaders } from './keys';

/** What the switch sent to a scripted DFSP. */
export interface Heard {
  readonly method: string;
  readonly path: string;
  readonly headers: http.IncomingHttpHeaders;
  readonly raw: string;
  readonly body: unknown;
}

export interface Sending {
  /** FSPIOP-Destination. */
  readonly to?: string;
  /** A text goes out as it is. */
  readonly body?: object | string;
  readonly version?: string;
  /** Null takes a header away. */
  readonly headers?: Readonly<Record<string, string | null>>;
  readonly isUnsigned?: boolean;
}

export interface PeerOptions {
  readonly fspId: string;
  readonly version: string;
  readonly addresses: SwitchAddresses;
  /** PEM; undefined where nobody signs. */
  readonly privateKey: string | undefined;
}

/** A DFSP that does what a scenario tells it: the other side of payments that must go wrong. */
export class Peer {
  readonly heard: Heard[] = [];
  /** What it does about what it hears, after it has acknowledged. */
  react: (heard: Heard) => Promise<unknown> | undefined = () => undefined;
  /** What it acknowledges with, and after how long. */
  acknowledge: (heard: Heard) => { status?: number; afterMs?: number } = () => ({});
  private server: http.Server | undefined;

  constructor(private readonly options: PeerOptions) {}

  get fspId(): string {
    return this.options.fspId;
  }

  /** Its address. */
  async start(host: string): Promise<string> {
    const server = http.createServer((request, response) => void this.receive(request, response));
    // As the hub's own: the switch keeps its connections, and must not write into one that just closes.
    server.keepAliveTimeout = 65_000;
    await new Promise<void>((resolve) => server.listen(0, host, resolve));
    this.server = server;
    return `http://${host}:${(server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.server?.close();
    this.server?.closeAllConnections();
  }

  /** Forgets what it heard and what it was told to do. */
  reset(): void {
    this.heard.length = 0;
    this.react = () => undefined;
    this.acknowledge = () => ({});
  }

  /** The switch's answer: its HTTP status. */
  async send(method: 'GET' | 'POST' | 'PUT', path: string, sending: Sending = {}): Promise<number> {
    const resource = path.split('/')[1] as Resource;
    const { to, body, version = this.options.version, headers: changes = {} } = sending;
    const bytes = Buffer.from(
      typeof body === 'string' ? body : body === undefined ? '' : canonicalJson(body),
    );
    const usual: Record<string, string> = {
      'content-type': contentTypeOf(resource, version),
      date: new Date().toUTCString(),
      'fspiop-source': this.fspId,
      ...(to !== undefined && { 'fspiop-destination': to }),
      ...(method !== 'PUT' && { accept: acceptOf(resource, version) }),
    };
    const { privateKey } = this.options;
    const isSigned = privateKey !== undefined && method !== 'GET' && sending.isUnsigned !== true;
    const signed = isSigned
      ? signatureHeaders({ method, path, headers: usual, body: bytes }, privateKey)
      : {};
    const headers = Object.fromEntries(
      Object.entries({ ...usual, ...signed, ...changes }).filter(([, value]) => value !== null),
    ) as Record<string, string>;
    return deliver(method, `${this.addressOf(resource)}${path}`, headers, bytes);
  }

  /** What it has heard or will hear; undefined when it does not within `patienceMs`. */
  async hears(match: (heard: Heard) => boolean, patienceMs = 15_000): Promise<Heard | undefined> {
    const deadlineMs = Date.now() + patienceMs;
    for (;;) {
      const found = this.heard.find(match);
      if (found !== undefined || Date.now() > deadlineMs) return found;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  private addressOf(resource: Resource): string {
    const { addresses } = this.options;
    switch (resource) {
      case 'parties':
      case 'participants':
        return addresses.parties;
      case 'quotes':
      case 'bulkQuotes':
        return addresses.quotes;
      case 'transactionRequests':
      case 'authorizations':
        return addresses.transactionRequests ?? addresses.transfers;
      case 'transfers':
      case 'bulkTransfers':
      case 'transactions':
        return addresses.transfers;
    }
  }

  private async receive(request: http.IncomingMessage, response: http.ServerResponse) {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const raw = Buffer.concat(chunks).toString('utf8');
    const { method = '', url: path = '', headers } = request;
    const heard: Heard = { method, path, headers, raw, body: parseJson(raw) };
    this.heard.push(heard);
    const { status, afterMs = 0 } = this.acknowledge(heard);
    if (afterMs > 0) await new Promise((resolve) => setTimeout(resolve, afterMs));
    response.writeHead(status ?? (method === 'PUT' || method === 'PATCH' ? 200 : 202)).end();
    await this.react(heard);
  }
}

/** Not with fetch: that sends an Accept of its own, which the switch refuses on callbacks. */
function deliver(
  method: string,
  url: string,
  headers: http.OutgoingHttpHeaders,
  body: Buffer,
): Promise<number> {
  return new Promise((resolve, reject) => {
    const framed = body.length === 0 ? headers : { ...headers, 'content-length': body.length };
    const request = http.request(url, { method, headers: framed }, (response) => {
      response.resume();
      response.on('end', () => {
        resolve(response.statusCode ?? 0);
      });
    });
    request.on('error', reject);
    request.end(body);
  });
}

/** A traceparent of somebody's own. */
export function newTraceparent(): string {
  return `00-${randomBytes(16).toString('hex')}-${randomBytes(8).toString('hex')}-01`;
}
