/** The door to Zeebe over TLS, and what an operator reads in /readyz when it stays shut. */
import { ServerCredentials } from '@grpc/grpc-js';
import { Registry } from 'prom-client';
import { systemClock, systemRandom } from '../../connectors/common/clock';
import { createManagementApp } from '../../connectors/common/http/management-server';
import { listen } from '../../connectors/common/http/server';
import { zeebeEnvironment } from '../../connectors/common/zeebe/environment';
import { connectZeebe, type ZeebeDoor } from '../../connectors/common/zeebe/zeebe-door';
import { ZeebeGatewayStub } from '../simulators/zeebe-gateway';
import { createAuthority, daysFromNow, type Authority, type Pair } from '../kit/certificates';
import { silentLog } from '../kit/mojaloop';

let authority: Authority;
let gateway: ZeebeGatewayStub | undefined;
let door: ZeebeDoor | undefined;

beforeAll(async () => {
  authority = await createAuthority('engine');
});

afterEach(async () => {
  await door?.drain(0);
  await gateway?.stop();
});

function tlsOf({ certificate, key }: Pair): ServerCredentials {
  const pair = { cert_chain: Buffer.from(certificate), private_key: Buffer.from(key) };
  return ServerCredentials.createSsl(null, [pair]);
}

/** What /readyz says of a gateway with these credentials. */
async function readiness(
  credentials: ServerCredentials,
  settings: Record<string, string> = {},
): Promise<{ status: number; text: string }> {
  gateway = await ZeebeGatewayStub.start(credentials);
  gateway.replies['topology'] = [{ respond: { partitionsCount: 0, brokers: [] } }];
  const metrics = new Registry();
  const opened = connectZeebe(
    zeebeEnvironment.parse({
      ZEEBE_ADDRESS: gateway.address,
      ZEEBE_TLS: 'true',
      ZEEBE_CA_CERTIFICATE: authority.certificate,
      ...settings,
    }),
    { clock: systemClock, random: systemRandom, log: silentLog, metrics },
  );
  door = opened;
  const health = { name: 'zeebe', check: () => opened.checkHealth() };
  const at = { name: 'management', host: '127.0.0.1', port: 0 };
  const management = await listen(createManagementApp(metrics, [health]), at);
  const response = await fetch(`http://127.0.0.1:${management.port}/readyz`);
  const text = await response.text();
  await management.close(0);
  return { status: response.status, text };
}

test('a gateway of the right authority is talked to', async () => {
  const { status } = await readiness(tlsOf(await authority.issue()));
  expect(status).toBe(200);
  expect(gateway?.callsOf('Topology')).toHaveLength(1);
});

describe('no word goes to, and /readyz names what is wrong with,', () => {
  async function expectNotReady(reason: RegExp, ...how: Parameters<typeof readiness>) {
    const { status, text } = await readiness(...how);
    expect(status).toBe(503);
    expect(text).toMatch(reason);
    expect(gateway?.calls).toEqual([]);
  }

  test('a gateway of another authority', async () => {
    const stranger = await createAuthority('stranger');
    await expectNotReady(/ZEEBE_CA_CERTIFICATE/, tlsOf(await stranger.issue()));
  });

  test('a gateway for which no public authority has signed', async () => {
    const settings = { ZEEBE_CA_CERTIFICATE: undefined } as unknown as Record<string, string>;
    await expectNotReady(/ZEEBE_CA_CERTIFICATE/, tlsOf(await authority.issue()), settings);
  });

  test('a gateway with another name', async () => {
    const pair = await authority.issue({ names: [{ type: 'dns', value: 'zeebe.example' }] });
    await expectNotReady(/ZEEBE_ADDRESS.*127\.0\.0\.1/, tlsOf(pair));
  });

  test('a gateway whose certificate has expired', async () => {
    const pair = await authority.issue({ notAfter: daysFromNow(-1) });
    await expectNotReady(/must be renewed.*certificate has expired/, tlsOf(pair));
  });

  test('a gateway that speaks no TLS', async () => {
    await expectNotReady(/ZEEBE_TLS/, ServerCredentials.createInsecure());
  });

  test('a gateway that speaks nothing but TLS', async () => {
    const settings = { ZEEBE_TLS: 'false' };
    await expectNotReady(/UNAVAILABLE/, tlsOf(await authority.issue()), settings);
  });
});
