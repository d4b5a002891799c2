import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { Decimal } from 'decimal.js';
import { startFineractSimulator, type FineractSimulator } from '../simulators/fineract/simulator';
import type { FaultSeed } from '../simulators/fineract/control-client';
import { openAmsBench, type AmsBench } from '../kit/parts/ams-bench';
import { creditVariables, payersVariables } from '../kit/parts/ams-payments';
import { simulatedWorld, standingOf, type OpenAccount, type World } from '../kit/parts/ams-world';

/**
 * I1, I2 and I5 of the design, for one Fineract: whatever fails, however often a job is given out, and
 * even when two workers have it at once, each payment is debited or credited once or not at all, and no
 * hold outlives it.
 */

interface Payment {
  readonly minorUnits: number;
  readonly end: 'book' | 'release' | 'credit';
  /** Attempts of each step whose outcome the engine never hears, all at the same time. */
  readonly unheard: number;
}

interface Storm {
  readonly payments: readonly Payment[];
  readonly faults: readonly FaultSeed[];
}

const openingMinorUnits = 50_000;

const faults = fc.record({
  kind: fc.constantFrom(
    'conflict' as const,
    'in-progress' as const,
    'fail-before-commit' as const,
    'drop-after-commit' as const,
    'crash-before-commit' as const,
  ),
  route: fc.constant('transfers'),
  action: fc.constantFrom('PREPARE', 'CREATE', 'RELEASE'),
  count: fc.integer({ min: 1, max: 6 }),
});

const payments = fc.record({
  minorUnits: fc.integer({ min: 1, max: 30_000 }),
  end: fc.constantFrom('book' as const, 'release' as const, 'credit' as const),
  unheard: fc.integer({ min: 0, max: 2 }),
});

const storms: fc.Arbitrary<Storm> = fc.record({
  payments: fc.array(payments, { minLength: 1, maxLength: 4 }),
  faults: fc.array(faults, { maxLength: 6 }),
});

let simulator: FineractSimulator;
let world: World;
/** Two processes that know nothing of each other. */
let benches: readonly [AmsBench, AmsBench];

beforeAll(async () => {
  simulator = await startFineractSimulator();
  world = simulatedWorld(simulator);
  const { baseUrl } = world;
  benches = [await openAmsBench({ baseUrl }), await openAmsBench({ baseUrl })];
});
afterAll(async () => {
  benches.forEach((bench) => bench.close());
  await simulator.close();
});

function amountOf(minorUnits: number): string {
  return new Decimal(minorUnits).div(100).toFixed();
}

async function step(type: string, variables: object, unheard: number): Promise<string> {
  const [mine, other] = benches;
  const given = { ...variables };
  const lost = Array.from({ length: unheard }, () => other.attempt(type, given));
  const [outcome] = await Promise.all([mine.run(type, given), ...lost]);
  if (outcome.kind === 'bpmn-error') return outcome.code;
  if (outcome.kind !== 'complete') throw new Error(JSON.stringify(outcome));
  return 'done';
}

/** As the operator does it: again and again until it is known. */
async function untilKnown(type: string, variables: object, unheard: number): Promise<string> {
  let result = await step(type, variables, unheard);
  for (let tries = 0; result === 'UNAVAILABLE' && tries < 5; tries += 1) {
    result = await step(type, variables, 0);
  }
  return result;
}

/** What the payment must have done to the account, in minor units. Mirrors the diagrams' order of steps. */
async function pay(account: OpenAccount, payment: Payment): Promise<number> {
  const transferId = randomUUID();
  const { accountId } = account;
  const { unheard, end } = payment;
  const amount = amountOf(payment.minorUnits);
  if (end === 'credit') {
    const variables = creditVariables(transferId, accountId, amount);
    expect(await untilKnown('ams:credit-payee:1', variables, unheard)).toBe('done');
    return payment.minorUnits;
  }
  const variables = payersVariables({ transferId, accountId, amount });
  const blocked = await step('ams:block-funds:1', variables, unheard);
  if (blocked !== 'done' || end === 'release') {
    expect(await untilKnown('ams:release-block:1', variables, unheard)).toBe('done');
    return 0;
  }
  expect(await untilKnown('ams:book-funds:1', variables, unheard)).toBe('done');
  return -payment.minorUnits;
}

test('money is right to the cent after any storm of faults, repeats and parallel payments', async () => {
  const weather = fc.asyncProperty(storms, async (storm) => {
    const account = await world.open({ balance: amountOf(openingMinorUnits) });
    await simulator.control.clearFaults();
    for (const fault of storm.faults) await simulator.control.addFault(fault);
    const changes = await Promise.all(storm.payments.map((payment) => pay(account, payment)));
    const expected = changes.reduce((sum, change) => sum + change, openingMinorUnits);
    const standing = await standingOf(world, account);
    expect(standing).toMatchObject({ ledger: amountOf(expected), held: '0' });
    const booked = Object.keys({ ...standing.debits, ...standing.credits });
    expect(booked).toHaveLength(changes.filter((change) => change !== 0).length);
  });
  await fc.assert(weather, { numRuns: 40 });
}, 120_000);
