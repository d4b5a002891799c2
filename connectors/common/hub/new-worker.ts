/** `hub new worker`: the files of a worker, and its place in its part. For whoever has the source. */
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { promisify } from 'node:util';
import { Command } from 'commander';
import { thereIsNo } from '../nearest';
import { attempt, CannotRun, type Terminal } from '../terminal';
import type { FoundPart } from './find-parts';

const run = promisify(execFile);

/** Where the parts are, and the tools that generate from them. */
const connectors = join(__dirname, '../..');
const root = join(connectors, '..');

/** Of a role's file: what begins the list, and what stands in it. */
const workerList = /(const workers: Workers<[^>]+> = \[)([^\]]*)\]/;

export function newCommand(terminal: Terminal, parts: readonly FoundPart[]): Command {
  const command = new Command('new').description('begins something, for whoever has the source');
  command
    .command('worker')
    .description('writes a worker, its test, its element template and its line in jobs.md')
    .argument('<part>', parts.map(({ name }) => name).join(', '))
    .argument('<name>', 'what it does, such as check-hours')
    .action((part: string, name: string) =>
      attempt(terminal, async () => {
        for (const path of await writeWorker(partWithWorkers(part, parts), name)) {
          terminal.out(`${relative(root, path)}\n`);
        }
        terminal.out(
          `Now say what it reads, writes and does; then make unit ARGS=${part}/workers/${name}\n`,
        );
      }),
    );
  return command;
}

/** @throws CannotRun */
function partWithWorkers(name: string, parts: readonly FoundPart[]): FoundPart {
  const part = partNamed(name, parts);
  const hasList = (one: FoundPart) => workerList.test(roleText(one) ?? '');
  if (hasList(part)) return part;
  const others = parts.filter(hasList).map((one) => one.name);
  if (others.length === 0) throw new CannotRun('Only the source has parts to write to.');
  throw new CannotRun(
    `${name} keeps no list of workers. These do: ${others.join(', ')}. For another, begin a part (README).`,
  );
}

function roleFile({ name }: FoundPart): string {
  return join(connectors, name, 'role.ts');
}

function roleText(part: FoundPart): string | undefined {
  return existsSync(roleFile(part)) ? readFileSync(roleFile(part), 'utf8') : undefined;
}

function partNamed(name: string, parts: readonly FoundPart[]): FoundPart {
  const part = parts.find((one) => one.name === name);
  if (part !== undefined) return part;
  const names = parts.map((one) => one.name);
  throw new CannotRun(`${thereIsNo('part', name, names)} Parts: ${names.join(', ')}.`);
}

/** What was written or changed. @throws CannotRun before anything is */
async function writeWorker(part: FoundPart, name: string): Promise<readonly string[]> {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name)) {
    throw new CannotRun(`${name} must be small letters, with dashes between words: check-hours`);
  }
  const role = roleFile(part);
  const file = join(connectors, part.name, 'workers', `${name}.ts`);
  if (existsSync(file)) throw new CannotRun(`${relative(root, file)} is there already`);
  const prefix = jobPrefixOf(part);
  const constant = name.replace(/-([a-z0-9])/g, (_dash, letter: string) => letter.toUpperCase());
  const registered = withWorker(readFileSync(role, 'utf8'), name, constant);
  const test = join(dirname(file), `${name}.test.ts`);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, workerText(`${prefix}:${name}:1`, constant));
  writeFileSync(test, testText(name, constant));
  writeFileSync(role, registered);
  await run('npx', ['prettier', '--write', file, test, role], { cwd: root });
  await run('npm', ['run', '-s', 'generate:element-templates'], { cwd: root });
  await run('npm', ['run', '-s', 'generate:pages'], { cwd: root });
  const template = `${prefix}-${name}-1.json`;
  return [
    ...[file, test, role],
    join(root, 'bpmn/.camunda/element-templates', template),
    join(connectors, 'common/contracts/jobs.md'),
  ];
}

/** That of the jobs that it has, such as `ams` in ams-fineract. */
function jobPrefixOf({ name, roles }: FoundPart): string {
  const [first] = roles.flatMap(({ jobs = [] }) => jobs);
  return first?.type.split(':')[0] ?? name;
}

/** The role with one more worker: behind the others in its list, and imported behind all else. */
function withWorker(role: string, name: string, constant: string): string {
  const [, , listed = ''] = workerList.exec(role) ?? [];
  const others = listed.trim().replace(/,$/, '');
  const all = others === '' ? constant : `${others}, ${constant}`;
  const imports = role.lastIndexOf('\nimport ');
  const end = role.indexOf(';\n', imports) + 2;
  const line = `import { ${constant} } from './workers/${name}';\n`;
  const imported = role.slice(0, end) + line + role.slice(end);
  return imported.replace(workerList, (_whole, head: string) => `${head}${all}]`);
}

function workerText(type: string, constant: string): string {
  const title = type.split(':')[1]?.replaceAll('-', ' ') ?? '';
  const capital = title.charAt(0).toUpperCase() + title.slice(1);
  return `import { z } from 'zod';
import { variables } from '../../common/contracts/variables';
import { defineWorker } from '../../common/hub/worker';

export const ${constant} = defineWorker({
  type: '${type}',
  title: '${capital}',
  summary: 'Says in a sentence what it does, for whoever draws a diagram.',
  timeoutMs: 10_000,
  retries: 3,
  input: z.object({ tenant: variables.tenant }),
  output: z.object({}),
  bpmnErrors: {},
  run: () => Promise.resolve({}),
});
`;
}

function testText(name: string, constant: string): string {
  return `import { runJob } from '../../../test/kit/run-job';
import { ${constant} } from './${name}';

test('completes its job with what it writes', async () => {
  expect(await runJob(${constant}, { tenant: 'lion' })).toEqual({ kind: 'complete', variables: {} });
});

test('is an incident where a variable is not there, and does nothing', async () => {
  expect(await runJob(${constant}, {})).toMatchObject({ kind: 'incident' });
});
`;
}
