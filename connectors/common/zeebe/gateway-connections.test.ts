/** Certificates that are renewed while calls are under way. */
import { X509Certificate } from 'node:crypto';
import { ServerCredentials } from '@grpc/grpc-js';
import { createAuthority, type Authority, type Pair } from '../../../test/kit/certificates';
import { until } from '../../../test/kit/faults/engine-time';
import { ZeebeGatewayStub } from '../../../test/simulators/zeebe-gateway';
import type { TlsIdentity } from '../runtime';
import { Gateway } from './gateway';

let authority: Authority;
let server: ZeebeGatewayStub;
let gateway: Gateway;
let identity: TlsIdentity;

beforeAll(async () => {
  authority = await createAuthority('engine');
});

beforeEach(async () => {
  const { certificate, key } = await authority.issue();
  const pair = { cert_chain: Buffer.from(certificate), private_key: Buffer.from(key) };
  const callers = Buffer.from(authority.certificate);
  server = await ZeebeGatewayStub.start(ServerCredentials.createSsl(callers, [pair], true));
  gateway = new Gateway({
    address: server.address,
    tls: { current: () => identity },
    keepaliveMs: 45_000,
  });
});

afterEach(async () => {
  gateway.close();
  await server.stop();
});

function identityOf({ certificate: certificates, key }: Pair): TlsIdentity {
  return { own: { certificates, key }, authorities: authority.certificate };
}
const serialOf = ({ certificate }: Pair) => new X509Certificate(certificate).serialNumber;
const ask = () => gateway.call('topology', {}, 5_000);
const shown = (method: string) => server.callsOf(method).map(({ certificate }) => certificate);

test('what is under way ends where it began, what comes shows the renewed certificate, and the former connection is closed', async () => {
  const [former, renewed] = await Promise.all([authority.issue(), authority.issue()]);
  identity = identityOf(former);
  const keys: string[] = [];
  const stream = gateway.stream(
    'streamActivatedJobs',
    { type: 'work', worker: 'me', timeout: 1_000, fetchVariable: [] },
    { timeoutMs: 60_000, signal: new AbortController().signal, whenTimeIsOver: 'end' },
    ({ key }) => keys.push(key),
  );
  await until('the stream is open', () => server.callsOf('StreamActivatedJobs').length === 1);
  await ask();
  expect(server.connections).toBe(1);
  identity = identityOf(renewed);
  await ask();
  await ask();
  expect(shown('Topology')).toEqual([former, renewed, renewed].map(serialOf));
  expect(server.connections).toBe(2);
  server.push({ key: '7', type: 'work' });
  await until('the job', () => keys.length === 1);
  expect(shown('StreamActivatedJobs')).toEqual([serialOf(former)]);
  server.endStreams();
  await stream.ended;
  await until('the former connection is closed', () => server.connections === 1);
  await ask();
  expect(server.connections).toBe(1);
});

test('closing closes former connections too', async () => {
  const pairs = await Promise.all([authority.issue(), authority.issue()]);
  const { signal } = new AbortController();
  const ends: Promise<unknown>[] = [];
  for (const [index, pair] of pairs.entries()) {
    identity = identityOf(pair);
    const request = { type: 'work', worker: 'me', timeout: 1_000, fetchVariable: [] };
    const limits = { timeoutMs: 60_000, signal, whenTimeIsOver: 'end' } as const;
    const stream = gateway.stream('streamActivatedJobs', request, limits, () => undefined);
    ends.push(stream.ended.catch((error: unknown) => error));
    const isOpen = () => server.callsOf('StreamActivatedJobs').length === index + 1;
    await until('the stream is open', isOpen);
  }
  expect(server.connections).toBe(2);
  gateway.close();
  server.endStreams();
  await Promise.all(ends);
  await until('all connections are closed', () => server.connections === 0);
});
