import type { RequestHandler } from 'express';
import { Problem } from '../common/api/problems';
import { transactionIdOf } from '../common/contracts/keys';
import { orUnavailable } from './answers';
import { callerOf } from './caller';
import type { ChannelContext } from './context';
import { checkClientCorrelationId, checkTransactionId } from './openapi';
import { askPaymentState } from './payment-state';

/**
 * GET /channel/transfer/{id}, and GET /channel/transfer?clientCorrelationId=. The question's key holds the
 * tenant of the token: another tenant's payment is not there.
 */
export function lookAtTransfer({ asker, limits }: ChannelContext): RequestHandler<{ id?: string }> {
  return async (request, response) => {
    const { tenant } = callerOf(response).tenant;
    const { id } = request.params;
    const transactionId =
      id === undefined
        ? idByCorrelation(tenant, request.query['clientCorrelationId'])
        : checked(id);
    const asked = { tenant, transactionId, repeatedHash: null };
    const state = await orUnavailable(askPaymentState(asker, asked, limits.repeatAnswerTimeoutMs));
    if (state === undefined) throw new Problem('unknown-id', { detail: unknownPayment });
    response.json(state.report);
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

function idByCorrelation(tenant: string, clientCorrelationId: unknown): string {
  const checkedId = checkClientCorrelationId(clientCorrelationId);
  if ('errors' in checkedId) throw new Problem('invalid-request', { errors: checkedId.errors });
  return transactionIdOf(tenant, checkedId.value);
}
