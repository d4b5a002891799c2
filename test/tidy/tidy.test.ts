/** The project's own rules, held as tests: what a reviewer would otherwise have to say every time. */
import { execFile } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { chartFiles } from '../kit/chart/files';
import { errorsFile, withErrors } from './errors-page';
import {
  eventExamplesFile,
  eventExamplesText,
  eventSchemaFile,
  eventSchemaText,
} from './payment-events-page';
import { jobsFile, withJobs } from './jobs-page';
import { retriesFile, withSteps } from './retries-page';
import { publishedSchemas } from './schemas';
import { settingsFile, withSettings } from './settings-page';
import { storiesFile } from '../kit/parts/told-stories';
import { makePageTypes } from './page-types';
import { withStories } from './stories-page';

const root = join(__dirname, '../..');
const run = promisify(execFile);

async function expectToPass(tool: string, ...parameters: string[]): Promise<void> {
  const result = await run(join(root, 'node_modules/.bin', tool), parameters, {
    cwd: root,
    maxBuffer: 64 * 1024 * 1024,
  }).then(
    () => 'passed',
    (error: unknown) => {
      const { stdout, stderr } = error as { stdout: string; stderr: string };
      return stdout + stderr;
    },
  );
  expect(result).toBe('passed');
}

function filesBelow(folder: string, keep: (path: string) => boolean): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile() && keep(path));
}

describe('the code', () => {
  test('compiles under the strictest settings', () => expectToPass('tsc', '--noEmit'), 600_000);

  test(
    'passes ESLint: strict types, functions under 70 lines, no environment outside the configuration',
    () => expectToPass('eslint', '.', '--max-warnings', '0'),
    900_000,
  );

  test('is formatted by prettier', () => expectToPass('prettier', '--check', '.'), 600_000);

  test(
    'imports only main -> parts -> common, with one door each to the outside',
    () => expectToPass('depcruise', 'connectors', 'test', '--config', '.dependency-cruiser.cjs'),
    600_000,
  );

  test('has no file, export or package that nobody uses', () => expectToPass('knip'), 600_000);
});

describe('what is generated', () => {
  test('SETTINGS.md lists every setting as the schemas have it (else: npm run generate:pages)', async () => {
    const page = readFileSync(settingsFile, 'utf8');
    expect(page).toContain('| `ZEEBE_ADDRESS` |');
    expect(page).toBe(await withSettings(page));
  }, 60_000);

  test('the page of jobs says what the workers read and write (else: npm run generate:pages)', async () => {
    const page = readFileSync(jobsFile, 'utf8');
    expect(page).toContain('| `ams:block-funds:1` |');
    expect(page).toBe(await withJobs(page));
  });

  test('the page of retries says what their table does (else: npm run generate:pages)', () => {
    const page = readFileSync(retriesFile, 'utf8');
    expect(page).toBe(withSteps(page));
  });

  test('the schemas of topics are those of the contracts (else: npm run generate:pages)', () => {
    const files = publishedSchemas();
    expect(files.map(([path]) => readFileSync(path, 'utf8'))).toEqual(
      files.map(([, content]) => content),
    );
  });

  test('the page of errors is what their table says (else: npm run generate:pages)', () => {
    const page = readFileSync(errorsFile, 'utf8');
    expect(page).toContain('| 5400 |');
    expect(page).toBe(withErrors(page));
  });

  test('the chart knows the roles, its values and the alerts as they are (else: npm run generate:pages)', () => {
    const files = chartFiles();
    expect(files.map(([path]) => path)).toContainEqual(
      expect.stringMatching(/values\.schema\.json$/),
    );
    for (const [path, content] of files) expect(readFileSync(path, 'utf8')).toBe(content);
  });

  test('the stories are what the operations’ API says of recorded payments (else: npm run generate:pages)', () => {
    const page = readFileSync(storiesFile, 'utf8');
    expect(page).toContain('**Where the money is.**');
    expect(page).toBe(withStories(page));
  });

  test('the page knows the APIs as they are described (else: npm run generate:pages)', () => {
    expect(makePageTypes('--check')).toEqual([]);
  });

  test('what is published of payment events is what the contract says (else: npm run generate:pages)', () => {
    const schema = readFileSync(eventSchemaFile, 'utf8');
    expect(schema).toContain('"waiting-for-operator"');
    expect(schema).toBe(eventSchemaText());
    expect(readFileSync(eventExamplesFile, 'utf8')).toBe(eventExamplesText());
  });
});

test('the worker that the README shows compiles', async () => {
  const sample =
    /```ts\n([\s\S]*?)```/.exec(readFileSync(join(root, 'README.md'), 'utf8'))?.[1] ?? '';
  expect(sample).toContain('defineWorker');
  // As deep as connectors/<part>/workers/, so that its imports are those of a real one.
  const folder = mkdtempSync(join(root, 'test/tidy/.readme-'));
  try {
    mkdirSync(join(folder, 'part/workers'), { recursive: true });
    symlinkSync(join(root, 'connectors/common'), join(folder, 'common'));
    const file = join(folder, 'part/workers/sample.ts');
    writeFileSync(file, sample);
    const strict = ['--strict', '--skipLibCheck', '--esModuleInterop', '--target', 'es2023'];
    await expectToPass('tsc', '--noEmit', ...strict, '--module', 'node20', '--types', 'node', file);
  } finally {
    rmSync(folder, { recursive: true });
  }
}, 600_000);

describe('the house', () => {
  const allowed = [
    ...[
      'connectors',
      'bpmn',
      'charts',
      'findings',
      'k8s',
      'test',
      'package.json',
      'tsconfig.json',
      'Makefile',
      'README.md',
    ],
    // Only what tools insist on finding here.
    ...[
      'package-lock.json',
      'tsconfig.build.json',
      'jest.config.js',
      'eslint.config.mjs',
      'knip.json',
    ],
    ...[
      '.dependency-cruiser.cjs',
      '.prettierrc.json',
      '.prettierignore',
      '.bpmnlintrc',
      '.gitignore',
      '.gitattributes',
    ],
    ...['.dockerignore', 'Dockerfile', 'compose.yaml', 'LICENSE', 'NOTICE', '.ci', '.npmrc'],
    // CONTRIBUTING.md, and the changelog, where package pages and people look for it.
    ...['.github', 'CHANGELOG.md'],
  ];

  test('has at its top level only what the design names and what tools insist on', async () => {
    const { stdout } = await run('git', ['ls-files'], { cwd: root, maxBuffer: 64 * 1024 * 1024 });
    const found = new Set(
      stdout
        .trim()
        .split('\n')
        .map((path) => path.split('/')[0]),
    );
    expect([...found].filter((name) => !allowed.includes(name ?? ''))).toEqual([]);
  });

  test('keeps one worker a file, named after its job type', () => {
    const isWorker = (path: string) =>
      /\/workers\/[^/]+\.ts$/.test(path) && !path.endsWith('.test.ts');
    const workers = filesBelow(join(root, 'connectors'), isWorker);
    const wrong = workers.filter((path) => {
      const source = readFileSync(path, 'utf8');
      const types = [...source.matchAll(/\b(?:type: |stepOf\()'[a-z-]+:([a-z-]+):\d+'/g)];
      // That of a version that is served for one release more stands beside it.
      const name = basename(path, '.ts').replace(/^former-/, '');
      return types.length !== 1 || types[0]?.[1] !== name;
    });
    expect(workers.length).toBeGreaterThan(0);
    expect(wrong).toEqual([]);
  });

  test('names no machine: no absolute path of a home folder and no package registry', async () => {
    const { stdout } = await run('git', ['ls-files'], { cwd: root, maxBuffer: 64 * 1024 * 1024 });
    const texts = stdout
      .trim()
      .split('\n')
      .filter((path) => !path.startsWith('test/tidy/') && statSync(join(root, path)).isFile());
    const naming = texts.filter((path) =>
      /\/root\/|\/home\/[a-z]|"resolved": "http/.test(readFileSync(join(root, path), 'utf8')),
    );
    expect(naming).toEqual([]);
  });
});
