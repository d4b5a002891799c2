import type { Timers } from '../common/contracts/variables';
import { durationMs } from '../common/time';

/**
 * The engine gives a job to another worker when the time of the first one is over: after a process's death a payment
 * stands still for so long. In mojaloop and ams-fineract these are the longest, what is left for reporting included.
 */
const lockMs = { holdOfPayer: 30_000, stepOfPayee: 20_000 } as const;

/** For the steps that come after it, of which each takes well under a second. */
const restMs = 5_000;

/** What is too short for a payment to go on after the death of a process that worked on it. */
export function tooShortToOutliveADeath(
  timers: Pick<Timers, 'quote' | 'transferExpiry'>,
): readonly string[] {
  const quoteMs = durationMs(timers.quote);
  const transferMs = durationMs(timers.transferExpiry);
  const problems: string[] = [];
  if (transferMs < lockMs.stepOfPayee + restMs) {
    problems.push(`timers.transferExpiry is less than ${(lockMs.stepOfPayee + restMs) / 1_000} s`);
  }
  if (quoteMs + transferMs < lockMs.holdOfPayer + 2 * restMs) {
    const leastS = (lockMs.holdOfPayer + 2 * restMs) / 1_000;
    problems.push(`timers.quote and timers.transferExpiry together are less than ${leastS} s`);
  }
  return problems;
}
