import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { addToReaper, removeFromReaper, signalGroup } from './reaper';

export interface ProcessDefinition {
  /** Stands in messages. */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** A command that becomes the one behind it, such as one that sets a limit to it. */
  readonly launcher?: readonly string[] | undefined;
  /** Added to this process's own environment; `undefined` takes a variable away. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  readonly workingDirectory?: string;
  /** Gets all that the process prints. */
  readonly logFile: string;
  /** Keeps what the log file holds already. */
  readonly appendToLog?: boolean;
  readonly readiness: Readiness;
  readonly readyWithinMs: number;
}

export type Readiness =
  /** A GET of this address is answered with 2xx. */
  | { readonly httpOk: string }
  /** It listens on this port, of 127.0.0.1 by default. */
  | { readonly portOpen: number; readonly host?: string }
  /** It prints a line that is a JSON object; see `ManagedProcess.firstJson`. */
  | 'first-json-line'
  | 'at-once';

export interface ManagedProcess {
  readonly name: string;
  readonly pid: number;
  readonly logFile: string;
  /** The first JSON object that it printed, when that was its readiness. */
  readonly firstJson: unknown;
  /** Resolves when it has ended. */
  readonly exited: Promise<Exit>;
  hasExited(): boolean;
  /** kill -9 of its whole group; resolves when it is gone. */
  kill(): Promise<void>;
  /** SIGTERM, and kill -9 after `patienceMs`; resolves when it is gone. */
  stop(patienceMs?: number): Promise<void>;
}

/** Runs on what it keeps: started again it goes on where it was. */
export interface RestartableProcess {
  readonly logFile: string;
  /** Of the process that runs now; a restart gives another. */
  readonly pid: number;
  /** kill -9. What it keeps, ports too, is there for `restart()`. */
  kill(): Promise<void>;
  /** Starts it again, killing it first if it runs; resolves when it is ready. */
  restart(): Promise<void>;
  /** Ends it in good order. */
  stop(): Promise<void>;
}

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

const pollIntervalMs = 50;

/**
 * Starts a program in a process group of its own and waits until it is ready. The group ends at the
 * latest when this process ends, even by kill -9.
 * @throws an Error with the end of its log when it ends or stays silent instead of becoming ready.
 */
export async function startProcess(definition: ProcessDefinition): Promise<ManagedProcess> {
  const child = launch(definition);
  const pid = child.pid;
  const exited = new Promise<Exit>((resolve) => {
    child.once('exit', (code, signal) => {
      resolve({ code, signal });
    });
  });
  if (pid === undefined) throw await launchError(definition, child);
  addToReaper(pid);
  void exited.then(() => {
    // What the program has left behind in its group goes with it.
    signalGroup(pid, 'SIGKILL');
    removeFromReaper(pid);
  });
  const managed = manage(definition, child, pid, exited);
  try {
    return { ...managed, firstJson: await awaitReady(definition, managed) };
  } catch (error) {
    await managed.kill();
    throw error;
  }
}

export async function startRestartable(
  start: (again: { readonly appendToLog?: true }) => Promise<ManagedProcess>,
  options: {
    /** Removed by `stop()`. */
    readonly temporaryDirectory?: string | undefined;
    readonly stopPatienceMs?: number;
  } = {},
): Promise<RestartableProcess> {
  let running = await start({});
  return {
    logFile: running.logFile,
    get pid() {
      return running.pid;
    },
    kill: () => running.kill(),
    async restart() {
      await running.kill();
      running = await start({ appendToLog: true });
    },
    async stop() {
      await running.stop(options.stopPatienceMs);
      if (options.temporaryDirectory === undefined) return;
      // What the process has started itself may go a moment after it.
      rmSync(options.temporaryDirectory, { recursive: true, maxRetries: 10, retryDelay: 100 });
    },
  };
}

function launch(definition: ProcessDefinition): ChildProcess {
  mkdirSync(dirname(definition.logFile), { recursive: true });
  // The program writes to the file itself: it never waits for us and outlives us without a broken pipe.
  const log = openSync(definition.logFile, definition.appendToLog === true ? 'a' : 'w');
  try {
    const { launcher = [], command, args } = definition;
    const [first = command, ...rest] = [...launcher, command, ...args];
    return spawn(first, rest, {
      cwd: definition.workingDirectory,
      env: { ...process.env, ...definition.environment },
      detached: true,
      stdio: ['ignore', log, log],
    });
  } finally {
    closeSync(log);
  }
}

function launchError(definition: ProcessDefinition, child: ChildProcess): Promise<Error> {
  return new Promise((resolve) => {
    child.once('error', (cause) => {
      resolve(new Error(`${definition.name} could not be started: ${cause.message}`, { cause }));
    });
  });
}

function manage(
  definition: ProcessDefinition,
  child: ChildProcess,
  pid: number,
  exited: Promise<Exit>,
): ManagedProcess {
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    signalGroup(pid, signal);
    await exited;
  };
  return {
    name: definition.name,
    pid,
    logFile: definition.logFile,
    firstJson: undefined,
    exited,
    hasExited: () => child.exitCode !== null || child.signalCode !== null,
    kill: () => end('SIGKILL'),
    async stop(patienceMs = 10_000) {
      const impatience = setTimeout(() => {
        signalGroup(pid, 'SIGKILL');
      }, patienceMs);
      await end('SIGTERM');
      clearTimeout(impatience);
    },
  };
}

async function awaitReady(
  definition: ProcessDefinition,
  managed: ManagedProcess,
): Promise<unknown> {
  const { name, readiness, readyWithinMs, logFile } = definition;
  if (readiness === 'at-once') return undefined;
  const deadline = Date.now() + readyWithinMs;
  while (Date.now() < deadline) {
    if (managed.hasExited()) {
      const { code, signal } = await managed.exited;
      throw new Error(`${name} ended (${signal ?? `code ${code}`}) ${tellLog(logFile)}`);
    }
    if (readiness === 'first-json-line') {
      const firstJson = findFirstJson(readFileSync(logFile, 'utf8'));
      if (firstJson !== undefined) return firstJson;
    } else if (await isReady(readiness)) {
      return undefined;
    }
    await sleep(pollIntervalMs);
  }
  throw new Error(`${name} was not ready after ${readyWithinMs} ms ${tellLog(logFile)}`);
}

/** Only whole lines count: the last one may still be on its way. */
function findFirstJson(output: string): unknown {
  const line = output
    .split('\n')
    .slice(0, -1)
    .find((text) => text.startsWith('{') && text.endsWith('}'));
  return line === undefined ? undefined : JSON.parse(line);
}

function isReady(readiness: Exclude<Readiness, string>): Promise<boolean> {
  if ('httpOk' in readiness) return answersOk(readiness.httpOk);
  return isListening(readiness.portOpen, readiness.host);
}

function isListening(port: number, host = '127.0.0.1'): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, host);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    // Nobody listens yet.
    socket.once('error', () => {
      resolve(false);
    });
  });
}

async function answersOk(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(2_000) });
    await response.body?.cancel();
    return response.ok;
  } catch {
    // Nobody listens yet.
    return false;
  }
}

function tellLog(logFile: string): string {
  const lines = readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-12);
  return `(log: ${logFile}). It said last:\n${lines.map((line) => `  ${line}`).join('\n')}`;
}
