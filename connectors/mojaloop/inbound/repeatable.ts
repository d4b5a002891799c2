import { createHash } from 'node:crypto';
import { correlationKey } from '../../common/contracts/keys';
import { canonicalJson } from '../../common/json';
import type { Message } from '../../common/runtime';
import { durationMs, formatDateTime } from '../../common/time';
import { peerOf, type Incoming } from './incoming';
import { messageLifetimesMs } from './message-lifetimes';

/**
 * Starts the process of a request that may come again (FSPIOP 3.2.5.1). While the message lives, for the
 * tenant's retention, the engine takes no second one under its id; the process lives longer than that,
 * and so is there to answer whoever repeats.
 */
export function startOf(
  incoming: Incoming,
  name: Message['name'],
  id: string,
  retention: string,
  variables: object,
): Message {
  const { tenant, headers, body, receivedAt } = incoming;
  const key = correlationKey(tenant.tenant, id);
  return {
    name,
    correlationKey: key,
    messageId: key,
    timeToLiveMs: durationMs(retention),
    variables: {
      tenant: tenant.tenant,
      traceparent: headers.traceparent,
      peer: peerOf(incoming),
      receivedAt: formatDateTime(receivedAt),
      requestHash: hashOf(body),
      payeeTimers: tenant.settings.payeeTimers,
      ...variables,
    },
  };
}

/** What the running process hears of a request that came again: whether it is the same, it tells itself. */
export function repeatOf(incoming: Incoming, name: Message['name'], id: string): Message {
  const { tenant, headers, body } = incoming;
  return {
    name,
    correlationKey: correlationKey(tenant.tenant, id),
    timeToLiveMs: messageLifetimesMs.request,
    variables: {
      traceparent: headers.traceparent,
      asker: peerOf(incoming),
      repeatedHash: hashOf(body),
    },
  };
}

/** Of the parsed body: white space and the order of keys make no other request. */
function hashOf(body: unknown): string {
  return createHash('sha256').update(canonicalJson(body)).digest('hex');
}
