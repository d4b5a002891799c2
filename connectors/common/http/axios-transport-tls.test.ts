/** Who is believed and who we are when we call over TLS. */
import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { createServer, type Server } from 'node:https';
import {
  createServer as createNetServer,
  type AddressInfo,
  type Server as NetServer,
} from 'node:net';
import type { TLSSocket, TlsOptions } from 'node:tls';
import {
  createAuthority,
  daysFromNow,
  type Authority,
  type Pair,
} from '../../../test/kit/certificates';
import { TransportError, type TlsIdentity, type TlsSource } from '../runtime';
import { createAxiosTransport } from './axios-transport';

let authority: Authority;
let strangers: Authority;
let serverPair: Pair;
let clientPair: Pair;
let transport: ReturnType<typeof createAxiosTransport>;
const closing: (() => void)[] = [];

beforeAll(async () => {
  [authority, strangers] = await Promise.all([createAuthority('scheme'), createAuthority('other')]);
  [serverPair, clientPair] = await Promise.all([authority.issue(), authority.issue()]);
});
beforeEach(() => {
  transport = createAxiosTransport();
});
afterEach(() => {
  transport.close();
  for (const close of closing.splice(0)) close();
});

interface Peer {
  readonly url: string;
  /** Serial numbers of client certificates, by request. */
  readonly clients: (string | undefined)[];
  readonly sockets: Set<unknown>;
  connections: number;
}

async function startPeer(pair: Pair, options: TlsOptions = {}): Promise<Peer> {
  const server: Server = createServer(
    { cert: pair.certificate, key: pair.key, ...options },
    (request, response) => {
      const socket = request.socket as unknown as Pick<TLSSocket, 'getPeerCertificate'>;
      peer.clients.push(socket.getPeerCertificate().serialNumber);
      request.resume();
      response.end('heard');
    },
  );
  const peer: Peer = {
    url: await addressOf(server),
    clients: [],
    sockets: new Set(),
    connections: 0,
  };
  server.on('secureConnection', (socket) => {
    peer.connections++;
    peer.sockets.add(socket);
    socket.once('close', () => peer.sockets.delete(socket));
  });
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return peer;
}

async function addressOf(server: NetServer): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `https://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

const demanding = (maxVersion: TlsOptions['maxVersion'] = 'TLSv1.3'): TlsOptions => ({
  ca: authority.certificate,
  requestCert: true,
  rejectUnauthorized: true,
  maxVersion,
});

function identityOf(pair: Pair | undefined, trusted: Authority | undefined): TlsIdentity {
  return {
    own: pair && { certificates: pair.certificate, key: pair.key },
    authorities: trusted?.certificate,
  };
}

const fixed = (identity: TlsIdentity): TlsSource => ({ current: () => identity });

const post = (url: string, tls?: TlsSource) =>
  transport.request({ method: 'POST', url, headers: {}, body: 'money', timeoutMs: 5_000, tls });

async function failureOf(url: string, tls?: TlsSource): Promise<TransportError> {
  const error: unknown = await post(url, tls).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof TransportError)) throw new Error(`no TransportError: ${String(error)}`);
  return error;
}

/** Nothing can have reached the peer, and the operator is told what to do. */
async function expectTlsFailure(peer: Peer, tls: TlsSource | undefined, message: RegExp) {
  const { reason, notSent, message: text } = await failureOf(peer.url, tls);
  expect({ reason, notSent }).toEqual({ reason: 'tls-failed', notSent: true });
  expect(text).toMatch(/^POST 127\.0\.0\.1:\d+: /);
  expect(text).toMatch(message);
  expect(peer.clients).toEqual([]);
}

test('the authority of the folder is believed, and connections are kept', async () => {
  const peer = await startPeer(serverPair);
  const tls = fixed(identityOf(undefined, authority));
  for (let call = 0; call < 5; call++) {
    expect((await post(peer.url, tls)).body).toBe('heard');
  }
  expect(peer.connections).toBe(1);
});

test('our certificate is shown to a peer that demands one', async () => {
  const peer = await startPeer(serverPair, demanding());
  await post(peer.url, fixed(identityOf(clientPair, authority)));
  expect(peer.clients).toEqual([expect.stringMatching(/^[0-9A-F]+$/)]);
});

test('a renewed client certificate is shown at once, and the old connection is let go', async () => {
  const peer = await startPeer(serverPair, demanding());
  let identity = identityOf(clientPair, authority);
  const tls: TlsSource = { current: () => identity };
  await post(peer.url, tls);
  const [old] = peer.sockets;
  if (old === undefined) throw new Error('no connection');
  const oldGone = once(old as TLSSocket, 'close');
  identity = identityOf(await authority.issue(), authority);
  await post(peer.url, tls);
  await post(peer.url, tls);
  await oldGone;
  expect(new Set(peer.clients).size).toBe(2);
  expect(peer.clients[1]).toBe(peer.clients[2]);
  expect(peer.connections).toBe(2);
});

test('a request that is under way while the certificate is renewed ends well, and then its connection goes', async () => {
  let release: () => void = () => undefined;
  const server = createServer(
    { cert: serverPair.certificate, key: serverPair.key },
    (request, response) => {
      request.resume();
      if (request.method === 'POST') release = () => response.end('late');
      else response.end('early');
    },
  );
  const url = await addressOf(server);
  closing.push(() => server.close());
  let identity = identityOf(undefined, authority);
  const tls: TlsSource = { current: () => identity };
  const late = post(url, tls);
  const [, response] = (await once(server, 'request')) as [unknown, { socket: TLSSocket }];
  const oldGone = once(response.socket, 'close');
  identity = identityOf(clientPair, authority);
  await transport.request({ method: 'GET', url, headers: {}, timeoutMs: 5_000, tls });
  release();
  expect((await late).body).toBe('late');
  await oldGone;
});

test('tenants with different identities do not share connections', async () => {
  const peer = await startPeer(serverPair, demanding());
  await post(peer.url, fixed(identityOf(clientPair, authority)));
  await post(peer.url, fixed(identityOf(await authority.issue(), authority)));
  expect(new Set(peer.clients).size).toBe(2);
  expect(peer.connections).toBe(2);
});

describe('a peer that is not believed hears nothing:', () => {
  test('a certificate of another authority', async () => {
    const peer = await startPeer(await strangers.issue());
    const tls = fixed(identityOf(clientPair, authority));
    await expectTlsFailure(peer, tls, /an authority that we do not trust: ca\.crt/);
  });

  test('a certificate that no public authority has signed', async () => {
    const peer = await startPeer(serverPair);
    await expectTlsFailure(peer, undefined, /an authority that we do not trust/);
  });

  test('a certificate for another host name', async () => {
    const names = [{ type: 'dns', value: 'other.example' }] as const;
    const peer = await startPeer(await authority.issue({ names: [...names] }));
    await expectTlsFailure(peer, fixed(identityOf(undefined, authority)), /not for this host name/);
  });

  test('a certificate that has expired', async () => {
    const peer = await startPeer(await authority.issue({ notAfter: daysFromNow(-1) }));
    await expectTlsFailure(peer, fixed(identityOf(undefined, authority)), /has expired/);
  });

  test('a certificate that is not valid yet', async () => {
    const peer = await startPeer(await authority.issue({ notBefore: daysFromNow(1) }));
    await expectTlsFailure(peer, fixed(identityOf(undefined, authority)), /not valid yet/);
  });

  test('all of that whatever NODE_TLS_REJECT_UNAUTHORIZED says', async () => {
    process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';
    try {
      const peer = await startPeer(serverPair);
      await expectTlsFailure(peer, undefined, /an authority that we do not trust/);
    } finally {
      delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
    }
  });
});

test.each(['TLSv1.2', 'TLSv1.3'] as const)(
  'a peer that demands a certificate and gets none reads nothing (%s)',
  async (version) => {
    const peer = await startPeer(serverPair, demanding(version));
    const tls = fixed(identityOf(undefined, authority));
    await expectTlsFailure(peer, tls, /the peer refused our client certificate/);
  },
);

test('a peer that hangs up after the handshake may have heard us: unknown, with a hint', async () => {
  const peer = await startPeer(serverPair, demanding());
  const failure = await failureOf(peer.url, fixed(identityOf(await strangers.issue(), authority)));
  expect(failure).toMatchObject({ reason: 'connection-lost', notSent: false });
  expect(failure.message).toContain('perhaps for our client certificate');
});

test('a peer that speaks plain HTTP on its port', async () => {
  const server = createHttpServer((_request, response) => response.end());
  const url = await addressOf(server);
  closing.push(() => server.close());
  const failure = await failureOf(url);
  expect(failure).toMatchObject({ reason: 'tls-failed', notSent: true });
  expect(failure.message).toContain('speaks no TLS');
});

test('where nobody listens or the name is not known, it is not TLS that failed', async () => {
  const { url } = await startPeer(serverPair);
  for (const close of closing.splice(0)) close();
  for (const address of [url, 'https://nobody.invalid']) {
    const request = transport.request({
      method: 'GET',
      url: address,
      headers: {},
      timeoutMs: 5_000,
    });
    await expect(request).rejects.toMatchObject({ reason: 'connection-refused', notSent: true });
  }
});

test('a peer that hangs up in the middle of the handshake', async () => {
  const server = createNetServer((socket) => socket.once('data', () => socket.destroy()));
  const url = await addressOf(server);
  closing.push(() => server.close());
  expect(await failureOf(url)).toMatchObject({ reason: 'tls-failed', notSent: true });
});
