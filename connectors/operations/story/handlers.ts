/** A payment's story: how it stands, what happened, what was said. */
import { small } from '../../common/api/handler';
import type { PaymentDocument } from '../../common/contracts/payment-documents';
import { findMessages, messagesMax } from '../../common/payment-story/find-messages';
import type { OperationsContext } from '../api/context';
import { askElasticsearch } from './ask-elasticsearch';
import { findPayment } from './find-payment';
import { sideView } from './view';

export function storyHandlers(context: OperationsContext) {
  const { deps } = context;
  return {
    showPayment: small(async ({ parameters: { tenant = '', transactionId = '' } }) => {
      const asOf = new Date(deps.clock.now()).toISOString();
      const documents = await findPayment(context, tenant, transactionId);
      const sides = await Promise.all(
        documents.map(async (one) => sideView(one, await messagesOf(context, one))),
      );
      const [first] = documents;
      return { json: { tenant, transactionId: first?.transactionId, asOf, sides } };
    }),
  };
}

function messagesOf({ elasticsearch, environment }: OperationsContext, document: PaymentDocument) {
  const find = async (where: Readonly<Record<string, readonly string[]>>) => {
    const found = await askElasticsearch(elasticsearch, environment.MESSAGE_DOCUMENTS_ALIAS, {
      where,
      newestBy: 'at',
      documentsMax: messagesMax,
    });
    return found.map((source) => ({ source }));
  };
  return findMessages(find, document);
}
