import { Problem } from '../common/api/problems';
import { switchNameOf } from '../common/config/switch-names';
import { peerNames } from '../common/runtime';
import type { Caller } from './caller';
import type { ChannelContext } from './context';
import type { ReadRequest } from './payment-request';

/**
 * While the switch or Fineract has ceased to answer a payment could only fail, or wait with the payer's money held.
 * @throws Problem before anything is begun
 */
export function requirePeersThere(
  { tenant }: Caller,
  { request: { amount } }: ReadRequest,
  { heldBackMs }: ChannelContext,
): void {
  const switchName = switchNameOf(tenant, amount.currency);
  const peers = [peerNames.fineract, ...(switchName ? [peerNames.switch(switchName)] : [])];
  const leftMs = heldBackMs(tenant.tenant, peers);
  if (leftMs === undefined) return;
  throw new Problem('unavailable', {
    detail:
      'The switch, or where the accounts are kept, does not answer just now: nothing was begun by this request',
    headers: { 'Retry-After': String(Math.ceil(leftMs / 1_000)) },
  });
}
