/** What of the engine's records tells of payments, read from their documents. Everything else is passed over. */
import { z } from 'zod';
import type { EngineRecord } from '../../common/contracts/engine-records-topic';
import { parseLosslessJson } from '../../common/lossless-json';
import type { EpochMs } from '../../common/runtime';

export type ElementIntent = 'activating' | 'activated' | 'completed' | 'terminating' | 'terminated';

/** Where the record stands, and what it tells. */
export type EngineStep = {
  readonly position: bigint;
  readonly partition: string;
  readonly timestampMs: EpochMs;
  readonly processInstanceKey: string;
  /** Of the process as it was deployed. */
  readonly processDefinitionKey: string;
} & (
  | {
      readonly what: 'element';
      readonly intent: ElementIntent;
      readonly process: string;
      readonly elementId: string;
      readonly elementInstanceKey: string;
      /** The process itself, not one of its steps. */
      readonly isProcess: boolean;
    }
  | { readonly what: 'variable'; readonly name: string; readonly value: unknown }
  | {
      readonly what: 'incident';
      readonly intent: 'created' | 'resolved';
      readonly incidentKey: string;
      readonly process: string;
      readonly elementId: string;
      readonly elementInstanceKey: string;
      readonly errorType: string;
    }
);

/** Numbers come as text (lossless): keys exceed 2^53 from partition 4 on. */
const documentSchema = z.object({
  key: z.string(),
  intent: z.string(),
  recordType: z.string(),
  timestamp: z.string().regex(/^\d{1,15}$/),
});

const elementSchema = z.object({
  bpmnProcessId: z.string(),
  bpmnElementType: z.string(),
  elementId: z.string(),
  processInstanceKey: z.string(),
  processDefinitionKey: z.string(),
});

const variableSchema = z.object({
  name: z.string(),
  value: z.string(),
  scopeKey: z.string(),
  processInstanceKey: z.string(),
  processDefinitionKey: z.string(),
});

const incidentSchema = z.object({
  bpmnProcessId: z.string(),
  elementId: z.string(),
  elementInstanceKey: z.string(),
  processInstanceKey: z.string(),
  processDefinitionKey: z.string(),
  errorType: z.string(),
});

const elementIntents: Readonly<Record<string, ElementIntent>> = {
  ELEMENT_ACTIVATING: 'activating',
  ELEMENT_ACTIVATED: 'activated',
  ELEMENT_COMPLETED: 'completed',
  ELEMENT_TERMINATING: 'terminating',
  ELEMENT_TERMINATED: 'terminated',
};

const valueTypes = new Set(['PROCESS_INSTANCE', 'VARIABLE', 'INCIDENT']);

/**
 * Undefined: it tells nothing of a payment.
 * @throws SyntaxError or ZodError for a record that no engine of a version we know has written
 */
export function readStep(record: EngineRecord): EngineStep | undefined {
  const { valueType } = record;
  if (!valueTypes.has(valueType)) return undefined;
  const json = parseLosslessJson(record.document);
  const { key, intent, recordType, timestamp } = documentSchema.parse(json);
  if (recordType !== 'EVENT') return undefined;
  const { value } = json as { value: unknown };
  const { position, partitionId } = record;
  const place = { position, partition: String(partitionId), timestampMs: Number(timestamp) };
  switch (valueType) {
    case 'PROCESS_INSTANCE':
      return elementStep(key, intent, value, place);
    case 'VARIABLE':
      return variableStep(value, place);
    default:
      return incidentStep(key, intent, value, place);
  }
}

type Place = Pick<EngineStep, 'position' | 'partition' | 'timestampMs'>;

function elementStep(
  elementInstanceKey: string,
  intentName: string,
  value: unknown,
  place: Place,
): EngineStep | undefined {
  const intent = elementIntents[intentName];
  if (intent === undefined) return undefined;
  const { bpmnProcessId, bpmnElementType, elementId, ...ofProcess } = elementSchema.parse(value);
  return {
    ...place,
    what: 'element',
    ...{ intent, process: bpmnProcessId, elementId, elementInstanceKey, ...ofProcess },
    isProcess: bpmnElementType === 'PROCESS',
  };
}

/** Those of the process itself: what a step has for itself (a one-time code, an error on its way) is nobody's. */
function variableStep(json: unknown, place: Place): EngineStep | undefined {
  const { name, value, scopeKey, ...ofProcess } = variableSchema.parse(json);
  if (scopeKey !== ofProcess.processInstanceKey) return undefined;
  return { ...place, what: 'variable', name, value: JSON.parse(value), ...ofProcess };
}

function incidentStep(
  incidentKey: string,
  intent: string,
  value: unknown,
  place: Place,
): EngineStep | undefined {
  if (intent !== 'CREATED' && intent !== 'RESOLVED') return undefined;
  const { bpmnProcessId: process, ...incident } = incidentSchema.parse(value);
  return {
    ...place,
    what: 'incident',
    intent: intent === 'CREATED' ? 'created' : 'resolved',
    ...{ incidentKey, process, ...incident },
  };
}
