/**
 * `make bench-recovery`: each role is a process of its own, and is killed (kill -9) while a payment waits for what it has just
 * asked somebody; then it is started anew. How long does it take until the payment goes on, with the timers that a tenant has by
 * default and in real time? It goes on when the same is asked again. KILLS=50
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { wrongs } from '../kit/faults/money';
import { interruptAll, steps, type Interrupted, type Step } from '../kit/faults/steps';
import { World } from '../kit/faults/world';
import { percentile } from './closed-loop';

const roles = ['ams-fineract', 'mojaloop', 'channel'] as const;
type Role = (typeof roles)[number];
const wantedS = 20;
const patienceMs = 120_000;
const pollMs = 10;

/** Those that a payment comes to by itself; what needs time to pass would move the engine's clock. */
const stepsOf = (role: Role): readonly Step[] => {
  const part = role === 'ams-fineract' ? 'ams' : role;
  return steps.filter(({ job, isLate }) => job.startsWith(`${part}:`) && isLate !== true);
};

/** Kills the role in the middle of the step; resolves with the seconds until the payment goes on. */
async function recover(world: World, role: Role, { step, payment, hold }: Interrupted) {
  const process = world.stack.hub.find(({ name }) => name === role);
  if (process === undefined) throw new Error(`there is no process of ${role}`);
  // Anew each time: some count what they have seen.
  const timesAsked = () => world.gate.passages.filter(step.request(payment)).length;
  const asked = timesAsked();
  const killedAtMs = performance.now();
  await process.kill();
  const restarted = process.restart();
  await hold.letGo('cut');
  while (timesAsked() === asked) {
    if (performance.now() - killedAtMs > patienceMs) {
      throw new Error(`${step.job} is not done again within ${patienceMs} ms`);
    }
    await sleep(pollMs);
  }
  const seconds = (performance.now() - killedAtMs) / 1_000;
  await restarted;
  return seconds;
}

function row(name: string, seconds: readonly number[]): void {
  const cells = [0.5, 0.99, 1].map((share) => `${percentile(seconds, share).toFixed(1)} s`);
  console.log(`| ${[name, seconds.length, ...cells].join(' | ')} |`);
}

async function main(): Promise<void> {
  const kills = Number(process.env['KILLS'] ?? 50);
  const world = await World.start({}, undefined, { roles: 'apart' });
  const took = new Map<Role, number[]>(roles.map((role) => [role, []]));
  const count = () => [...took.values()].flat().length;
  let problems: readonly string[];
  try {
    for (let round = 0; count() < kills; round += 1) {
      const wanted = roles.slice(0, kills - count()).flatMap((role) => {
        const all = stepsOf(role);
        return all[round % all.length] ?? [];
      });
      const interrupted = await interruptAll(world, wanted);
      await Promise.all(
        roles.map(async (role) => {
          const one = interrupted.find(({ step }) => stepsOf(role).includes(step));
          if (one !== undefined) took.get(role)?.push(await recover(world, role, one));
        }),
      );
      await world.end(...interrupted.map(({ payment }) => payment));
    }
    await world.time.rest();
    problems = await wrongs(world);
  } finally {
    await world.stop();
  }
  console.log('| Killed role | Kills | p50 | p99 | Longest |\n|---|---|---|---|---|');
  for (const [role, seconds] of took) row(role, seconds);
  const all = [...took.values()].flat();
  row('**all**', all);
  for (const problem of problems) console.log(problem);
  console.log(`**money** ${problems.length === 0 ? 'right' : 'wrong'}`);
  process.exitCode = problems.length === 0 && percentile(all, 0.99) < wantedS ? 0 : 1;
}

void main();
