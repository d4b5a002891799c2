import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

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
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The name, in brackets, may hold spaces; utime and stime are fields 14 and 15 of proc(5).
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const ticks = Number(fields[11]) + Number(fields[12]);
  const residentPages = Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]);
  const pageBytes = 4096;
  return {
    cpuMs: (ticks * 1000) / ticksPerSecond,
    memoryMb: (residentPages * pageBytes) / bytesPerMb,
  };
}
