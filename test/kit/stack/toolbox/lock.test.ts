import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withLock } from './lock';

const folder = mkdtempSync(join(tmpdir(), 'lock-'));
const path = join(folder, 'part.lock');
afterAll(() => rmSync(folder, { recursive: true }));

const ignoreWaiting = () => undefined;

describe('a lock', () => {
  test('is gone after the work, also when the work fails', async () => {
    await expect(withLock(path, ignoreWaiting, () => Promise.resolve(7))).resolves.toBe(7);
    expect(existsSync(path)).toBe(false);
    const failing = withLock(path, ignoreWaiting, () => Promise.reject(new Error('no network')));
    await expect(failing).rejects.toThrow('no network');
    expect(existsSync(path)).toBe(false);
  });

  test('makes the second wait for the first, and says for whom it waits', async () => {
    const events: string[] = [];
    let release = (): void => undefined;
    const first = withLock(path, ignoreWaiting, async () => {
      await new Promise<void>((resolve) => (release = resolve));
      events.push('first');
    });
    const second = withLock(
      path,
      (owner) => {
        events.push(`waits for ${owner}`);
        release();
      },
      () => Promise.resolve(events.push('second')),
    );
    await Promise.all([first, second]);
    expect(events).toEqual([`waits for ${process.pid}`, 'first', 'second']);
  });

  test('of a process that died is taken over', async () => {
    const dead = spawnSync(process.execPath, ['-e', '']).pid;
    writeFileSync(path, String(dead));
    await expect(withLock(path, ignoreWaiting, () => Promise.resolve('mine'))).resolves.toBe(
      'mine',
    );
  });
});
