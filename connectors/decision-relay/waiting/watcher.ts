import { Gauge, type Registry } from 'prom-client';
import { operatorMatters } from '../../common/contracts/operator-matters';
import type { Clock, Logger, OpenJobs, Random } from '../../common/runtime';
import {
  decideLine,
  readWaiting,
  waitingMax,
  waitingS,
  type Waiting,
  type WaitingPayment,
} from './waiting-payment';
import { WatchedPayments } from './watched-payments';
import { messageOf } from '../../common/message-of';

export interface WatcherDeps {
  readonly openJobs: OpenJobs;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Logger;
  readonly metrics: Registry;
  readonly lookEveryMs: number;
  /** Who else is to know what a look has shown. */
  readonly show?: (waiting: Waiting) => void;
}

/** Each look costs the engine something for each payment: of more than these it is had more seldom. */
const seenAtUsualPace = 1_000;

/** Looks at the payments that wait for a person until `signal` aborts, and decides nothing. Never rejects. */
export async function watchWaitingPayments(deps: WatcherDeps, signal: AbortSignal): Promise<void> {
  const { openJobs, clock, random, log } = deps;
  const gauges = createGauges(deps.metrics);
  const watched = new WatchedPayments();
  let isFailing = false;
  let isCut = false;
  let seen = 0;
  while (!signal.aborted) {
    try {
      const waiting = await readWaiting(openJobs, false);
      const nowMs = clock.now();
      for (const payment of watched.see(waiting.payments, nowMs)) tell(payment, nowMs, log);
      for (const jobKey of waiting.unreadable) {
        log.error({ jobKey }, 'a payment waits for a person, and its job has other variables');
      }
      if (waiting.isCut && !isCut) {
        log.error({ waitingMax }, 'more payments wait for a person than are looked at');
      }
      gauges.show(watched.waiting(), nowMs);
      gauges.mayBeMore.set(waiting.isCut ? 1 : 0);
      isCut = waiting.isCut;
      seen = waiting.payments.length;
      deps.show?.(waiting);
      isFailing = false;
    } catch (error) {
      if (!isFailing)
        log.warn({ reason: messageOf(error) }, 'waiting payments cannot be seen, trying again');
      isFailing = true;
    }
    // So that several onlookers do not always look at the same time.
    const spread = 0.75 + random.fraction() / 2;
    await clock.sleep(deps.lookEveryMs * Math.max(1, seen / seenAtUsualPace) * spread, signal);
  }
}

function tell(payment: WaitingPayment, nowMs: number, log: Logger): void {
  const { what, advice: whatToDo } = operatorMatters[payment.reason];
  log.error(
    {
      ...payment,
      waitingS: waitingS(payment, nowMs),
      what,
      whatToDo,
      decide: decideLine(payment),
    },
    'a payment waits for a person',
  );
}

function createGauges(metrics: Registry) {
  const registers = [metrics];
  const labelNames = ['tenant', 'reason'];
  const count = new Gauge({
    name: 'hub_payments_waiting',
    help: `Payments that wait for a person, of the first ${waitingMax}`,
    labelNames,
    registers,
  });
  const oldest = new Gauge({
    name: 'hub_payments_waiting_oldest_seconds',
    help: 'How long the oldest of them has waited',
    labelNames,
    registers,
  });
  const looked = new Gauge({
    name: 'hub_payments_waiting_looked_at_timestamp_seconds',
    help: 'When they were last looked at with success: the other two are as old as that',
    registers,
  });
  const mayBeMore = new Gauge({
    name: 'hub_payments_waiting_may_be_more',
    help: `1: more than the ${waitingMax} that are looked at may wait for a person`,
    registers,
  });
  return {
    mayBeMore,
    show: (payments: readonly WaitingPayment[], nowMs: number): void => {
      count.reset();
      oldest.reset();
      const ages = new Map<string, number>();
      for (const payment of payments) {
        const labels = { tenant: payment.tenant, reason: payment.reason };
        const key = `${labels.tenant} ${labels.reason}`;
        const age = Math.max(ages.get(key) ?? 0, waitingS(payment, nowMs));
        ages.set(key, age);
        count.inc(labels);
        oldest.set(labels, age);
      }
      looked.set(nowMs / 1_000);
    },
  };
}
