/** What was said about a payment: the messages that name it, and those of the same trace that name no other. */
import { messageDocumentSchema, type MessageDocument } from '../contracts/message-documents';
import type { PaymentDocument } from '../contracts/payment-documents';
import type { DocumentSearch } from '../doors/elasticsearch/elasticsearch-door';

/** Of one search; a payment has some 24. */
export const messagesMax = 1_000;

type Find = (where: DocumentSearch['where']) => Promise<readonly { readonly source: unknown }[]>;

export interface FoundMessages {
  /** In their order. */
  readonly messages: MessageDocument[];
  /** One of the searches found more than it gives: some may be missing, the oldest first. */
  readonly isCut: boolean;
}

export async function findMessages(find: Find, payment: PaymentDocument): Promise<FoundMessages> {
  const found = new Map<string, MessageDocument>();
  let isCut = false;
  const tenant = [payment.tenant];
  const search = async (where: DocumentSearch['where']): Promise<void> => {
    const some = await find({ tenant, ...where });
    if (some.length >= messagesMax) isCut = true;
    for (const { source } of some) {
      const message = messageDocumentSchema.parse(source);
      if (isOf(payment, message)) found.set(message.messageId, message);
    }
  };
  const { transactionId, transferId, quoteId, engine, steps } = payment;
  const processes = new Set(steps.map(({ processInstanceKey }) => processInstanceKey));
  await Promise.all([
    search({ transactionId: [transactionId] }),
    ...(transferId === undefined ? [] : [search({ transferId: [transferId] })]),
    ...(quoteId === undefined ? [] : [search({ quoteId: [quoteId] })]),
    ...(processes.size === 0
      ? []
      : [search({ engine: [engine], processInstanceKey: [...processes] })]),
  ]);
  // An answer to a look-up names no payment; it has the trace of the question.
  const traces = new Set([...found.values()].flatMap(({ traceId }) => traceId ?? []));
  if (traces.size > 0) await search({ traceId: [...traces] });
  return { messages: [...found.values()].sort(inTime), isCut };
}

/** An app may use one trace for several payments: what names another one is of that. */
function isOf(payment: PaymentDocument, message: MessageDocument): boolean {
  return (['transactionId', 'transferId', 'quoteId'] as const).every((id) => {
    const [own, its] = [payment[id], message[id]];
    return own === undefined || its === undefined || own === its;
  });
}

function inTime(left: MessageDocument, right: MessageDocument): number {
  return left.at.localeCompare(right.at) || left.messageId.localeCompare(right.messageId);
}
