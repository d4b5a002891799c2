/** A payment's story: how it stands, what happened, what was said. */
import { small } from '../../common/api/handler';
import type { OperationsContext } from '../api/context';
import { messagesOf } from '../messages/messages-of';
import { findPayment } from './find-payment';
import { sideView } from './view';

export function storyHandlers(context: OperationsContext) {
  const { deps } = context;
  return {
    showPayment: small(async ({ parameters, language }) => {
      const { tenant = '', transactionId = '' } = parameters;
      const asOf = new Date(deps.clock.now()).toISOString();
      const documents = await findPayment(context, tenant, transactionId);
      const sides = await Promise.all(
        documents.map(async (one) => sideView(one, await messagesOf(context, one), language)),
      );
      const [first] = documents;
      return { json: { tenant, transactionId: first?.transactionId, asOf, sides } };
    }),
  };
}
