/** Looks again and again whether something is stuck, and calls whoever is on duty. Of several processes one does. */
import {
  callsKey,
  type CallRecord,
  type CallsRecord,
  type CallerClaim,
} from '../../common/contracts/calls';
import type { KnownMatters } from '../../common/contracts/known-matters';
import type { KafkaDoor } from '../../common/doors/kafka/kafka-door';
import { inTime } from '../../common/in-time';
import { messageOf } from '../../common/message-of';
import type { KnownWork } from '../../common/contracts/operator-work';
import type { Clock, EpochMs, Logger, Random } from '../../common/runtime';
import { formatDateTime } from '../../common/time';
import { Turns } from '../../common/turns';
import { callRecord } from './call-text';
import { decide, isOpen, type CalledSoFar } from './decide';
import { Delivery } from './delivery';
import type { KnownCalls } from './known-calls';
import type { OnCallMetrics } from './metrics';
import type { OnCallTenant, OnCallTenants } from './settings';
import { Sight, type Source } from './sight';
import type { StuckPayments } from './look-at-payments';
import { stuckMatters } from './stuck';
import type { WaysDeps } from './ways';

export interface CallerDeps extends WaysDeps {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Logger;
  readonly metrics: OnCallMetrics;
  readonly kafka: Pick<KafkaDoor, 'publish'>;
  readonly callsTopic: string;
  readonly tenants: OnCallTenants;
  /** As their topics say; `catchUp` resolves once the newest is known. */
  readonly matters: Pick<KnownMatters, 'waiting'>;
  readonly work: Pick<KnownWork, 'of'>;
  readonly known: KnownCalls;
  readonly catchUp: () => Promise<void>;
  /** Money that is held, and outcomes that are unknown, for longer than the limits. */
  readonly lookAtPayments: (tenant: OnCallTenant, nowMs: EpochMs) => Promise<StuckPayments>;
  readonly lookEveryMs: number;
  readonly pageUrl: string | undefined;
}

/** A Kafka that hangs keeps nobody from being called. */
const kafkaTimeoutMs = 5_000;

export class Caller {
  private readonly id: string;
  private readonly sight: Sight;
  private readonly ending = new AbortController();
  private readonly deliveries = new Map<string, Promise<void>>();
  private readonly ofPayments = new Map<string, StuckPayments>();
  private mineUntilMs = -Infinity;
  private kafkaIsAway = false;
  private looking: Promise<void> = Promise.resolve();
  /** What was decided later stands later. */
  private readonly saves = new Turns();

  constructor(private readonly deps: CallerDeps) {
    this.id = deps.random.uuid();
    this.sight = new Sight(deps.clock.now());
  }

  start(): void {
    this.looking = this.keepLooking();
  }

  async stop(): Promise<void> {
    this.ending.abort();
    await this.looking;
    await Promise.all(this.deliveries.values());
    if (!this.mayCall()) return;
    await this.saves.take(() => this.save()).catch(() => undefined);
    // Another process need not wait until the lease is over.
    await this.claim(1).catch(() => undefined);
  }

  async look(): Promise<void> {
    await this.hearFromKafka();
    this.deps.metrics.isCaller(this.mayCall());
    if (!this.mayCall()) {
      this.deps.known.leaveToOthers();
      return;
    }
    const tenants = [...this.deps.tenants.current().values()];
    await Promise.all(tenants.map((tenant) => this.lookAt(tenant)));
    await this.saveInTime();
    // Also those that a process before us has left behind.
    for (const call of this.deps.known.underWay()) this.deliver(call);
  }

  private async keepLooking(): Promise<void> {
    const { clock, lookEveryMs } = this.deps;
    const isEnding = () => this.ending.signal.aborted;
    while (!isEnding()) {
      await this.look().catch((error: unknown) => {
        this.deps.log.error({ error }, 'ALARM: it cannot be looked whether money is stuck');
      });
      await clock.sleep(lookEveryMs, this.ending.signal);
    }
  }

  private async hearFromKafka(): Promise<void> {
    const { clock, log } = this.deps;
    try {
      await this.inTime(this.takeOrKeepLease());
      this.saw('Kafka');
      this.kafkaIsAway = false;
    } catch (error) {
      if (!this.kafkaIsAway)
        log.warn({ reason: messageOf(error) }, 'Kafka is away: what is known is called');
      // Who was the one that calls goes on: nobody else can become it.
      this.kafkaIsAway = clock.now() < this.mineUntilMs || this.kafkaIsAway;
    }
  }

  private async takeOrKeepLease(): Promise<void> {
    const { catchUp, clock, known, lookEveryMs } = this.deps;
    await catchUp();
    const nowMs = clock.now();
    const { lease } = known;
    const isFree = lease === undefined || lease.caller === this.id || nowMs >= lease.untilMs;
    if (!isFree) {
      this.mineUntilMs = -Infinity;
      return;
    }
    const forMs = Math.max(60_000, 3 * lookEveryMs);
    await this.claim(forMs);
    await catchUp();
    this.mineUntilMs = known.lease?.caller === this.id ? nowMs + forMs : -Infinity;
  }

  private claim(forMs: number): Promise<void> {
    const claim: CallerClaim = { kind: 'caller', version: 1, caller: this.id, forMs };
    return this.publish([claim]);
  }

  private mayCall(): boolean {
    return this.kafkaIsAway || this.deps.clock.now() < this.mineUntilMs;
  }

  private async lookAt(tenant: OnCallTenant): Promise<void> {
    const { clock, known, metrics } = this.deps;
    const { stuck, isCut } = await this.stuckOf(tenant);
    const nowMs = clock.now();
    const { settings } = tenant;
    const open = stuck.filter((one) => isOpen(one, nowMs, settings)).length;
    metrics.seen(tenant.tenant, stuck, open, nowMs);
    const before = known.calledSoFar(tenant.tenant);
    const { call, calledSoFar } = decide(nowMs, stuck, before, settings);
    if (call === undefined) {
      // What is stuck no longer is told to be so: others read it.
      if (calledSoFar !== before) known.decide([toldRecord(tenant.tenant, calledSoFar)]);
      return;
    }
    const { pageUrl } = this.deps;
    const record = callRecord(tenant, call, { nowMs, pageUrl, isCut });
    metrics.called(tenant.tenant);
    this.deps.log.warn(
      { tenant: tenant.tenant, callId: record.callId, number: call.number, stuck: open },
      'something is stuck: whoever is on duty is called',
    );
    known.decide([record, toldRecord(tenant.tenant, calledSoFar)]);
  }

  private async stuckOf(tenant: OnCallTenant): Promise<StuckPayments> {
    const { clock, matters, work, lookAtPayments, log } = this.deps;
    const own = work.of(tenant.tenant);
    const { limits } = tenant.settings;
    try {
      this.ofPayments.set(tenant.tenant, await lookAtPayments(tenant, clock.now()));
      this.saw('Elasticsearch');
    } catch (error) {
      log.warn(
        { tenant: tenant.tenant, reason: messageOf(error) },
        'held money cannot be looked at',
      );
    }
    const nowMs = clock.now();
    const waiting = stuckMatters(matters.waiting(), tenant.tenant, { nowMs, limits }, own);
    const told = new Set(waiting.map(({ matterKey }) => matterKey));
    // What was seen last stands until it is seen anew.
    const { stuck: payments = [], isCut = false } = this.ofPayments.get(tenant.tenant) ?? {};
    const stuck = [
      ...waiting,
      ...payments.filter(({ matterKey }) => !told.has(matterKey)),
      ...this.sight.unseen(tenant.tenant, nowMs, limits.unseenForMax, own),
    ];
    return { stuck, isCut };
  }

  private saw(source: Source): void {
    const nowMs = this.deps.clock.now();
    this.sight.saw(source, nowMs);
    this.deps.metrics.looked(source, nowMs);
  }

  private deliver(call: CallRecord): void {
    const { callId, tenant } = call;
    if (this.deliveries.has(callId) || this.ending.signal.aborted) return;
    const { tenants, known } = this.deps;
    const delivery = new Delivery(
      call,
      {
        ...this.deps,
        settings: () => tenants.current().get(tenant)?.settings,
        mayCall: () => this.mayCall(),
        save: (changed) => {
          known.decide([changed]);
          void this.saveInTime();
        },
      },
      this.ending.signal,
    );
    this.deliveries.set(
      callId,
      delivery.run().finally(() => this.deliveries.delete(callId)),
    );
  }

  private async saveInTime(): Promise<void> {
    await this.inTime(this.saves.take(() => this.save())).catch((error: unknown) => {
      this.deps.log.warn({ reason: messageOf(error) }, 'calls cannot be written down yet');
    });
  }

  /** All or none: a call never stands without what it was for. */
  private async save(): Promise<void> {
    const { known } = this.deps;
    const records = known.toSave();
    if (records.length === 0 || !this.mayCall()) return;
    await this.publish(records);
    known.saved(records);
  }

  private publish(records: readonly CallsRecord[]): Promise<void> {
    const { kafka, callsTopic: topic } = this.deps;
    return kafka.publish(
      records.map((one) => ({ topic, key: callsKey(one), value: JSON.stringify(one) })),
    );
  }

  private inTime<Result>(work: Promise<Result>): Promise<Result> {
    const late = () => new Error(`Kafka has not answered in ${kafkaTimeoutMs} ms`);
    return inTime(this.deps.clock, kafkaTimeoutMs, work, late);
  }
}

function toldRecord(tenant: string, { told, lastCallAtMs = 0 }: CalledSoFar): CallsRecord {
  return {
    ...{ kind: 'told', version: 1, tenant, lastCallAt: formatDateTime(lastCallAtMs) },
    told: [...told].map(([matterKey, { since, firstAtMs, lastAtMs, times }]) => ({
      ...{ matterKey, since, times },
      firstAt: formatDateTime(firstAtMs),
      lastAt: formatDateTime(lastAtMs),
    })),
  };
}
