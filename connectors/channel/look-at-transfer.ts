import type { RequestHandler } from 'express';
import { Problem } from '../common/api/problems';
import { transactionIdOf } from '../common/contracts/keys';
import { orUnavailable } from './answers';
import { callerOf } from './caller';
import type { ChannelContext } from './context';
import { checkClientCorrelationId, checkTransactionId } from './openapi';
import { isForgotten } from './past-payments';
import { askPaymentState } from './payment-state';
import { pastReport } from './report';

/**
 * GET /channel/transfer/{id}, and GET /channel/transfer?clientCorrelationId=. The question's key holds the
 * tenant of the token: another tenant's payment is not there. Payments that the engine has forgotten, the audit knows.
 */
export function lookAtTransfer({
  asker,
  limits,
  clock,
  past,
}: ChannelContext): RequestHandler<{ id?: string }> {
  return async (request, response) => {
    const { tenant } = callerOf(response).tenant;
    const { id } = request.params;
    const correlationId = id === undefined ? readCorrelationId(request.query) : undefined;
    const transactionId =
      correlationId === undefined ? checked(id ?? '') : transactionIdOf(tenant, correlationId);
    const known = await past.find(tenant, transactionId);
    const asKept = known && pastReport(known, correlationId);
    if (known !== undefined && isForgotten(known, clock.now(), limits.dedupeWindowMs)) {
      response.json(asKept);
      return;
    }
    const asked = { tenant, transactionId, repeatedHash: null };
    const state = await orUnavailable(askPaymentState(asker, asked, limits.repeatAnswerTimeoutMs));
    const report = state?.report ?? asKept;
    if (report === undefined) throw new Problem('unknown-id', { detail: unknownPayment });
    response.json(report);
  };
}

const unknownPayment =
  'No payment of this DFSP with this id is known, or no longer. Before it is paid in another way, send ' +
  'the request again with its clientCorrelationId: that is safe';

function checked(id: string): string {
  const errors = checkTransactionId(id);
  if (errors.length > 0) throw new Problem('invalid-request', { errors });
  return id;
}

function readCorrelationId({ clientCorrelationId }: Readonly<Record<string, unknown>>): string {
  const checkedId = checkClientCorrelationId(clientCorrelationId);
  if ('errors' in checkedId) throw new Problem('invalid-request', { errors: checkedId.errors });
  return checkedId.value;
}
