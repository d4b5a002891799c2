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
  /** When the decision relay has looked last; undefined: it has never said. */
  readonly relayLookedAtMs: () => EpochMs | undefined;
  /** Up to when Elasticsearch has what Kafka has; undefined: not known yet. */
  readonly indexedUntilMs: (nowMs: EpochMs) => Promise<EpochMs | undefined>;
  /** Money that is held, and outcomes that are unknown, for longer than the limits. */
  readonly lookAtPayments: (tenant: OnCallTenant, nowMs: EpochMs) => Promise<StuckPayments>;
  readonly lookEveryMs: number;
  readonly pageOrigin: string | undefined;
}

/** A Kafka that hangs keeps nobody from being called, and no process from its end. */
const kafkaTimeoutMs = 5_000;
/** A stop waits so long for an e-mail that is on its way: the next process would send it again. */
const stopTimeoutMs = 5_000;

export class Caller {
  private readonly id: string;
  private readonly sight: Sight;
  private readonly ending = new AbortController();
  private readonly deliveries = new Map<string, Promise<void>>();
  private readonly ofPayments = new Map<string, StuckPayments>();
  private mineUntilMs = -Infinity;
  private kafkaIsAway = false;
  /** Kafka has said who calls, once at least. */
  private hasHeard = false;
  private isIndexerUnknown = false;
  private readonly startedAtMs: EpochMs;
  private looking: Promise<void> = Promise.resolve();
  /** What was decided later stands later. */
  private readonly saves = new Turns();

  constructor(private readonly deps: CallerDeps) {
    this.id = deps.random.uuid();
    this.startedAtMs = deps.clock.now();
    this.sight = new Sight(this.startedAtMs);
  }

  start(): void {
    this.looking = this.keepLooking();
  }

  /**
   * Ends within three time-outs, whatever hangs. What is not at its end is the next process's: it stands on the topic, or where
   * Kafka does not take it now, is decided anew.
   */
  async stop(): Promise<void> {
    this.ending.abort();
    const { clock, log } = this.deps;
    const late = () => new Error(`they have not ended in ${stopTimeoutMs} ms`);
    await inTime(
      clock,
      stopTimeoutMs,
      Promise.all([this.looking, ...this.deliveries.values()]),
      late,
    ).catch((error: unknown) => {
      log.warn({ reason: messageOf(error) }, 'a look or a call under way is left to the next one');
    });
    if (!this.mayCall()) return;
    await this.saveInTime();
    // Another process need not wait until the lease is over.
    await this.inTime(this.claim(1)).catch((error: unknown) => {
      log.warn({ reason: messageOf(error) }, 'the next one calls once the lease is over');
    });
  }

  async look(): Promise<void> {
    await this.hearFromKafka();
    await this.hearHowFreshItIs();
    if (this.isEnding()) return;
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
    while (!this.isEnding()) {
      await this.look().catch((error: unknown) => {
        this.deps.log.error({ error }, 'ALARM: it cannot be looked whether money is stuck');
      });
      await clock.sleep(lookEveryMs, this.ending.signal);
    }
  }

  private isEnding(): boolean {
    return this.ending.signal.aborted;
  }

  private async hearFromKafka(): Promise<void> {
    const { clock, log } = this.deps;
    try {
      await this.inTime(this.takeOrKeepLease());
      this.saw('Kafka');
      this.kafkaIsAway = false;
      this.hasHeard = true;
    } catch (error) {
      if (!this.kafkaIsAway)
        log.warn({ reason: messageOf(error) }, 'Kafka is away: what is known is called');
      // Who was the one that calls goes on: nobody else can become it. Who has never heard who calls does not know of
      // anybody, and calls once that one's lease would be over: twice is better than not at all.
      const hasNoneToAsk = !this.hasHeard && clock.now() - this.startedAtMs >= this.leaseMs();
      this.kafkaIsAway = clock.now() < this.mineUntilMs || this.kafkaIsAway || hasNoneToAsk;
    }
  }

  /** Stores that answer tell nothing new when nobody writes to them. */
  private async hearHowFreshItIs(): Promise<void> {
    const { relayLookedAtMs, indexedUntilMs, clock, log } = this.deps;
    const lookedMs = relayLookedAtMs();
    if (lookedMs !== undefined) this.saw('decision-relay', lookedMs);
    try {
      const indexedMs = await this.inTime(indexedUntilMs(clock.now()));
      if (indexedMs !== undefined) this.saw('indexer', indexedMs);
      this.isIndexerUnknown = false;
    } catch (error) {
      const reason = messageOf(error);
      if (!this.isIndexerUnknown) log.warn({ reason }, 'Kafka does not say how far the indexer is');
      this.isIndexerUnknown = true;
    }
  }

  private async takeOrKeepLease(): Promise<void> {
    const { catchUp, clock, known } = this.deps;
    await catchUp();
    // A look that nobody waits for any more takes nothing from the next process.
    if (this.isEnding()) return;
    const nowMs = clock.now();
    const { lease } = known;
    const isFree = lease === undefined || lease.caller === this.id || nowMs >= lease.untilMs;
    if (!isFree) {
      this.mineUntilMs = -Infinity;
      return;
    }
    const forMs = this.leaseMs();
    await this.claim(forMs);
    await catchUp();
    this.mineUntilMs = known.lease?.caller === this.id ? nowMs + forMs : -Infinity;
  }

  private leaseMs(): number {
    return Math.max(60_000, 3 * this.deps.lookEveryMs);
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
    if (this.isEnding()) return;
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
    const { pageOrigin } = this.deps;
    const record = callRecord(tenant, call, { nowMs, pageOrigin, isCut });
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

  private saw(source: Source, atMs = this.deps.clock.now()): void {
    this.sight.saw(source, atMs);
    this.deps.metrics.looked(source, atMs);
  }

  private deliver(call: CallRecord): void {
    const { callId, tenant } = call;
    if (this.deliveries.has(callId) || this.isEnding()) return;
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
