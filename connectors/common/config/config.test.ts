import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { readEnvironment } from './environment';
import { ConfigurationError } from './problems';
import { loadTenants } from './tenants';

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
  expect(problemsOf(() => loadTenants(tenants, 'part', section))).toEqual([problem]);
  const text = `${lion}part: { secret: clé }\n`;
  writeFileSync(join(tenants, 'lion.yaml'), Buffer.from(text, 'latin1'));
  expect(problemsOf(() => loadTenants(tenants, 'part', section))).toEqual([
    expect.stringContaining('lion.yaml is not UTF-8 text'),
  ]);
});

test('a secret given twice, or in a file that is not there, is a problem', () => {
  const both = { PASSWORD: 'abc', PASSWORD_FILE: join(folder, 'none'), MODE: 'a' };
  expect(problemsOf(() => readEnvironment(schema, both))).toEqual([
    expect.stringContaining('set either PASSWORD or PASSWORD_FILE'),
    expect.stringContaining('no such file'),
    expect.stringContaining('PASSWORD'),
  ]);
});

describe('tenant files', () => {
  const section = z.object({ baseUrl: z.url(), password: z.string() });
  const base = 'tenant: lion\nfspId: lion\ncurrencies: [TZS]\n';

  test('a tenant is read with the section of the part, secrets from files beside it', () => {
    const directory = mkdtempSync(join(folder, 'good-'));
    writeFileSync(join(directory, 'secret'), 's3cret\n');
    const ams =
      'amsFineract:\n  baseUrl: http://localhost:1/x\n  passwordFile: secret\nother: {a: 1}\n';
    writeFileSync(join(directory, 'lion.yaml'), base + ams);
    expect(loadTenants(directory, 'amsFineract', section).get('lion')).toEqual({
      tenant: 'lion',
      fspId: 'lion',
      currencies: ['TZS'],
      settings: { baseUrl: 'http://localhost:1/x', password: 's3cret' },
    });
  });

  test('every problem of every file is told at once', () => {
    const directory = mkdtempSync(join(folder, 'bad-'));
    writeFileSync(
      join(directory, 'a.yaml'),
      `${base}amsFineract: {baseUrl: nonsense, password: x}\n`,
    );
    writeFileSync(
      join(directory, 'b.yaml'),
      'tenant: B!\nfspId: b\ncurrencies: [XXY]\namsFineract: {}\n',
    );
    writeFileSync(join(directory, 'c.yaml'), ':\n  - not yaml: [');
    const problems = problemsOf(() => loadTenants(directory, 'amsFineract', section)).join('\n');
    for (const part of [
      'a.yaml: amsFineract.baseUrl',
      'b.yaml: tenant',
      'b.yaml: currencies.0',
      'c.yaml',
    ]) {
      expect(problems).toContain(part);
    }
  });

  test('a secret given both in the file and beside it is a problem', () => {
    const directory = mkdtempSync(join(folder, 'both-'));
    const ams = 'amsFineract: {baseUrl: "http://localhost", password: x, passwordFile: y}\n';
    writeFileSync(join(directory, 'lion.yaml'), base + ams);
    const problems = problemsOf(() => loadTenants(directory, 'amsFineract', section));
    expect(problems).toEqual([expect.stringContaining('either password or passwordFile')]);
  });

  test('the same tenant in two files is a problem', () => {
    const directory = mkdtempSync(join(folder, 'twice-'));
    const content = `${base}amsFineract: {baseUrl: "http://localhost", password: x}\n`;
    writeFileSync(join(directory, 'a.yaml'), content);
    writeFileSync(join(directory, 'b.yaml'), content);
    const problems = problemsOf(() => loadTenants(directory, 'amsFineract', section));
    expect(problems).toEqual([expect.stringContaining('twice')]);
  });

  test('a folder without tenants is a problem', () => {
    expect(problemsOf(() => loadTenants(join(folder, 'none'), 'x', section))).toHaveLength(1);
  });
});
