import { errorBody, type ErrorBody } from './errors';
import { errorBodyIn } from './http-rules';
import type { Delivery } from './messages';

/** What the library makes of a DFSP's refusal, that account lookup and transaction requests send with. */
export function deliveryError(failure: Delivery): ErrorBody {
  const unsent = 'Failed to send HTTP request to host';
  if (failure.kind === 'unreachable') return errorBody('1001', unsent);
  const own = errorBodyIn(failure.body);
  if (own) return own;
  const status = { key: 'status', value: String(failure.status) };
  if (failure.status < 400 || failure.status >= 500) return errorBody('1001', unsent, [status]);
  const extension = [
    { key: 'url', value: failure.url },
    status,
    { key: 'response', value: JSON.stringify(failure.body) },
  ];
  switch (failure.status) {
    case 400:
      return errorBody('3000', 'Bad Request', extension);
    case 403:
      return errorBody('3000', 'Permission denied', extension);
    case 404:
      return errorBody('3200', 'The requested resource could not be found', extension);
    default:
      return errorBody('3000', 'Client error', extension);
  }
}
