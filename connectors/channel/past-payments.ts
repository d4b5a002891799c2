/** How payments ended that the engine has forgotten: asked of the audit in Elasticsearch, and never needed. */
import { Counter, type Registry } from 'prom-client';
import { paymentDocumentSchema, type PaymentDocument } from '../common/contracts/payment-documents';
import type { ElasticsearchDoor } from '../common/doors/elasticsearch/elasticsearch-door';
import { FairPlaces } from '../common/fair-places';
import { inTime } from '../common/in-time';
import { messageOf } from '../common/message-of';
import type { Clock, EpochMs, Logger } from '../common/runtime';

export interface PastPayments {
  /** Undefined: none is known, or nobody can say now. Never rejects, and takes no longer than it may. */
  find(tenant: string, transactionId: string): Promise<PaymentDocument | undefined>;
}

export const noPastPayments: PastPayments = { find: () => Promise.resolve(undefined) };

interface PastPaymentsDeps {
  readonly elasticsearch: ElasticsearchDoor;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: Registry;
}

/** Questions at a time; who comes when all places are taken does without an answer. */
const questionsMax = 64;
/** For so long after a question that had no answer none is asked: payments shall not wait for it one by one. */
const restMs = 5_000;

export function createPastPayments(
  { elasticsearch, clock, log, metrics }: PastPaymentsDeps,
  { alias, timeoutMs }: { readonly alias: string; readonly timeoutMs: number },
): PastPayments {
  const places = new FairPlaces(questionsMax);
  const asked = new Counter({
    name: 'hub_channel_past_payments_total',
    help: 'Questions to Elasticsearch for payments that the engine may have forgotten, by answer',
    labelNames: ['answer'],
    registers: [metrics],
  });
  let restUntilMs = 0;
  // The client is loaded with the first call, which takes its time: the first payment shall not wait for it.
  void elasticsearch.checkHealth().catch(() => undefined);
  const ask = async (tenant: string, transactionId: string) => {
    const search = elasticsearch.find(alias, {
      where: { tenant: [tenant], side: ['payer'], transactionId: [transactionId] },
      newestBy: 'startedAt',
      documentsMax: 1,
      timeoutMs,
    });
    const [found] = await inTime(
      clock,
      timeoutMs,
      search,
      () => new Error(`Elasticsearch gave no answer within ${timeoutMs} ms`),
    );
    return found === undefined ? undefined : paymentDocumentSchema.parse(found.source);
  };
  return {
    async find(tenant, transactionId) {
      if (clock.now() < restUntilMs || places.refusal(tenant) !== undefined) {
        asked.inc({ answer: 'not-asked' });
        return undefined;
      }
      places.take(tenant);
      try {
        const document = await ask(tenant, transactionId);
        asked.inc({ answer: document === undefined ? 'none' : 'found' });
        return document;
      } catch (error) {
        restUntilMs = clock.now() + restMs;
        asked.inc({ answer: 'no-answer' });
        log.warn(
          { problem: messageOf(error) },
          `past payments cannot be looked up: not asked for ${restMs} ms, the engine alone answers`,
        );
        return undefined;
      } finally {
        places.leave(tenant);
      }
    },
  };
}

/** It has ended, and so long ago that the engine holds neither its process nor the message that began it. */
export function isForgotten(
  { state, endedAt }: PaymentDocument,
  nowMs: EpochMs,
  dedupeWindowMs: number,
): boolean {
  if ((state !== 'paid' && state !== 'failed') || endedAt === undefined) return false;
  return Date.parse(endedAt) + dedupeWindowMs < nowMs;
}
