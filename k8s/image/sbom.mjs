/**
 * What is in an image, as CycloneDX 1.6: the packages of npm that lie in it, those that the operators' page was bundled
 * of, Node, and Debian's. `node sbom.mjs APP LOCK [ROOT]` writes it to standard output.
 *
 * APP: the folder with package.json, node_modules and dist. LOCK: package-lock.json. ROOT: of the image's file system.
 *
 * It runs inside of the image, where there is nothing but Node: `npm sbom --omit=dev` (npm 11.19) says it of the lock,
 * and left out each package that is there for tests, too.
 */
import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';

const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'));

function main([app, lockFile, root]) {
  const lock = readJson(lockFile).packages;
  const own = readJson(join(app, 'package.json'));
  const components = [
    ...installedPackages(app, lock),
    ...bundledPackages(app, lock),
    ...(root === undefined ? [] : [nodeItself(), ...debianPackages(root)]),
  ];
  const sbom = {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: `urn:uuid:${randomUUID()}`,
    version: 1,
    metadata: {
      timestamp: new Date().toISOString(),
      component: {
        ...{ type: 'application', name: own.name, version: own.version },
        ...{ 'bom-ref': `pkg:npm/${own.name}@${own.version}`, licenses: [licenceOf(own.license)] },
      },
    },
    components: onceEach(components),
  };
  process.stdout.write(`${JSON.stringify(sbom, undefined, 1)}\n`);
}

/** A package may be in both places. */
function onceEach(components) {
  const all = new Map();
  for (const one of components) {
    const { properties = [] } = all.get(one['bom-ref']) ?? {};
    const places = [...properties, ...(one.properties ?? [])];
    all.set(one['bom-ref'], places.length === 0 ? one : { ...one, properties: places });
  }
  return [...all.values()];
}

/** What npm has put there, by its own note in the folder: nothing else lies in it. */
function installedPackages(app, lock) {
  const { packages } = readJson(join(app, 'node_modules/.package-lock.json'));
  return Object.entries(packages).map(([path, { version }]) => {
    const manifest = readJson(join(app, path, 'package.json'));
    return npmComponent(
      { name: nameOf(path), version, from: lock[path], manifest },
      'node_modules',
    );
  });
}

/** Of other packages the page's scripts were made: their code is in them, and Vite has written down whose. */
function bundledPackages(app, lock) {
  const file = join(app, 'dist/connectors/operations/web/built/.vite/license.json');
  if (!existsSync(file)) throw new Error(`${file} is missing: the page was not built`);
  return readJson(file).map(({ name, version, identifier }) => {
    const [, from] =
      Object.entries(lock).find(
        ([path, entry]) => nameOf(path) === name && entry.version === version,
      ) ?? [];
    return npmComponent({ name, version, from, manifest: { license: identifier } }, 'page');
  });
}

const nameOf = (path) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);

function npmComponent({ name, version, from, manifest }, place) {
  if (from?.integrity === undefined) throw new Error(`${name}@${version} is not in the lock`);
  const purl = `pkg:npm/${name.replace('@', '%40')}@${version}`;
  const [algorithm, digest] = from.integrity.split('-');
  return {
    type: 'library',
    'bom-ref': purl,
    ...{ name, version, purl },
    hashes: [
      {
        alg: algorithm.toUpperCase().replace('SHA', 'SHA-'),
        content: Buffer.from(digest, 'base64').toString('hex'),
      },
    ],
    licenses: [licenceOf(from.license ?? manifest.license ?? manifest.licenses?.[0]?.type)],
    properties: [{ name: 'payment-hub:place', value: place }],
  };
}

/** An id of SPDX, an expression of several, or what its author wrote instead. */
function licenceOf(text) {
  if (typeof text !== 'string' || text === '') return { license: { name: 'not declared' } };
  if (/^[A-Za-z0-9.+-]+$/.test(text)) return { license: { id: text } };
  if (/ (AND|OR|WITH) /.test(text)) return { expression: text };
  return { license: { name: text } };
}

function nodeItself() {
  const version = process.versions.node;
  const purl = `pkg:generic/node@${version}`;
  const licenses = [{ license: { id: 'MIT' } }];
  return { type: 'platform', 'bom-ref': purl, name: 'node', version, purl, licenses };
}

/** As dpkg knows them; what a licence of each says stands in the image, under /usr/share/doc. */
function debianPackages(root) {
  const status = join(root, 'var/lib/dpkg/status');
  if (!existsSync(status)) throw new Error(`${status} is missing: is that the image of a Debian?`);
  return readFileSync(status, 'utf8')
    .split('\n\n')
    .filter((entry) => /^Status: install ok installed$/m.test(entry))
    .map((entry) => {
      const field = (name) => new RegExp(`^${name}: (.*)$`, 'm').exec(entry)?.[1] ?? '';
      const [name, version, architecture] = ['Package', 'Version', 'Architecture'].map(field);
      const purl = `pkg:deb/debian/${name}@${encodeURIComponent(version)}?arch=${architecture}`;
      return { type: 'library', 'bom-ref': purl, name, version, purl };
    });
}

main(process.argv.slice(2));
