/** Records of an engine, as the indexer has written them to Elasticsearch. */
import { z } from 'zod';

/** Keys and positions are text throughout: from the fourth partition on a double does not hold them. */
const key = z.union([z.number().int(), z.string().regex(/^-?\d+$/)]).transform(String);

const base = {
  partitionId: z.number().int(),
  position: key,
  key,
  timestamp: z.number(),
  intent: z.string(),
};

const ofInstance = { processInstanceKey: key };

export const processRecordSchema = z.object({
  ...base,
  valueType: z.literal('PROCESS_INSTANCE'),
  value: z.object({
    ...ofInstance,
    elementId: z.string(),
    bpmnElementType: z.string(),
    flowScopeKey: key,
    bpmnProcessId: z.string(),
    processDefinitionKey: key,
    version: z.number().int(),
    parentProcessInstanceKey: key,
    parentElementInstanceKey: key,
  }),
});
export type ProcessRecord = z.output<typeof processRecordSchema>;

const jobRecordSchema = z.object({
  ...base,
  valueType: z.literal('JOB'),
  value: z.object({
    ...ofInstance,
    elementInstanceKey: key,
    type: z.string(),
    jobKind: z.string().optional(),
    worker: z.string(),
    retries: z.number().int(),
    errorCode: z.string(),
    errorMessage: z.string(),
  }),
});
export type JobRecord = z.output<typeof jobRecordSchema>;

const incidentRecordSchema = z.object({
  ...base,
  valueType: z.literal('INCIDENT'),
  value: z.object({ ...ofInstance, elementInstanceKey: key, errorType: z.string() }),
});
export type IncidentRecord = z.output<typeof incidentRecordSchema>;

const variableRecordSchema = z.object({
  ...base,
  valueType: z.literal('VARIABLE'),
  value: z.object({ ...ofInstance, name: z.string(), value: z.string(), scopeKey: key }),
});
export type VariableRecord = z.output<typeof variableRecordSchema>;

export const engineRecordSchema = z.discriminatedUnion('valueType', [
  processRecordSchema,
  jobRecordSchema,
  incidentRecordSchema,
  variableRecordSchema,
]);
export type EngineRecord = z.output<typeof engineRecordSchema>;

/** By their kinds in the names of indices. */
export const recordTypes = ['process-instance', 'job', 'incident', 'variable'] as const;

/** What is read of them. */
export const recordFields: readonly string[] = [
  ...['partitionId', 'position', 'key', 'timestamp', 'intent', 'valueType'],
  ...Object.keys({
    ...processRecordSchema.shape.value.shape,
    ...jobRecordSchema.shape.value.shape,
    ...incidentRecordSchema.shape.value.shape,
    ...variableRecordSchema.shape.value.shape,
  }).map((field) => `value.${field}`),
];

/** All of one process stand in one partition. */
export function inOrder(left: EngineRecord, right: EngineRecord): number {
  const [a, b] = [BigInt(left.position), BigInt(right.position)];
  return a < b ? -1 : a > b ? 1 : 0;
}
