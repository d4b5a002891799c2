/** `make hunt`: a campaign of SCHEDULES schedules from SEED on, on all cores, with its report. */
import { fork, type ChildProcess } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { Hunter } from './hunter';
import { Tally } from './tally';

/** What a process of the campaign tells of its share. */
interface Share {
  readonly schedules: number;
  readonly payments: number;
  readonly faults: readonly (readonly [string, number])[];
  readonly elements: readonly (readonly [string, number])[];
  /** Seeds that went wrong, with their stories. */
  readonly failed: readonly (readonly [number, string])[];
  readonly cpuMs: number;
}

const storiesMax = 3;

async function hunt(first: number, step: number, end: number): Promise<Share> {
  const hunter = await Hunter.create();
  const tally = new Tally(hunter.processes);
  const began = process.cpuUsage();
  for (let seed = first; seed < end; seed += step) tally.add(await hunter.run(seed));
  const { user, system } = process.cpuUsage(began);
  const failed: [number, string][] = [];
  for (const { seed, wrong } of tally.failed) {
    const isTold = failed.length < storiesMax;
    failed.push([seed, isTold ? await hunter.explain(seed) : wrong.join('\n')]);
  }
  return {
    ...{ schedules: tally.schedules, payments: tally.payments, failed },
    ...{ faults: [...tally.faults], elements: [...tally.elements] },
    cpuMs: (user + system) / 1_000,
  };
}

function shareOf(child: ChildProcess): Promise<Share> {
  return new Promise((resolve, reject) => {
    child.once('message', (share) => resolve(share as Share));
    child.once('exit', (code) => reject(new Error(`a process of the hunt has ended with ${code}`)));
  });
}

async function campaign(seed: number, schedules: number): Promise<void> {
  const processes = Math.min(availableParallelism(), schedules);
  const beganMs = performance.now();
  const children = Array.from({ length: processes }, (_, index) =>
    fork(__filename, ['share', `${seed + index}`, `${processes}`, `${seed + schedules}`], {
      execArgv: ['--require', 'tsx/cjs'],
    }),
  );
  const shares = await Promise.all(children.map(shareOf));
  const seconds = (performance.now() - beganMs) / 1_000;
  const sum = (of: (share: Share) => number): number =>
    shares.reduce((all, one) => all + of(one), 0);
  const failed = shares.flatMap((share) => share.failed);
  const payments = sum((share) => share.payments);
  const cpuMs = sum((share) => share.cpuMs);
  report('faults struck', summed(shares.map((share) => share.faults)));
  const tally = new Tally((await Hunter.create()).processes);
  for (const [id, count] of summed(shares.map((share) => share.elements)))
    tally.elements.set(id, count);
  const silent = summed(shares.map((share) => share.faults)).filter(([, count]) => count === 0);
  const unreached = tally.elementsNeverReached;
  for (const [one, story] of failed) process.stdout.write(`\nSEED ${one} WENT WRONG\n${story}\n`);
  process.stdout.write(
    `\n${sum((share) => share.schedules)} schedules with ${payments} payments from seed ${seed} in ${seconds.toFixed(0)} s on ${processes} cores, ` +
      `${(cpuMs / payments).toFixed(1)} ms of CPU a payment; ${failed.length} went wrong\n`,
  );
  if (silent.length > 0) process.stdout.write(`faults that never struck: ${silent.join(', ')}\n`);
  if (unreached.length > 0)
    process.stdout.write(`elements never reached: ${unreached.join(', ')}\n`);
  if (failed.length + silent.length + unreached.length > 0) process.exitCode = 1;
}

function summed(all: readonly Share['faults'][]): (readonly [string, number])[] {
  const counts = new Map<string, number>();
  for (const [name, count] of all.flat()) counts.set(name, (counts.get(name) ?? 0) + count);
  return [...counts];
}

function report(title: string, counts: readonly (readonly [string, number])[]): void {
  process.stdout.write(`${title}:\n`);
  for (const [name, count] of counts)
    process.stdout.write(`${String(count).padStart(9)}  ${name}\n`);
}

async function main(): Promise<void> {
  const [what, ...numbers] = process.argv.slice(2);
  if (what === 'share') {
    const [first = 0, step = 1, end = 0] = numbers.map(Number);
    const share = await hunt(first, step, end);
    process.send?.(share, () => process.disconnect());
    return;
  }
  const [seed = 1, schedules = 1_000] = [what, ...numbers].map((one) => Number(one));
  await campaign(seed, schedules);
}

void main();
