/** `make up` and `make down`, as a person uses them. */
import { execFile } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { choosePorts } from '../kit/stack/layout';
import { requireFreePorts } from '../kit/stack/ports';
import { projectRoot } from '../kit/stack/scripts';
import type { UpState } from '../kit/stack/up/state';

const run = promisify(execFile);
const runDirectory = mkdtempSync(join(tmpdir(), 'up-'));
let portBase = 0;

/** Below those that a system gives to whoever asks for any: what runs beside this takes none of them meanwhile. */
beforeAll(async () => {
  do portBase = 10_000 + 100 * randomInt(180);
  while (!(await allPortsAreFree()));
});

afterAll(async () => {
  await call('down');
  rmSync(runDirectory, { recursive: true });
}, 60_000);

/** The half that pays, but where all of it is looked at. */
async function call(target: 'main' | 'down', shape = 'engine'): Promise<string> {
  const { stdout } = await run(
    process.execPath,
    ['test/run.js', `test/kit/stack/up/${target}.ts`],
    {
      cwd: projectRoot,
      env: {
        ...process.env,
        RUN_DIRECTORY: runDirectory,
        PORT_BASE: String(portBase),
        HUB_SHAPE: shape,
      },
    },
  );
  return stdout;
}

/** The commands that the text shows, without their line breaks. */
function commandsIn(text: string): string[] {
  return [...text.replaceAll('\\\n', ' ').matchAll(/^ {2}(curl .*)$/gm)].map(
    ([, command = '']) => command,
  );
}

/** Each with all that is exported. */
function operatorsCommandsIn(text: string): string[] {
  const exported = [...text.matchAll(/^ {2}(export .*)$/gm)].map(([, line = '']) => line);
  return [...text.matchAll(/^ {2}(npm run .*)$/gm)].map(([, command = '']) =>
    [...exported, command].join(' && '),
  );
}

/** What `make up` shows to be tried in one shell, with the functions that are typed before. */
function triesIn(text: string): { functions: string; commands: string[] } {
  const lines = [...text.matchAll(/^ {2}((?:as|told)\b.*)$/gm)].map(([, line = '']) => line);
  const isFunction = (line: string) => /^\w+\(\)/.test(line);
  return {
    functions: lines.filter(isFunction).join('\n'),
    commands: lines.filter((line) => !isFunction(line)),
  };
}

/** What is shown for an operator: a function, and lines that use it. */
function operatorsTriesIn(text: string): string[] {
  const lines = [...text.matchAll(/^ {2}(as_role\b.*)$/gm)].map(([, line = '']) => line);
  const [defined = '', ...typed] = lines;
  return typed.map((line) => `${defined}\n${line}`);
}

/** What each answer of {@link triesIn} says in the end. */
const triesSay = [
  ...[/RECEIVED/, /links.*decision/, /COMMITTED/],
  ...[/RECEIVED/, /oneTimePassword[^]*questionId/, /requestId/, /COMMITTED/],
  ...[/COMMITTED/],
  ...[/qrCode/, /COMMITTED/],
];

/** Types them as a person does: copies what was told before into the place of `<...>`, and asks again until it is so. */
async function typeTries(text: string): Promise<string[]> {
  const { functions, commands } = triesIn(text);
  const known = new Map<string, string>();
  const answers: string[] = [];
  for (const [index, command] of commands.entries()) {
    const typed = command.replace(/<(\w+)>/g, (_all, name: string) => known.get(name) ?? name);
    const deadline = Date.now() + 30_000;
    let answer = '';
    do {
      ({ stdout: answer } = await run('bash', ['-c', `${functions}\n${typed}`]));
    } while (triesSay[index]?.test(answer) !== true && Date.now() < deadline);
    for (const [, name = '', value = ''] of answer.matchAll(/"(\w+)":"([^"]*)"/g)) {
      known.set(name, value);
    }
    answers.push(answer);
  }
  return answers;
}

async function allPortsAreFree(): Promise<boolean> {
  return choosePorts(portBase).then(
    () => true,
    () => false,
  );
}

test('make up shows commands that really pay, and make down stops everything', async () => {
  const text = await call('main', 'whole');
  const [pay = '', look = '', silence = '', ...others] = commandsIn(text);
  expect(others).toEqual([]);
  const paid = await run('sh', ['-c', pay]);
  expect(JSON.parse(paid.stdout)).toMatchObject({ state: 'COMMITTED' });
  const account = await run('sh', ['-c', look]);
  expect(JSON.parse(account.stdout)).toMatchObject({ accountBalance: 9899.88 });

  const [payments = '', incidents = '', doctor = '', find = ''] = operatorsCommandsIn(text);
  const atRoot = { cwd: projectRoot };
  expect((await run('sh', ['-c', payments], atRoot)).stdout).toBe(
    'No payment waits for a person.\n',
  );
  expect((await run('sh', ['-c', incidents], atRoot)).stderr).toContain('No broker has told');
  expect((await run('sh', ['-c', doctor], atRoot)).stdout).toContain(' 0 wrong\n');

  // Seconds later: Kafka and Elasticsearch have it.
  const found = () => run('sh', ['-c', find], atRoot).then(({ stdout }) => stdout, String);
  const deadline = Date.now() + 60_000;
  while (!(await found()).includes('paid') && Date.now() < deadline) await sleep(500);
  expect(await found()).toContain('paid: 100.12 TZS from lion to buffalo');

  const [tenants = '', work = '', search = '', story = '', acts = ''] = operatorsTriesIn(text);
  expect((await run('bash', ['-c', tenants])).stdout).toContain('"tenant":"lion"');
  expect((await run('bash', ['-c', work])).stdout).toContain('"toDecide":{"count":0');
  const { stdout: rows } = await run('bash', ['-c', search]);
  const [, transactionId = ''] = /"transactionId":"([^"]+)"/.exec(rows) ?? [];
  const typed = story.replace('<transactionId>', transactionId);
  expect((await run('bash', ['-c', typed])).stdout).toContain('left the payer’s account');
  const audited = acts.replace('<transactionId>', transactionId);
  const whoLooked = () => run('bash', ['-c', audited]).then(({ stdout }) => stdout);
  while (!(await whoLooked()).includes('"salim"') && Date.now() < deadline) await sleep(500);
  expect(await whoLooked()).toContain('"operation":"showPayment"');

  await run('sh', ['-c', silence]);
  const unheard = pay.replace('order-1', 'order-2').replace('wait=20', 'wait=5');
  expect(JSON.parse((await run('sh', ['-c', unheard])).stdout)).toMatchObject({
    state: 'RECEIVED',
  });

  await expect(call('main')).resolves.toContain('It is running already.');
  await expect(call('down')).resolves.toBe('Everything is stopped.\n');
  await expect(allPortsAreFree()).resolves.toBe(true);
  await expect(call('down')).resolves.toBe('Nothing was running.\n');
}, 480_000);

test('what make up shows to be tried asks for money, pays by a one-time password, gives back and pays by a QR code', async () => {
  const answers = await typeTries(await call('main'));
  expect(answers).toEqual(triesSay.map((said) => expect.stringMatching(said) as string));
  await call('down');
}, 300_000);

function stateNow(): UpState {
  return JSON.parse(readFileSync(join(runDirectory, 'up/stack.json'), 'utf8')) as UpState;
}

/** As a person learns it who wants the port. */
async function processOn(port: string): Promise<number> {
  const wanted = { port: Number(port), use: 'the hub', setting: 'PORT_BASE' };
  const told = await requireFreePorts([wanted]).catch(String);
  return Number(/ by process (\d+) \(/.exec(told ?? '')?.[1]);
}

test('make up beside a hub that has died says so and what to do, and make down stops the rest', async () => {
  await call('main');
  process.kill(await processOn(new URL(stateNow().managementAddress).port), 'SIGKILL');
  await expect(call('main')).rejects.toMatchObject({
    stderr: expect.stringMatching(
      /^the hub died meanwhile: why stands in the logs of .*\nmake down stops the rest; then make up starts all anew\.\n$/,
    ) as string,
  });
  await expect(call('down')).resolves.toBe('Everything is stopped.\n');
  await expect(allPortsAreFree()).resolves.toBe(true);
}, 180_000);

test('kill -9 of what make up has left behind leaves no process on any port', async () => {
  await call('main');
  await expect(allPortsAreFree()).resolves.toBe(false);
  process.kill(stateNow().pid, 'SIGKILL');
  const deadline = Date.now() + 20_000;
  while (!(await allPortsAreFree()) && Date.now() < deadline) await sleep(100);
  await expect(allPortsAreFree()).resolves.toBe(true);
  await expect(call('down')).resolves.toBe('Nothing was running.\n');
}, 180_000);
