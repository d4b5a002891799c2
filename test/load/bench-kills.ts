/**
 * `make bench-kills`: with the timers that a tenant has by default, payments are under way when one role of the hub is
 * killed and started anew. Counts how they ended. Time passes by the engine's clock whenever nothing else happens.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { wrongs } from '../kit/faults/money';
import type { Payment } from '../kit/faults/payments';
import { World } from '../kit/faults/world';

const roles = ['channel', 'mojaloop', 'ams-fineract', 'fee-rules'] as const;
const paymentsPerKill = Number(process.env['KILL_PAYMENTS'] ?? 5);
/** After the requests were taken. */
const killsAfterMs = (process.env['KILLS_AFTER_MS'] ?? '0,150,400,800').split(',').map(Number);
const engineTimeMaxMs = 5 * 60_000;

type End = 'COMMITTED' | 'ABORTED' | 'PENDING' | 'none';

async function killOne(world: World, role: string, afterMs: number): Promise<End[]> {
  const payments: Payment[] = [];
  for (let n = 0; n < paymentsPerKill; n++) payments.push(await world.prepare());
  await Promise.all(payments.map((payment) => world.request(payment)));
  await sleep(afterMs);
  const victim = world.stack.hub.find(({ name }) => name === role);
  if (victim === undefined) throw new Error(`there is no process ${role}`);
  await victim.kill();
  await victim.restart();
  await world.endWithin(engineTimeMaxMs, payments);
  return payments.map(({ transactionId }) => (world.heard.last(transactionId) ?? 'none') as End);
}

async function main(): Promise<void> {
  const chosen = roles.filter((role) => (process.argv[2] ?? '') === '' || role === process.argv[2]);
  const world = await World.start({}, 'apart');
  try {
    for (const role of chosen) {
      const ends: End[] = [];
      for (const afterMs of killsAfterMs) {
        const these = await killOne(world, role, afterMs);
        process.stdout.write(`${role} killed after ${afterMs} ms: ${these.join(' ')}\n`);
        ends.push(...these);
      }
      const paid = ends.filter((end) => end === 'COMMITTED').length;
      process.stdout.write(`${role}: ${paid} of ${ends.length} COMMITTED\n`);
    }
    const problems = await wrongs(world);
    process.stdout.write(problems.length === 0 ? 'money right\n' : `${problems.join('\n')}\n`);
    process.exitCode = problems.length === 0 ? 0 : 1;
  } finally {
    await world.stop();
  }
}

void main();
