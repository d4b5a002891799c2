/** What a broker's Elasticsearch exporter sends to `/_bulk`: lines in pairs, an action and a document. */
import { z } from 'zod';
import { parseLosslessJson } from '../../common/lossless-json';
import { paymentNamedIn, withoutPersonalData } from '../../common/zeebe/problem-text';
import { isWorkers, type Incident } from './incident';

/** Numbers come as text (lossless): keys and positions exceed 2^53 from partition 4 on. */
const recordSchema = z.object({
  partitionId: z.string(),
  position: z.string().regex(/^\d+$/),
  timestamp: z.string().transform(Number),
  key: z.string(),
  recordType: z.literal('EVENT'),
  valueType: z.literal('INCIDENT'),
  intent: z.string(),
  value: z.object({
    errorType: z.string(),
    errorMessage: z.string(),
    bpmnProcessId: z.string(),
    processInstanceKey: z.string(),
    elementId: z.string(),
    elementInstanceKey: z.string().optional(),
    jobKey: z.string(),
  }),
});

export interface IncidentRecord {
  readonly position: bigint;
  readonly timestampMs: number;
  readonly intent: string;
  readonly incident: Incident;
}

export interface ReadRecords {
  readonly records: readonly IncidentRecord[];
  /** Of incidents, and yet not to be understood. */
  readonly unread: readonly string[];
}

const messageLengthMax = 1_000;
const noJob = '-1';
/** As the broker writes it. There are many, and they are not worth parsing. */
const ofTimer = '"valueType":"TIMER"';

export function readRecords(body: string): ReadRecords {
  const records: IncidentRecord[] = [];
  const unread: string[] = [];
  for (const line of body.split('\n').filter((_line, index) => index % 2 === 1)) {
    if (line.includes(ofTimer)) continue;
    const document = parsed(line);
    if (!isOfIncident(document)) continue;
    const result = recordSchema.safeParse(document);
    if (result.success) records.push(incidentRecord(result.data));
    else unread.push(result.error.issues.map(({ path }) => path.join('.')).join(', '));
  }
  return { records, unread };
}

function parsed(line: string): unknown {
  try {
    return parseLosslessJson(line);
  } catch {
    return { valueType: 'INCIDENT' };
  }
}

function isOfIncident(document: unknown): boolean {
  return (document as { valueType?: unknown } | null)?.valueType === 'INCIDENT';
}

function incidentRecord(record: z.output<typeof recordSchema>): IncidentRecord {
  const { value, timestamp: timestampMs } = record;
  const text = withoutPersonalData(value.errorMessage);
  return {
    position: BigInt(record.position),
    timestampMs,
    intent: record.intent,
    incident: {
      key: record.key,
      partitionId: record.partitionId,
      createdAt: new Date(timestampMs).toISOString(),
      errorType: value.errorType,
      message: text.slice(0, messageLengthMax),
      process: value.bpmnProcessId,
      elementId: value.elementId,
      processInstanceKey: value.processInstanceKey,
      ...(value.jobKey === noJob ? {} : { jobKey: value.jobKey }),
      ...(value.elementInstanceKey !== undefined && {
        elementInstanceKey: value.elementInstanceKey,
      }),
      ...(isWorkers(value) && paymentNamedIn(text)),
    },
  };
}
