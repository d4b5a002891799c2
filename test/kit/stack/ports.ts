import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { createServer, type Server } from 'node:net';

/** A port that somebody wants, and the setting by which a person can move it. */
export interface WantedPort {
  readonly port: number;
  /** What listens there, in words. */
  readonly use: string;
  /** `PORT_BASE` */
  readonly setting: string;
}

/** Below the range from which systems take ports for outgoing connections: nobody takes them by chance. */
const firstFreePort = 20_000;
const lastFreePort = 29_999;

/** Ports that nobody listens on now. All are held until the last is found, so that they differ. */
export async function findFreePorts(count: number): Promise<number[]> {
  const held = new Map<number, Server>();
  for (let attempt = 0; held.size < count && attempt < count * 50; attempt += 1) {
    const port = firstFreePort + Math.floor(Math.random() * (lastFreePort - firstFreePort + 1));
    if (held.has(port)) continue;
    const server = await listen(port);
    if (server !== undefined) held.set(port, server);
  }
  await Promise.all([...held.values()].map(close));
  if (held.size < count) throw new Error(`No ${count} free ports from ${firstFreePort} on`);
  return [...held.keys()];
}

/** @throws an Error with one line for every port that is taken. */
export async function requireFreePorts(wanted: readonly WantedPort[]): Promise<void> {
  const lines: string[] = [];
  for (const { port, use, setting } of wanted) {
    const server = await listen(port);
    if (server !== undefined) {
      await close(server);
      continue;
    }
    const owner = ownerOfPort(port);
    const by = owner === undefined ? '' : ` by process ${owner}`;
    lines.push(`port ${port} (${use}) is taken${by}: set ${setting} to move it`);
  }
  if (lines.length > 0) throw new Error(lines.join('\n'));
}

function listen(port: number): Promise<Server | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE' || error.code === 'EACCES') resolve(undefined);
      else reject(error);
    });
    server.listen(port, '127.0.0.1', () => {
      resolve(server);
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
  });
}

/** `1234 (node main.ts)`, or undefined when the system does not tell (another user's process). */
function ownerOfPort(port: number): string | undefined {
  try {
    return process.platform === 'linux' ? ownerFromProc(port) : ownerFromLsof(port);
  } catch {
    // Only a help to the person; the port is taken all the same.
    return undefined;
  }
}

function ownerFromProc(port: number): string | undefined {
  const inode = listeningInode(port);
  if (inode === undefined) return undefined;
  const pid = readdirSync('/proc').find((name) => /^\d+$/.test(name) && holdsSocket(name, inode));
  if (pid === undefined) return undefined;
  const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
  return `${pid} (${command.slice(0, 80)})`;
}

/** Lines of /proc/net/tcp: `sl local_address rem_address st ... inode`; state 0A is LISTEN. */
function listeningInode(port: number): string | undefined {
  const hexPort = port.toString(16).toUpperCase().padStart(4, '0');
  return ['/proc/net/tcp', '/proc/net/tcp6']
    .flatMap((table) => readFileSync(table, 'utf8').split('\n'))
    .map((line) => line.trim().split(/\s+/))
    .find((fields) => fields[1]?.endsWith(`:${hexPort}`) === true && fields[3] === '0A')?.[9];
}

function holdsSocket(pid: string, inode: string): boolean {
  try {
    const folder = `/proc/${pid}/fd`;
    return readdirSync(folder).some(
      (descriptor) => readlinkSync(`${folder}/${descriptor}`) === `socket:[${inode}]`,
    );
  } catch {
    // Ended meanwhile, or another user's.
    return false;
  }
}

function ownerFromLsof(port: number): string | undefined {
  const output = execFileSync('lsof', ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-Fpc'], {
    encoding: 'utf8',
  });
  const pid = /^p(\d+)$/m.exec(output)?.[1];
  return pid === undefined ? undefined : `${pid} (${/^c(.+)$/m.exec(output)?.[1] ?? ''})`;
}
