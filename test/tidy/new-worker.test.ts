/** What somebody does who adds to the hub: a worker to a part, a part to the hub. In a copy of all that git knows. */
import { execFile } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const root = join(__dirname, '../..');
const run = promisify(execFile);

let copy: string;

beforeAll(async () => {
  copy = mkdtempSync(join(tmpdir(), 'hub-new-'));
  // With those that are not committed yet, but not those that were deleted.
  const listed = ['ls-files', '--cached', '--others', '--exclude-standard'];
  const { stdout } = await run('git', listed, { cwd: root, maxBuffer: 64 * 1024 * 1024 });
  for (const path of new Set(stdout.trim().split('\n'))) {
    mkdirSync(dirname(join(copy, path)), { recursive: true });
    cpSync(join(root, path), join(copy, path));
  }
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  await run('git', ['init', '-q'], { cwd: copy });
  await run('git', ['add', '-A'], { cwd: copy });
}, 300_000);

afterAll(() => {
  rmSync(copy, { recursive: true });
});

/** What a tool said, and how it ended. */
async function tool(
  name: string,
  ...parameters: string[]
): Promise<{ code: number; text: string }> {
  return runIn(join(copy, 'node_modules/.bin', name), parameters);
}

/** What `npm run hub` is. */
const hub = (...words: string[]) =>
  runIn(process.execPath, ['test/run.js', 'connectors/main.ts', ...words]);

async function runIn(path: string, parameters: readonly string[]) {
  return run(path, parameters, { cwd: copy, maxBuffer: 64 * 1024 * 1024 }).then(
    ({ stdout, stderr }) => ({ code: 0, text: stdout + stderr }),
    (error: unknown) => {
      const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
      return { code, text: stdout + stderr };
    },
  );
}

async function expectToPass(name: string, ...parameters: string[]): Promise<void> {
  const { code, text } = await tool(name, ...parameters);
  expect(code === 0 ? 'passed' : text).toBe('passed');
}

/** The worker that the README shows, beside the new one: it must pass what that must pass. */
function workerOfReadme(): string {
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  const [, example = ''] = /```ts\n([^`]*defineWorker[^`]*)```/.exec(readme) ?? [];
  expect(example).toContain('checkHours');
  const path = 'connectors/channel/workers/check-hours-of-readme.ts';
  writeFileSync(join(copy, path), example);
  return path;
}

test('hub new worker writes all that a worker needs: it compiles, is clean, and its test passes', async () => {
  const made = await hub('new', 'worker', 'channel', 'check-hours');
  expect(made).toMatchObject({ code: 0 });
  const { stdout } = await run('git', ['status', '--short', '--untracked-files=all'], {
    cwd: copy,
  });
  const changed = stdout
    .split('\n')
    .filter((line) => /^.[^ ]/.test(line))
    .map((line) => line.slice(3));
  // No file of another part.
  expect(changed.toSorted()).toEqual([
    'bpmn/.camunda/element-templates/channel-check-hours-1.json',
    'connectors/channel/role.ts',
    'connectors/channel/workers/check-hours.test.ts',
    'connectors/channel/workers/check-hours.ts',
    'connectors/common/contracts/jobs.md',
  ]);
  for (const path of changed) expect(made.text).toContain(path);
  const jobs = readFileSync(join(copy, 'connectors/common/contracts/jobs.md'), 'utf8');
  expect(jobs).toContain('| `channel:check-hours:1` | tenant |');
  const own = [...changed.filter((path) => path.endsWith('.ts')), workerOfReadme()];
  await expectToPass('tsc', '--noEmit');
  await expectToPass('eslint', ...own);
  await expectToPass('prettier', '--check', ...own);
  const only = ['--selectProjects', 'unit', '--testPathPatterns', 'workers/check-hours'];
  await expectToPass('jest', ...only);
}, 900_000);

test('hub new worker says what is wrong with its words, and writes nothing', async () => {
  const wrong = async (...words: string[]) => (await hub('new', 'worker', ...words)).text;
  expect(await wrong('chanel', 'x')).toContain('There is no part chanel. Is channel meant?');
  expect(await wrong('channel', 'Check Hours')).toContain('must be small letters');
  expect(await wrong('operations', 'x')).toMatch(
    /operations keeps no list of workers\. These do: ams-fineract, channel, /,
  );
  expect(await wrong('channel', 'tell-payer')).toContain('tell-payer.ts is there already');
}, 300_000);

test('a folder with a part.ts is a part: its role can be started, and the rules hold for it', async () => {
  const folder = join(copy, 'connectors/zoo');
  mkdirSync(folder);
  const role = `import { z } from 'zod';
import { definePart } from '../common/hub/part';
import { defineRole } from '../common/hub/role';
import { durationMs } from '../common/time';

const environment = z.object({ ZOO_GATES: z.string().default('one').describe('Gates') });

export const part = definePart({
  roles: [
    defineRole({
      name: 'zoo',
      needs: {},
      environment,
      start: () => ({ close: () => Promise.resolve(void durationMs('PT1S')) }),
    }),
  ],
});
`;
  writeFileSync(join(folder, 'part.ts'), role);
  expect((await hub('start', '--help')).text).toContain('zoo');
  expect((await hub('settings')).text).toContain('| `ZOO_GATES` | zoo |');
  expect(await tool('knip')).not.toMatchObject({ text: expect.stringContaining('zoo') as string });
  const rules = ['connectors', '--config', '.dependency-cruiser.cjs'];
  await expectToPass('depcruise', ...rules);

  // Others may not look into it, nor it into them.
  const spy = `import { settingsSchema } from '../mojaloop/settings';\n`;
  writeFileSync(join(folder, 'part.ts'), `${spy}${role}\nvoid settingsSchema;\n`);
  const { code, text } = await tool('depcruise', ...rules);
  expect(code).not.toBe(0);
  expect(text).toContain('a-part-never-imports-another-part: connectors/zoo/part.ts');

  // And the build has it.
  writeFileSync(join(folder, 'part.ts'), role);
  await run('npm', ['run', '-s', 'build'], { cwd: copy });
  const built = await run(process.execPath, ['dist/connectors/main.js', 'start', '--help'], {
    cwd: copy,
  });
  expect(built.stdout).toContain('zoo');
}, 900_000);
