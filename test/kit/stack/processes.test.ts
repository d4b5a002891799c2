import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { startProcess, type ProcessDefinition } from './processes';
import { isAlive } from './toolbox/lock';

const folder = mkdtempSync(join(tmpdir(), 'processes-'));
afterAll(() => rmSync(folder, { recursive: true }));

const node = (code: string, more: Partial<ProcessDefinition> = {}): ProcessDefinition => ({
  name: 'child',
  command: process.execPath,
  args: ['-e', code],
  logFile: join(folder, `${Math.random()}.log`),
  readiness: 'first-json-line',
  readyWithinMs: 10_000,
  ...more,
});
const runForever = 'setInterval(() => undefined, 1000);';

async function expectGone(pid: number): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (isAlive(pid) && Date.now() < deadline) await new Promise((r) => setTimeout(r, 20));
  expect(isAlive(pid)).toBe(false);
}

describe('a started process', () => {
  test('is ready with its first line of JSON, whatever it prints before', async () => {
    const child = await startProcess(
      node(`console.error('a warning'); console.log('{"address":"here"}'); ${runForever}`),
    );
    expect(child.firstJson).toEqual({ address: 'here' });
    await child.stop();
  });

  test('is ready when its address answers', async () => {
    const server = createServer((_request, response) => response.end());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const httpOk = `http://127.0.0.1:${port}/ready`;
    const child = await startProcess(node(runForever, { readiness: { httpOk } }));
    expect(child.hasExited()).toBe(false);
    await child.stop();
    server.close();
  });

  test('that ends before it is ready is an error that shows the end of its log', async () => {
    const start = startProcess(node(`console.log('no such tenant'); process.exit(3)`));
    await expect(start).rejects.toThrow(/child ended \(code 3\)[^]*no such tenant/);
  });

  test('that is never ready is ended and is an error', async () => {
    const definition = node(`console.log(process.pid); ${runForever}`, { readyWithinMs: 500 });
    await expect(startProcess(definition)).rejects.toThrow('child was not ready after 500 ms');
    await expectGone(Number(readFileSync(definition.logFile, 'utf8')));
  });

  test('that cannot be started is an error', async () => {
    const definition = { ...node(''), command: join(folder, 'no-such-program') };
    await expect(startProcess(definition)).rejects.toThrow('child could not be started');
  });

  test('that does not heed SIGTERM is killed when patience ends', async () => {
    const child = await startProcess(
      node(`process.on('SIGTERM', () => undefined); console.log('{}'); ${runForever}`),
    );
    await child.stop(100);
    await expect(child.exited).resolves.toEqual({ code: null, signal: 'SIGKILL' });
  });

  test('takes the processes that it has started with it, even when it is killed', async () => {
    const child = await startProcess(node(parentOf(runForever)));
    const { pid } = child.firstJson as { pid: number };
    expect(isAlive(pid)).toBe(true);
    await child.kill();
    await expectGone(pid);
  });
});

describe('the end of the supervisor', () => {
  test.each(['SIGKILL', 'SIGTERM', 'SIGINT'] as const)(
    'by %s leaves no process behind, not even one that ignores SIGTERM',
    async (signal) => {
      const stubborn = `process.on('SIGTERM', () => undefined); ${runForever}`;
      const supervisor = startSupervisor([parentOf(runForever), parentOf(stubborn)]);
      const children = await supervisor.children;
      expect(children).toHaveLength(4);
      expect(children.every(isAlive)).toBe(true);
      supervisor.process.kill(signal);
      await Promise.all(children.map(expectGone));
    },
    30_000,
  );

  test('by a crash leaves no process behind', async () => {
    const supervisor = startSupervisor([runForever], `throw new Error('a bug')`);
    const children = await supervisor.children;
    expect(children).toHaveLength(1);
    await Promise.all(children.map(expectGone));
  }, 30_000);
});

/** A program that starts another one and prints its process id once that one runs. */
function parentOf(code: string): string {
  return `
    const child = require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(`${code} console.log('runs')`)}]);
    child.stdout.once('data', () => console.log(JSON.stringify({ pid: child.pid })));
    ${runForever}`;
}

/** A process of its own that starts one child for each piece of code, prints all pids and goes on to `then`. */
function startSupervisor(codes: readonly string[], then = runForever) {
  const definitions = codes.map((code) =>
    code.includes('pid') ? node(code) : node(code, { readiness: 'at-once' }),
  );
  const code = `
    const { startProcess } = require(${JSON.stringify(join(__dirname, 'processes.ts'))});
    Promise.all(${JSON.stringify(definitions)}.map(startProcess)).then((started) => {
      console.log(JSON.stringify(started.flatMap((one) => [one.pid, one.firstJson?.pid ?? []].flat())));
      ${then}
    });`;
  const supervisor = spawn(process.execPath, ['--require', 'tsx/cjs', '-e', code], {
    cwd: join(__dirname, '../../..'),
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return {
    process: supervisor,
    children: firstLine(supervisor).then((line) => JSON.parse(line) as number[]),
  };
}

async function firstLine(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error('no output to read');
  for await (const line of createInterface({ input: child.stdout })) return line;
  throw new Error('it printed nothing');
}
