/** Who gets in over TLS, and how certificates are renewed under way. */
import { once } from 'node:events';
import { Agent, request as httpsRequest, type RequestOptions } from 'node:https';
import { connect, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import express from 'express';
import {
  createAuthority,
  daysFromNow,
  type Authority,
  type Pair,
} from '../../../test/kit/certificates';
import type { Logger, TlsIdentity } from '../runtime';
import { listen, type ListeningServer } from './server';

let ours: Authority;
let theirs: Authority;
let strangers: Authority;
let serverPair: Pair;
let clientPair: Pair;
let server: ListeningServer;
let identity: TlsIdentity;
const refused: unknown[] = [];

const log: Logger = {
  debug: () => undefined,
  info: (fields) => refused.push((fields as { reason: unknown }).reason),
  warn: () => undefined,
  error: () => undefined,
  child: () => log,
};
const own = ({ certificate, key }: Pair) => ({ certificates: certificate, key });

beforeAll(async () => {
  [ours, theirs, strangers] = (await Promise.all(
    ['ours', 'theirs', 'strangers'].map((name) => createAuthority(name)),
  )) as [Authority, Authority, Authority];
  [serverPair, clientPair] = await Promise.all([ours.issue(), theirs.issue()]);
});

beforeEach(async () => {
  refused.length = 0;
  identity = { own: own(serverPair), authorities: theirs.certificate };
  server = await start();
});
afterEach(() => server.close(0));

function start(): Promise<ListeningServer> {
  const app = express().get('/', (_request, response) => {
    response.send('in');
  });
  return listen(app, {
    name: 'test',
    host: '127.0.0.1',
    port: 0,
    tls: { source: { current: () => identity }, log },
  });
}

interface Outcome {
  readonly body: string;
  /** Of the certificate that the server showed. */
  readonly serial: string;
  readonly reusedSocket: boolean;
}

/** Rejects as the client sees it. */
async function get(pair: Pair | undefined, options: RequestOptions = {}): Promise<Outcome> {
  const request = httpsRequest({
    host: '127.0.0.1',
    port: server.port,
    ca: ours.certificate,
    cert: pair?.certificate,
    key: pair?.key,
    agent: false,
    ...options,
  }).end();
  const [response] = (await once(request, 'response')) as [import('node:http').IncomingMessage];
  let body = '';
  for await (const chunk of response.setEncoding('utf8')) body += chunk as string;
  const serial = (request.socket as TLSSocket).getPeerCertificate().serialNumber;
  return { body, serial, reusedSocket: request.reusedSocket };
}

describe.each(['TLSv1.2', 'TLSv1.3'] as const)('over %s', (maxVersion) => {
  test('a client with a certificate of the authority gets in', async () => {
    expect(server.protocol).toBe('https');
    expect((await get(clientPair, { maxVersion })).body).toBe('in');
  });

  test('a client without a certificate is refused', async () => {
    await expect(get(undefined, { maxVersion })).rejects.toThrow(/alert/);
    expect(refused).toEqual(['ERR_SSL_PEER_DID_NOT_RETURN_A_CERTIFICATE']);
  });

  test('a client with a certificate of another authority is refused', async () => {
    await expect(get(await strangers.issue(), { maxVersion })).rejects.toThrow();
    expect(refused).toEqual(['UNABLE_TO_VERIFY_LEAF_SIGNATURE']);
  });

  test('a client with a certificate that has expired, or is not valid yet, is refused', async () => {
    const expired = await theirs.issue({ notAfter: daysFromNow(-1) });
    await expect(get(expired, { maxVersion })).rejects.toThrow();
    const early = await theirs.issue({ notBefore: daysFromNow(1) });
    await expect(get(early, { maxVersion })).rejects.toThrow();
    expect(refused).toEqual(['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID']);
  });
});

test('TLS 1.1 is not spoken', async () => {
  const old = { minVersion: 'TLSv1.1', maxVersion: 'TLSv1.1', ciphers: 'ALL@SECLEVEL=0' } as const;
  await expect(get(clientPair, old)).rejects.toThrow(/protocol version/);
});

test('without an authority, every client gets in', async () => {
  await server.close(0);
  identity = { own: own(serverPair), authorities: undefined };
  server = await start();
  expect((await get(undefined)).body).toBe('in');
});

test('a renewed certificate is shown to new connections, while one that is open stays', async () => {
  const agent = new Agent({ keepAlive: true });
  const before = await get(clientPair, { agent });
  identity = { ...identity, own: own(await ours.issue()) };
  const kept = await get(clientPair, { agent });
  const fresh = await get(clientPair);
  agent.destroy();
  expect(kept).toEqual({ body: 'in', serial: before.serial, reusedSocket: true });
  expect(fresh.body).toBe('in');
  expect(fresh.serial).not.toBe(before.serial);
});

test('a client of an authority that was replaced is out, even with a session from before', async () => {
  const socket = connectTls({
    host: '127.0.0.1',
    port: server.port,
    ca: ours.certificate,
    cert: clientPair.certificate,
    key: clientPair.key,
  });
  const [session] = (await once(socket, 'session')) as [Buffer];
  socket.destroy();
  expect((await get(clientPair, { session } as RequestOptions)).body).toBe('in');
  identity = { ...identity, authorities: strangers.certificate };
  await expect(get(clientPair, { session } as RequestOptions)).rejects.toThrow();
  expect((await get(await strangers.issue())).body).toBe('in');
});

/** All that comes back until the server closes. */
async function answerTo(socket: Socket, text: string): Promise<string> {
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  socket.on('error', () => undefined);
  socket.write(text);
  await once(socket, 'close');
  return Buffer.concat(chunks).toString('latin1');
}

test('plain HTTP to the TLS port is closed at once, without an answer', async () => {
  const socket = connect(server.port, '127.0.0.1');
  const answer = await answerTo(socket, 'GET / HTTP/1.1\r\nHost: x\r\n\r\n');
  expect(answer).not.toContain('HTTP');
  expect(refused).toEqual(['ERR_SSL_HTTP_REQUEST']);
  expect((await get(clientPair)).body).toBe('in');
});

test('a client that says nothing after connecting does not keep the hub from stopping', async () => {
  const socket = connect(server.port, '127.0.0.1');
  await once(socket, 'connect');
  const closed = once(socket, 'close');
  // So that the server has seen the connection.
  await get(clientPair);
  await server.close(10);
  await closed;
  expect(socket.destroyed).toBe(true);
});

test('a client that does not end its handshake in time is cut off', async () => {
  await server.close(0);
  server = await listen(express(), {
    name: 'test',
    host: '127.0.0.1',
    port: 0,
    tls: { source: { current: () => identity }, log },
    timeouts: { handshakeMs: 20 },
  });
  const socket = connect(server.port, '127.0.0.1');
  socket.on('error', () => undefined);
  await once(socket, 'close');
  expect(refused).toContain('ERR_TLS_HANDSHAKE_TIMEOUT');
});
