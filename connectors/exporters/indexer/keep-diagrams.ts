/** Deployed processes, in an index of their own: an engine's records are let go, payments that ran by them are asked for still. */
import { z } from 'zod';
import { diagramIdOf, type DiagramDocument } from '../../common/contracts/diagram-documents';
import { recordsAlias } from '../../common/contracts/engine-records-indices';
import type {
  DocumentOperation,
  ElasticsearchDoor,
  IndexTemplate,
} from '../../common/doors/elasticsearch/elasticsearch-door';
import { parseJsonWithLargeNumbers } from '../../common/lossless-json';

const processRecordSchema = z.object({
  intent: z.literal('CREATED'),
  timestamp: z.number(),
  value: z.object({
    bpmnProcessId: z.string(),
    version: z.number().int(),
    resourceName: z.string(),
    resource: z.base64(),
    processDefinitionKey: z.union([z.number().int(), z.string()]).transform(String),
  }),
});

const keyword = { type: 'keyword' } as const;

const mappings = {
  dynamic: 'strict',
  properties: {
    ...{ schemaVersion: { type: 'integer' }, engine: keyword, processDefinitionKey: keyword },
    ...{ bpmnProcessId: keyword, version: { type: 'integer' }, resourceName: keyword },
    ...{ deployedAt: { type: 'date' }, resource: { type: 'binary' } },
  },
} as const;

export function diagramTemplate(index: string, settings: object): IndexTemplate {
  return {
    ...{ name: index, patterns: [index], priority: 200 },
    ...{ settings: { ...settings }, mappings, aliases: [] },
  };
}

/** Undefined: it tells of no process that was deployed. */
export function diagramDocumentOf(engine: string, record: unknown): DiagramDocument | undefined {
  const { success, data } = processRecordSchema.safeParse(record);
  if (!success) return undefined;
  const deployedAt = new Date(data.timestamp).toISOString();
  return { schemaVersion: 1, engine, ...data.value, deployedAt };
}

/** Of a record as it stands on the topic. */
export function readDiagram(engine: string, document: string): DiagramDocument | undefined {
  try {
    return diagramDocumentOf(engine, parseJsonWithLargeNumbers(document));
  } catch {
    return undefined;
  }
}

/** Written once: a process that was deployed never changes, and what comes again is in conflict with itself. */
export function diagramOperation(index: string, document: DiagramDocument): DocumentOperation {
  const id = diagramIdOf(document.engine, document.processDefinitionKey);
  return { kind: 'create', index, id, source: JSON.stringify(document) };
}

/** An engine has some tens of them. */
const deployedMax = 10_000;
const timeoutMs = 30_000;

/** Those whose records an older build has indexed, and read past. */
export async function keepKnownDiagrams(
  door: ElasticsearchDoor,
  {
    engine,
    prefix,
    index,
  }: { readonly engine: string; readonly prefix: string; readonly index: string },
): Promise<void> {
  const found = await door.find(recordsAlias(prefix, 'process'), {
    where: { intent: ['CREATED'] },
    documentsMax: deployedMax,
    timeoutMs,
  });
  const documents = found.flatMap(({ source }) => diagramDocumentOf(engine, source) ?? []);
  await door.bulk(documents.map((one) => diagramOperation(index, one)));
}
