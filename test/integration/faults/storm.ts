import type { FaultSeed } from '../../simulators/fineract/control-client';
import type { DfspName } from '../../kit/stack/dfsps';
import { soon } from '../../kit/faults/engine-time';
import { of, type Marks, type Payment } from '../../kit/faults/payments';
import type { Match, Peer } from '../../kit/faults/gate';
import { lose, loseAnswer, outwait, postpone, repeat, swallow } from '../../kit/faults/spoil';
import { blockPayee } from '../../kit/faults/steps';
import type { World } from '../../kit/faults/world';

/** A random number in [0, 1); mulberry32. */
function numbersFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

class Dice {
  private readonly next: () => number;

  constructor(seed: number) {
    this.next = numbersFrom(seed);
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** From 0 to `limit` - 1. */
  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  oneOf<Item>(first: Item, ...others: readonly Item[]): Item {
    return [first, ...others][this.below(others.length + 1)] ?? first;
  }
}

type Way = readonly [to: Peer, method: string, marks?: Marks];

/** Everything that is said between hub and switch, and to the app. */
const ways: readonly [Way, ...Way[]] = [
  ['switch', 'GET', { path: '/parties/' }],
  ['hub', 'GET', { path: '/parties/' }],
  ['switch', 'PUT', { path: '/parties/' }],
  ['hub', 'PUT', { path: '/parties/' }],
  ['switch', 'POST', { path: '/quotes' }],
  ['hub', 'POST', { path: '/quotes' }],
  ['switch', 'PUT', { path: '/quotes/' }],
  ['hub', 'PUT', { path: '/quotes/' }],
  ['switch', 'POST', { path: '/transfers' }],
  ['hub', 'POST', { path: '/transfers' }],
  ['switch', 'PUT', { path: '/transfers/' }],
  ['hub', 'PUT', { path: '/transfers/', for: 'lion' }],
  ['hub', 'PUT', { path: '/transfers/', for: 'buffalo' }],
  ['hub', 'PATCH'],
  ['switch', 'GET', { path: '/transfers/', from: 'lion' }],
  ['switch', 'GET', { path: '/transfers/', from: 'buffalo' }],
  ['app', 'POST'],
];

const fineractKinds: readonly [FaultSeed['kind'], ...FaultSeed['kind'][]] = [
  'conflict',
  'in-progress',
  'fail-before-commit',
  'drop-after-commit',
];

async function spoilFineract(world: World, payment: Payment, dice: Dice): Promise<void> {
  const [dfsp, action] = dice.oneOf<readonly [DfspName, 'PREPARE' | 'CREATE' | 'RELEASE']>(
    ['lion', 'PREPARE'],
    ['lion', 'CREATE'],
    ['lion', 'RELEASE'],
    ['buffalo', 'CREATE'],
  );
  const request = of(payment, dfsp, 'POST', { path: `action=${action}` });
  if (dice.chance(0.2)) {
    outwait(world, request);
    return;
  }
  if (dice.chance(0.2)) {
    swallow(world, request);
    return;
  }
  const kind = dice.oneOf(...fineractKinds);
  const { transferId: transferCode } = payment;
  const count = 1 + dice.below(3);
  await world.stack.fineract[dfsp].control.addFault({ kind, action, transferCode, count });
}

function spoilMessage(world: World, payment: Payment, dice: Dice): void {
  const way = dice.oneOf(...ways);
  const match = of(payment, ...way);
  const [to] = way;
  // The app is told eight times and no more.
  const count = to === 'app' ? dice.oneOf(1, 2, 3) : dice.oneOf(1, 1, 2, 3, 20);
  const effects: readonly ((world: World, match: Match, count: number) => void)[] = [
    lose,
    loseAnswer,
    repeat,
    // To the app it would be an answer that the app has never given.
    ...(to === 'app' ? [] : [postpone]),
  ];
  effects[dice.below(effects.length)]?.(world, match, count);
}

/** The hub or the broker dies at some request. */
async function strike(world: World, dice: Dice): Promise<void> {
  const after = 20 + dice.below(150);
  const kill = dice.oneOf('hub', 'hub', 'broker');
  let seen = 0;
  const hold = world.gate.hold(() => ++seen === after);
  // Perhaps so many requests never come.
  await Promise.race([hold.first, world.time.rest()]);
  if (kill === 'hub') await world.killHub(() => hold.letGo(dice.oneOf('cut', 'pass')));
  else await world.killBroker(() => hold.letGo(dice.oneOf('cut', 'pass')));
}

const paymentsAtOnce = 8;
/** What can end by itself has ended by then. */
const engineTimeMs = 15 * 60_000;

/** Payments under random faults. When the faults are taken away, all that is still open ends by itself. */
export async function storm(world: World, seed: number): Promise<void> {
  const dice = new Dice(seed);
  const payments: Payment[] = [];
  for (let index = 0; index < paymentsAtOnce; index += 1) {
    const payment = await world.prepare({ askPayer: dice.chance(0.2) });
    payments.push(payment);
    if (dice.chance(0.15)) blockPayee(world, payment);
    for (let more = dice.below(4); more > 0; more -= 1) {
      if (dice.chance(0.4)) await spoilFineract(world, payment, dice);
      else spoilMessage(world, payment, dice);
    }
  }
  for (const payment of payments) await world.request(payment);
  if (dice.chance(0.6)) await soon('the strike', strike(world, dice));
  const endedAlone = await world.endWithin(engineTimeMs, payments);
  await calm(world);
  if (!endedAlone) await world.end(...payments);
  await world.deliverPostponed();
}

async function calm(world: World): Promise<void> {
  world.gate.clear();
  await world.stack.fineract.lion.control.clearFaults();
  await world.stack.fineract.buffalo.control.clearFaults();
}
