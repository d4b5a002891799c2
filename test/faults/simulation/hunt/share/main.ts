/** A process of a campaign: does what it is given, one thing after the other, and says what came of it. */
import { Hunter } from '../hunter';
import { mutations } from '../mutations';
import { Tally } from '../tally';
import { devicePaymentsOf } from '../../world/devices';
import { requestsOf } from '../../world/payments';
import type { Answer, Work } from '../campaign';

async function schedules(hunter: Hunter, from: number, to: number): Promise<Answer> {
  const tally = new Tally(hunter.processes);
  const failed: [number, string][] = [];
  const began = process.cpuUsage();
  for (let seed = from; seed < to; seed += 1) tally.add(await hunter.run(seed, askedFor(seed)));
  const { user, system } = process.cpuUsage(began);
  for (const { seed } of tally.failed) {
    failed.push([seed, await hunter.explain(seed, askedFor(seed))]);
  }
  return {
    kind: 'schedules',
    ...{ schedules: tally.schedules, payments: tally.payments, failed },
    ...{ faults: [...tally.faults], elements: [...tally.elements] },
    cpuMs: (user + system) / 1_000,
  };
}

/** In every fifth schedule it is the payees who ask, in another fifth at a device. Bugs are hunted for in the others' kind. */
function askedFor(seed: number) {
  if (seed % 5 === 0) return { payments: requestsOf };
  return seed % 5 === 1 ? { payments: devicePaymentsOf } : {};
}

/** From seed 1 on, until the bug is found. */
async function bug(hunter: Hunter, name: string, schedulesMax: number): Promise<Answer> {
  const mutation = mutations.find((one) => one.name === name);
  if (mutation === undefined) throw new Error(`there is no bug "${name}"`);
  const bugged = await hunter.withBug(mutation);
  for (let seed = 1; seed <= schedulesMax; seed += 1) {
    const { emphasis, payments } = mutation;
    const { wrong } = await bugged.run(seed, { mutation, emphasis, payments });
    if (wrong.length > 0) return { kind: 'bug', name, foundAfter: seed };
  }
  return { kind: 'bug', name, foundAfter: undefined };
}

async function main(): Promise<void> {
  const hunter = await Hunter.create();
  const carryOut = (work: Work): Promise<Answer> =>
    work.kind === 'schedules'
      ? schedules(hunter, work.from, work.to)
      : bug(hunter, work.name, work.schedulesMax);
  process.on('message', (work: Work) => {
    // What it rejects with ends this process, and so the campaign.
    void carryOut(work).then((answer) => process.send?.(answer));
  });
  process.send?.({ kind: 'ready' } satisfies Answer);
}

void main();
