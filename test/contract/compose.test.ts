/** compose.yaml as it lies there, and the tenants shown: their roles, settings and folders are those of this build. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import { systemClock } from '../../connectors/common/clock';
import { readEnvironment, requireKnownNames } from '../../connectors/common/config/environment';
import { TenantFiles } from '../../connectors/common/config/tenant-files';
import { findParts } from '../../connectors/common/hub/find-parts';
import { settingsOf } from '../../connectors/common/hub/read-configuration';

interface Service {
  readonly image: string;
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly networks?: readonly string[];
  readonly depends_on?: Readonly<Record<string, unknown>>;
}

const root = join(__dirname, '../..');
const compose = parse(readFileSync(join(root, 'compose.yaml'), 'utf8'), { merge: true }) as {
  services: Readonly<Record<string, Service>>;
  volumes: Readonly<Record<string, unknown>>;
  networks: Readonly<Record<string, { readonly internal?: boolean }>>;
};
const { services } = compose;
const dockerfile = readFileSync(join(root, 'Dockerfile'), 'utf8');
const allRoles = findParts().flatMap((part) => part.roles);
const schemas = settingsOf(allRoles).map(({ schema }) => schema);
const ofHub = Object.entries(services).filter(([, { image }]) => image.includes('payment-hub'));
const roles = ofHub.filter(([, { command }]) => command?.[0] === 'start');

test('starts every role by itself, and each shows its health and metrics on a port of its own', () => {
  expect(roles.map(([, { command }]) => command?.[1]).toSorted()).toEqual(
    expect.arrayContaining(allRoles.map(({ name }) => name).toSorted()),
  );
  const ports = Object.values(services).flatMap(({ ports = [] }) => ports);
  const outside = ports.map((port) => port.split(':').at(-2));
  expect(new Set(outside).size).toBe(outside.length);
  for (const [name, { ports = [] }] of roles) {
    expect({ name, ports }).toEqual({
      name,
      ports: expect.arrayContaining([expect.stringMatching(/^127\.0\.0\.1:\d+:5000$/)]) as string[],
    });
  }
});

test.each(ofHub)(
  '%s is told nothing that the hub does not know, and all that it needs',
  (_name, service) => {
    const { command = [], environment = {} } = service;
    const ofImage = Object.fromEntries(
      [...dockerfile.matchAll(/\b([A-Z][A-Z_]+)=(\S+)/g)].map(([, name, value]) => [name, value]),
    ) as Record<string, string>;
    const all = { ...ofImage, ...environment };
    expect(() => requireKnownNames(schemas, all)).not.toThrow();
    const own = allRoles.filter(({ name }) => name === command[1]);
    for (const { schema } of settingsOf(own)) {
      expect(() => readEnvironment(schema, all)).not.toThrow();
    }
  },
);

test('the engine is reached by the roles that need it, by hub deploy and by those that it exports to, and by nobody else', () => {
  const { zeebe, ...others } = services;
  expect({ networks: zeebe?.networks, ports: zeebe?.ports }).toEqual({ networks: ['engine'] });
  expect(compose.networks['engine']).toEqual({ internal: true });
  const needing = allRoles.filter(({ needs }) => needs.engine).map(({ name }) => name);
  const exportedTo = Object.entries(zeebe?.environment ?? {})
    .filter(([name]) => name.endsWith('_ARGS_URL'))
    .map(([, url]) => new URL(url).hostname);
  const reaching = Object.entries(others).filter(([, { networks = [] }]) =>
    networks.includes('engine'),
  );
  expect(reaching.map(([name]) => name).toSorted()).toEqual(
    [...new Set(['deploy', ...needing, ...exportedTo])].toSorted(),
  );
  for (const [name, { networks }] of reaching) {
    expect({ name, networks }).toEqual({ name, networks: expect.arrayContaining(['default']) });
  }
});

test('every role finds its tenants and the fee rules, whatever else is mounted for it', () => {
  for (const [name, { volumes = [] }] of roles) {
    const inside = volumes.map((volume) => volume.replace(/:ro$/, '').split(':').at(-1));
    expect({ name, inside }).toEqual({
      name,
      inside: expect.arrayContaining([
        '/etc/payment-hub/tenants',
        '/etc/payment-hub/fee-rules',
      ]) as string[],
    });
  }
});

test('names only folders, volumes and services that are there', () => {
  for (const [, { volumes = [], depends_on: needs = {} }] of ofHub) {
    for (const volume of volumes) {
      const from = /:-([^}]+)\}/.exec(volume)?.[1] ?? volume.split(':', 1)[0] ?? '';
      const isThere = from.startsWith('.') ? existsSync(join(root, from)) : from in compose.volumes;
      expect({ from, isThere }).toEqual({ from, isThere: true });
    }
    for (const name of Object.keys(needs)) expect(Object.keys(services)).toContain(name);
  }
});

function tenantsOf(directory: string): string[] {
  const sections = allRoles.flatMap(({ needs }) => needs.tenants ?? []);
  const files = new TenantFiles({
    directory,
    sections: Object.fromEntries(sections.map(({ name, schema }) => [name, schema])),
    knownSections: [],
    clock: systemClock,
  });
  return [...files.of('mojaloop').current().keys()];
}

test('the sample tenants are good for every role', () => {
  expect(tenantsOf(join(root, 'k8s/sample/tenants'))).toEqual(['lion']);
});

test('so is the tenant that the README shows', () => {
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  const [, shown = ''] = /```yaml\n(tenant: [^`]+)```/.exec(readme) ?? [];
  const folder = mkdtempSync(join(tmpdir(), 'readme-tenant-'));
  try {
    writeFileSync(join(folder, 'lion.yaml'), shown);
    for (const [, path = ''] of shown.matchAll(/File: (\S+)/g)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), 'a secret of 32 characters or more');
    }
    expect(tenantsOf(folder)).toEqual(['lion']);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
