import type { RequestHandler } from 'express';
import { Problem } from '../common/api/problems';
import { transactionIdOf } from '../common/contracts/keys';
import { noteMessage } from '../common/journal/hear';
import { resourceOf } from './addresses';
import { orUnavailable } from './answers';
import { callerOf } from './caller';
import type { ChannelContext } from './context';
import { checkedId, readCorrelationId } from './ids';
import { isForgotten } from './past-payments';
import { askPaymentState } from './payment-state';
import { pastReport } from './report';

/**
 * GET /channel/<resource>/{id}, and GET /channel/<resource>?clientCorrelationId=. The question's key holds the
 * tenant of the token: another tenant's payment is not there, and none that was asked for at another resource. Payments
 * that the engine has forgotten, the audit knows.
 */
export function lookAtPayment(
  { asker, limits, clock, past }: ChannelContext,
  resource: string,
): RequestHandler<{ id?: string }> {
  return async (request, response) => {
    const { tenant } = callerOf(response).tenant;
    const { id } = request.params;
    const correlationId = id === undefined ? readCorrelationId(request.query) : undefined;
    const transactionId =
      correlationId === undefined ? checkedId(id ?? '') : transactionIdOf(tenant, correlationId);
    noteMessage(response, { ids: { transactionId } });
    const known = here(resource, await past.find(tenant, transactionId));
    const asKept = known && pastReport(known, correlationId);
    if (known !== undefined && isForgotten(known, clock.now(), limits.dedupeWindowMs)) {
      response.json(asKept);
      return;
    }
    const asked = { tenant, transactionId, repeatedHash: null };
    const state = await orUnavailable(askPaymentState(asker, asked, limits.repeatAnswerTimeoutMs));
    const report = here(resource, state)?.report ?? asKept;
    if (report === undefined) throw new Problem('unknown-id', { detail: unknownPayment });
    response.json(report);
  };
}

/** What is known of a payment, if it was asked for at this resource. Where nothing says so, the id is proof enough. */
function here<Known extends { readonly origin?: string | undefined }>(
  resource: string,
  known: Known | undefined,
): Known | undefined {
  const origin = known?.origin;
  return origin === undefined || resourceOf(origin) === resource ? known : undefined;
}

const unknownPayment =
  'No payment of this DFSP with this id is known, or no longer. Before it is paid in another way, send ' +
  'the request again with its clientCorrelationId: that is safe';
