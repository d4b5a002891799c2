import type { z } from 'zod';
import { ConfigurationError } from '../common/config/problems';
import type { Timers } from '../common/contracts/timers';
import { retriesThatDoNotFit } from '../common/retries/tenant-retries';
import { durationMs } from '../common/time';
import type { ChannelTenant } from './settings';

/**
 * The engine gives a job to another process when the time of the first one is over: a job that a process took with it
 * when it died stands still for so long. The longest of the steps that a timer of the payer waits for, at the payer's
 * DFSP or at the payee's, and what the engine adds for reporting: test/contract/timers.test.ts holds the workers to it.
 */
const stepS = 15;
const reportingS = 5;
/** For the steps that come after it, of which each takes well under a second. */
const restS = 5;
const leastS = stepS + reportingS + restS;

const waitingTimers = ['partyLookup', 'quote', 'transferExpiry'] as const;

/**
 * With a shorter timer a payment that could go on ends ABORTED whenever a process dies that works on it. (The payer's
 * hold may stand still for longer, 30 s: quote and transferExpiry together are the time for that.)
 */
export function requireTimeToOutliveADeath(
  timers: Pick<Timers, (typeof waitingTimers)[number]>,
  context: z.RefinementCtx,
): void {
  for (const name of waitingTimers) {
    if (durationMs(timers[name]) >= leastS * 1_000) continue;
    const message =
      `is ${timers[name]} and must be PT${leastS}S or more, so that payments outlive the death of a process: a job ` +
      `that dies with it is given out again after up to ${stepS} s + ${reportingS} s, and ${restS} s are for the ` +
      `steps after it`;
    context.addIssue({ code: 'custom', path: [name], message });
  }
}

/** @throws ConfigurationError with the sum */
export function requireRetriesToFit({ retries = {}, settings: { timers } }: ChannelTenant): void {
  const within = (name: (typeof waitingTimers)[number]) => ({
    setting: `channel.timers.${name}`,
    ms: durationMs(timers[name]),
  });
  const problems = retriesThatDoNotFit(retries, {
    'mojaloop:request-quote:1': within('quote'),
    'mojaloop:request-transfer:1': within('transferExpiry'),
  });
  if (problems.length > 0) throw new ConfigurationError(problems);
}
