/**
 * `make bench-kills`: with the timers that a tenant has by default, one role of the hub is killed and started anew while
 * payments are under way, each in the middle of the same step: its peer has acted, and the answer never comes; or a
 * callback finds nobody, and no switch repeats it. Counts how they ended. Time passes by the engine's clock whenever
 * nothing else happens.
 */
import { soon } from '../kit/faults/engine-time';
import type { Match } from '../kit/faults/gate';
import { wrongs } from '../kit/faults/money';
import { of, type Payment, type Wish } from '../kit/faults/payments';
import { World } from '../kit/faults/world';

const paymentsPerKill = Number(process.env['KILL_PAYMENTS'] ?? 5);
const engineTimeMaxMs = 5 * 60_000;

interface Moment {
  readonly role: 'channel' | 'mojaloop' | 'ams-fineract';
  readonly request: string;
  readonly match: (payment: Payment) => Match;
  readonly wish?: Wish;
}

const to = (
  role: Moment['role'],
  request: string,
  ...[peer, method, marks]: Parameters<typeof of> extends [unknown, ...infer Rest] ? Rest : never
): Moment => ({ role, request, match: (payment) => of(payment, peer, method, marks) });

const moments: readonly Moment[] = [
  {
    ...to('channel', 'the quote to the app', 'app', 'POST', { says: 'WAITING_FOR_PAYER' }),
    wish: { askPayer: true },
  },
  to('channel', 'the outcome to the app', 'app', 'POST', { says: 'COMMITTED' }),
  to('mojaloop', 'GET /parties', 'switch', 'GET', { path: '/parties/' }),
  to('mojaloop', 'PUT /parties', 'switch', 'PUT', { path: '/parties/' }),
  to('mojaloop', 'PUT /parties comes', 'hub', 'PUT', { path: '/parties/', for: 'lion' }),
  to('mojaloop', 'POST /quotes', 'switch', 'POST', { path: '/quotes' }),
  to('mojaloop', 'PUT /quotes', 'switch', 'PUT', { path: '/quotes/' }),
  to('mojaloop', 'PUT /quotes comes', 'hub', 'PUT', { path: '/quotes/', for: 'lion' }),
  to('mojaloop', 'POST /transfers', 'switch', 'POST', { path: '/transfers' }),
  to('mojaloop', 'PUT /transfers', 'switch', 'PUT', { path: '/transfers/' }),
  to('mojaloop', 'PUT /transfers comes', 'hub', 'PUT', { path: '/transfers/', for: 'lion' }),
  to('ams-fineract', 'the payer’s quote', 'lion', 'POST', { path: '/quotes' }),
  to('ams-fineract', 'PREPARE', 'lion', 'POST', { path: 'action=PREPARE' }),
  to('ams-fineract', 'the payer’s CREATE', 'lion', 'POST', { path: 'action=CREATE' }),
  to('ams-fineract', 'the payee’s look-up', 'buffalo', 'GET', { path: '/parties/' }),
  to('ams-fineract', 'the payee’s quote', 'buffalo', 'POST', { path: '/quotes' }),
  to('ams-fineract', 'the payee’s CREATE', 'buffalo', 'POST', { path: 'action=CREATE' }),
];

type End = 'COMMITTED' | 'ABORTED' | 'PENDING' | 'none';

async function killAt(world: World, { role, request, match, wish }: Moment): Promise<End[]> {
  const payments: Payment[] = [];
  for (let n = 0; n < paymentsPerKill; n++) payments.push(await world.prepare(wish));
  const holds = payments.map((payment) => world.gate.hold(match(payment)));
  await Promise.all(payments.map((payment) => world.request(payment)));
  for (const { first } of holds) {
    const caught = await soon(`${role}: ${request}`, first);
    if (caught.passage.to !== 'hub') await caught.act();
  }
  const victim = world.stack.hub.find(({ name }) => name === role);
  if (victim === undefined) throw new Error(`there is no process ${role}`);
  await victim.kill();
  await Promise.all(holds.map((hold) => hold.letGo('cut')));
  await victim.restart();
  await world.endWithin(engineTimeMaxMs, payments);
  return payments.map(({ transactionId }) => (world.heard.last(transactionId) ?? 'none') as End);
}

async function main(): Promise<void> {
  const named = process.argv[2] ?? '';
  const chosen = moments.filter(({ role }) => named === '' || role === named);
  const world = await World.start({}, 'apart');
  try {
    const ends: End[] = [];
    for (const moment of chosen) {
      const these = await killAt(world, moment);
      process.stdout.write(`${moment.role} killed at ${moment.request}: ${these.join(' ')}\n`);
      ends.push(...these);
    }
    const paid = ends.filter((end) => end === 'COMMITTED').length;
    process.stdout.write(`${paid} of ${ends.length} COMMITTED\n`);
    const problems = await wrongs(world);
    process.stdout.write(problems.length === 0 ? 'money right\n' : `${problems.join('\n')}\n`);
    process.exitCode = problems.length === 0 ? 0 : 1;
  } finally {
    await world.stop();
  }
}

void main();
