/** What a hub says of its tenants' peers when it starts, before any payment. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Registry } from 'prom-client';
import { amsFineractRole } from '../../connectors/ams-fineract/role';
import { settingsSchema } from '../../connectors/ams-fineract/settings';
import { systemClock, systemRandom } from '../../connectors/common/clock';
import { readEnvironment } from '../../connectors/common/config/environment';
import { createAxiosTransport } from '../../connectors/common/http/axios-transport';
import type { Logger } from '../../connectors/common/runtime';
import { mojaloopRole } from '../../connectors/mojaloop/role';
import { mojaloopTenant } from '../kit/mojaloop';
import { engineOf } from '../kit/engine';
import { fixedTenants } from '../kit/tenants';

type Line = Record<string, unknown> & { level: string; text: string };

let server: Server;
let url: string;
let answer: { status: number; body?: object };
let lines: Line[];
const http = createAxiosTransport();

beforeAll(async () => {
  server = createServer((_request, response) => {
    response.writeHead(answer.status, { 'content-type': 'application/json' });
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

async function checkFineract(baseUrl: string): Promise<Line[]> {
  const settings = settingsSchema.parse({ baseUrl, username: 'hub', password: 'hush' });
  const lion = { tenant: 'lion', fspId: 'lion', currencies: ['TZS'], settings };
  const part = await amsFineractRole.start({
    ...{ ...around(), environment: {}, tenants: fixedTenants([lion]) },
  });
  await part.checkPeers?.();
  return lines.filter(({ tenant, baseUrl: asked }) => tenant === 'lion' && asked !== undefined);
}

async function checkSwitch(address: string): Promise<Line[]> {
  const lion = mojaloopTenant('lion', { switch: address });
  const part = await mojaloopRole.start({
    ...{ ...around(), tenants: fixedTenants([lion]) },
    environment: readEnvironment(mojaloopRole.environment, {}),
  });
  await part.checkPeers?.();
  return lines.filter((line) => line['switch'] !== undefined);
}

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
    const [line] = await checkFineract(url);
    expect(line).toMatchObject({ level: 'error', baseUrl: url });
    expect(line?.['whatToDo']).toContain(words);
    expect(JSON.stringify(lines)).not.toContain('hush');
  });

  test('one that lets us in is told too', async () => {
    answer = { status: 404, body: notFound };
    expect(await checkFineract(url)).toMatchObject([
      { level: 'info', text: 'Fineract lets us in' },
    ]);
  });

  test('one that is just away is a warning', async () => {
    expect(await checkFineract('http://127.0.0.1:9')).toMatchObject([{ level: 'warn' }]);
  });
});

describe('a switch', () => {
  test('that refuses us is told as an error', async () => {
    answer = { status: 403 };
    expect(await checkSwitch(url)).toMatchObject([{ level: 'error', url, status: 403 }]);
  });

  test('that answers anything else can be reached', async () => {
    answer = { status: 404 };
    expect(await checkSwitch(url)).toMatchObject([{ level: 'info', url }]);
  });

  test('that is just away is a warning', async () => {
    const away = 'http://127.0.0.1:9';
    expect(await checkSwitch(away)).toMatchObject([{ level: 'warn', url: away }]);
  });

  test('that speaks no TLS where TLS is expected is told as an error', async () => {
    const secure = url.replace('http:', 'https:');
    expect(await checkSwitch(secure)).toMatchObject([{ level: 'error', url: secure }]);
  });
});
