import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { tenantsIn } from '../../../test/kit/tenants';
import { readEnvironment, requireKnownNames } from './environment';
import { ConfigurationError } from './problems';

const folder = mkdtempSync(join(tmpdir(), 'hub-config-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

function problemsOf(read: () => unknown): readonly string[] {
  try {
    read();
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems;
    throw error;
  }
  return [];
}

const schema = z.object({
  PORT: z.coerce.number().int().default(80),
  PASSWORD: z.string().min(3),
  MODE: z.enum(['a', 'b']),
});

test('a setting comes from the environment, from a file, or from its default', () => {
  const path = file('password', 'hush hush\n');
  expect(readEnvironment(schema, { PASSWORD_FILE: path, MODE: 'a' })).toEqual({
    PORT: 80,
    PASSWORD: 'hush hush',
    MODE: 'a',
  });
});

test('every problem is told at once, and no value is repeated', () => {
  const problems = problemsOf(() =>
    readEnvironment(schema, { PORT: 'x', PASSWORD: 'pw', MODE: 'secret-c' }),
  );
  expect(problems.map((problem) => problem.split(':')[1]?.trim())).toEqual([
    'PORT',
    'PASSWORD',
    'MODE',
  ]);
  expect(problems.join()).not.toContain('secret-c');
});

test('a file that is not UTF-8 is a problem, not another secret than was written', () => {
  const secret = join(folder, 'latin1-secret');
  writeFileSync(secret, Buffer.from('clé secrète', 'latin1'));
  const problem = expect.stringContaining('latin1-secret is not UTF-8 text') as string;
  const problems = problemsOf(() => readEnvironment(schema, { PASSWORD_FILE: secret, MODE: 'a' }));
  expect(problems).toContainEqual(problem);
  const tenants = mkdtempSync(join(folder, 'latin1-'));
  const lion = 'tenant: lion\nfspId: lionfsp\ncurrencies: [TZS]\n';
  const section = z.object({ secret: z.string() });
  writeFileSync(join(tenants, 'lion.yaml'), `${lion}part: { secretFile: ../latin1-secret }\n`);
  const open = () => tenantsIn(tenants, 'part', section);
  expect(problemsOf(open)).toEqual([problem]);
  const text = `${lion}part: { secret: clé }\n`;
  writeFileSync(join(tenants, 'lion.yaml'), Buffer.from(text, 'latin1'));
  expect(problemsOf(open)).toEqual([expect.stringContaining('lion.yaml is not UTF-8 text')]);
});

test('a secret given twice, or in a file that is not there, is a problem', () => {
  const both = { PASSWORD: 'abc', PASSWORD_FILE: join(folder, 'none'), MODE: 'a' };
  expect(problemsOf(() => readEnvironment(schema, both))).toEqual([
    expect.stringContaining('set either PASSWORD or PASSWORD_FILE'),
    expect.stringContaining('no such file'),
  ]);
});

test('every name of ours that no role knows is told, with the one that was meant', () => {
  const environment = {
    PORTT: '1',
    MODE_FLIE: 'x',
    PASSWORD_FILE: 'fine',
    PORT_X: '1',
    ANOTHER: 'x',
    POTATO: 'x',
  };
  expect(problemsOf(() => requireKnownNames([schema], environment))).toEqual([
    'environment: MODE_FLIE: is not known: is MODE_FILE meant?',
    'environment: PORTT: is not known: is PORT meant?',
    'environment: PORT_X: is not known',
  ]);
});

test('what is called after the product is no setting of a role: PAYMENT_HUB_CACHE is that of make', () => {
  const settings = z.object({ PAYMENT_EVENTS_TOPIC: z.string() });
  const environment = { PAYMENT_HUB_CACHE: '/cache', PAYMENT_EVENTS_TOPICS: 'x' };
  expect(problemsOf(() => requireKnownNames([settings], environment))).toEqual([
    'environment: PAYMENT_EVENTS_TOPICS: is not known: is PAYMENT_EVENTS_TOPIC meant?',
  ]);
});

test('a setting that was renamed is refused with the name that it has now, though another is nearer', () => {
  const renamed = z.object({
    HUB_PORT: z.string().describe('Where').meta({ formerly: 'OLD_PORT_OF_HUB' }),
    OLD_PORT_OF_HUT: z.string(),
  });
  const environment = { OLD_PORT_OF_HUB: '1', OLD_PORT_OF_HUB_FILE: 'x' };
  expect(problemsOf(() => requireKnownNames([renamed], environment))).toEqual([
    'environment: OLD_PORT_OF_HUB: is called HUB_PORT now',
    'environment: OLD_PORT_OF_HUB_FILE: is called HUB_PORT_FILE now',
  ]);
});

test('what a cluster tells of its services is none of our settings', () => {
  const environment = {
    LION_PORT: 'tcp://10.0.0.7:5001',
    LION_DEN_PORT: 'udp://10.0.0.7:53',
    LION_SERVICE_HOST: '10.0.0.7',
    LION_SERVICE_PORT: '5001',
    LION_SERVICE_PORT_HTTP: '5001',
    LION_PORT_5001_TCP: 'tcp://10.0.0.7:5001',
    LION_PORT_5001_TCP_ADDR: '10.0.0.7',
  };
  const ofLion = z.object({ LION_PORT: z.coerce.number().default(80) });
  requireKnownNames([ofLion], environment);
  expect(readEnvironment(ofLion, environment)).toEqual({ LION_PORT: 80 });
});
