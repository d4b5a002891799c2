/** The door to Zeebe over TLS, and what an operator reads in /readyz when it stays shut. */
import { X509Certificate } from 'node:crypto';
import { ServerCredentials } from '@grpc/grpc-js';
import { Registry } from 'prom-client';
import { systemClock, systemRandom } from '../../connectors/common/clock';
import { createManagementApp } from '../../connectors/common/http/management-server';
import { listen } from '../../connectors/common/http/server';
import { ConfigurationError } from '../../connectors/common/config/problems';
import { readEnvironment } from '../../connectors/common/config/environment';
import { findingOf } from '../../connectors/common/check';
import { zeebeEnvironment } from '../../connectors/common/zeebe/environment';
import { gatewayCertificateChecks } from '../../connectors/common/zeebe/gateway-tls';
import { connectZeebe, type ZeebeDoor } from '../../connectors/common/zeebe/zeebe-door';
import { ZeebeGatewayStub } from '../simulators/zeebe-gateway';
import {
  createAuthority,
  daysFromNow,
  TlsFolder,
  type Authority,
  type Pair,
} from '../kit/certificates';
import { silentLog } from '../kit/mojaloop';

let authority: Authority;
let gateway: ZeebeGatewayStub | undefined;
let door: ZeebeDoor | undefined;
let nowMs: number;
const clock = { ...systemClock, now: () => nowMs };

beforeAll(async () => {
  authority = await createAuthority('engine');
});

beforeEach(() => {
  nowMs = Date.now();
});

afterEach(async () => {
  await door?.drain(0);
  await gateway?.stop();
});

/** `asks`: whose certificates callers must show. */
function tlsOf({ certificate, key }: Pair, asks?: Authority): ServerCredentials {
  const pair = { cert_chain: Buffer.from(certificate), private_key: Buffer.from(key) };
  const callers = asks === undefined ? null : Buffer.from(asks.certificate);
  return ServerCredentials.createSsl(callers, [pair], asks !== undefined);
}

const serialOf = ({ certificate }: Pair) => new X509Certificate(certificate).serialNumber;

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
    { clock, random: systemRandom, log: silentLog, metrics },
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

describe('a gateway that asks for a certificate', () => {
  let folder: TlsFolder;
  let own: Pair;

  beforeAll(async () => {
    own = await authority.issue();
  });
  beforeEach(() => {
    folder = new TlsFolder({ pair: own, authority });
  });
  afterEach(() => folder.remove());

  const withFolder = () => ({
    ZEEBE_CA_CERTIFICATE: undefined as unknown as string,
    ZEEBE_TLS_DIRECTORY: folder.path,
  });
  const asking = async () => tlsOf(await authority.issue(), authority);

  test('is shown ours', async () => {
    expect((await readiness(await asking(), withFolder())).status).toBe(200);
    expect(gateway?.calls.map(({ certificate }) => certificate)).toEqual([serialOf(own)]);
  });

  test('hears nothing of a hub that has none, and /readyz says which setting gives one', async () => {
    const { status, text } = await readiness(await asking());
    expect(status).toBe(503);
    expect(text).toMatch(/ZEEBE_TLS_DIRECTORY/);
    expect(gateway?.calls).toEqual([]);
  });

  // What a proxy says then, and what /readyz makes of it: test/integration/engine-proxy.test.ts.
  test('hears nothing of a hub that shows one of another authority', async () => {
    const stranger = await createAuthority('stranger');
    folder.put({ pair: await stranger.issue() });
    expect((await readiness(await asking(), withFolder())).status).toBe(503);
    expect(gateway?.calls).toEqual([]);
  });

  test('is shown the renewed one once the folder has changed', async () => {
    await readiness(await asking(), withFolder());
    const renewed = await authority.issue();
    folder.put({ pair: renewed });
    nowMs += 10_000;
    await door?.checkHealth();
    const shown = gateway?.calls.map(({ certificate }) => certificate);
    expect(shown).toEqual([own, renewed].map(serialOf));
  });

  test('has its certificates told by hub doctor: ours, and that of its authority', async () => {
    folder.put({ pair: await authority.issue({ notAfter: daysFromNow(3) }) });
    const settings = zeebeEnvironment.parse({
      ZEEBE_TLS: 'true',
      ZEEBE_TLS_DIRECTORY: folder.path,
    });
    const deps = { clock: systemClock, log: silentLog, metrics: new Registry() };
    const checks = gatewayCertificateChecks(settings, deps);
    const lines = await Promise.all(checks.map(async (one) => [one.what, await findingOf(one)]));
    expect(lines).toEqual([
      [
        `the certificate ${folder.path}/tls.crt`,
        { status: 'warn', detail: expect.stringMatching(/^expires /), whatToDo: 'Renew it soon.' },
      ],
      [
        `the certificate ${folder.path}/ca.crt`,
        { status: 'ok', detail: expect.stringMatching(/^is good until /) },
      ],
    ]);
  });
});

test.each([
  [{ ZEEBE_TLS_DIRECTORY: '/tls' }, /ZEEBE_TLS: must be true where ZEEBE_TLS_DIRECTORY is set/],
  [
    { ZEEBE_TLS: 'true', ZEEBE_TLS_DIRECTORY: '/tls', ZEEBE_CA_CERTIFICATE: 'PEM' },
    /ZEEBE_CA_CERTIFICATE: is not used beside ZEEBE_TLS_DIRECTORY/,
  ],
])('settings that would be passed over in silence are refused: %j', (environment, problem) => {
  const read = () => readEnvironment(zeebeEnvironment, environment);
  expect(read).toThrow(ConfigurationError);
  expect(read).toThrow(problem);
});
