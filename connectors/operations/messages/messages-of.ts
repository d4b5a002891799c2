import type { PaymentDocument } from '../../common/contracts/payment-documents';
import {
  findMessages,
  messagesMax,
  type FoundMessages,
} from '../../common/payment-story/find-messages';
import type { OperationsContext } from '../api/context';
import { askElasticsearch } from '../api/ask-elasticsearch';

/** What was said of one side of a payment, in its order. @throws Problem */
export function messagesOf(
  { elasticsearch, environment }: Pick<OperationsContext, 'elasticsearch' | 'environment'>,
  document: PaymentDocument,
): Promise<FoundMessages> {
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
