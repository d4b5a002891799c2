/** What the roles' checks say, for `hub doctor` and at the start of a hub: before any payment. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Registry } from 'prom-client';
import { amsFineractRole } from '../../connectors/ams-fineract/role';
import { settingsSchema } from '../../connectors/ams-fineract/settings';
import { systemClock, systemRandom } from '../../connectors/common/clock';
import { channelRole } from '../../connectors/channel/role';
import { channelTenantSection } from '../../connectors/channel/settings';
import { readEnvironment } from '../../connectors/common/config/environment';
import { findingOf, tellAtStart, type Check, type Finding } from '../../connectors/common/check';
import { kafkaChecks } from '../../connectors/common/doors/kafka/check';
import { createAxiosTransport } from '../../connectors/common/http/axios-transport';
import type { Logger } from '../../connectors/common/runtime';
import { mojaloopRole } from '../../connectors/mojaloop/role';
import { startFineractSimulator } from '../simulators/fineract/simulator';
import { createAuthority, daysFromNow, TlsFolder } from '../kit/certificates';
import { engineOf } from '../kit/engine';
import { MemoryElasticsearch } from '../kit/memory-elasticsearch';
import { MemoryDoor, MemoryKafka } from '../kit/memory-kafka';
import { mojaloopTenant, silentLog } from '../kit/mojaloop';
import { fixedTenants } from '../kit/tenants';

type Told = Record<string, unknown> & { level: string; text: string };

let server: Server;
let url: string;
let answer: { status: number; body?: object; headers?: Record<string, string> };
let lines: Told[];
const http = createAxiosTransport();

beforeAll(async () => {
  server = createServer((_request, response) => {
    response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers });
    response.end(JSON.stringify(answer.body ?? {}));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  http.close();
  server.close();
});
beforeEach(() => (lines = []));

const write = (level: string) => (fields: object, text: string) =>
  void lines.push({ ...fields, level, text });
const log: Logger = {
  ...{ debug: () => undefined, info: write('info'), warn: write('warn'), error: write('error') },
  child: () => log,
};
const around = () => ({
  deps: {
    clock: systemClock,
    random: systemRandom,
    http,
    log,
  },
  engine: engineOf(),
  metrics: new Registry(),
});

const fineractChecks = (baseUrl: string, password = 'hush') => {
  const settings = settingsSchema.parse({ baseUrl, username: 'hub', password });
  const lion = { tenant: 'lion', fspId: 'lion', currencies: ['TZS'], settings };
  const context = { ...around(), environment: {}, tenants: fixedTenants([lion]) };
  return amsFineractRole.checks?.(context) ?? [];
};

const switchChecks = (section: Parameters<typeof mojaloopTenant>[1]) =>
  mojaloopRole.checks?.({
    ...{ ...around(), tenants: fixedTenants([mojaloopTenant('lion', section)]) },
    kafka: new MemoryKafka().door(),
    environment: readEnvironment(mojaloopRole.environment, {}),
  }) ?? [];

const channelChecks = (section: object) => {
  const settings = channelTenantSection.parse({ idSecret: 'a secret of 16 or more', ...section });
  const lion = { tenant: 'lion', fspId: 'lion', currencies: ['TZS'], settings };
  const environment = readEnvironment(channelRole.environment, {});
  const elasticsearch = new MemoryElasticsearch().door({ clock: systemClock, log: silentLog });
  const context = { ...around(), environment, elasticsearch, tenants: fixedTenants([lion]) };
  return channelRole.checks?.(context) ?? [];
};

/** Of all whose name has these words. */
async function findings(checks: readonly Check[], words: string): Promise<Finding[]> {
  return Promise.all(checks.filter(({ what }) => what.includes(words)).map(findingOf));
}

/** What the hub logs of them when it starts. */
async function toldAtStart(checks: readonly Check[]): Promise<Told[]> {
  await tellAtStart(checks, log);
  return lines;
}

const away = 'http://127.0.0.1:9';
const notFound = {
  userMessageGlobalisationCode: 'error.msg.resource.not.found',
  errors: [{ userMessageGlobalisationCode: 'error.msg.interop.account.not.found' }],
};

describe('Fineract', () => {
  test.each([
    ['wrong credentials', 401, 'amsFineract.username'],
    ['a tenant that it does not know', 400, 'amsFineract.fineractTenantId'],
    ['an address that is not its own', 404, 'amsFineract.baseUrl'],
    ['a firewall', 403, 'firewall'],
  ])('%s is told as an error, with what to mend', async (_what, status, words) => {
    answer = { status };
    const checks = fineractChecks(url);
    expect(await findings(checks, 'Fineract at')).toMatchObject([{ status: 'fail' }]);
    const [line] = await toldAtStart(checks);
    expect(line).toMatchObject({ level: 'error', tenant: 'lion', check: `Fineract at ${url}` });
    expect(line?.['whatToDo']).toContain(words);
    expect(JSON.stringify(lines)).not.toContain('hush');
    // To say six times more that it lets nobody in would hide why.
    const others = await findings(checks, 'permission');
    expect(others.map(({ status: of }) => of)).toEqual(Array(6).fill('warn'));
  });

  test('one that lets us in is told too', async () => {
    answer = { status: 404, body: notFound };
    expect(await toldAtStart(fineractChecks(url))).toMatchObject([{ level: 'info' }]);
  });

  test('one that is just away fails the doctor, and is a warning when the hub starts', async () => {
    const checks = fineractChecks(away);
    expect(await findings(checks, 'Fineract at')).toMatchObject([{ status: 'fail' }]);
    expect(await toldAtStart(checks)).toMatchObject([{ level: 'warn' }]);
  });

  describe('with permissions', () => {
    const all = [
      ...['PREPARE_INTERTRANSFER', 'CREATE_INTERTRANSFER'],
      ...['RELEASE_INTERTRANSFER', 'READ_SAVINGSACCOUNT', 'READ_CLIENT'],
      'REVERSETRANSACTION_SAVINGSACCOUNT',
    ];
    let simulator: Awaited<ReturnType<typeof startFineractSimulator>>;
    beforeAll(async () => (simulator = await startFineractSimulator()));
    afterAll(() => simulator.close());

    /** The permissions that the checks call missing, where the user has only these. */
    async function missing(permissions: readonly string[]): Promise<string[]> {
      const user = { name: 'hub', password: 'hush', permissions: [...permissions] };
      await simulator.control.seed({ users: [user] });
      const checks = fineractChecks(`${simulator.address}/fineract-provider`);
      expect(await findings(checks, 'Fineract at')).toMatchObject([{ status: 'ok' }]);
      const told = await Promise.all(
        all.map(async (name) => [name, (await findings(checks, name))[0]?.status] as const),
      );
      expect(told.filter(([, status]) => status === 'warn')).toEqual([]);
      return told.flatMap(([name, status]) => (status === 'fail' ? [name] : []));
    }

    test('none is missing where all are there', async () => {
      expect(await missing(all)).toEqual([]);
    });

    test.each(all)('a missing %s is told, and no other', async (name) => {
      expect(await missing(all.filter((one) => one !== name))).toEqual([name]);
    });

    test('the questions book nothing and use up no key', async () => {
      await simulator.control.reset();
      await missing(all);
      const calls = await simulator.control.calls();
      expect(calls.length).toBeGreaterThan(all.length);
      expect(JSON.stringify(calls).toLowerCase()).not.toContain('idempotency-key');
    });
  });
});

describe('a switch', () => {
  test('that refuses us is told as an error', async () => {
    answer = { status: 403 };
    expect(await toldAtStart(switchChecks({ switch: url }))).toMatchObject([{ level: 'error' }]);
  });

  test('that answers anything else can be reached', async () => {
    answer = { status: 404 };
    expect(await toldAtStart(switchChecks({ switch: url }))).toMatchObject([{ level: 'info' }]);
  });

  test('that is just away fails the doctor, and is a warning when the hub starts', async () => {
    const checks = switchChecks({ switch: away });
    expect(await findings(checks, `switch at ${away}`)).toMatchObject([
      { status: 'fail' },
      { status: 'warn', detail: 'not looked at: there is no answer' },
    ]);
    expect(await toldAtStart(checks)).toMatchObject([{ level: 'warn' }]);
  });

  test('that speaks no TLS where TLS is expected is told as an error', async () => {
    const secure = url.replace('http:', 'https:');
    expect(await toldAtStart(switchChecks({ switch: secure }))).toMatchObject([{ level: 'error' }]);
  });

  test.each([
    [60_000, 'fail', 'ahead of'],
    [-60_000, 'fail', 'behind'],
    [0, 'ok', ''],
  ])('a clock that is %d ms ahead of ours: %s', async (aheadMs, status, words) => {
    answer = { status: 404, headers: { date: new Date(Date.now() + aheadMs).toUTCString() } };
    const [clock] = await findings(switchChecks({ switch: url }), 'the clock of');
    expect(clock).toMatchObject({ status });
    expect(clock?.detail).toContain(words);
  });

  test.each([
    ['expired', -1, 'fail'],
    ['soon at its end', 3, 'warn'],
    ['good', 300, 'ok'],
  ])('a certificate that is %s', async (_what, days, status) => {
    const authority = await createAuthority('scheme');
    const notBefore = daysFromNow(-30);
    const pair = await authority.issue({ notBefore, notAfter: daysFromNow(days) });
    const folder = new TlsFolder({ pair, authority });
    try {
      const secure = url.replace('http:', 'https:');
      const checks = switchChecks({ switch: secure, tlsDirectory: folder.path });
      expect(await findings(checks, 'tls.crt')).toMatchObject([{ status }]);
    } finally {
      folder.remove();
    }
  });
});

describe('the channel', () => {
  test('without tokens is told, for it refuses all', async () => {
    expect(await findings(channelChecks({}), 'tokens')).toMatchObject([{ status: 'fail' }]);
  });

  test.each([
    ['keys', 200, { keys: [] }, 'fail'],
    ['a page that is gone', 404, {}, 'fail'],
  ])('an identity provider that answers with %s', async (_what, status, body, expected) => {
    answer = { status, body };
    const tokens = { issuer: 'https://identity.example', audience: 'hub', jwksUrl: url };
    const told = await findings(channelChecks({ tokens }), 'identity.example');
    expect(told).toMatchObject([{ status: expected }]);
  });

  test('an app that is there and one that is not', async () => {
    answer = { status: 405 };
    const callbacks = { allowed: [`${url}/`, `${away}/`] };
    const told = await findings(channelChecks({ callbacks }), 'the callback address');
    expect(told.map(({ status }) => status)).toEqual(['ok', 'fail']);
  });

  test('without a default callback address nobody can be asked for money, and that is told', async () => {
    const what = 'the default callback address';
    expect(await findings(channelChecks({}), what)).toMatchObject([{ status: 'warn' }]);
    answer = { status: 405 };
    expect(await findings(channelChecks({ callbacks: { default: `${url}/` } }), what)).toEqual([]);
  });
});

describe('Kafka', () => {
  const own = [{ name: 'ours', partitions: 6, settings: { 'cleanup.policy': 'compact' } }];

  async function told(prepare: (kafka: MemoryKafka) => void): Promise<Record<string, string>> {
    const kafka = new MemoryKafka();
    prepare(kafka);
    const checks = kafkaChecks(new MemoryDoor(kafka, 'doctor'), { own, ofOthers: ['theirs'] });
    const entries = checks.map(async (check) => {
      return [check.what, (await findingOf(check)).status] as const;
    });
    return Object.fromEntries(await Promise.all(entries));
  }

  test('that is away is told once', async () => {
    expect(await told((kafka) => (kafka.isDown = true))).toEqual({
      ...{ Kafka: 'fail', 'the topic ours': 'warn', 'the topic theirs': 'warn' },
    });
  });

  test('without a topic that the role makes is well, and without one that others make is not', async () => {
    expect(await told(() => undefined)).toEqual({
      ...{ Kafka: 'ok', 'the topic ours': 'ok', 'the topic theirs': 'fail' },
    });
  });

  test('with a topic of other settings is told', async () => {
    const prepare = (kafka: MemoryKafka) => {
      kafka.addTopic('ours', 1);
      kafka.addTopic('theirs', 1);
    };
    expect(await told(prepare)).toEqual({
      ...{ Kafka: 'ok', 'the topic ours': 'warn', 'the topic theirs': 'ok' },
    });
  });
});
