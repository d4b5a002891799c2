/** `make hunt`: a campaign of SCHEDULES schedules from SEED on, on all cores, with its report. */
import { campaign, type Campaign } from './campaign';

const storiesMax = 3;

function report(title: string, counts: Campaign['faults']): void {
  process.stdout.write(`${title}:\n`);
  for (const [name, count] of counts)
    process.stdout.write(`${String(count).padStart(9)}  ${name}\n`);
}

async function main(): Promise<void> {
  const [seed = 1, schedules = 1_000] = process.argv.slice(2).map(Number);
  const done = await campaign(seed, schedules);
  report('faults struck', done.faults);
  report('elements reached, in so many schedules', done.elements);
  for (const [index, [one, story]] of done.failed.entries()) {
    const told = index < storiesMax ? story : `make hunt SEED=${one} SCHEDULES=1 tells how`;
    process.stdout.write(`\nSEED ${one} WENT WRONG\n${told}\n`);
  }
  const { payments, seconds, cpuMs, failed } = done;
  process.stdout.write(
    `\n${done.schedules} schedules with ${payments} payments from seed ${seed} in ${seconds.toFixed(0)} s on ${done.processes} cores, ` +
      `${(cpuMs / payments).toFixed(1)} ms of CPU a payment; ${failed.length} went wrong\n`,
  );
  const { faultsThatNeverStruck: silent, elementsNeverReached: unreached } = done;
  if (silent.length > 0) process.stdout.write(`faults that never struck: ${silent.join(', ')}\n`);
  if (unreached.length > 0)
    process.stdout.write(`elements never reached: ${unreached.join(', ')}\n`);
  if (failed.length + silent.length + unreached.length > 0) process.exitCode = 1;
}

void main();
