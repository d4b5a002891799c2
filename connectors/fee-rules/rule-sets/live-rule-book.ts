import type { Registry } from 'prom-client';
import type { Clock, EpochMs, Logger } from '../../common/runtime';
import type { LoadedRuleSets } from './loaded-rule-sets';
import { makeBook, unusableBook } from './make-book';
import type { RuleBook, RuleBookSource } from './rule-book';
import { showRuleSets, type RuleBookStatus } from './rule-set-metrics';
import type { RuleSetStore, StoreContents, StoredRuleSet } from './store';
import { periodAt, stateAt, timeline, type Period } from './timeline';

export interface LiveRuleBookDeps {
  readonly store: RuleSetStore;
  readonly loaded: LoadedRuleSets;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: Registry;
  /** Rule sets that were in force so long ago are kept ready. */
  readonly horizonMs: number;
}

const retryAfterMs = 2_000;
/** At least so often it is looked whether time has brought other rules into force, or let some go. */
const tickMs = 60_000;

/**
 * Follows a store. What is there is one immutable book at any time: another state makes another book. Rule
 * sets that are not loaded yet are unusable, never left out: a transfer of their time waits for them.
 */
export class LiveRuleBook implements RuleBookSource {
  private book: RuleBook = unusableBook('the rule sets have not been read yet');
  private contents: StoreContents | undefined;
  private periods: readonly Period[] = [];
  private isStoreReachable = false;
  private changedAtMs: EpochMs | undefined;
  private alarms: readonly string[] = [];
  private announced: string | undefined;
  private isLoading = false;
  private readonly stopping = new AbortController();
  private readonly ended: Promise<unknown>;

  constructor(private readonly deps: LiveRuleBookDeps) {
    showRuleSets(deps.metrics, () => this.status());
    this.ended = Promise.all([this.follow(), this.watchTheClock()]);
  }

  current(): RuleBook {
    return this.book;
  }

  /** Why a rule set that is, was or will be in force cannot be used here. */
  unusable(ruleSetId: string): string | undefined {
    const stored = this.needed().find(({ record }) => record.life.ruleSetId === ruleSetId);
    if (stored === undefined) return undefined;
    const usable = this.deps.loaded.usable(stored);
    return usable !== undefined && 'reason' in usable ? usable.reason : undefined;
  }

  async close(): Promise<void> {
    this.stopping.abort();
    await this.ended;
  }

  private isStopping(): boolean {
    return this.stopping.signal.aborted;
  }

  private async follow(): Promise<void> {
    const { store, clock, log } = this.deps;
    const { signal } = this.stopping;
    const stopped = new Promise<void>((resolve) => {
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
    while (!this.isStopping()) {
      try {
        const starting = store.follow((contents) => this.accept(contents));
        // A store that does not answer must not keep the process from ending.
        const following = await Promise.race([starting, stopped]);
        if (following === undefined) {
          void starting.then((late) => late.stop()).catch(() => undefined);
          return;
        }
        this.isStoreReachable = true;
        await Promise.race([following.failed, stopped]);
        await following.stop();
      } catch (error) {
        if (this.isStoreReachable || this.contents === undefined) {
          log.error({ error }, 'the fee rule sets cannot be read: what is loaded stays in use');
        }
        this.isStoreReachable = false;
        await clock.sleep(retryAfterMs, signal);
      }
    }
  }

  private async watchTheClock(): Promise<void> {
    const { clock } = this.deps;
    while (!this.isStopping()) {
      const nowMs = clock.now();
      const next = Math.min(
        ...this.periods.flatMap(({ fromMs, toMs }) => [fromMs, toMs]).filter((at) => at > nowMs),
      );
      await clock.sleep(Math.min(next - nowMs, tickMs), this.stopping.signal);
      if (this.contents === undefined || this.isStopping()) continue;
      this.swap();
      void this.loadWhatIsNeeded();
    }
  }

  private accept(contents: StoreContents): void {
    if (this.isStopping()) return;
    const { clock, log } = this.deps;
    const nowMs = clock.now();
    const isFirst = this.contents === undefined;
    const before = clipped(this.periods, nowMs);
    this.contents = withVanished(this.contents, contents, log);
    this.periods = timeline(this.contents.ruleSets.map(({ record }) => record.life));
    this.changedAtMs = nowMs;
    if (!isFirst && clipped(this.periods, nowMs) !== before) {
      log.error({}, 'fee rules of a time that has passed were changed: compare the entries made');
    }
    this.swap();
    void this.loadWhatIsNeeded();
  }

  /** One at a time, what is in force first; whatever has changed meanwhile counts for the next. */
  private async loadWhatIsNeeded(): Promise<void> {
    if (this.isLoading) return;
    this.isLoading = true;
    try {
      for (;;) {
        const { loaded } = this.deps;
        const next = this.needed().find((stored) => loaded.needsLoading(stored));
        if (next === undefined || this.isStopping()) return;
        await loaded.load(next);
        this.swap();
      }
    } finally {
      this.isLoading = false;
    }
  }

  private swap(): void {
    const { clock, loaded, horizonMs } = this.deps;
    const { ruleSets = [], unreadable = [] } = this.contents ?? {};
    const [broken] = unreadable;
    const byId = new Map(ruleSets.map((stored) => [stored.record.life.ruleSetId, stored]));
    const usable = (id: string) => {
      const stored = byId.get(id);
      return stored && loaded.usable(stored);
    };
    loaded.keep(new Set(this.needed().map(({ record }) => record.life.ruleSetId)));
    this.book =
      broken === undefined
        ? makeBook(this.periods, usable, clock.now() - horizonMs)
        : // It may be the life of the rules for any time.
          unusableBook(`${broken.where}: ${broken.problem}`);
    this.raiseAlarms();
    this.announce();
  }

  /** In force within the horizon, now or later; in force now first, then the coming ones. */
  private needed(): readonly StoredRuleSet[] {
    const nowMs = this.deps.clock.now();
    const sinceMs = nowMs - this.deps.horizonMs;
    const wanted = this.periods.filter(({ toMs }) => toMs > sinceMs);
    const inOrder = [
      ...wanted.filter(({ toMs }) => toMs > nowMs),
      ...wanted.filter(({ toMs }) => toMs <= nowMs).reverse(),
    ];
    const ids = [...new Set(inOrder.map(({ ruleSetId }) => ruleSetId))];
    const ruleSets = this.contents?.ruleSets ?? [];
    return ids.flatMap((id) => ruleSets.filter(({ record }) => record.life.ruleSetId === id));
  }

  private raiseAlarms(): void {
    const reasons = this.needed().flatMap(
      ({ record }) => this.unusable(record.life.ruleSetId) ?? [],
    );
    const broken =
      this.contents?.unreadable.map(({ where, problem }) => `${where}: ${problem}`) ?? [];
    const alarms = [...broken, ...reasons];
    for (const reason of alarms) {
      if (this.alarms.includes(reason)) continue;
      this.deps.log.error({ reason }, 'fee rules cannot be used: transfers of their time wait');
    }
    this.alarms = alarms;
  }

  private announce(): void {
    const nowMs = this.deps.clock.now();
    const rules = this.book.at(nowMs);
    const ruleSetId = periodAt(this.periods, nowMs)?.ruleSetId ?? null;
    const scheduled = this.periods
      .filter(({ fromMs }) => fromMs > nowMs)
      .map((period) => ({
        ruleSetId: period.ruleSetId,
        from: new Date(period.fromMs).toISOString(),
      }));
    const fields = { ruleSetId, state: rules.kind, scheduled };
    const line = JSON.stringify(fields);
    if (line === this.announced) return;
    this.announced = line;
    this.deps.log.info(fields, 'fee rules now');
  }

  private status(): RuleBookStatus {
    const nowMs = this.deps.clock.now();
    const { loaded } = this.deps;
    const usable = this.needed().filter((stored) => {
      const answer = loaded.usable(stored);
      return answer !== undefined && 'evaluator' in answer;
    });
    return {
      ruleSets: usable.map(({ record: { life } }) => ({
        ruleSetId: life.ruleSetId,
        state: stateAt(life, this.periods, nowMs),
      })),
      unusable: this.alarms.length,
      isStoreReachable: this.isStoreReachable,
      changedAtMs: this.changedAtMs,
    };
  }
}

/** Nobody ends rules by deleting them: what is gone from the store is a fault of the store. */
function withVanished(
  previous: StoreContents | undefined,
  next: StoreContents,
  log: Logger,
): StoreContents {
  const ids = new Set(next.ruleSets.map(({ record }) => record.life.ruleSetId));
  const vanished = (previous?.ruleSets ?? []).filter(
    ({ record: { life } }) => 'scheduled' in life && !ids.has(life.ruleSetId),
  );
  for (const { record, where } of vanished) {
    const { ruleSetId } = record.life;
    log.error(
      { ruleSetId, where },
      'a fee rule set is gone and stays in use: put it back, then retire it',
    );
  }
  return { ruleSets: [...next.ruleSets, ...vanished], unreadable: next.unreadable };
}

function clipped(periods: readonly Period[], nowMs: EpochMs): string {
  const past = periods.filter(({ fromMs }) => fromMs < nowMs);
  return JSON.stringify(
    past.map(({ ruleSetId, fromMs, toMs }) => [ruleSetId, fromMs, Math.min(toMs, nowMs)]),
  );
}
