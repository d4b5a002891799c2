import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive } from '../../stack/toolbox/lock';

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

/** Services that run. */
export interface Kept {
  /**
   * Runs a shell command of one line where the services were started. One that starts services again is
   * over before the services are stopped. @throws an Error when it fails.
   */
  run(command: string): Promise<void>;
  stop(): Promise<void>;
}

const pidFile = '.keeper';
const ready = 'keeper: ready';
const done = 'keeper: done';
const failed = 'keeper: failed';

/**
 * Starts services that go into the background by themselves, with their own means, and sees to it that
 * they are stopped in good order when this process ends, however it ends: the shell that started them
 * reads commands from a pipe, which closes by itself when this process is gone, kill -9 included.
 */
export async function keep(keeping: Keeping): Promise<Kept> {
  const { name, logFile, readyWithinMs } = keeping;
  await lastOneGone(keeping);
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
  let commands = 0;
  const notEnded = (): void => {
    if (child.exitCode !== null) throw new Error(`${name} has ended: see ${logFile}`);
  };
  const run = async (command: string): Promise<void> => {
    notEnded();
    commands += 1;
    child.stdin?.write(`${command}\n`);
    const results = () =>
      readFileSync(logFile, 'utf8')
        .split('\n')
        .filter((line) => line === done || line === failed);
    while (results().length < commands) {
      notEnded();
      await sleep(100);
    }
    if (results()[commands - 1] === failed) throw new Error(`${command} failed: see ${logFile}`);
  };
  return { run, stop };
}

/** After Ctrl-C the services of the run before may still be on their way out. */
async function lastOneGone({ directory, readyWithinMs }: Keeping): Promise<void> {
  const file = join(directory, pidFile);
  const deadlineMs = Date.now() + readyWithinMs;
  while (existsSync(file) && Date.now() < deadlineMs) {
    if (!isAlive(Number(readFileSync(file, 'utf8')))) return;
    await sleep(200);
  }
}

function launch(keeping: Keeping): { child: ChildProcess; exited: Promise<void> } {
  const { directory, start, stop, environment, logFile } = keeping;
  const log = openSync(logFile, 'w');
  try {
    const end = `${stop}; rm -f ${pidFile}`;
    const obey = `while IFS= read -r line; do if eval "$line" </dev/null; then echo '${done}'; else echo '${failed}'; fi; done`;
    const script = `echo $$ >${pidFile}; { ${start}; } </dev/null || { ${end}; exit 1; }; echo '${ready}'; ${obey}; ${end}`;
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
