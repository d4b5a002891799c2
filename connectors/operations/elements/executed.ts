/** From the records of a payment's processes to what each of them has done, element by element. Pure. */
import { waitsForAnswer } from '../../common/contracts/job-messages';
import { VariableBook, type SetVariable } from './variables';
import type { EngineRecord, IncidentRecord, JobRecord, ProcessRecord } from './engine-record';

export interface ExecutedElement {
  readonly elementInstanceKey: string;
  readonly elementId: string;
  /** BPMN's: `SERVICE_TASK`. */
  readonly type: string;
  readonly state: 'active' | 'completed' | 'terminated';
  readonly enteredAt: string;
  readonly leftAt?: string;
  readonly durationMs?: number;
  readonly jobs: readonly Job[];
  readonly incidents: readonly Incident[];
  readonly variables: readonly SetVariable[];
}

export interface Job {
  readonly jobKey: string;
  readonly jobType: string;
  /** `BPMN_ELEMENT`, or of a listener. */
  readonly kind: string;
  readonly tries: readonly Try[];
}

export interface Try {
  readonly at: string;
  readonly what: (typeof tries)[keyof typeof tries] | 'awaits-answer';
  readonly worker?: string;
  readonly retriesLeft?: number;
  readonly errorCode?: string;
  readonly message?: string;
}

export interface Incident {
  readonly incidentKey: string;
  readonly errorType: string;
  readonly raisedAt: string;
  readonly endedAt?: string;
  /** `left`: the step was given up. The engine writes RESOLVED of both. */
  readonly ended?: 'resolved' | 'left';
}

export interface ExecutedProcess {
  readonly processInstanceKey: string;
  readonly bpmnProcessId: string;
  readonly version: number;
  readonly processDefinitionKey: string;
  /** Of a called process. */
  readonly calledBy?: { readonly processInstanceKey: string; readonly elementInstanceKey: string };
  readonly state: ExecutedElement['state'];
  readonly startedAt: string;
  readonly endedAt?: string;
  readonly elements: readonly ExecutedElement[];
  /** Ids of the flows that were taken, in order. */
  readonly flows: readonly string[];
  /** Variables that were set from outside of any element: by an operator, or a tool. */
  readonly setFromOutside: readonly SetVariable[];
}

/** JOB records, by intent. Others of them say nothing of a try. */
const tries = {
  COMPLETED: 'completed',
  FAILED: 'failed',
  TIMED_OUT: 'timed-out',
  ERROR_THROWN: 'error',
  CANCELED: 'cancelled',
  RETRIES_UPDATED: 'retries-set',
} as const;

/** @param records of several processes, in order */
export function executedProcesses(records: readonly EngineRecord[]): ExecutedProcess[] {
  const byProcess = new Map<string, EngineRecord[]>();
  for (const one of records) {
    const { processInstanceKey } = one.value;
    const known = byProcess.get(processInstanceKey);
    if (known === undefined) byProcess.set(processInstanceKey, [one]);
    else known.push(one);
  }
  return [...byProcess.values()]
    .flatMap((some) => executedProcess(some) ?? [])
    .sort((left, right) => left.startedAt.localeCompare(right.startedAt));
}

const timeOf = ({ timestamp }: EngineRecord): string => new Date(timestamp).toISOString();

/** Undefined: its beginning is kept no longer. */
function executedProcess(records: readonly EngineRecord[]): ExecutedProcess | undefined {
  const book = new VariableBook();
  const begun = new Map<string, Begun>();
  const flows: string[] = [];
  for (const record of records) {
    if (record.valueType === 'PROCESS_INSTANCE') {
      if (record.intent === 'SEQUENCE_FLOW_TAKEN') flows.push(record.value.elementId);
      else applyStep(begun, book, record);
    } else if (record.valueType === 'JOB') applyJob(begun, record);
    else if (record.valueType === 'INCIDENT') applyIncident(begun, record);
    else book.set(record);
  }
  const process = [...begun.values()].find(({ type }) => type === 'PROCESS');
  if (process === undefined) return undefined;
  const { bpmnProcessId, version, processDefinitionKey, ...value } = process.value;
  const { processInstanceKey, parentProcessInstanceKey, parentElementInstanceKey } = value;
  const { state, enteredAt, leftAt } = process;
  return {
    ...{ processInstanceKey, bpmnProcessId, version, processDefinitionKey, state },
    ...(parentProcessInstanceKey !== '-1' && {
      calledBy: {
        processInstanceKey: parentProcessInstanceKey,
        elementInstanceKey: parentElementInstanceKey,
      },
    }),
    startedAt: enteredAt,
    ...(leftAt !== undefined && { endedAt: leftAt }),
    elements: [...begun.values()].map((one) => elementOf(one, book)),
    flows,
    setFromOutside: book.setFromOutside(),
  };
}

/** An element while its records are read. */
interface Begun {
  readonly value: ProcessRecord['value'];
  readonly type: string;
  readonly key: string;
  readonly enteredAt: string;
  state: ExecutedElement['state'];
  isEnding: boolean;
  leftAt?: string;
  readonly jobs: Map<string, { readonly job: Omit<Job, 'tries'>; readonly tries: Try[] }>;
  readonly incidents: Map<string, Incident>;
}

function applyStep(begun: Map<string, Begun>, book: VariableBook, record: ProcessRecord): void {
  const { key, intent, value } = record;
  book.step(record);
  if (intent === 'ELEMENT_ACTIVATING') {
    begun.set(key, {
      ...{ value, key, type: value.bpmnElementType, enteredAt: timeOf(record), state: 'active' },
      ...{ isEnding: false, jobs: new Map(), incidents: new Map() },
    });
    return;
  }
  const element = begun.get(key);
  if (element === undefined) return;
  if (intent === 'ELEMENT_TERMINATING') element.isEnding = true;
  if (intent === 'ELEMENT_COMPLETED' || intent === 'ELEMENT_TERMINATED') {
    element.state = intent === 'ELEMENT_COMPLETED' ? 'completed' : 'terminated';
    element.leftAt = timeOf(record);
  }
}

function applyJob(begun: Map<string, Begun>, record: JobRecord): void {
  const { key, intent, value } = record;
  const element = begun.get(value.elementInstanceKey);
  if (element === undefined) return;
  const kind = value.jobKind ?? 'BPMN_ELEMENT';
  const job = { jobKey: key, jobType: value.type, kind };
  const known = element.jobs.get(key) ?? { job, tries: [] };
  element.jobs.set(key, known);
  const what = Object.hasOwn(tries, intent) ? tries[intent as keyof typeof tries] : undefined;
  if (what === undefined) return;
  const { worker, retries: retriesLeft, errorCode, errorMessage } = value;
  const at = timeOf(record);
  if (what === 'failed' && errorMessage === waitsForAnswer) {
    known.tries.push({ at, what: 'awaits-answer', worker });
    return;
  }
  const message = errorMessage === '' ? {} : { message: errorMessage };
  const more: Partial<Record<Try['what'], Partial<Try>>> = {
    completed: { worker },
    failed: { worker, retriesLeft, ...message },
    'timed-out': { worker },
    error: { worker, errorCode, ...message },
    'retries-set': { retriesLeft },
  };
  // What was cancelled still has the marks of the try before.
  known.tries.push({ at, what, ...more[what] });
}

/** Found by the instance: of an error that nothing catches the record names no element. */
function applyIncident(begun: Map<string, Begun>, record: IncidentRecord): void {
  const { key, intent, value } = record;
  const element = begun.get(value.elementInstanceKey);
  if (element === undefined) return;
  const at = timeOf(record);
  const known = element.incidents.get(key) ?? {
    ...{ incidentKey: key, errorType: value.errorType, raisedAt: at },
  };
  const ended = element.isEnding ? 'left' : 'resolved';
  element.incidents.set(key, intent === 'RESOLVED' ? { ...known, endedAt: at, ended } : known);
}

function elementOf(element: Begun, book: VariableBook): ExecutedElement {
  const { key, value, type, state, enteredAt, leftAt, jobs, incidents } = element;
  return {
    ...{ elementInstanceKey: key, elementId: value.elementId, type, state, enteredAt },
    ...(leftAt !== undefined && {
      leftAt,
      durationMs: Date.parse(leftAt) - Date.parse(enteredAt),
    }),
    jobs: [...jobs.values()].map(({ job, tries: all }) => ({ ...job, tries: all })),
    incidents: [...incidents.values()],
    variables: book.setBy(key),
  };
}
