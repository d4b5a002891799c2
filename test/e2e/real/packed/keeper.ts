import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Keeping {
  readonly name: string;
  /** Where the commands run. */
  readonly directory: string;
  /** Shell commands. `start` leaves services running in the background, `stop` ends them. */
  readonly start: string;
  readonly stop: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly logFile: string;
  readonly readyWithinMs: number;
}

const ready = 'keeper: ready';

/**
 * Starts services that go into the background by themselves, with their own means, and sees to it that
 * they are stopped in good order when this process ends, however it ends: the shell that started them
 * reads from a pipe, which closes by itself when this process is gone, kill -9 included.
 */
export async function keep(keeping: Keeping): Promise<{ stop(): Promise<void> }> {
  const { name, logFile, readyWithinMs } = keeping;
  const { child, exited } = launch(keeping);
  const stop = async (): Promise<void> => {
    child.stdin?.end();
    await exited;
  };
  const deadlineMs = Date.now() + readyWithinMs;
  while (!readFileSync(logFile, 'utf8').includes(ready)) {
    if (child.exitCode !== null || Date.now() > deadlineMs) {
      await stop();
      throw new Error(`${name} did not start: see ${logFile}`);
    }
    await sleep(200);
  }
  return { stop };
}

function launch(keeping: Keeping): { child: ChildProcess; exited: Promise<void> } {
  const { directory, start, stop, environment, logFile } = keeping;
  const log = openSync(logFile, 'w');
  try {
    const script = `{ ${start}; } </dev/null || { ${stop}; exit 1; }; echo '${ready}'; cat >/dev/null; ${stop}`;
    const child = spawn('/bin/bash', ['-c', script], {
      cwd: directory,
      env: { ...process.env, ...environment },
      // A session of its own: Ctrl-C reaches this process only, and the shell then ends what it started.
      detached: true,
      stdio: ['pipe', log, log],
    });
    const exited = new Promise<void>((resolve) => {
      child.once('exit', () => {
        resolve();
      });
    });
    return { child, exited };
  } finally {
    closeSync(log);
  }
}
