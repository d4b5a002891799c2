/** What of which tenant has changed, told by the records that the role's topics bring. */
import { createHmac } from 'node:crypto';
import { backOfficeSchema } from '../../common/contracts/back-office';
import { callsRecordSchema } from '../../common/contracts/calls';
import { decisionSchema, decisionAnswerSchema } from '../../common/contracts/decisions';
import { retryBatchSchema } from '../../common/contracts/operator-batches';
import { workActSchema } from '../../common/contracts/operator-work';
import {
  reconciliationRecordSchema,
  type KnownReconciliations,
} from '../../common/contracts/reconciliations';
import type { KafkaRecord } from '../../common/doors/kafka/kafka-door';
import { parseJson } from '../../common/json';
import type { OperationsTopicsEnvironment } from '../api/settings';
import type { KnownDecisions } from '../decisions/known-decisions';

export const liveKinds = [
  ...(['work', 'decisions', 'waiting'] as const),
  ...(['incidents', 'calls', 'reconciliations'] as const),
];
export type LiveKind = (typeof liveKinds)[number];

export interface Change {
  readonly tenant: string;
  readonly kinds: readonly LiveKind[];
}

/** An incident whose record names no tenant: whose it is Elasticsearch may know. */
export interface NobodysIncident {
  readonly incidentKey: string;
  readonly isWaiting: boolean;
}

type Read = (value: unknown, record: KafkaRecord) => Change | NobodysIncident | undefined;

/** Records name others by their ids: whose those are, who has entered all records before knows. */
export interface KnownBefore {
  readonly decisions: Pick<KnownDecisions, 'tenantOf'>;
  readonly reconciliations: Pick<KnownReconciliations, 'tenantOf'>;
}

/** Reads each record once it is known: see {@link KnownBefore}. What this build cannot read changes nothing that it shows. */
export class ChangeReader {
  /** Of those that name one. What is gone is told by its key alone, which does not say whose it was. */
  private readonly tenantOfIncident = new Map<string, string>();
  private readonly readers: ReadonlyMap<string, Read>;

  constructor(
    environment: OperationsTopicsEnvironment,
    private readonly known: KnownBefore,
  ) {
    this.readers = new Map<string, Read>([
      [environment.BACK_OFFICE_TOPIC, (value, record) => this.ofMatter(value, record)],
      [environment.OPERATOR_DECISIONS_TOPIC, (value) => this.ofDecision(value)],
      [environment.OPERATOR_DECISION_ANSWERS_TOPIC, (value) => this.ofAnswer(value)],
      [environment.OPERATOR_BATCHES_TOPIC, ofBatch],
      [environment.OPERATOR_WORK_TOPIC, ofWork],
      [environment.ON_CALL_CALLS_TOPIC, ofCall],
      [environment.RECONCILIATIONS_TOPIC, (value) => this.ofReconciliation(value)],
    ]);
  }

  /** Undefined: nobody sees anything else than before. */
  read(record: KafkaRecord): Change | NobodysIncident | undefined {
    return this.readers.get(record.topic)?.(parseJson(record.value ?? ''), record);
  }

  private ofMatter(value: unknown, record: KafkaRecord): Change | NobodysIncident | undefined {
    if (record.value === undefined) return this.ofGoneMatter(record.key ?? '');
    const { data } = backOfficeSchema.safeParse(value);
    if (data === undefined) return undefined;
    if (data.kind === 'payment') return { tenant: data.tenant, kinds: ['work', 'waiting'] };
    if (data.tenant === null) {
      return { incidentKey: data.incidentKey, isWaiting: data.state === 'waiting' };
    }
    this.tenantOfIncident.set(data.incidentKey, data.tenant);
    return { tenant: data.tenant, kinds: ofIncidents };
  }

  /** It is told of no more. */
  private ofGoneMatter(key: string): Change | NobodysIncident {
    const [first = '', incidentKey = ''] = key.split(':');
    if (first !== 'incident') return { tenant: first, kinds: ['work', 'waiting'] };
    const tenant = this.tenantOfIncident.get(incidentKey);
    this.tenantOfIncident.delete(incidentKey);
    return tenant === undefined
      ? { incidentKey, isWaiting: false }
      : { tenant, kinds: ofIncidents };
  }

  private ofDecision(value: unknown): Change | undefined {
    const { data } = decisionSchema.safeParse(value);
    return this.changeOfDecision(data?.decisionId);
  }

  private ofAnswer(value: unknown): Change | undefined {
    const { data } = decisionAnswerSchema.safeParse(value);
    return this.changeOfDecision(data?.decisionId ?? undefined);
  }

  /** The first with an id is the decision: it is of that one's tenant. */
  private changeOfDecision(decisionId = ''): Change | undefined {
    const tenant = this.known.decisions.tenantOf(decisionId);
    return tenant === undefined ? undefined : { tenant, kinds: ofDecisions };
  }

  private ofReconciliation(value: unknown): Change | undefined {
    const { data } = reconciliationRecordSchema.safeParse(value);
    if (data === undefined) return undefined;
    const kinds = ['reconciliations'] as const;
    if (data.record === 'day') return { tenant: data.tenant, kinds };
    if (data.record === 'difference') return { tenant: data.difference.tenant, kinds };
    const tenant = this.known.reconciliations.tenantOf(data.differenceId);
    return tenant === undefined ? undefined : { tenant, kinds };
  }
}

export const ofIncidents = ['work', 'waiting', 'incidents'] as const;
/** How far those are that are tried again together is told by what became of each. */
const ofDecisions = ['decisions', 'work', 'incidents'] as const;

function ofBatch(value: unknown): Change | undefined {
  const { data } = retryBatchSchema.safeParse(value);
  return data && { tenant: data.tenant, kinds: ['incidents'] };
}

/** Who has it is shown wherever it is. */
function ofWork(value: unknown): Change | undefined {
  const { data } = workActSchema.safeParse(value);
  if (data === undefined) return undefined;
  const { tenant, matterKey } = data;
  if (matterKey.startsWith('difference:')) return { tenant, kinds: ['work', 'reconciliations'] };
  return { tenant, kinds: ['work', 'incidents', 'calls'] };
}

function ofCall(value: unknown): Change | undefined {
  const { data } = callsRecordSchema.safeParse(value);
  if (data === undefined || data.kind === 'caller') return undefined;
  return { tenant: data.tenant, kinds: ['calls'] };
}

/**
 * Up to where a tenant's own records have been read, in each topic: the same in every process that has read them. Told as a
 * digest, since offsets count the records of all tenants, and nobody is to see from them how much the others do.
 */
export class Positions {
  private readonly byTenant = new Map<string, Map<string, number>>();

  constructor(private readonly secret: Uint8Array) {}

  move(tenant: string, { topic, offset }: Pick<KafkaRecord, 'topic' | 'offset'>): void {
    const own = this.byTenant.get(tenant) ?? new Map<string, number>();
    this.byTenant.set(tenant, own.set(topic, offset));
  }

  of(tenant: string): string {
    const own = [...(this.byTenant.get(tenant) ?? [])].sort(([left], [right]) =>
      left < right ? -1 : 1,
    );
    const hmac = createHmac('sha256', this.secret).update(JSON.stringify([tenant, own]));
    return hmac.digest('base64url').slice(0, 22);
  }
}
