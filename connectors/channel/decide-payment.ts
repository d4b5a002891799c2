import type { RequestHandler } from 'express';
import { jsonBodyOf } from '../common/api/body';
import { Problem } from '../common/api/problems';
import { correlationKey } from '../common/contracts/keys';
import { noteMessage } from '../common/journal/hear';
import { messageNames } from '../common/contracts/messages';
import { answerReport, orUnavailable, waitIfPreferred } from './answers';
import { callerOf } from './caller';
import type { ChannelContext } from './context';
import { checkDecisionBody, checkId } from './openapi';
import { decisionQuestionId } from './questions';

/** A double click is one decision, and one that came a little before the process waits is not lost. */
const decisionTimeToLiveMs = 60_000;

/**
 * POST /channel/<resource>/{id}/decision. The correlation key holds the tenant of the token: a decision on
 * another tenant's payment reaches nothing.
 */
export function decidePayment(
  context: ChannelContext,
  resource: string,
): RequestHandler<{ id: string }> {
  return async (request, response) => {
    const { tenant, log } = callerOf(response);
    const transactionId = request.params.id;
    const checked = checkDecisionBody(jsonBodyOf(request));
    const idErrors = checkId(transactionId);
    if ('errors' in checked || idErrors.length > 0) {
      const bodyErrors = 'errors' in checked ? checked.errors : [];
      throw new Problem('invalid-request', { errors: [...idErrors, ...bodyErrors] });
    }
    noteMessage(response, { ids: { transactionId } });
    const { decision } = checked.value;
    const questionId = decisionQuestionId(tenant.tenant, transactionId);
    const wait = waitIfPreferred(request, response, context, questionId);
    const published = await orUnavailable(
      context.messages.publish({
        name: messageNames.payerDecided,
        correlationKey: correlationKey(tenant.tenant, transactionId),
        messageId: 'payer',
        timeToLiveMs: decisionTimeToLiveMs,
        variables: { payerDecision: decision },
      }),
    );
    // A second decision, be it another one, comes too late: the first stands.
    const isFirst = published === 'published';
    log.info({ transactionId, decision }, isFirst ? 'payer decided' : 'payer had decided already');
    await answerReport(response, resource, { transactionId, state: 'RECEIVED' }, wait);
  };
}
