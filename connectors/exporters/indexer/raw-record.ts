/** Records of the engine as Zeebe's own exporter would have written them to Elasticsearch, without what is personal. */
import { z } from 'zod';
import {
  recordsAlias,
  recordsIndex,
  recordsTypeOf,
} from '../../common/contracts/engine-records-indices';
import { readEngineRecord, type EngineRecord } from '../../common/contracts/engine-records-topic';
import type {
  DocumentOperation,
  IndexTemplate,
} from '../../common/doors/elasticsearch/elasticsearch-door';
import type { KafkaRecord } from '../../common/doors/kafka/kafka-door';
import { withoutPersonalData } from './personal-data';

/** Of one engine: its positions are another's too. */
export interface RawRecord {
  /** As the exporter calls it: `process-instance`. */
  readonly type: string;
  readonly operation: DocumentOperation;
}

const typePattern = /^[A-Z][A-Z_]*$/;
const versionPattern = /^[0-9][0-9A-Za-z.-]{0,40}$/;

/** @returns why it is none, when no bridge has written this for an engine of a kind that we know */
export function readRawRecord(record: KafkaRecord, prefix: string): RawRecord | string {
  const read = readEngineRecord(record);
  if (read === undefined) return 'no-record-of-an-engine';
  const { valueType, brokerVersion, partitionId, position } = read;
  if (!typePattern.test(valueType) || !versionPattern.test(brokerVersion)) return 'unknown-kind';
  const timestampMs = timestampOf(read);
  if (timestampMs === undefined) return 'no-timestamp';
  let source: string;
  try {
    source = withoutPersonalData(read);
  } catch (error) {
    if (error instanceof SyntaxError) return 'no-json';
    throw error;
  }
  const type = recordsTypeOf(valueType);
  const day = new Date(timestampMs).toISOString().slice(0, 10);
  const place = { id: `${partitionId}-${position}`, routing: String(partitionId) };
  const index = recordsIndex(prefix, { type, version: brokerVersion.toLowerCase(), day });
  return { type, operation: { kind: 'index', index, ...place, source } };
}

/** What stands before the value of the exporter's documents; the timestamp comes behind it. */
const head = /^\{"partitionId":\d+,"value":\{/;
const timestampField = '"timestamp":';
const timestampSchema = z.object({ timestamp: z.number() });

/** By its own time a record finds its index: behind the value nothing nests, so the last field of the name is it. */
function timestampOf({ document }: EngineRecord): number | undefined {
  const at = document.lastIndexOf(timestampField);
  const digits = /^\d{1,15}(?=[,}])/.exec(document.slice(at + timestampField.length, at + 30))?.[0];
  if (at !== -1 && digits !== undefined && head.test(document)) return Number(digits);
  try {
    return timestampSchema.safeParse(JSON.parse(document)).data?.timestamp;
  } catch {
    return undefined;
  }
}

const keyword = { type: 'keyword', ignore_above: 1_024 } as const;
const long = { type: 'long' } as const;
const integer = { type: 'integer' } as const;

/** What tools look for; all else is stored and not searched. Variables never make fields. */
const mappings = {
  dynamic: false,
  properties: {
    partitionId: integer,
    ...{ key: long, position: long, sourceRecordPosition: long, sequence: long },
    timestamp: { type: 'date' },
    ...{ valueType: keyword, recordType: keyword, intent: keyword, rejectionType: keyword },
    ...{ brokerVersion: keyword, recordVersion: integer },
    value: {
      dynamic: false,
      properties: {
        ...{ bpmnProcessId: keyword, bpmnElementType: keyword, elementId: keyword },
        ...{ tenantId: keyword, processInstanceKey: long, processDefinitionKey: long },
        ...{ elementInstanceKey: long, flowScopeKey: long, scopeKey: long, jobKey: long },
        ...{ parentProcessInstanceKey: long, parentElementInstanceKey: long },
        ...{ name: keyword, type: keyword, messageName: keyword, errorType: keyword },
        ...{ version: integer, deadline: long, retries: integer, worker: keyword },
      },
    },
  },
} as const;

/** Of one kind of records, behind the alias that Zeebe's tools ask: `<prefix>-process-instance`. */
export function rawTemplate(prefix: string, type: string, settings: object): IndexTemplate {
  return {
    name: `${prefix}_${type}`,
    patterns: [`${prefix}_${type}_*`],
    // Above those of exporters that write to the same cluster: their patterns hold their own prefix.
    priority: 200,
    settings: { ...settings, 'index.mapping.ignore_malformed': true },
    mappings,
    aliases: [recordsAlias(prefix, type)],
  };
}
