/** How payments end, for those who watch many of them: by tenant, side, outcome and family of error. */
import { Counter, Histogram, type Registry } from 'prom-client';
import type { PaymentEvent, PaymentEventKind } from '../../common/contracts/payment-events';
import { categoryOf } from '../../common/fspiop-errors';

export type Outcome = 'paid' | 'failed' | 'refused' | 'undone' | 'cancelled';

const outcomes: Partial<Record<PaymentEventKind, Outcome>> = {
  booked: 'paid',
  credited: 'paid',
  failed: 'failed',
  'transfer-refused': 'refused',
  'credit-undone': 'undone',
  cancelled: 'cancelled',
};

export interface PaymentEnd {
  readonly tenant: string;
  readonly side: 'payer' | 'payee';
  readonly outcome: Outcome;
  /** Names of families of FSPIOP codes, of which there are a few: codes come from peers, who may invent them. */
  readonly cause: string;
  readonly tookMs: number | undefined;
}

/** Undefined: this event is no end of a payment. */
export function endOf(
  event: PaymentEvent,
  beganAtMs: number | undefined,
  endedAtMs: number,
): PaymentEnd | undefined {
  const outcome = outcomes[event.kind];
  const { tenant, side } = event;
  if (outcome === undefined || side === null) return undefined;
  const errorCode = 'errorCode' in event.details ? event.details.errorCode : null;
  const cause = causeOf(outcome, errorCode);
  const tookMs = beganAtMs === undefined ? undefined : Math.max(0, endedAtMs - beganAtMs);
  return { tenant, side, outcome, cause, tookMs };
}

function causeOf(outcome: Outcome, errorCode: string | null): string {
  if (errorCode !== null) return categoryOf(errorCode).name;
  return outcome === 'failed' || outcome === 'refused' ? 'unknown' : 'none';
}

/** From a tenth of a second, which no payment is faster than, to the hour after which a person has been at it. */
const secondsBuckets = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 3_600];

export function createPaymentEndMetrics(registry: Registry): (end: PaymentEnd) => void {
  const registers = [registry];
  const ended = new Counter({
    name: 'hub_payments_ended_total',
    help: 'Payments by how they ended and by family of error; one between two tenants ends twice, on each side',
    labelNames: ['tenant', 'side', 'outcome', 'cause'],
    registers,
  });
  const duration = new Histogram({
    name: 'hub_payment_duration_seconds',
    help: 'Of payments that were paid, by the clock of the engine: from the request, or the transfer at the payee, to the money',
    labelNames: ['tenant', 'side'],
    buckets: secondsBuckets,
    registers,
  });
  return ({ tenant, side, outcome, cause, tookMs }) => {
    ended.inc({ tenant, side, outcome, cause });
    if (outcome === 'paid' && tookMs !== undefined) {
      duration.observe({ tenant, side }, tookMs / 1_000);
    }
  };
}
