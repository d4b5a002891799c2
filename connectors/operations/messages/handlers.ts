/** What was said of a payment: in brief from Elasticsearch, word for word from Kafka. */
import { small } from '../../common/api/handler';
import { Problem } from '../../common/api/problems';
import {
  messageDocumentSchema,
  type MessageDocument,
} from '../../common/contracts/message-documents';
import type { JournalMessage } from '../../common/contracts/message-journal';
import { inTime } from '../../common/in-time';
import { messagesMax } from '../../common/payment-story/find-messages';
import { wholeMessageOf } from '../../common/payment-story/whole-message';
import type { OperationsContext } from '../api/context';
import { askElasticsearch } from '../api/ask-elasticsearch';
import { findPayment } from '../story/find-payment';
import { messageText } from '../story/timeline';
import { messagesOf } from './messages-of';

/** Kafka gives a reader its turn within some seconds. */
const timeoutMs = 20_000;

export function messagesHandlers(context: OperationsContext) {
  return {
    listMessages: small(async ({ parameters: { tenant = '', transactionId = '' } }) => {
      const documents = await findPayment(context, tenant, transactionId);
      const sides = await Promise.all(
        documents.map(async (one) => {
          const messages = await messagesOf(context, one);
          const isCut = messages.length >= messagesMax;
          return { side: one.side, messages: messages.map(inBrief), ...(isCut && { isCut }) };
        }),
      );
      return { json: { tenant, transactionId: documents[0]?.transactionId, sides } };
    }),
    showMessage: small(async ({ parameters: { tenant = '', messageId = '' } }) => {
      const document = await findMessage(context, tenant, messageId);
      const whole = await readWhole(context, document);
      // Kafka's word counts: what is another's is not shown, whatever stands in Elasticsearch.
      if (whole !== undefined && whole.tenant !== tenant) throw noSuchMessage();
      if (whole === undefined) throw new Problem('no-longer-kept', { detail: notKept });
      return { json: { ...inBrief(document), request: whole.request, answer: whole.answer } };
    }),
  };
}

const notKept =
  'Kafka does not have this message any more: its time is over (MESSAGE_JOURNAL_RETENTION, 90 days unless it says otherwise), or a person in it was forgotten. That it was said, and when, is still told with the payment.';

/** One that is another tenant's is none. */
const noSuchMessage = () =>
  new Problem('unknown-id', { detail: 'This tenant has no message with this id' });

/** Where in Kafka it stands is nobody's matter. */
const ours: ReadonlySet<string> = new Set(['place', 'schemaVersion']);

function inBrief(document: MessageDocument) {
  const told = Object.entries(document).filter(([name]) => !ours.has(name));
  return { ...Object.fromEntries(told), text: messageText(document) };
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

async function readWhole(
  { kafka, deps }: OperationsContext,
  document: MessageDocument,
): Promise<JournalMessage | undefined> {
  const late = () => new Error(`Kafka has not given it in ${timeoutMs} ms`);
  try {
    return await inTime(deps.clock, timeoutMs, wholeMessageOf(kafka, document), late);
  } catch (error) {
    throw new Problem('unavailable', {
      detail: 'Kafka, where messages are kept word for word, gives no answer now',
      headers: { 'Retry-After': '5' },
      cause: error,
    });
  }
}
