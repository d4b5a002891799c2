import { spawn, type ChildProcess } from 'node:child_process';

/**
 * Remembers the process groups that belong to this process and ends them when it is gone, however it
 * went: the list is held by a shell that reads it from a pipe, and the pipe closes by itself when this
 * process dies, kill -9 included. The shell has a session of its own, so Ctrl-C does not reach it.
 */
const script = `
  while read -r line; do groups=$line; done
  for group in $groups; do kill -s TERM -- "-$group"; done
  [ -z "$groups" ] || sleep 3
  for group in $groups; do kill -s KILL -- "-$group"; done
`;

let shell: ChildProcess | undefined;
const groups = new Set<number>();

export function addToReaper(group: number): void {
  groups.add(group);
  shell ??= startShell();
  sendGroups(shell);
}

export function removeFromReaper(group: number): void {
  groups.delete(group);
  if (shell === undefined) return;
  sendGroups(shell);
  if (groups.size > 0) return;
  shell.stdin?.end();
  shell = undefined;
}

/** kill -9 of every group that is left. */
export function killAll(): void {
  for (const group of groups) signalGroup(group, 'SIGKILL');
}

export function signalGroup(group: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-group, signal);
  } catch (error) {
    // ESRCH: gone already. EPERM: macOS says so of a group in which only a zombie is left.
    const code = (error as NodeJS.ErrnoException).code;
    if (code !== 'ESRCH' && code !== 'EPERM') throw error;
  }
}

function startShell(): ChildProcess {
  const child = spawn('/bin/sh', ['-c', script], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  child.unref();
  // Unreferenced, or this process would never end by itself.
  (child.stdin as unknown as { unref(): void }).unref();
  return child;
}

function sendGroups(child: ChildProcess): void {
  child.stdin?.write(`${[...groups].join(' ')}\n`);
}
