import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Registry } from 'prom-client';
import { z } from 'zod';
import { NotConfiguredHere } from '../failures';
import type { Logger } from '../runtime';
import { ConfigurationError } from './problems';
import { TenantFiles } from './tenant-files';
import { tenantNamed, type Tenants } from './tenants';

const section = z.strictObject({
  baseUrl: z.url(),
  password: z.string(),
  formerPassword: z.string().optional(),
  keysDirectory: z.string().optional(),
  switch: z
    .union([z.url(), z.strictObject({ parties: z.url(), quotes: z.url().optional() })])
    .optional(),
});
type Section = z.output<typeof section>;

let folder: string;
let nowMs: number;
let told: { level: string; fields: Record<string, unknown> }[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hub-tenants-'));
  nowMs = 0;
  told = [];
});
afterEach(() => rmSync(folder, { recursive: true }));

const write = (name: string, content: string): void => writeFileSync(join(folder, name), content);
const remove = (name: string): void => rmSync(join(folder, name));
/** Lets enough time pass for the next look. */
const pass = (): number => (nowMs += 2_000);
const ams = 'amsFineract: {baseUrl: "http://localhost", password: x}\n';
const fileOf = (tenant: string, more = ams): string =>
  `tenant: ${tenant}\nfspId: ${tenant}-fsp\ncurrencies: [TZS]\n${more}`;

function open(): TenantFiles {
  return new TenantFiles({
    directory: folder,
    sections: { amsFineract: section },
    // As the hub says it: all that any role knows.
    knownSections: ['channel', 'mojaloop', 'amsFineract'],
    clock: { now: () => nowMs },
  });
}

function follow() {
  const files = open();
  const metrics = new Registry();
  const write = (level: string) => (fields: object) => told.push({ level, fields: { ...fields } });
  const log = { info: write('info'), warn: write('warn'), error: write('error') };
  files.tell(log as unknown as Logger, metrics);
  const tenants: Tenants<Section> = files.of('amsFineract');
  return {
    tenants,
    names: () => [...tenants.current().keys()].toSorted(),
    passwordOf: (name: string) => tenants.current().get(name)?.settings.password,
    gauge: async (name: string) => (await metrics.getSingleMetric(name)?.get())?.values[0]?.value,
  };
}

function problemsOf(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems.join('\n');
    throw error;
  }
  return '';
}

describe('at the start', () => {
  test('what the sections of other roles name need not be where this role runs', () => {
    const elsewhere =
      'mojaloop: {tlsDirectory: ../tls/tenants/lion, ilpSecretFile: ../secrets/ilp, keysPath: k}\n';
    write('lion.yaml', fileOf('lion', `${ams}${elsewhere}`));
    expect([...open().of('amsFineract').current().keys()]).toEqual(['lion']);
  });

  test('a tenant is read with the section of the part, secrets from files beside it', () => {
    write('secret', 's3cret\n');
    const more = 'amsFineract: {baseUrl: "http://localhost:1/x", passwordFile: secret}\n';
    write('lion.yaml', fileOf('lion', `${more}mojaloop: {a: 1}\n`));
    expect(follow().tenants.current().get('lion')).toEqual({
      ...{ tenant: 'lion', fspId: 'lion-fsp', currencies: ['TZS'] },
      settings: { baseUrl: 'http://localhost:1/x', password: 's3cret' },
    });
  });

  test('every problem of every file is told at once', () => {
    write('a.yaml', fileOf('a', 'amsFineract: {baseUrl: nonsense, password: x}\n'));
    write('b.yaml', 'tenant: B!\nfspId: b\ncurrencies: [XXY]\namsFineract: {}\n');
    write('c.yaml', ':\n  - not yaml: [');
    const problems = problemsOf(open);
    for (const part of ['a.yaml: amsFineract.baseUrl', 'b.yaml: tenant', 'b.yaml: currencies.0']) {
      expect(problems).toContain(part);
    }
    expect(problems).toContain('c.yaml: ');
  });

  test('every missing secret, key and folder is told at once, and not as a missing field', () => {
    const missing =
      '{baseUrl: "http://x", passwordFile: none/a, formerPasswordFile: none/b, keysDirectory: none/keys}';
    write('lion.yaml', fileOf('lion', `amsFineract: ${missing}\n`));
    write('buffalo.yaml', fileOf('buffalo', `amsFineract: ${missing}\n`));
    const problems = problemsOf(open).split('\n');
    expect(problems).toHaveLength(6);
    for (const tenant of ['buffalo', 'lion']) {
      expect(problems).toContainEqual(
        expect.stringMatching(`${tenant}.yaml: amsFineract.passwordFile: .*none/a`),
      );
      expect(problems).toContainEqual(
        expect.stringMatching(`${tenant}.yaml: amsFineract.formerPasswordFile: .*none/b`),
      );
      expect(problems).toContainEqual(
        expect.stringMatching(`${tenant}.yaml: amsFineract.keysDirectory: there is no .*none/keys`),
      );
    }
  });

  test('a field that is missing is said to be so, at any depth', () => {
    write('lion.yaml', 'tenant: lion\ncurrencies: [TZS]\namsFineract: {password: x}\n');
    write('buffalo.yaml', fileOf('buffalo', ''));
    const problems = problemsOf(open);
    for (const problem of [
      'lion.yaml: fspId: must be set',
      'lion.yaml: amsFineract.baseUrl: must be set',
      'buffalo.yaml: amsFineract: must be set',
    ]) {
      expect(problems).toContain(problem);
    }
  });

  test('a secret given both in the file and beside it is a problem', () => {
    write('y', 'x');
    const both = 'amsFineract: {baseUrl: "http://localhost", password: x, passwordFile: y}\n';
    write('lion.yaml', fileOf('lion', both));
    expect(problemsOf(open)).toContain('either password or passwordFile');
  });

  test.each([
    ['the file', 'curencies: [TZS]\n', 'curencies: is not known: is currencies meant?'],
    ['the sections', 'amsFineracts: {}\n', 'amsFineracts: is not known: is amsFineract meant?'],
    ['another role', 'mojalop: {}\n', 'mojalop: is not known: is mojaloop meant?'],
  ])('a name that is not known in %s is told with the nearest', (_where, more, problem) => {
    write('lion.yaml', fileOf('lion', `${ams}${more}`));
    expect(problemsOf(open)).toContain(`lion.yaml: ${problem}`);
  });

  test.each([
    ['passwordFle: x', 'amsFineract.passwordFle: is not known: is passwordFile meant?'],
    ['pasword: x', 'amsFineract.pasword: is not known: is password meant?'],
    ['paswordFile: secret', 'amsFineract.paswordFile: is not known: is passwordFile meant?'],
    [
      'switch: {parties: "http://x", quote: "http://x"}',
      'amsFineract.switch.quote: is not known: is quotes meant?',
    ],
  ])('%s in a section is told with the nearest', (field, problem) => {
    write('secret', 'x');
    write('lion.yaml', fileOf('lion', `amsFineract: {baseUrl: "http://localhost", ${field}}\n`));
    expect(problemsOf(open)).toContain(`lion.yaml: ${problem}`);
  });

  test('a file that is no YAML is told without its text, which may hold a secret', () => {
    write('lion.yaml', 'amsFineract: {password: "hush-hush, x: [}\n');
    const problems = problemsOf(open);
    expect(problems).toContain('lion.yaml: ');
    expect(problems).not.toContain('hush');
  });

  test.each([
    ['the same tenant in two files', fileOf('lion'), 'tenant lion is there twice'],
    [
      'two tenants of one DFSP',
      fileOf('twin').replace('twin-fsp', 'lion-fsp'),
      'tenant lion has the same fspId lion-fsp',
    ],
  ])('%s: a problem', (_what, second, problem) => {
    write('a.yaml', fileOf('lion'));
    write('b.yaml', second);
    expect(problemsOf(open)).toContain(`b.yaml: ${problem}`);
  });

  test('a folder without tenants is a problem, and so is none', () => {
    expect(problemsOf(open)).toContain('no *.yaml file');
    rmSync(folder, { recursive: true });
    expect(problemsOf(open)).toBe(`HUB_TENANTS_DIRECTORY: there is no folder ${folder}`);
    writeFileSync(folder, '');
    expect(problemsOf(open)).toBe(`HUB_TENANTS_DIRECTORY: this is no folder: ${folder}`);
    rmSync(folder);
    mkdirSync(folder);
  });

  test('all tenants that a part could not serve are told', () => {
    for (const name of ['a', 'b', 'c']) write(`${name}.yaml`, fileOf(name));
    const { tenants } = follow();
    const admit = () =>
      tenants.admit(({ tenant }) => {
        if (tenant !== 'b') throw new ConfigurationError(['no switch']);
      });
    expect(problemsOf(admit)).toBe('tenant a: no switch\ntenant c: no switch');
  });
});

describe('while the hub runs', () => {
  test('a tenant whose file comes is there, and one whose file goes is gone', () => {
    write('lion.yaml', fileOf('lion'));
    const { tenants, names } = follow();
    expect(() => tenantNamed(tenants, 'buffalo')).toThrow(NotConfiguredHere);
    write('buffalo.yaml', fileOf('buffalo'));
    expect(names()).toEqual(['lion']);
    pass();
    expect(names()).toEqual(['buffalo', 'lion']);
    expect(tenantNamed(tenants, 'buffalo').fspId).toBe('buffalo-fsp');
    remove('lion.yaml');
    pass();
    expect(names()).toEqual(['buffalo']);
    expect(() => tenantNamed(tenants, 'lion')).toThrow(NotConfiguredHere);
    expect(told.map(({ level, fields }) => [level, fields['tenant']])).toEqual([
      ['info', 'buffalo'],
      ['warn', 'lion'],
    ]);
  });

  test('a file that changes, or a secret that it names, changes its tenant and no other', () => {
    write('secret', 'old');
    write('lion.yaml', fileOf('lion', 'amsFineract: {baseUrl: "http://x", passwordFile: secret}'));
    write('buffalo.yaml', fileOf('buffalo'));
    const { tenants, passwordOf } = follow();
    const [lion, buffalo] = [tenants.current().get('lion'), tenants.current().get('buffalo')];
    pass();
    expect(tenants.current().get('lion')).toBe(lion);
    write('secret.new', 'new');
    renameSync(join(folder, 'secret.new'), join(folder, 'secret'));
    pass();
    expect(passwordOf('lion')).toBe('new');
    expect(tenants.current().get('buffalo')).toBe(buffalo);
    write('lion.yaml', fileOf('lion', ams.replace('x', 'third')));
    pass();
    expect(passwordOf('lion')).toBe('third');
  });

  test('a new file that cannot be used leaves the tenant as it was, and is told once', async () => {
    write('lion.yaml', fileOf('lion'));
    const { passwordOf, names, gauge } = follow();
    write('lion.yaml', fileOf('lion', 'amsFineract: {password: y}'));
    write('buffalo.yaml', fileOf('buffalo', ''));
    write('crane.yaml', fileOf('crane'));
    for (let look = 0; look < 3; look += 1) {
      pass();
      expect(passwordOf('lion')).toBe('x');
      expect(names()).toEqual(['crane', 'lion']);
    }
    expect(told.filter(({ level }) => level === 'error')).toHaveLength(2);
    expect(JSON.stringify(told)).toContain('lion.yaml: amsFineract.baseUrl');
    expect(await gauge('hub_tenant_files_refused')).toBe(2);
    expect(await gauge('hub_tenants')).toBe(2);
    write('lion.yaml', fileOf('lion', ams.replace('x', 'mended')));
    write('buffalo.yaml', fileOf('buffalo'));
    pass();
    expect(passwordOf('lion')).toBe('mended');
    expect(await gauge('hub_tenant_files_refused')).toBe(0);
    expect(await gauge('hub_tenants')).toBe(3);
  });

  test('a secret that comes after the file that names it makes the file good', () => {
    write('lion.yaml', fileOf('lion'));
    const { passwordOf } = follow();
    write('lion.yaml', fileOf('lion', 'amsFineract: {baseUrl: "http://x", passwordFile: late}'));
    pass();
    expect(passwordOf('lion')).toBe('x');
    write('late', 'now');
    pass();
    expect(passwordOf('lion')).toBe('now');
  });

  test('what a part does not admit leaves the tenant as it was', () => {
    write('lion.yaml', fileOf('lion'));
    const { tenants, passwordOf } = follow();
    let mayChange = false;
    tenants.admit(({ settings }) => {
      if (settings.password === 'x' || mayChange) return;
      throw new ConfigurationError(['its key is not there']);
    });
    write('lion.yaml', fileOf('lion', ams.replace('x', 'y')));
    pass();
    expect(passwordOf('lion')).toBe('x');
    expect(told[0]?.fields['problems']).toEqual(['tenant lion: its key is not there']);
    mayChange = true;
    pass();
    expect(passwordOf('lion')).toBe('y');
  });

  test('a second file for a tenant is refused until the first has gone', () => {
    write('a.yaml', fileOf('lion'));
    const { passwordOf } = follow();
    write('b.yaml', fileOf('lion', ams.replace('x', 'second')));
    pass();
    expect(passwordOf('lion')).toBe('x');
    remove('a.yaml');
    pass();
    expect(passwordOf('lion')).toBe('second');
  });

  test('a folder that is empty or gone for a while leaves all tenants as they are', () => {
    write('lion.yaml', fileOf('lion'));
    const { names } = follow();
    remove('lion.yaml');
    pass();
    expect(names()).toEqual(['lion']);
    rmSync(folder, { recursive: true });
    pass();
    expect(names()).toEqual(['lion']);
    expect(told.map(({ level }) => level)).toEqual(['error', 'error']);
    mkdirSync(folder);
    write('buffalo.yaml', fileOf('buffalo'));
    pass();
    expect(names()).toEqual(['buffalo']);
  });

  test('a folder is swapped as Kubernetes does it, and nothing is between', () => {
    const version = (name: string, files: Record<string, string>) => {
      mkdirSync(join(folder, name));
      for (const [file, content] of Object.entries(files)) write(join(name, file), content);
    };
    version('one', { 'lion.yaml': fileOf('lion') });
    version('two', {
      'lion.yaml': fileOf('lion', ams.replace('x', 'y')),
      'buffalo.yaml': fileOf('buffalo'),
    });
    const outer = folder;
    symlinkSync('one', join(outer, 'data'));
    folder = join(outer, 'data');
    const { names, passwordOf } = follow();
    folder = outer;
    symlinkSync('two', join(outer, 'next'));
    renameSync(join(outer, 'next'), join(outer, 'data'));
    pass();
    expect(names()).toEqual(['buffalo', 'lion']);
    expect(passwordOf('lion')).toBe('y');
  });
});
