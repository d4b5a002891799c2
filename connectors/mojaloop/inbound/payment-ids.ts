import type { PaymentIds } from '../../common/journal/exchange';
import type { Resource } from '../api/media-type';

/** By the path, and by what a request brings in its body: of which payment a message is, as far as it says so. */
export function idsOf(
  resource: Resource,
  params: Readonly<Record<string, string | undefined>>,
  body: unknown,
): PaymentIds {
  const { transactionId, transferId, quoteId } = (body ?? {}) as Readonly<Record<string, unknown>>;
  return {
    ...textsOf({ transactionId, transferId, quoteId }),
    ...(resource === 'quotes' && textsOf({ quoteId: params['id'] })),
    ...(resource === 'transfers' && textsOf({ transferId: params['id'] })),
    ...(resource === 'transactions' && textsOf({ transactionId: params['id'] })),
  };
}

function textsOf(ids: object): PaymentIds {
  return Object.fromEntries(Object.entries(ids).filter(([, id]) => typeof id === 'string'));
}
