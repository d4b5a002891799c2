/** Closes cycles, one after the other: counts all that stands on the topic, and publishes what it comes to. */
import { translated } from '../common/words/languages';
import { refusalWords, type Say } from './refusal-words';
import type { ClosedCycle } from '../common/contracts/fee-cycles';
import type { KafkaDoor } from '../common/doors/kafka/kafka-door';
import type { Clock, Logger } from '../common/runtime';
import { Turns } from '../common/turns';
import type { ChangeSignal } from './change-signal';
import { Unbalanced } from './figures';
import type { Ledger } from './ledger';
import type { CloseOutcome, CloseRefusal } from './obligations';
import { cycleIdOf, type Window } from './windows';

interface CloserDeps {
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Logger;
  readonly kafka: Pick<KafkaDoor, 'endOffsets' | 'publish'>;
  readonly ledger: Ledger;
  /** Rings when either topic has been followed further, and when it will be no more. */
  readonly applied: ChangeSignal;
  readonly signal: AbortSignal;
}

interface CloserSettings {
  readonly entriesTopic: string;
  readonly cyclesTopic: string;
  readonly graceMs: number;
}

const entriesAreGone =
  'a closed cycle has counted more entries than there are: the topic of entries is not the one it was';

export class Closer {
  /** One closing at a time in this process. */
  private readonly turns = new Turns();

  constructor(
    private readonly deps: CloserDeps,
    private readonly settings: CloserSettings,
  ) {}

  /** Closes all cycles whose grace is over. Rejects when Kafka does not answer. */
  closeDue(): Promise<void> {
    return this.turns.take(async () => {
      for (;;) {
        const window = this.deps.ledger.next();
        if (window === undefined || this.overdueMs(window) < 0) return;
        const outcome = await this.closeNext(window);
        if (outcome.kind === 'refused') return;
      }
    });
  }

  close(cycleId: string): Promise<CloseOutcome> {
    return this.turns.take(async () => {
      const { ledger, clock } = this.deps;
      const cycle = ledger.closed.find(cycleId);
      if (cycle !== undefined) return { kind: 'closed', cycle };
      const window = ledger.open().find(({ fromMs }) => cycleIdOf(fromMs) === cycleId);
      if (window === undefined) return refused('unknown-cycle', (said) => said.noCycle(cycleId));
      const next = ledger.next();
      if (next !== undefined && next.fromMs !== window.fromMs) {
        const before = cycleIdOf(next.fromMs);
        return refused('not-the-next', (said) => said.closeBefore(before));
      }
      if (clock.now() < window.toMs) {
        const end = new Date(window.toMs).toISOString();
        return refused('window-not-past', (said) => said.notPast(end, cycleId));
      }
      return this.closeNext(window);
    });
  }

  /** Since when a cycle should have been closed; negative before. */
  overdueMs({ toMs }: Window): number {
    return this.deps.clock.now() - toMs - this.settings.graceMs;
  }

  private async closeNext(window: Window): Promise<CloseOutcome> {
    const { ledger, kafka, clock, log } = this.deps;
    const cycleId = cycleIdOf(window.fromMs);
    await this.countAll();
    // Another instance may have closed it by now; readers take the first of two closings that are equally right.
    if (ledger.next()?.fromMs === window.fromMs) {
      try {
        const closed = ledger.compose(window, clock.now());
        if (closed === undefined) throw new Error(entriesAreGone);
        const value = JSON.stringify(closed);
        await kafka.publish([{ topic: this.settings.cyclesTopic, key: cycleId, value }]);
        return await this.whenJudged(closed);
      } catch (error) {
        if (!(error instanceof Unbalanced)) throw error;
        log.error({ cycleId, error }, 'ALARM: a cycle does not sum to zero and is not published');
        return refused('unbalanced', (said) => said.unbalanced(error.message));
      }
    }
    return { kind: 'closed', cycle: await this.whenClosed(cycleId) };
  }

  /** Of what we have published, or of what another has before us. */
  private async whenJudged(published: ClosedCycle): Promise<CloseOutcome> {
    const { closed } = this.deps.ledger;
    for (;;) {
      const cycle = closed.find(published.cycleId);
      if (cycle !== undefined) return { kind: 'closed', cycle };
      if (closed.isWrong(published)) {
        return refused('window-not-past', (said) => said.notOver(published.cycleId));
      }
      await this.nextApplied();
    }
  }

  /** All that stands on the topic at the call. */
  private async countAll(): Promise<void> {
    const ends = await this.deps.kafka.endOffsets(this.settings.entriesTopic);
    const { ledger, log } = this.deps;
    const isBehind = () => [...ends].some(([at, end]) => ledger.position(at) < end);
    while (isBehind()) await this.nextApplied();
    // Those without a record stand in the cut too.
    for (const [at, end] of ends) ledger.reach(at, end);
    const before = ledger.closed.last()?.cut.size;
    if (before === undefined || before === ends.size) return;
    log.error(
      { partitions: ends.size, before },
      'ALARM: the topic of entries has other partitions than when the last cycle closed: entries that were written again may have been charged twice',
    );
  }

  private async whenClosed(cycleId: string): Promise<ClosedCycle> {
    for (;;) {
      const cycle = this.deps.ledger.closed.find(cycleId);
      if (cycle !== undefined) return cycle;
      await this.nextApplied();
    }
  }

  private async nextApplied(): Promise<void> {
    this.deps.signal.throwIfAborted();
    await this.deps.applied.next();
    this.deps.signal.throwIfAborted();
  }
}

function refused(code: CloseRefusal, say: Say): CloseOutcome {
  return { kind: 'refused', code, reason: translated(refusalWords, say) };
}
