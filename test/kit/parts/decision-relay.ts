/** Processes that wait for an operator, as the engine keeps them, and a relay beside them, with Kafka in memory. */
import { Registry } from 'prom-client';
import {
  decisionAnswerSchema,
  type DecisionAnswer,
  type OperatorDecision,
} from '../../../connectors/common/contracts/decisions';
import { decisionTopicsEnvironment } from '../../../connectors/common/contracts/decision-topics';
import type { OperatorReason } from '../../../connectors/common/contracts/operator';
import type { Incidents, OpenJob, OpenJobs } from '../../../connectors/common/runtime';
import { DecisionSide } from '../../../connectors/decision-relay/decisions/decision-side';
import type { OperatorsSection } from '../../../connectors/decision-relay/decisions/second-person';
import type { IncidentBook } from '../../../connectors/decision-relay/incidents/incident-book';
import type { MemoryDoor, MemoryKafka } from '../memory-kafka';
import { silentLog } from '../mojaloop';
import { fixedTenants } from '../tenants';

export const topics = decisionTopicsEnvironment.parse({});

/** What the process did at the end of a wait, and on whose word. */
export interface Done {
  readonly transferId: string;
  readonly step: string;
  readonly by: 'decision' | 'timer';
}

interface Waiting {
  readonly job: OpenJob;
  readonly scope: Record<string, unknown>;
}

/** As awaitOperator of the diagrams: its choices, its output mappings and its timer. */
export class WaitingEngine implements OpenJobs, Incidents {
  readonly done: Done[] = [];
  readonly resolved: string[] = [];
  readonly corrected: object[] = [];
  readonly incidents = new Map<string, string>();
  private readonly waits = new Map<string, Waiting>();
  private readonly scopes = new Map<string, Record<string, unknown>>();
  private keys = 1_000;

  /** The same payment keeps the variables of its process. */
  wait(transferId: string, reason: OperatorReason = 'OUTCOME_UNKNOWN', more: object = {}): void {
    const key = (this.keys += 10);
    const scope = this.scopes.get(transferId) ?? {};
    this.scopes.set(transferId, scope);
    const only = { BOOKING_FAILED: 'book', CREDIT_FAILED: 'book', OUTCOME_UNKNOWN: undefined };
    const [choice] = [reason in only ? only[reason as keyof typeof only] : 'release'];
    Object.assign(scope, {
      ...{ tenant: 'lion', transferId, transactionId: `transaction of ${transferId}` },
      operatorReason: reason,
      operatorChoices: choice === undefined ? ['book', 'release', 'ask-again'] : [choice],
      operatorNeededSince: '2026-11-28T10:00:00.000Z',
      transaction: { amount: { amount: '100', currency: 'TZS' } },
      ...more,
    });
    const job = {
      key: String(key),
      processInstanceKey: `process of ${transferId}`,
      elementId: 'awaitOperator',
      elementInstanceKey: String(key + 1),
    };
    this.waits.set(job.key, { scope, job: { ...job, variables: {} } });
  }

  /** Takes the jobs back, as `timeToGoOn` does. */
  timers(): void {
    for (const [key, { scope }] of this.waits) {
      const choices = scope['operatorChoices'] as readonly string[];
      this.end(key, choices.length === 1 ? String(choices[0]) : 'ask-again', 'timer');
    }
  }

  list(): Promise<OpenJob[]> {
    const waits = [...this.waits.values()];
    return Promise.resolve(waits.map(({ job, scope }) => ({ ...job, variables: { ...scope } })));
  }

  complete(key: string, variables: object): Promise<'completed' | 'unknown'> {
    const wait = this.waits.get(key);
    if (wait === undefined) return Promise.resolve('unknown');
    const decided = (variables as { operatorDecision: string }).operatorDecision;
    const choices = wait.scope['operatorChoices'] as readonly string[];
    this.end(key, choices.includes(decided) ? decided : 'none', 'decision');
    return Promise.resolve('completed');
  }

  setVariables(elementInstanceKey: string, variables: object): Promise<'set' | 'unknown'> {
    const wait = [...this.waits.values()].find(
      ({ job }) => job.elementInstanceKey === elementInstanceKey,
    );
    if ([...this.incidents.values()].includes(elementInstanceKey)) this.corrected.push(variables);
    else if (wait === undefined) return Promise.resolve('unknown');
    else Object.assign(wait.scope, variables);
    return Promise.resolve('set');
  }

  resolve({ key }: { key: string }): Promise<'resolved' | 'unknown'> {
    if (!this.incidents.delete(key)) return Promise.resolve('unknown');
    this.resolved.push(key);
    return Promise.resolve('resolved');
  }

  private end(key: string, step: string, by: Done['by']): void {
    const transferId = String(this.waits.get(key)?.scope['transferId']);
    this.waits.delete(key);
    this.done.push({ transferId, step, by });
  }
}

export interface SideOptions {
  readonly door: MemoryDoor;
  readonly engine: OpenJobs & Incidents;
  readonly now?: () => number;
  readonly operators?: OperatorsSection;
  readonly incidentBook?: () => IncidentBook;
  readonly metrics?: Registry;
}

export function openSide({ door, engine, now = () => 0, ...more }: SideOptions): DecisionSide {
  const { operators: settings = { secondPerson: 'never' }, incidentBook } = more;
  const { metrics = new Registry() } = more;
  const tenants = fixedTenants<OperatorsSection>(
    ['lion', 'buffalo'].map((tenant) => ({
      ...{ tenant, fspId: tenant, currencies: ['TZS'] },
      settings,
    })),
  );
  return new DecisionSide({
    kafka: door,
    ...{ openJobs: engine, incidents: engine, tenants, topics, incidentBook },
    clock: { now, sleep: () => new Promise((resolve) => setImmediate(resolve)) },
    ...{ log: silentLog, metrics, groupId: 'relay', validForMs: 86_400_000 },
    jobInputs: new Map([['mojaloop:request-transfer:1', ['tenant', 'timers', 'transferId']]]),
  });
}

let made = 0;

export function decisionOn(
  transferId: string,
  more: Partial<OperatorDecision> = {},
): OperatorDecision {
  made += 1;
  return {
    version: 1,
    decisionId: `00000000-0000-4000-8000-${String(made).padStart(12, '0')}`,
    ...{ tenant: 'lion', transferId, decision: 'book', who: 'Amina', why: 'the switch says so' },
    when: '2026-11-28T10:00:00Z',
    ...more,
  };
}

export function write(kafka: MemoryKafka, decision: object | string): void {
  const value = typeof decision === 'string' ? decision : JSON.stringify(decision);
  kafka.append({ topic: topics.OPERATOR_DECISIONS_TOPIC, key: 'key', value });
}

export function answersIn(kafka: MemoryKafka): DecisionAnswer[] {
  const [records = []] = kafka.partitions(topics.OPERATOR_DECISION_ANSWERS_TOPIC);
  return records.map(({ value }) => decisionAnswerSchema.parse(JSON.parse(value ?? '')));
}
