/** What every process that the channel starts, or takes from another DFSP, begins with. */
import { switchNameOf } from '../common/config/switch-names';
import type { Channel } from '../common/contracts/payer-transfer';
import type { Timers } from '../common/contracts/timers';
import { tryAgain } from './answers';
import type { Caller } from './caller';
import type { ChannelTenant } from './settings';

/** From its end it stays for the dedupe window, to say how it ended. */
export function timersOf({ settings }: ChannelTenant, dedupeWindowMs: number): Timers {
  return { ...settings.timers, remembered: `PT${dedupeWindowMs / 1_000}S` };
}

export interface Start {
  readonly dedupeWindowMs: number;
  readonly waitingQuestionId: string | null;
}

interface Asked {
  readonly clientCorrelationId: string;
  readonly requestHash: string;
  readonly callbackUrl?: string | undefined;
}

export function sharedVariables(
  { tenant, traceparent }: Caller,
  { clientCorrelationId, requestHash, callbackUrl }: Asked,
  { dedupeWindowMs, waitingQuestionId }: Start,
) {
  const channel: Channel = {
    ...{ clientCorrelationId, requestHash, waitingQuestionId },
    ...(callbackUrl !== undefined && { callbackUrl }),
  };
  const timers = timersOf(tenant, dedupeWindowMs);
  return { tenant: tenant.tenant, traceparent, timers, channel };
}

/** The switch that a payment goes over. @throws Problem */
export function switchFor(tenant: ChannelTenant, currency: string): string {
  const switchName = switchNameOf(tenant, currency);
  // The part mojaloop refuses such a tenant, so this is one whose file is being changed.
  if (switchName === undefined) throw tryAgain();
  return switchName;
}
