import { durationMs } from '../../common/time';
import { isId, type Incoming } from '../inbound/incoming';
import type { Arrived } from '../inbound/delivery';
import type { Resource } from '../api/media-type';
import type { Located } from './whereabouts';

/** Of a POST, the element of its body that names it. */
const idElements: Partial<Record<Resource, string>> = {
  transactionRequests: 'transactionRequestId',
  quotes: 'quoteId',
  transfers: 'transferId',
  bulkQuotes: 'bulkQuoteId',
  bulkTransfers: 'bulkTransferId',
};

/** bpmn/DECISIONS.md, 6: the process of a request stays for two minutes longer than its message. */
const afterRetentionMs = 2 * 60_000;

/** What decides which engine a message is for. */
export function locatedOf({ resource, route, incoming }: Arrived): Located {
  const { tenant } = incoming;
  const { quoteRetention, transferRetention } = tenant.settings.payeeTimers;
  return {
    ...{ resource, method: route.method, path: route.path },
    id: idIn(resource, incoming),
    fspId: tenant.fspId,
    repeatedWithinMs:
      Math.max(durationMs(quoteRetention), durationMs(transferRetention)) + afterRetentionMs,
  };
}

/** Undefined where there is none, or none that could be an id: that is refused here. */
function idIn(resource: Resource, { params, body }: Incoming): string | undefined {
  const { type, id = '' } = params;
  if (type !== undefined) return `${type}:${id}`;
  const element = idElements[resource];
  const ofBody =
    element === undefined ? undefined : (body as Record<string, unknown> | null)?.[element];
  const named = id === '' ? ofBody : id;
  return typeof named === 'string' && isId(named) ? named : undefined;
}
