import { FairPlaces } from '../fair-places';
import type { Clock } from '../runtime';
import { PacedReturns } from './paced-returns';

/** A job that has come in and wants to run. */
export interface Arrival {
  readonly type: string;
  /** Whose it is: a tenant, or a peer of one. */
  readonly owner: string;
  /** Must not reject. */
  run(): Promise<void>;
  /** Gives it back to the engine, which hands it out again after the backoff. Must not reject. */
  handBack(backoffMs: number): Promise<void>;
}

/** A burst is over by then; a peer that hangs is not. */
const inLineMs = 500;

/**
 * At most so many jobs at once in this process and of each type; the others wait in line. No owner gets more than its
 * share (FairPlaces): what it has above that waits for a moment, and then goes back to the engine. It never counts as
 * a lack of room, so that jobs of others keep coming in.
 */
export class JobSlots {
  private readonly ofProcess: FairPlaces;
  private readonly ofTypes = new Map<string, FairPlaces>();
  private readonly returns = new PacedReturns();
  private running = 0;
  private waiting: Arrival[] = [];
  private listeners: (() => void)[] = [];
  private mode: 'limited' | 'held' | 'lifted' = 'limited';

  constructor(
    private readonly limits: { readonly perProcess: number; readonly perType: number },
    private readonly clock: Clock,
  ) {
    this.ofProcess = new FairPlaces(limits.perProcess);
  }

  /** How many more jobs of this type could start now, if they were not all one owner's. */
  room(type: string): number {
    if (this.mode !== 'limited') return Number.MAX_SAFE_INTEGER;
    const inTurn = this.waiting.filter((one) => this.refusal(one) !== 'share-used-up');
    const inTurnOfType = inTurn.filter((one) => one.type === type).length;
    const ofType = this.placesOf(type).free - inTurnOfType;
    return Math.max(0, Math.min(ofType, this.ofProcess.free - inTurn.length));
  }

  /** Resolves when there is room for a job of this type. */
  async whenRoom(type: string): Promise<void> {
    while (this.room(type) === 0) await this.nextEnd();
  }

  /** Starts the job now or when it is its turn, or hands it back. */
  submit(job: Arrival): void {
    this.waiting.push(job);
    this.startNext();
    if (!this.waiting.includes(job)) return;
    if (this.mustGo(job) && this.isLineFull(job)) this.giveUp(job);
    else void this.giveUpLater(job);
  }

  /** From now on every job is let in, and none starts. */
  hold(): void {
    this.mode = 'held';
    this.tellListeners();
  }

  /** From now on every job starts at once: it is to be handed back, which costs nothing. */
  lift(): void {
    this.mode = 'lifted';
    this.startNext();
    this.tellListeners();
  }

  async whenIdle(): Promise<void> {
    while (this.running > 0) await this.nextEnd();
  }

  private async giveUpLater(job: Arrival): Promise<void> {
    do await this.clock.sleep(inLineMs);
    while (this.waiting.includes(job) && !this.mustGo(job));
    if (this.waiting.includes(job)) this.giveUp(job);
  }

  private giveUp(job: Arrival): void {
    this.waiting.splice(this.waiting.indexOf(job), 1);
    const backoffMs = this.returns.backoffMs(`${job.type} ${job.owner}`, this.clock.now());
    this.occupy(job.handBack(backoffMs));
  }

  private mustGo(job: Arrival): boolean {
    return this.mode === 'limited' && this.refusal(job) === 'share-used-up';
  }

  private isLineFull({ type, owner }: Arrival): boolean {
    const before = this.waiting.filter((one) => one.type === type && one.owner === owner);
    return before.length > this.limits.perType;
  }

  private refusal({ type, owner }: Arrival): 'full' | 'share-used-up' | undefined {
    const refusals = [this.placesOf(type).refusal(owner), this.ofProcess.refusal(owner)];
    return refusals.find((one) => one === 'full') ?? refusals.find((one) => one !== undefined);
  }

  private placesOf(type: string): FairPlaces {
    const places = this.ofTypes.get(type) ?? new FairPlaces(this.limits.perType);
    this.ofTypes.set(type, places);
    return places;
  }

  private nextEnd(): Promise<void> {
    return new Promise((resolve) => this.listeners.push(resolve));
  }

  private tellListeners(): void {
    for (const listener of this.listeners.splice(0)) listener();
  }

  private startNext(): void {
    const stillWaiting: Arrival[] = [];
    for (const job of this.waiting.splice(0)) {
      if (this.mayStart(job)) this.start(job);
      else stillWaiting.push(job);
    }
    this.waiting.unshift(...stillWaiting);
  }

  private mayStart(job: Arrival): boolean {
    if (this.mode !== 'limited') return this.mode === 'lifted';
    return this.refusal(job) === undefined;
  }

  private start(job: Arrival): void {
    const places = [this.ofProcess, this.placesOf(job.type)];
    for (const one of places) one.take(job.owner);
    this.occupy(
      job.run().finally(() => {
        for (const one of places) one.leave(job.owner);
        this.startNext();
      }),
    );
  }

  /** Until it is over the process is not idle. */
  private occupy(work: Promise<void>): void {
    this.running += 1;
    void work.finally(() => {
      this.running -= 1;
      this.tellListeners();
    });
  }
}
