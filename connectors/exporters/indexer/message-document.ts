/** From a message of the journal to its document. Pure. Of one that stands there twice the later place counts: Kafka keeps that. */
import type { MessageDocument } from '../../common/contracts/message-documents';
import {
  journalPrivacy,
  readJournalMessage,
  type JournalMessage,
} from '../../common/contracts/message-journal';
import type { IndexTemplate } from '../../common/doors/elasticsearch/elasticsearch-door';
import type { KafkaRecord } from '../../common/doors/kafka/kafka-door';
import { templateOfMonths } from './payment-index';

/** Undefined for what no role has written. */
export function messageDocumentOf(record: KafkaRecord): MessageDocument | undefined {
  const message = readJournalMessage(record);
  if (message === undefined) return undefined;
  const { topic, partition, offset } = record;
  const { request, answer } = message;
  const bodies = `${request.body?.text ?? ''}\n${answer?.body?.text ?? ''}`;
  return {
    ...impersonal(message),
    ...found(bodies),
    requestBytes: request.body?.bytes ?? 0,
    ...(answer !== undefined && { answerBytes: answer.body?.bytes ?? 0 }),
    place: { topic, partition, offset },
  };
}

type Open = Omit<JournalMessage, 'request' | 'answer'>;

/** By the contract's marks. */
function impersonal(message: JournalMessage): Open {
  const fields = Object.entries(message) as [keyof JournalMessage, unknown][];
  return Object.fromEntries(fields.filter(([name]) => !journalPrivacy[name].isPersonal)) as Open;
}

function found(bodies: string): Pick<MessageDocument, 'errorCode' | 'transferState'> {
  const errorCode = /"errorCode"\s*:\s*"(\d{4})"/.exec(bodies)?.[1];
  const transferState = /"transferState"\s*:\s*"([A-Z]{1,32})"/.exec(bodies)?.[1];
  return {
    ...(errorCode !== undefined && { errorCode }),
    ...(transferState !== undefined && { transferState }),
  };
}

/** An index for each month, by when the message began. */
export function messageIndexOf(alias: string, { at }: MessageDocument): string {
  return `${alias}-${at.slice(0, 7)}`;
}

const keyword = { type: 'keyword', ignore_above: 1_024 } as const;
const integer = { type: 'integer' } as const;

/** Strict: what is not here is a mistake of this build, and is seen as one. */
const mappings = {
  dynamic: 'strict',
  properties: {
    ...{ messageId: keyword, schemaVersion: integer, direction: keyword },
    ...{ peer: keyword, peerName: keyword, tenant: keyword, engine: keyword },
    ...{ at: { type: 'date' }, tookMs: { type: 'long' }, operation: keyword },
    ...{ status: integer, outcome: keyword, signature: keyword },
    ...{ transactionId: keyword, transferId: keyword, quoteId: keyword, traceId: keyword },
    ...{ jobType: keyword, jobKey: keyword, processInstanceKey: keyword },
    ...{ errorCode: keyword, transferState: keyword },
    ...{ requestBytes: integer, answerBytes: integer },
    place: { properties: { topic: keyword, partition: integer, offset: { type: 'long' } } },
  },
} as const;

export function messageTemplate(alias: string, settings: object): IndexTemplate {
  return templateOfMonths(alias, mappings, settings);
}
