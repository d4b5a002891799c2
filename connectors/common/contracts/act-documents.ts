/** One document an act of a person at the operations' API, in Elasticsearch: the indexer writes it, who asks who did what finds it. */
import { z } from 'zod';
import { indexName } from './index-name';
import { operationsActSchema } from './operations-audit';

/** What all who write or read these documents must agree on: each takes its own of it into its environment. */
export const actDocumentsSettings = z.object({
  OPERATIONS_AUDIT_ALIAS: indexName
    .default('payment-hub-operations-audit')
    .describe(
      'Alias in Elasticsearch of what people asked of the operations API; its indices are called after it and the month',
    ),
});

export const actDocumentSchema = z.strictObject({
  ...operationsActSchema.shape,
  /** Ids of what it was about: of payments, decisions, batches and the like. */
  about: z.array(z.string()),
});
export type ActDocument = z.output<typeof actDocumentSchema>;
