import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';

export interface Usage {
  readonly cpuMs: number;
  readonly memoryMb: number;
}

const bytesPerMb = 1024 * 1024;
const ticksPerSecond = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));

/** CPU time so far and resident memory now of one process. Reads /proc: Linux only. */
export function usageOf(pid: number): Usage {
  if (!existsSync('/proc/self/stat'))
    throw new Error('The benchmarks read /proc: run them on Linux');
  const { ticks } = statOf(pid);
  const residentPages = Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]);
  const pageBytes = 4096;
  return {
    cpuMs: (ticks * 1000) / ticksPerSecond,
    memoryMb: (residentPages * pageBytes) / bytesPerMb,
  };
}

interface Stat {
  readonly parent: number;
  readonly ticks: number;
  /** With those of its children that have ended. */
  readonly ticksWithEnded: number;
}

function statOf(pid: number | string): Stat {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The name, in brackets, may hold spaces; the parent is field 4 of proc(5), and the times are 14 to 17.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [user = 0, system = 0, ofEndedUser = 0, ofEndedSystem = 0] = fields
    .slice(11, 15)
    .map(Number);
  const ticks = user + system;
  return { parent: Number(fields[1]), ticks, ticksWithEnded: ticks + ofEndedUser + ofEndedSystem };
}

/** CPU time that this machine has spent so far on anything but this process and those that it has started. */
export function othersCpuMs(): number {
  const [line = ''] = readFileSync('/proc/stat', 'utf8').split('\n');
  // user, nice, system, idle, iowait, irq, softirq: what waits is not busy.
  const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0] = line
    .split(/\s+/)
    .slice(1)
    .map(Number);
  const busy = user + nice + system + irq + softirq;
  return ((busy - ticksOfTree(process.pid)) * 1000) / ticksPerSecond;
}

function ticksOfTree(root: number): number {
  const all = new Map<number, Stat>();
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      all.set(Number(pid), statOf(pid));
    } catch {
      // It has ended since.
    }
  }
  const isOurs = (pid: number): boolean => {
    if (pid === root) return true;
    const parent = all.get(pid)?.parent ?? 0;
    return parent > 0 && isOurs(parent);
  };
  return [...all]
    .filter(([pid]) => isOurs(pid))
    .reduce((sum, [, { ticksWithEnded }]) => sum + ticksWithEnded, 0);
}
