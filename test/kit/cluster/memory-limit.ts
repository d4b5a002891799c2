/** Memory limits as a node sets them: a control group of Linux for each container, of version 1 or 2. */
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { isAlive } from '../stack/toolbox/lock';

export interface MemoryLimit {
  /** Put before a command, it starts inside, and ends with this process at the latest. */
  readonly launcher: readonly string[];
  read(): MemoryUse;
  /** Once all that ran inside has ended. */
  remove(): void;
}

export interface MemoryUse {
  /** What the kubelet calls the working set: all but what the kernel can drop at once. */
  readonly workingSetMb: number;
  /** Of processes alone, without what they have read from disks. */
  readonly residentMb: number;
  /** How many processes were killed for it. */
  readonly kills: number;
}

const bytesPerMb = 1024 * 1024;
const prefix = 'payment-hub-';

/** How one version of control groups says it. */
interface Version {
  readonly root: string;
  readonly limit: string;
  readonly usage: string;
  /** Of memory.stat. */
  readonly resident: string;
  readonly droppable: string;
  /** File and word of the count of kills. */
  readonly killsFile: string;
}

const one: Version = {
  root: '/sys/fs/cgroup/memory',
  limit: 'memory.limit_in_bytes',
  usage: 'memory.usage_in_bytes',
  resident: 'total_rss',
  droppable: 'total_inactive_file',
  killsFile: 'memory.oom_control',
};
const two: Version = {
  root: '/sys/fs/cgroup',
  limit: 'memory.max',
  usage: 'memory.current',
  resident: 'anon',
  droppable: 'inactive_file',
  killsFile: 'memory.events',
};

/** The limits can be set here, by this user. */
export const canLimitMemory = (): boolean => versionHere() !== undefined;

function versionHere(): Version | undefined {
  if (process.platform !== 'linux') return undefined;
  return [one, two].find((version) => {
    const trial = join(version.root, `${prefix}${process.pid}-trial`);
    try {
      mkdirSync(trial);
      const has = existsSync(join(trial, version.limit));
      rmdirSync(trial);
      return has;
    } catch {
      // Not mounted, or not ours to write.
      return false;
    }
  });
}

/** @throws Error where `canLimitMemory` is false */
export function limitMemory(name: string, limitMb: number): MemoryLimit {
  const version = versionHere();
  if (version === undefined) throw new Error('control groups cannot be written here: be root');
  removeAbandoned(version.root);
  const folder = join(version.root, `${prefix}${process.pid}-${name}`);
  mkdirSync(folder);
  writeFileSync(join(folder, version.limit), String(Math.floor(limitMb * bytesPerMb)));
  const enter = `echo $$ > '${folder}/cgroup.procs' && exec setpriv --pdeathsig KILL -- "$@"`;
  return {
    launcher: ['/bin/sh', '-c', enter, 'sh'],
    read: () => read(version, folder),
    remove: () => {
      rmdirSync(folder);
    },
  };
}

function read(version: Version, folder: string): MemoryUse {
  const text = (file: string) => readFileSync(join(folder, file), 'utf8');
  const stat = text('memory.stat');
  const usage = Number(text(version.usage));
  return {
    workingSetMb: (usage - numberIn(stat, version.droppable)) / bytesPerMb,
    residentMb: numberIn(stat, version.resident) / bytesPerMb,
    kills: numberIn(text(version.killsFile), 'oom_kill'),
  };
}

function numberIn(text: string, word: string): number {
  const [, number] = new RegExp(`^${word} (\\d+)$`, 'm').exec(text) ?? [];
  if (number === undefined) throw new Error(`the kernel does not say ${word}`);
  return Number(number);
}

/** Of runs that were killed: nothing is in them any more. */
function removeAbandoned(root: string): void {
  for (const name of readdirSync(root)) {
    const [, pid] = new RegExp(`^${prefix}(\\d+)-`).exec(name) ?? [];
    if (pid === undefined || isAlive(Number(pid))) continue;
    try {
      rmdirSync(join(root, name));
    } catch {
      // Somebody else was first, or its processes are about to end.
    }
  }
}
