/** `hub` as a person types it, in a process of its own. */
import { execFile, spawn } from 'node:child_process';
import { createServer, type AddressInfo } from 'node:net';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import packageJson from '../../package.json';
import { until } from '../kit/fee-rules/stepped-clock';

const root = join(__dirname, '../..');

interface Surroundings {
  readonly environment?: Readonly<Record<string, string>>;
  readonly uid?: number | undefined;
}

/** What a command said, and how it ended. */
function hubIn(
  { environment = {}, uid }: Surroundings,
  ...words: readonly string[]
): Promise<{ code: number; out: string; err: string }> {
  return new Promise((resolve) => {
    const args = ['--require', 'tsx/cjs', join(root, 'connectors/main.ts'), ...words];
    const env = { ...process.env, ZEEBE_ADDRESS: '127.0.0.1:1', ...environment };
    const options = uid === undefined ? { cwd: root, env } : { cwd: root, env, uid };
    execFile(process.execPath, args, options, (error, out, err) => {
      resolve({ code: error === null ? 0 : Number(error.code), out, err });
    });
  });
}

const hub = (...words: readonly string[]) => hubIn({}, ...words);

test('hub --version tells its version, and nothing else', async () => {
  expect(await hub('--version')).toEqual({ code: 0, out: `${packageJson.version}\n`, err: '' });
});

test('hub deploy knows the jobs of all its diagrams, and says in one line that no broker answers', async () => {
  const { code, out, err } = await hub('deploy', '--wait', '0');
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toMatch(
    /^No Zeebe broker that is ready answers at 127\.0\.0\.1:1 \(waited 0 s\)\. Start one, or set ZEEBE_ADDRESS\. It said: .*ECONNREFUSED.*\n$/,
  );
});

test('a misspelt setting stops a command too, before it asks an engine that nobody meant', async () => {
  for (const command of [
    ['payments', 'list'],
    ['deploy', '--wait', '0'],
    ['incidents', 'list'],
  ]) {
    expect(await hubIn({ environment: { ZEEBE_ADDRES: 'broker:26500' } }, ...command)).toEqual({
      code: 1,
      out: '',
      err: 'Configuration is wrong:\n  - environment: ZEEBE_ADDRES: is not known: is ZEEBE_ADDRESS meant?\n',
    });
  }
});

test('a misspelt setting stops hub start, with the one that was meant', async () => {
  const environment = { ZEEBE_ADDRES: 'broker:26500', HUB_TENANTS_DIRECTORY: 'k8s/sample/tenants' };
  expect(await hubIn({ environment }, 'start', 'channel')).toEqual({
    code: 1,
    out: '',
    err: 'Configuration is wrong:\n  - environment: ZEEBE_ADDRES: is not known: is ZEEBE_ADDRESS meant?\n',
  });
});

test('hub start without a broker warns of it in one line, without a stack, however often it tries again', async () => {
  let tries = 0;
  const noBroker = createServer((socket) => {
    tries += 1;
    socket.destroy();
  });
  await new Promise<void>((resolve) => noBroker.listen(0, '127.0.0.1', resolve));
  const { port } = noBroker.address() as AddressInfo;
  const env = {
    ...process.env,
    ZEEBE_ADDRESS: `127.0.0.1:${port}`,
    HUB_MANAGEMENT_PORT: '0',
    FEE_RULES_DIRECTORY: 'k8s/sample/fee-rules',
  };
  const args = ['--require', 'tsx/cjs', join(root, 'connectors/main.ts'), 'start', 'fee-rules'];
  const started = spawn(process.execPath, args, { cwd: root, env });
  const said = Promise.all([text(started.stdout), text(started.stderr)]);
  await until(() => tries >= 3 || started.exitCode !== null);
  started.kill('SIGTERM');
  const [out, err] = await said;
  noBroker.close();
  expect(err).toBe('');
  const lines = out.trim().split('\n');
  const troubles = lines.filter((line) => !line.includes('"level":"info"'));
  expect(troubles).toEqual([expect.stringContaining('no jobs come in, trying again')]);
  expect(troubles[0]).toContain('Is a Zeebe gateway at ZEEBE_ADDRESS');
  expect(out).not.toContain('    at ');
});

test('a misspelt role is named with the one that was meant', async () => {
  const { code, err } = await hub('start', 'chanel');
  expect(code).toBe(1);
  expect(err).toContain(
    'There is no role chanel. Is channel meant? Roles: ams-fineract, channel, decision-relay,',
  );
});

test('hub doctor tells each thing in a line, with what to do, and fails while one is wrong', async () => {
  const environment = { FEE_RULES_DIRECTORY: 'k8s/sample/fee-rules', KAFKA_BROKERS: '127.0.0.1:1' };
  const { code, out } = await hubIn({ environment }, 'doctor', 'fee-rules', 'fee-rules-stream');
  expect(code).toBe(1);
  // Neither role works for tenants.
  expect(out).toContain('ok    hub: settings: can be read\n');
  expect(out).toMatch(
    /^FAIL {2}hub: the engine at 127\.0\.0\.1:1: .*\n {6}-> Start a Zeebe broker/m,
  );
  expect(out.match(/Kafka: /g)).toHaveLength(1);
  expect(out).toMatch(
    /^FAIL {2}fee-rules-stream: Kafka: .*\n {6}-> Start it, or set KAFKA_BROKERS/m,
  );
  expect(out).toContain('ok    fee-rules: the fee rules in k8s/sample/fee-rules:');
  expect(out).toMatch(/\n\d+ ok, \d+ to look at, \d+ wrong\n$/);
});

test('hub doctor tells wrong settings like everything else, and --json is for programs', async () => {
  const environment = { HUB_TENANTS_DIRECTORY: 'no-such-folder', CHANNEL_PORT: 'many' };
  const { code, out } = await hubIn({ environment }, 'doctor', 'channel', '--json');
  expect(code).toBe(1);
  const lines = out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { status: string; detail: string });
  expect(lines.map(({ status }) => status)).toEqual(['fail', 'fail']);
  expect(lines.map(({ detail }) => detail).join()).toMatch(
    /CHANNEL_PORT.*no-such-folder|no-such-folder.*CHANNEL_PORT/,
  );
});

test('hub doctor tells certificates that cannot be used as a wrong setting', async () => {
  const environment = { ZEEBE_TLS: 'true', ZEEBE_TLS_DIRECTORY: 'no-such-folder' };
  const { code, out, err } = await hubIn({ environment }, 'doctor', 'fee-rules');
  expect({ code, err }).toEqual({ code: 1, err: '' });
  expect(out).toMatch(/^FAIL {2}hub: settings: .*no-such-folder.*\n {6}-> Mend it/);
});

test('a port that is taken is told in one line', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const port = String((other.address() as AddressInfo).port);
  const environment = {
    ...{ FEE_RULES_ADMINISTRATION_TOKEN_ISSUER: 'https://identity.example' },
    ...{ FEE_RULES_ADMINISTRATION_TOKEN_AUDIENCE: 'payment-hub' },
    ...{ FEE_RULES_ADMINISTRATION_TOKEN_JWKS_URL: 'https://identity.example/jwks' },
    ...{ FEE_RULES_ADMINISTRATION_USES_KAFKA: 'false', FEE_RULES_ADMINISTRATION_PORT: '0' },
    HUB_MANAGEMENT_PORT: port,
  };
  const { code, err } = await hubIn({ environment }, 'start', 'fee-rules-administration');
  other.close();
  expect({ code, err }).toEqual({
    code: 1,
    err: `management: port ${port} is taken on 127.0.0.1; set another one\n`,
  });
});

test('a number that no user of the machine has may run it, as in many a container', async () => {
  // Only root may be somebody else, who can run Node only where it does not lie in root's own folder.
  const isForAll = !process.execPath.startsWith(homedir());
  const uid = process.getuid?.() === 0 && isForAll ? 54_321 : undefined;
  expect(await hubIn({ uid }, '--version')).toMatchObject({ code: 0, err: '' });
});
