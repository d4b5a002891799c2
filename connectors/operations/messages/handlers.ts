/** What was said of a payment: in brief from Elasticsearch, word for word from Kafka. */
import { small } from '../../common/api/handler';
import { Problem } from '../../common/api/problems';
import {
  messageDocumentSchema,
  type MessageDocument,
} from '../../common/contracts/message-documents';
import { translated, type Language } from '../../common/words/languages';
import type { OperationsContext } from '../api/context';
import { askElasticsearch } from '../api/ask-elasticsearch';
import { findPayment } from '../story/find-payment';
import { messageText } from '../story/timeline';
import { messageWords } from './message-words';
import { messagesOf } from './messages-of';
import type { WholeMessages } from './read-whole';

export function messagesHandlers(context: OperationsContext, whole: WholeMessages) {
  return {
    listMessages: small(async ({ parameters, language }) => {
      const { tenant = '', transactionId = '' } = parameters;
      const documents = await findPayment(context, tenant, transactionId);
      const sides = await Promise.all(
        documents.map(async (one) => {
          const { messages, isCut } = await messagesOf(context, one);
          const brief = messages.map((message) => inBrief(message, language));
          return { side: one.side, messages: brief, ...(isCut && { isCut }) };
        }),
      );
      return { json: { tenant, transactionId: documents[0]?.transactionId, sides } };
    }),
    showMessage: small(async ({ parameters, language }) => {
      const { tenant = '', messageId = '' } = parameters;
      const document = await findMessage(context, tenant, messageId);
      const message = await whole.read(tenant, document);
      // Kafka's word counts: what is another's is not shown, whatever stands in Elasticsearch.
      if (message !== undefined && message.tenant !== tenant) throw noSuchMessage();
      if (message === undefined) {
        const detail = translated(messageWords, (said) => said.notKept);
        throw new Problem('no-longer-kept', { detail });
      }
      const { request, answer } = message;
      return { json: { ...inBrief(document, language), request, answer } };
    }),
  };
}

/** One that is another tenant's is none. */
const noSuchMessage = () =>
  new Problem('unknown-id', { detail: translated(messageWords, (said) => said.noMessage) });

/** Where in Kafka it stands is nobody's matter. */
const ours: ReadonlySet<string> = new Set(['place', 'schemaVersion']);

function inBrief(document: MessageDocument, language: Language) {
  const told = Object.entries(document).filter(([name]) => !ours.has(name));
  return { ...Object.fromEntries(told), text: messageText(document, language) };
}

async function findMessage(
  { elasticsearch, environment }: OperationsContext,
  tenant: string,
  messageId: string,
): Promise<MessageDocument> {
  const [found] = await askElasticsearch(elasticsearch, environment.MESSAGE_DOCUMENTS_ALIAS, {
    where: { tenant: [tenant], messageId: [messageId] },
    documentsMax: 1,
  });
  if (found === undefined) throw noSuchMessage();
  return messageDocumentSchema.parse(found);
}
