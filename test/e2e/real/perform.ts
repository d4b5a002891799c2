import { setTimeout as sleep } from 'node:timers/promises';
import { allTrue, checkOutcome, type Check, type Outcome } from '../../kit/payments/checks';
import { currency } from '../../kit/stack/dfsps';
import type { Scenario } from './scenario';
import type { Stage } from './stage';
import type { RealWorld } from './world';

export interface Performance extends Outcome {
  readonly title: string;
  readonly tookMs: number;
  readonly checks: readonly Check[];
}

export interface Performed {
  readonly performance: Performance;
  readonly world: RealWorld;
}

/** After the payer has heard, the payee's side comes to its end by itself, at the latest when it asks. */
const settleWithinMs = 30_000;

export async function perform(
  stage: Stage,
  scenario: Scenario,
  clientCorrelationId: string,
): Promise<Performed> {
  const opened = await stage.open(scenario.cast);
  const world = (await scenario.before?.(opened, `${clientCorrelationId}-before`)) ?? opened;
  const before = await world.look();
  const startedMs = Date.now();
  const heard = await scenario.play(world, clientCorrelationId);
  const expected = scenario.expected(heard);
  const look = async () => {
    const outcome = { heard, before, after: await world.look() };
    return { ...outcome, checks: checkOutcome(expected, outcome, currency) };
  };
  const heardMs = Date.now();
  let result = await look();
  while (!allTrue(result.checks) && Date.now() < heardMs + settleWithinMs) {
    await sleep(200);
    result = await look();
  }
  const tookMs = Date.now() - startedMs;
  return { world, performance: { ...result, title: scenario.title, tookMs } };
}

/** What comes twice comes late: when all is over, every account must still stand as it stood. */
export async function lookAgain(performed: readonly Performed[]): Promise<Check[]> {
  return Promise.all(
    performed.map(async ({ world, performance: { title, after } }) => {
      const { payer, payee } = await world.look();
      const found = JSON.stringify([payer, payee]);
      const isTrue = found === JSON.stringify([after.payer, after.payee]);
      return { claim: `nothing more was booked after "${title}"`, isTrue, found };
    }),
  );
}
