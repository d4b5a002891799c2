import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { TenantSeed } from './control-client';
import { basic } from './scenarios/real-target';
import { startFineractSimulator, type FineractSimulator } from './simulator';

const lion: TenantSeed = {
  tenant: 'lion',
  clients: [{ id: 1, firstname: 'Asha', lastname: 'Mwinyi' }],
  accounts: [
    {
      externalId: 'A',
      clientId: 1,
      currency: 'TZS',
      balance: '1000',
      identifiers: [{ idType: 'MSISDN', idValue: '255' }],
    },
  ],
};
const buffalo: TenantSeed = { ...lion, tenant: 'buffalo' };

let now = Date.parse('2026-11-21T10:00:00Z');
let simulator: FineractSimulator;

beforeAll(async () => {
  simulator = await startFineractSimulator({ seeds: [lion, buffalo], clock: () => now });
});
afterAll(() => simulator.close());
beforeEach(() => simulator.control.reset());

interface Options {
  readonly key?: string;
  readonly tenant?: string;
  readonly extra?: object;
}

async function transfer(
  action: string,
  code: string,
  amount: string,
  options: Options = {},
): Promise<Response> {
  const headers = new Headers({
    authorization: basic('mifos', 'password'),
    'content-type': 'application/json',
    'fineract-platform-tenantid': options.tenant ?? 'lion',
  });
  if (options.key !== undefined) headers.set('idempotency-key', options.key);
  const body = {
    transactionCode: 't',
    transferCode: code,
    accountId: 'A',
    transactionRole: 'PAYER',
    amount: { amount, currency: 'TZS' },
  };
  const url = `${simulator.baseUrl}/interoperation/transfers?action=${action}`;
  return fetch(url, {
    method: 'POST',
    headers,
    body: JSON.stringify({ ...body, ...options.extra }),
  });
}

async function holds(tenant = 'lion'): Promise<readonly string[]> {
  const account = await simulator.control.account('A', tenant);
  return account.openHolds.map((hold) => `${hold.transferCode} ${hold.amount}`);
}

describe('the control plane', () => {
  it('shows ledger, holds and rows of an account', async () => {
    await transfer('PREPARE', 'c', '100.12');
    await transfer('CREATE', 'c', '100.12');
    await transfer('PREPARE', 'd', '0.10');
    expect(await simulator.control.account('A', 'lion')).toMatchObject({
      ledger: '899.88',
      available: '899.78',
      onHold: '0.1',
      openHolds: [{ transferCode: 'd', amount: '0.1' }],
      transactions: [
        { type: 'deposit', amount: '1000' },
        { type: 'hold', amount: '100.12', transferCode: 'c' },
        { type: 'release', amount: '100.12', transferCode: 'c' },
        { type: 'withdrawal', amount: '100.12', transferCode: 'c' },
        { type: 'hold', amount: '0.1', transferCode: 'd' },
      ],
    });
  });

  it('keeps tenants apart', async () => {
    await transfer('PREPARE', 'c', '1', { tenant: 'buffalo', key: 'k' });
    await transfer('PREPARE', 'c', '2', { tenant: 'lion', key: 'k' });
    expect(await holds('buffalo')).toEqual(['c 1']);
    expect(await holds('lion')).toEqual(['c 2']);
  });

  it('comes back to its seed on reset', async () => {
    await transfer('PREPARE', 'c', '1');
    await simulator.control.addFault({ kind: 'conflict' });
    await simulator.control.reset();
    expect(await holds()).toEqual([]);
    expect(await simulator.control.faults()).toEqual([]);
    expect(await simulator.control.calls()).toEqual([]);
  });

  it('says what the Fineract side has received', async () => {
    await transfer('PREPARE', 'c', '1', { key: 'k1' });
    expect(await simulator.control.calls()).toEqual([
      expect.objectContaining({
        tenant: 'lion',
        url: 'interoperation/transfers?action=PREPARE',
        idempotencyKey: 'k1',
        status: 200,
      }),
    ]);
  });

  it('books on the business date where one is set, otherwise on the day of the tenant’s time zone', async () => {
    now = Date.parse('2026-11-21T19:00:00Z'); // Half past midnight in Kolkata.
    const tomorrow = { expiration: '2026-11-22T00:00:00.000' };
    expect((await transfer('PREPARE', 'c', '1', { extra: tomorrow })).status).toBe(200);
    await simulator.control.changeTenant({ tenant: 'lion', businessDate: '2026-11-21' });
    expect((await transfer('PREPARE', 'd', '1', { extra: tomorrow })).status).toBe(403);
    now = Date.parse('2026-11-21T10:00:00Z');
  });

  it('refuses what it does not understand', async () => {
    await expect(simulator.control.changeAccount({ accountId: 'nobody' })).rejects.toThrow('400');
    await expect(simulator.control.addFault({ kind: 'conflict', count: 0 })).rejects.toThrow('400');
    const unknown = await fetch(`${simulator.address}/simulator/nowhere`);
    expect(unknown.status).toBe(404);
  });
});

describe('a fault', () => {
  it('befalls only the calls it is meant for, and as often as it says', async () => {
    const { control } = simulator;
    await control.addFault({
      kind: 'conflict',
      route: 'transfers',
      action: 'CREATE',
      transferCode: 'c',
      count: 1,
    });
    expect((await transfer('PREPARE', 'c', '1')).status).toBe(200);
    expect((await transfer('PREPARE', 'd', '1')).status).toBe(200);
    expect((await transfer('CREATE', 'd', '1')).status).toBe(200);
    expect((await transfer('CREATE', 'c', '1')).status).toBe(409);
    expect((await transfer('CREATE', 'c', '1')).status).toBe(200);
    expect(await control.faults()).toEqual([expect.objectContaining({ struck: 1 })]);
  });

  it('conflict books nothing and stays under its key', async () => {
    await simulator.control.addFault({ kind: 'conflict', count: 1 });
    expect((await transfer('PREPARE', 'c', '1', { key: 'k1' })).status).toBe(409);
    const replayed = await transfer('PREPARE', 'c', '1', { key: 'k1' });
    expect([replayed.status, replayed.headers.get('x-served-from-cache')]).toEqual([409, 'true']);
    expect(await holds()).toEqual([]);
    expect((await transfer('PREPARE', 'c', '1', { key: 'k2' })).status).toBe(200);
  });

  it('fail-before-commit books nothing and stays under its key', async () => {
    await simulator.control.addFault({ kind: 'fail-before-commit', count: 1 });
    expect((await transfer('PREPARE', 'c', '1', { key: 'k1' })).status).toBe(500);
    expect((await transfer('PREPARE', 'c', '1', { key: 'k1' })).status).toBe(500);
    expect(await holds()).toEqual([]);
    expect((await transfer('PREPARE', 'c', '1', { key: 'k2' })).status).toBe(200);
  });

  it('in-progress answers 425, and when the key is used again, what came of the command under way', async () => {
    await simulator.control.addFault({ kind: 'in-progress', count: 1 });
    expect((await transfer('PREPARE', 'c', '1', { key: 'k1' })).status).toBe(425);
    const later = await transfer('PREPARE', 'c', '1', { key: 'k1' });
    expect([later.status, later.headers.get('x-served-from-cache')]).toEqual([200, 'true']);
  });

  it('drop-after-commit books, breaks the connection, and the key knows the answer', async () => {
    await simulator.control.addFault({ kind: 'drop-after-commit', count: 1 });
    await expect(transfer('PREPARE', 'c', '1', { key: 'k1' })).rejects.toThrow('fetch failed');
    expect(await holds()).toEqual(['c 1']);
    const replayed = await transfer('PREPARE', 'c', '1', { key: 'k1' });
    expect([replayed.status, replayed.headers.get('x-served-from-cache')]).toEqual([200, 'true']);
  });

  it('crash-before-commit books nothing and leaves the key in progress for ever', async () => {
    await simulator.control.addFault({ kind: 'crash-before-commit', count: 1 });
    await expect(transfer('PREPARE', 'c', '1', { key: 'k1' })).rejects.toThrow('fetch failed');
    expect(await holds()).toEqual([]);
    expect((await transfer('PREPARE', 'c', '1', { key: 'k1' })).status).toBe(425);
    expect((await transfer('PREPARE', 'c', '1', { key: 'k2' })).status).toBe(200);
  });

  it('latency delays the answer', async () => {
    await simulator.control.addFault({ kind: 'latency', latencyMs: 60, count: 1 });
    const started = performance.now();
    expect((await transfer('PREPARE', 'c', '1')).status).toBe(200);
    expect(performance.now() - started).toBeGreaterThanOrEqual(55);
  });

  it('befalls reads too', async () => {
    await simulator.control.addFault({ kind: 'fail-before-commit', route: 'accounts', count: 1 });
    const headers = {
      authorization: basic('mifos', 'password'),
      'fineract-platform-tenantid': 'lion',
    };
    const look = (): Promise<Response> =>
      fetch(`${simulator.baseUrl}/interoperation/accounts/A`, { headers });
    expect((await look()).status).toBe(500);
    await simulator.control.addFault({ kind: 'crash-before-commit', route: 'accounts', count: 1 });
    await expect(look()).rejects.toThrow('fetch failed');
    expect((await look()).status).toBe(200);
  });
});

it('answers 400 to a path that is none', async () => {
  const headers = {
    authorization: basic('mifos', 'password'),
    'fineract-platform-tenantid': 'lion',
  };
  const answer = await fetch(`${simulator.baseUrl}/interoperation/parties/MSISDN/%`, { headers });
  expect(answer.status).toBe(400);
});

describe('parallel commands on one account', () => {
  const codes = ['a', 'b', 'c', 'd', 'e', 'f'];

  it('all succeed unless conflicts are asked for', async () => {
    const answers = await Promise.all(codes.map((code) => transfer('PREPARE', code, '1')));
    expect(answers.map((answer) => answer.status)).toEqual(codes.map(() => 200));
  });

  it('conflict when asked for: one wins, the others answer 409 and book nothing', async () => {
    await simulator.control.setOptions({ conflictWindowMs: 30 });
    const answers = await Promise.all(
      codes.map((code) => transfer('PREPARE', code, '1', { key: code })),
    );
    await simulator.control.setOptions({ conflictWindowMs: null });
    const statuses = answers.map((answer) => answer.status);
    const won = codes.filter((_code, index) => statuses[index] === 200);
    expect(statuses).toContain(409);
    expect((await holds()).toSorted()).toEqual(won.map((code) => `${code} 1`));
  });
});

describe('the simulator as a process', () => {
  it('prints its address in one line of JSON and ends on SIGTERM', async () => {
    const main = path.join(__dirname, 'main.ts');
    const child = spawn(process.execPath, ['--import', 'tsx', main, '--tenant', 'zebra'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const lines = createInterface(child.stdout);
    const [line] = (await once(lines, 'line')) as [string];
    const { address, baseUrl } = JSON.parse(line) as { address: string; baseUrl: string };
    expect(baseUrl).toBe(`${address}/fineract-provider/api/v1`);
    const state = (await (await fetch(`${address}/simulator/state`)).json()) as { tenant: string };
    expect(state.tenant).toBe('zebra');
    child.kill('SIGTERM');
    const [exitCode] = (await once(child, 'exit')) as [number | null];
    expect(exitCode).toBe(0);
  });
});
