import {
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { findFreePorts } from '../../stack/ports';
import { startProcess } from '../../stack/processes';
import { cacheDirectory } from '../../stack/toolbox/cache';
import type { Say } from '../../stack/toolbox/distribution';
import type { FineractAddress } from '../addresses';
import { keep } from './keeper';

export interface Started<Addresses> {
  readonly addresses: Addresses;
  stop(): Promise<void>;
}

/** A service that may be killed while payments are under way. */
export interface Killable {
  /** kill -9 */
  kill(): void;
  /** Resolves when it answers again. */
  startAgain(): Promise<void>;
}

export type PackedFineract = Started<FineractAddress> & Killable;

/** Unpacks Fineract into the cache, once, and starts it with a database of its own. */
export async function startPackedFineract(
  folder: string,
  runDirectory: string,
  say: Say,
): Promise<PackedFineract> {
  const target = join(folderForAll(), 'real-fineract');
  if (!existsSync(target)) await unpack(join(folder, 'fineract-run.tar.xz'), target, say);
  const [port = 0] = await findFreePorts(1);
  const databasePort = await databasePortOf(target);
  const start = './run.sh start';
  say('starting Fineract (about a minute, several the first time)');
  const kept = await keep({
    name: 'Fineract',
    directory: target,
    start,
    stop: './run.sh stop; ./db.sh stop',
    environment: { PORT: String(port), FINERACT_PG_PORT: databasePort, DB: 'pg' },
    logFile: join(runDirectory, 'fineract.log'),
    readyWithinMs: 900_000,
  });
  const baseUrl = `http://127.0.0.1:${port}/fineract-provider`;
  return {
    addresses: { baseUrl, username: 'mifos', password: 'password', tenant: 'default' },
    stop: () => kept.stop(),
    kill: () => {
      process.kill(Number(readFileSync(join(target, `fineract-${port}.pid`), 'utf8')), 'SIGKILL');
    },
    startAgain: () => kept.run(start),
  };
}

async function unpack(archive: string, target: string, say: Say): Promise<void> {
  say('unpacking Fineract (0.5 GB, once)');
  const unpacking = `${target}.unpacking`;
  rmSync(unpacking, { recursive: true, force: true });
  mkdirSync(unpacking, { recursive: true });
  const tar = await startProcess({
    name: 'tar',
    command: 'tar',
    args: ['-xJf', archive, '-C', unpacking, '--strip-components', '1'],
    logFile: `${target}.log`,
    readiness: 'at-once',
    readyWithinMs: 0,
  });
  const { code } = await tar.exited;
  if (code !== 0) throw new Error(`Fineract could not be unpacked: see ${target}.log`);
  // The folder appears whole or not at all.
  renameSync(unpacking, target);
}

/** Chosen once: Fineract writes the port into the database when it makes it. */
async function databasePortOf(target: string): Promise<string> {
  const file = join(target, 'database-port');
  if (!existsSync(file)) {
    const [port = 0] = await findFreePorts(1);
    writeFileSync(file, String(port));
  }
  return readFileSync(file, 'utf8');
}

/** PostgreSQL runs as a user of its own, who does not get into another's home folder. */
function folderForAll(): string {
  const cache = cacheDirectory();
  mkdirSync(cache, { recursive: true });
  return isOpen(cache) ? cache : '/var/tmp/payment-hub';
}

function isOpen(folder: string): boolean {
  const others = 0o001;
  const parent = dirname(folder);
  return (statSync(folder).mode & others) !== 0 && (parent === folder || isOpen(parent));
}
