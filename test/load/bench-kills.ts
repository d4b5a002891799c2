/**
 * `make bench-kills`: the hub is killed (kill -9) at each moment of a payment, with the timers that a tenant has by default, and
 * started anew: which payments are paid all the same? A moment is a job that has asked somebody, who has not heard of it
 * yet, or has acted while what it says to that is lost. Time passes by the engine's clock whenever nothing else happens.
 * With BASE=<commit> the same on the build of that commit, beside it.
 */
import { wrongs } from '../kit/faults/money';
import { interruptAll, killInTheMiddle, steps, type Moment } from '../kit/faults/steps';
import { World } from '../kit/faults/world';
import { buildOf, type Build } from './builds';

const moments: readonly Moment[] = ['asked', 'done'];
const paidSteps = steps.filter(({ ends }) => ends === 'COMMITTED');
const atOnce = 6;
const engineTimeMsMax = 10 * 60_000;

/** By moment: how the payment ended for its payer. */
type Ends = ReadonlyMap<string, string>;

async function killAtEach(build?: Build): Promise<Ends> {
  const world = await World.start({}, build);
  const ends = new Map<string, string>();
  try {
    for (const moment of moments) {
      for (let from = 0; from < paidSteps.length; from += atOnce) {
        const some = await interruptAll(world, paidSteps.slice(from, from + atOnce), [moment]);
        await killInTheMiddle(world, some, engineTimeMsMax);
        for (const { step, payment } of some) {
          const end = world.heard.last(payment.transactionId) ?? 'none';
          ends.set(nameOf(step, moment), end === 'COMMITTED' ? 'paid' : end);
        }
      }
    }
    // The last ones' payees may still evaluate fee rules.
    await world.time.rest();
    const problems = await wrongs(world);
    for (const problem of problems) console.log(problem);
    ends.set('**money**', problems.length === 0 ? 'right' : `${problems.length} wrongs`);
  } finally {
    await world.stop();
  }
  return ends;
}

function nameOf({ job, asks }: (typeof steps)[number], moment: Moment): string {
  return `${job}, ${asks}${moment === 'asked' ? ': not heard' : ': done, answer lost'}`;
}

function print(columns: readonly (readonly [string, Ends])[]): void {
  const row = (cells: readonly string[]) => console.log(`| ${cells.join(' | ')} |`);
  row(['Killed at', ...columns.map(([name]) => name)]);
  row(['---', ...columns.map(() => '---')]);
  const names = moments.flatMap((moment) => paidSteps.map((step) => nameOf(step, moment)));
  for (const name of [...names, '**money**']) {
    row([name, ...columns.map(([, ends]) => ends.get(name) ?? 'no such step')]);
  }
  const paid = ([, ends]: (typeof columns)[number]) => {
    const all = names.flatMap((name) => ends.get(name) ?? []);
    return `${all.filter((end) => end === 'paid').length} of ${all.length}`;
  };
  row(['**paid**', ...columns.map(paid)]);
}

async function main(): Promise<void> {
  const base = process.env['BASE'] ?? '';
  const columns: [string, Ends][] = [];
  if (base !== '') columns.push([base, await killAtEach(buildOf(base))]);
  columns.push(['today', await killAtEach()]);
  print(columns);
  process.exitCode = columns.every(([, ends]) => ends.get('**money**') === 'right') ? 0 : 1;
}

void main();
