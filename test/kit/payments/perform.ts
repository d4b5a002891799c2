import { setTimeout as sleep } from 'node:timers/promises';
import { allTrue, checkOutcome, type Check, type Outcome } from './checks';
import type { Scenario } from './scenarios';
import type { Step, World } from './world';

export interface Performance extends Outcome {
  readonly startedMs: number;
  readonly steps: readonly Step[];
  readonly checks: readonly Check[];
}

export interface Cast {
  readonly currency: string;
  readonly payeeMsisdn: string;
  readonly clientCorrelationId: string;
}

/** The payee's account is credited after the app has heard: both sides get this long to come to rest. */
const settleWithinMs = 20_000;

/** Plays a scenario, waits until everything has come to rest, and looks at every balance, hold and state. */
export async function perform<Stage extends World>(
  world: Stage,
  scenario: Scenario<Stage>,
  cast: Cast,
): Promise<Performance> {
  const before = await world.look();
  const startedMs = Date.now();
  const heard = await scenario.play(world, cast.payeeMsisdn, cast.clientCorrelationId);
  const look = async (): Promise<Outcome & { checks: Check[] }> => {
    const outcome = { heard, before, after: await world.look() };
    return { ...outcome, checks: checkOutcome(scenario.expected, outcome, cast.currency) };
  };
  let result = await look();
  while (!allTrue(result.checks) && Date.now() < startedMs + settleWithinMs) {
    await sleep(50);
    result = await look();
  }
  // Once more at rest: what comes twice comes late.
  await world.settled();
  result = await look();
  return { ...result, startedMs, steps: await world.stepsSince(startedMs) };
}
