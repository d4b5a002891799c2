/** Brings one call to people: each way by itself, again and again, and further people when the first cannot be reached. */
import type { CallRecord } from '../../common/contracts/calls';
import type { Clock, Logger, Random } from '../../common/runtime';
import { backoffMs } from '../../common/zeebe/backoff';
import type { OnCallMetrics } from './metrics';
import type { OnCallSettings } from './settings';
import { commonWays, waysOf, type Way, type WaysDeps } from './ways';

export interface DeliveryDeps extends WaysDeps {
  readonly clock: Clock;
  readonly random: Pick<Random, 'fraction'>;
  readonly log: Logger;
  readonly metrics: Pick<OnCallMetrics, 'told' | 'reached'>;
  /** As the tenant's file has it at that moment; undefined when the tenant has gone. */
  readonly settings: () => OnCallSettings | undefined;
  /** How the call stands from now on. */
  readonly save: (call: CallRecord) => void;
  /** Whether this process is the one that calls. */
  readonly mayCall: () => boolean;
}

const pause = { baseMs: 5_000, maxMs: 120_000 };

export class Delivery {
  /** How often in vain, of each way that was begun or has taken it before. */
  private readonly tried = new Map<string, number>();
  /** Ways that are no person's own. */
  private readonly common = new Set<string>();
  private readonly underWay: Promise<void>[] = [];
  private isToldUnreached = false;

  constructor(
    private call: CallRecord,
    private readonly deps: DeliveryDeps,
    private readonly ending: AbortSignal,
  ) {}

  /** Resolves once every way has taken it, or the call is over. Never rejects. */
  async run(): Promise<void> {
    const settings = this.deps.settings();
    const common = settings === undefined ? [] : commonWays(settings, this.deps);
    for (const { name } of common) this.common.add(name);
    this.begin(common);
    for (let step = 0; step < this.call.stepsCalled; step += 1) this.beginStep(step);
    if (this.tried.size === 0) this.goFurther();
    // More may begin while these are waited for.
    for (let at = 0; at < this.underWay.length; at += 1) await this.underWay[at];
    // Whoever calls next goes on with it.
    if (this.ending.aborted || !this.deps.mayCall()) return;
    this.change({ isOver: true });
    if (this.call.reached.length === 0) this.tellUnreached();
  }

  private beginStep(step: number): void {
    const settings = this.deps.settings();
    const names = this.call.steps[step] ?? [];
    if (settings !== undefined) this.begin(waysOf(names, settings, this.deps));
  }

  private begin(ways: readonly Way[]): void {
    const wanted = ways.filter(({ name }) => !this.call.reached.includes(name));
    // Those that a process before has reached count too, or nobody would seem to be.
    for (const { name } of ways) this.tried.set(name, 0);
    for (const way of wanted) this.underWay.push(this.keepTelling(way));
  }

  private async keepTelling(way: Way): Promise<void> {
    const { clock, random, log, metrics, mayCall } = this.deps;
    const { tenant, callId } = this.call;
    for (let attempt = 1; !this.isOver() && mayCall(); attempt += 1) {
      const told = await way.tell(this.call, this.ending);
      metrics.told(tenant, way.kind, told.result);
      if (told.result === 'taken') {
        log.info({ tenant, callId, way: way.name }, 'a call has been delivered');
        metrics.reached(tenant, true);
        this.change({ reached: [...this.call.reached, way.name] });
        return;
      }
      log.warn({ tenant, callId, way: way.name, attempt, reason: told.why }, 'a call is not taken');
      this.tried.set(way.name, attempt);
      if (this.isReachedByNobody()) this.goFurther();
      const pauseMs = backoffMs(attempt, pause, random.fraction());
      await clock.sleep(Math.max(pauseMs, told.notBeforeMs ?? 0), this.ending);
    }
  }

  private isReachedByNobody(): boolean {
    // That a chat which everybody may read has taken it does not say that anybody has seen it; where people have no way of
    // their own, it is all there is.
    const ofPeople = [...this.tried.keys()].filter((name) => !this.common.has(name));
    const ways = ofPeople.length === 0 ? [...this.tried.keys()] : ofPeople;
    return ways.every((name) => !this.call.reached.includes(name) && this.tried.get(name) !== 0);
  }

  /** Nobody of those who were called can be reached now: the next people are, at once. */
  private goFurther(): void {
    while (this.call.stepsCalled < this.call.steps.length && this.isReachedByNobody()) {
      const step = this.call.stepsCalled;
      this.change({ stepsCalled: step + 1 });
      this.beginStep(step);
    }
    if (this.isReachedByNobody()) this.tellUnreached();
  }

  private tellUnreached(): void {
    const { tenant, callId } = this.call;
    this.deps.metrics.reached(tenant, false);
    if (this.isToldUnreached) return;
    this.isToldUnreached = true;
    this.deps.log.error(
      { tenant, callId },
      'ALARM: something is stuck, and nobody on call can be reached',
    );
  }

  private isOver(): boolean {
    return this.ending.aborted || this.deps.clock.now() >= Date.parse(this.call.until);
  }

  private change(changed: Partial<CallRecord>): void {
    this.call = { ...this.call, ...changed };
    this.deps.save(this.call);
  }
}
