/** The Dockerfile, and the script that builds the image: as far as they can be seen without a builder of images. */
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import packageJson from '../../package.json';
import { canHaveHadolint, lintDockerfile } from '../kit/stack/toolbox/hadolint';

const root = join(__dirname, '../..');
const script = join(root, 'k8s/image/build.sh');
const folder = mkdtempSync(join(tmpdir(), 'image-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

(canHaveHadolint() ? describe : describe.skip)('hadolint', () => {
  test('finds nothing in the Dockerfile', async () => {
    expect(await lintDockerfile(join(root, 'Dockerfile'))).toEqual([]);
  }, 120_000);
});

test('the user is named by its number: Kubernetes believes no name', () => {
  const dockerfile = readFileSync(join(root, 'Dockerfile'), 'utf8');
  expect(dockerfile.match(/^USER .*$/gm)).toEqual(['USER 1000:1000']);
});

test('the image is called by the version, and its list is made inside of it', () => {
  // Writes down what it is asked, and does nothing: there is no builder of images here.
  const builder = join(folder, 'docker');
  writeFileSync(builder, `#!/bin/sh\necho "$@" >> '${folder}/asked'\n`);
  chmodSync(builder, 0o755);
  const env = {
    PATH: `${folder}:${process.env['PATH'] ?? ''}`,
    BUILDER: 'docker',
    IMAGE_REPOSITORY: 'registry.example/hub',
  };
  const said = execFileSync(script, [folder], { env, encoding: 'utf8' });
  const image = `registry.example/hub:${packageJson.version}`;
  const list = join(folder, `payment-hub-${packageJson.version}.cdx.json`);
  expect(said).toBe(`${image} is built; what is in it: ${list}\n`);
  const [build = '', bill = '', help = ''] = readFileSync(join(folder, 'asked'), 'utf8').split(
    '\n',
  );
  expect(build).toMatch(new RegExp(`^build --tag ${image} .*revision=[0-9a-f]{40}(-changed)? `));
  expect(bill).toMatch(
    /--network none --read-only .*--entrypoint node .* \/sbom\.mjs \/app \/package-lock\.json \/$/,
  );
  expect(help).toMatch(/ --help$/);
});

test('without a builder it says so', () => {
  const { status, stderr } = spawnSync(script, [folder], {
    env: { PATH: process.env['PATH'] ?? '', BUILDER: 'no-such-builder' },
    encoding: 'utf8',
  });
  expect(status).toBe(1);
  expect(stderr).toBe('there is none of no-such-builder: install one of them\n');
});
