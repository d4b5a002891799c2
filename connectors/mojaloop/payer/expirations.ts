import type { Payment } from '../../common/contracts/payer-transfer';
import type { Timers } from '../../common/contracts/timers';
import type { EpochMs } from '../../common/runtime';
import { durationMs } from '../../common/time';

/**
 * Until when we ask a quote to hold. A payee's DFSP may let it end then, so it covers what is still to
 * come: the payer who is asked first, and the transfer, which must not outlive it.
 */
export function quoteExpirationOf(
  { askPayer }: Pick<Payment, 'askPayer'>,
  timers: Pick<Timers, 'quote' | 'payerDecision' | 'transferExpiry'>,
  startedAt: EpochMs,
): EpochMs {
  const decisionMs = askPayer ? durationMs(timers.payerDecision) : 0;
  return startedAt + durationMs(timers.quote) + decisionMs + durationMs(timers.transferExpiry);
}

/** FSPIOP 6.7.2.3: each hop shortens. A transfer after its quote's end would be refused with 3302. */
export function transferExpirationOf(wanted: EpochMs, quoteExpiration: EpochMs): EpochMs {
  return Math.min(wanted, quoteExpiration);
}
