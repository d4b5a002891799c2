import type { z } from 'zod';
import { ConfigurationError } from '../common/config/problems';
import type { Tenant } from '../common/config/tenants';
import type { Timers } from '../common/contracts/timers';
import { engineLooksEveryMs, leaseMs } from '../common/retries/steps';
import { retriesThatDoNotFit } from '../common/retries/tenant-retries';
import { durationMs } from '../common/time';

/** A job that a process took with it when it died stands still for so long. */
const leaseS = leaseMs / 1_000;
const looksS = engineLooksEveryMs / 1_000;
/** For a hub to come up again where there is no other one, and for the steps after it, of which each takes well under a second. */
const restS = 12;
const leastS = leaseS + looksS + restS;

const waitingTimers = ['partyLookup', 'quote', 'transferExpiry'] as const;

/**
 * With a shorter timer a payment that could go on ends ABORTED whenever a process dies that works on it.
 */
export function requireTimeToOutliveADeath(
  timers: Pick<Timers, (typeof waitingTimers)[number]>,
  context: z.RefinementCtx,
): void {
  for (const name of waitingTimers) {
    if (durationMs(timers[name]) >= leastS * 1_000) continue;
    const message =
      `is ${timers[name]} and must be PT${leastS}S or more, so that payments outlive the death of a process: a job ` +
      `that dies with it is given out again after up to ${leaseS} s + ${looksS} s, and ${restS} s are for a process ` +
      `that starts and for the steps after it`;
    context.addIssue({ code: 'custom', path: [name], message });
  }
}

/** @throws ConfigurationError with the sum */
export function requireRetriesToFit({
  retries = {},
  settings: { timers },
}: Tenant<{ readonly timers: Pick<Timers, (typeof waitingTimers)[number]> }>): void {
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
