/** Real connections out of a pod, to see what its network lets through. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { projectRoot } from '../../stack/scripts';
import type { NetworkOfPod } from '../pod-network';

export type Came = 'connected' | 'refused' | 'silent';

export interface Door {
  readonly at: string;
  readonly port: number;
}

/** @param own of the addresses there the one to come from; says of each door what came of it */
export async function knock(
  { launcher }: Pick<NetworkOfPod, 'launcher'>,
  own: string,
  doors: readonly Door[],
): Promise<readonly Came[]> {
  const script = ['--require', 'tsx/cjs', join(__dirname, 'main.ts')];
  const [first, ...rest] = [...launcher, process.execPath, ...script, own];
  const { stdout } = await promisify(execFile)(
    first,
    [...rest, ...doors.map(({ at, port }) => `${at}:${port}`)],
    { cwd: projectRoot },
  );
  return JSON.parse(stdout) as readonly Came[];
}
