/**
 * One document a message of the journal in Elasticsearch, without what is personal: what was said to whom and when, beside the
 * documents of payments. The indexer writes it; operators and reports find it. The message itself stands in Kafka, at its place.
 */
import { z } from 'zod';
import { indexName } from './index-name';
import { journalMessageSchema } from './message-journal';

/** What all who write or read these documents must agree on: each takes its own of it into its environment. */
export const messageDocumentsSettings = z.object({
  MESSAGE_DOCUMENTS_ALIAS: indexName
    .default('payment-hub-messages')
    .describe(
      'Alias in Elasticsearch of the documents of messages; their indices are called after it and the month',
    ),
});

export const messageDocumentSchema = z.strictObject({
  ...journalMessageSchema.omit({ request: true, answer: true }).shape,
  /** FSPIOP's, in whichever half it stands. */
  errorCode: z.string().optional(),
  transferState: z.string().optional(),
  requestBytes: z.number().int(),
  answerBytes: z.number().int().optional(),
  /** Where in Kafka the whole of it stands, for as long as that keeps it. */
  place: z.strictObject({
    topic: z.string(),
    partition: z.number().int(),
    offset: z.number().int(),
  }),
});
export type MessageDocument = z.output<typeof messageDocumentSchema>;
