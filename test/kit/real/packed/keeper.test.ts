import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { keep, type Keeping } from './keeper';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'payment-hub-keeper-'));
});
afterEach(() => {
  rmSync(directory, { recursive: true });
});

/** A service that runs as long as a file is there. */
const service = (): Keeping => ({
  name: 'a service',
  directory,
  start: 'touch runs',
  stop: 'rm -f runs; touch stopped',
  environment: {},
  logFile: join(directory, 'log'),
  readyWithinMs: 10_000,
});
const runs = () => existsSync(join(directory, 'runs'));
const stopped = () => existsSync(join(directory, 'stopped'));

test('a service runs until it is stopped', async () => {
  const kept = await keep(service());
  expect([runs(), stopped()]).toEqual([true, false]);
  await kept.stop();
  expect([runs(), stopped()]).toEqual([false, true]);
});

test('a service that does not start is cleared away, and its log is named', async () => {
  const broken = { ...service(), start: 'touch runs; echo no port; false' };
  await expect(keep(broken)).rejects.toThrow(`a service did not start: see ${broken.logFile}`);
  expect([runs(), stopped()]).toEqual([false, true]);
  expect(readFileSync(broken.logFile, 'utf8')).toContain('no port');
});

test('a service is stopped when the process that started it dies by kill -9', async () => {
  const script = join(directory, 'owner.ts');
  writeFileSync(
    script,
    `require(${JSON.stringify(join(__dirname, 'keeper.ts'))})
       .keep(${JSON.stringify(service())}).then(() => process.kill(process.pid, 'SIGKILL'));
     setInterval(() => {}, 1000);`,
  );
  const owner = spawn(process.execPath, ['--require', require.resolve('tsx/cjs'), script]);
  await new Promise((resolve) => owner.once('exit', resolve));
  expect(owner.signalCode).toBe('SIGKILL');
  for (let wait = 0; wait < 100 && !stopped(); wait += 1) await sleep(50);
  expect([runs(), stopped()]).toEqual([false, true]);
});

test('commands run where the service does, one after the other', async () => {
  const kept = await keep(service());
  try {
    await kept.run('rm runs');
    expect(runs()).toBe(false);
    await expect(kept.run('false')).rejects.toThrow(`false failed: see ${service().logFile}`);
    await kept.run('touch runs');
    expect(runs()).toBe(true);
  } finally {
    await kept.stop();
  }
  await expect(kept.run('touch runs')).rejects.toThrow('a service has ended');
});
