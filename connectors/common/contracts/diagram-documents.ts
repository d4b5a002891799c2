/**
 * One document a process that was deployed to an engine, in Elasticsearch, for as long as anybody asks for payments that ran by it. The
 * indexer writes it once; operators read it.
 */
import { z } from 'zod';
import { indexName } from './index-name';

/** What all who write or read these documents must agree on: each takes its own of it into its environment. */
export const diagramDocumentsSettings = z.object({
  DIAGRAM_DOCUMENTS_INDEX: indexName
    .default('payment-hub-diagrams')
    .describe('Index in Elasticsearch of the processes that were deployed, kept for good'),
});

export const diagramDocumentSchema = z.strictObject({
  schemaVersion: z.literal(1),
  engine: z.string(),
  processDefinitionKey: z.string(),
  bpmnProcessId: z.string(),
  version: z.number().int(),
  resourceName: z.string(),
  deployedAt: z.string(),
  /** The file as it was deployed, byte for byte, in base64. */
  resource: z.base64(),
});
export type DiagramDocument = z.output<typeof diagramDocumentSchema>;

export function diagramIdOf(engine: string, processDefinitionKey: string): string {
  return `${engine}.${processDefinitionKey}`;
}
