/** Which incidents were asked to be retried together, folded from their topic. */
import { v5 as uuidV5 } from 'uuid';
import { answersKeptMs } from '../../common/contracts/decision-topics';
import { retryBatchSchema, type RetryBatch } from '../../common/contracts/operator-batches';
import type { KafkaRecord } from '../../common/doors/kafka/kafka-door';
import { parseJson } from '../../common/json';
import type { EpochMs } from '../../common/runtime';

/** Fixed for ever: what is sent again by whoever goes on must be the same decision. */
const namespace = 'b4a3f0b8-5b0e-5c1a-9c53-0d6a4e6f7c21';

export function retryIdOf(batchId: string, incidentKey: string): string {
  return uuidV5(`${batchId}\n${incidentKey}`, namespace);
}

export interface NamedRetry {
  readonly incidentKey: string;
  readonly decisionId: string;
}

export interface KnownBatch {
  readonly batch: RetryBatch;
  readonly knownMs: EpochMs;
  readonly retries: readonly NamedRetry[];
}

export class KnownBatches {
  /** In the order of the topic. */
  private readonly byId = new Map<string, KnownBatch>();
  /** By each of its decisions. */
  private readonly byRetry = new Map<string, string>();

  enter({ value = '', timestampMs }: Pick<KafkaRecord, 'value' | 'timestampMs'>): void {
    for (const [batchId, { knownMs, retries }] of this.byId) {
      if (knownMs >= timestampMs - answersKeptMs) break;
      this.byId.delete(batchId);
      for (const { decisionId } of retries) this.byRetry.delete(decisionId);
    }
    const { data } = retryBatchSchema.safeParse(parseJson(value));
    if (data === undefined || this.byId.has(data.batchId)) return;
    const retries = [...new Set(data.incidentKeys)].map((incidentKey) => ({
      incidentKey,
      decisionId: retryIdOf(data.batchId, incidentKey),
    }));
    this.byId.set(data.batchId, { batch: data, knownMs: timestampMs, retries });
    for (const { decisionId } of retries) this.byRetry.set(decisionId, data.batchId);
  }

  /** That a decision is one of; undefined: it was made by itself. */
  idOf(decisionId: string): string | undefined {
    return this.byRetry.get(decisionId);
  }

  /** Whosever it is. */
  has(batchId: string): boolean {
    return this.byId.has(batchId);
  }

  of(tenant: string, batchId: string): KnownBatch | undefined {
    const known = this.byId.get(batchId);
    return known?.batch.tenant === tenant ? known : undefined;
  }

  all(): readonly KnownBatch[] {
    return [...this.byId.values()];
  }
}
