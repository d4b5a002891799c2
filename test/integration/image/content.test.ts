/** What the image will hold, put into a folder as the Dockerfile has it, without a builder: does it run, and what is in it? */
import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import lock from '../../../package-lock.json';
import { buildQuickly } from '../../kit/cluster/quick-build';
import { ensureBuiltPage } from '../../kit/stack/built-page';
import { projectRoot } from '../../kit/stack/scripts';
import { cycloneDxSchemas } from '../../kit/stack/toolbox/cyclonedx';

// Each start of the hub takes seconds on a busy machine.
jest.setTimeout(180_000);
const run = promisify(execFile);
const app = mkdtempSync(join(tmpdir(), 'payment-hub-image-'));
const inImage = { PATH: process.env['PATH'] ?? '', NODE_ENV: 'production' };

interface Component {
  readonly name: string;
  readonly version: string;
  readonly purl: string;
  readonly hashes?: readonly { readonly alg: string; readonly content: string }[];
  readonly licenses?: readonly object[];
  readonly properties?: readonly { readonly value: string }[];
}

beforeAll(async () => {
  for (const file of ['package.json', 'package-lock.json']) {
    cpSync(join(projectRoot, file), join(app, file));
  }
  const words = [
    'ci',
    '--omit=dev',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--prefer-offline',
  ];
  await run('npm', words, { cwd: app });
  await ensureBuiltPage();
  buildQuickly(join(app, 'dist'));
  const page = 'connectors/operations/web/built';
  cpSync(join(projectRoot, page), join(app, 'dist', page), { recursive: true });
}, 600_000);
afterAll(() => {
  rmSync(app, { recursive: true, force: true });
});

const hub = (...words: string[]) =>
  run(process.execPath, [join(app, 'dist/connectors/main.js'), ...words], {
    cwd: app,
    env: inImage,
  });

async function billOfMaterials(...more: string[]) {
  const script = join(projectRoot, 'k8s/image/sbom.mjs');
  const words = [script, app, join(app, 'package-lock.json'), ...more];
  const { stdout } = await run(process.execPath, words, { maxBuffer: 64 * 1024 * 1024 });
  return JSON.parse(stdout) as { readonly components: readonly Component[] };
}

const placesOf = ({ properties = [] }: Component) => properties.map(({ value }) => value);

test('the hub starts on what npm installs for production, and says what it lacks', async () => {
  expect((await hub('--help')).stdout).toContain('zeebe-bridge');
  expect((await hub('--version')).stdout.trim()).toBe(lock.version);
  const doctor = hub('doctor', 'channel');
  await expect(doctor).rejects.toMatchObject({ code: 1 });
  const { stdout, stderr } = await doctor.catch(
    (error: unknown) => error as Record<string, string>,
  );
  expect(`${stdout}${stderr}`).toContain('HUB_TENANTS_DIRECTORY');
  expect(`${stdout}${stderr}`).not.toContain('Cannot find module');
});

test('the list of what is in it is CycloneDX as it is published', async () => {
  // Formats that ajv has not: they say nothing of what we write.
  const ajv = new Ajv({ strict: false, formats: { 'iri-reference': true, 'idn-email': true } });
  addFormats(ajv);
  const schemas = await cycloneDxSchemas();
  const validate = schemas.map((schema) => ajv.compile(schema)).at(-1);
  validate?.(await billOfMaterials());
  expect(validate?.errors).toBeNull();
});

interface Entry {
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly devOptional?: boolean;
}

test('it has each package of production with licence and digest, and none that is there for tests', async () => {
  const { components } = await billOfMaterials();
  const installed = new Set(
    components
      .filter((one) => placesOf(one).includes('node_modules'))
      .map(({ name, version }) => `${name}@${version}`),
  );
  const entries = Object.entries(lock.packages as Record<string, Entry & { version?: string }>)
    .filter(([path]) => path !== '')
    .map(([path, entry]) => ({
      ...entry,
      id: `${path.replace(/.*node_modules\//, '')}@${entry.version}`,
    }));
  const production = entries.filter(({ dev, devOptional }) => dev !== true && devOptional !== true);
  const needed = production.filter(({ optional }) => optional !== true).map(({ id }) => id);
  expect(needed.length).toBeGreaterThan(200);
  expect(needed.filter((id) => !installed.has(id))).toEqual([]);
  const allowed = new Set(production.map(({ id }) => id));
  expect([...installed].filter((id) => !allowed.has(id))).toEqual([]);
  for (const { name, hashes = [], licenses = [] } of components) {
    expect({ name, hashes: hashes.length, licenses: licenses.length }).toEqual({
      ...{ name, hashes: 1, licenses: 1 },
    });
  }
  const undeclared = components.filter(({ licenses }) =>
    JSON.stringify(licenses).includes('not declared'),
  );
  // Apache-2.0 by a file of its own, and its package.json says nothing: whoever audits must look.
  expect(undeclared.map(({ name }) => name)).toEqual(['oer-utils']);
});

test('it has those that the operators’ page was bundled of, though they are installed nowhere in it', async () => {
  const { components } = await billOfMaterials();
  const ofPage = components.filter((one) => placesOf(one).includes('page'));
  expect(ofPage.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['react', 'react-dom', 'bpmn-js', 'uplot']),
  );
  expect(() => readFileSync(join(app, 'node_modules/react/package.json'))).toThrow('ENOENT');
});

test('it has Node and what Debian has installed, where it is told of a whole image', async () => {
  const isDebian = (() => {
    try {
      return readFileSync('/var/lib/dpkg/status', 'utf8').length > 0;
    } catch {
      return false;
    }
  })();
  const more = isDebian ? ['/'] : [];
  const { components } = await billOfMaterials(...more);
  const purls = components.map(({ purl }) => purl);
  expect(purls.some((purl) => purl.startsWith('pkg:generic/node@'))).toBe(isDebian);
  expect(purls.some((purl) => purl.startsWith('pkg:deb/debian/libc6@'))).toBe(isDebian);
});
