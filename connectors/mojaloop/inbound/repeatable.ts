import { createHash } from 'node:crypto';
import { correlationKey } from '../../common/contracts/keys';
import { canonicalJson } from '../../common/json';
import type { Message } from '../../common/runtime';
import { durationMs, formatDateTime } from '../../common/time';
import { peerOf, type Incoming } from './incoming';
import { messageLifetimesMs } from './message-lifetimes';

interface StartVariables {
  /** What only workers read: see contracts/arrival.ts. */
  readonly arrival: object;
  /** What the diagram itself reads, and what operators search by. */
  readonly [variable: string]: unknown;
}

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
  { arrival, ...variables }: StartVariables,
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
      ...variables,
      arrival: {
        traceparent: headers.traceparent,
        receivedAt: formatDateTime(receivedAt),
        requestHash: hashOf(body),
        ...arrival,
      },
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
