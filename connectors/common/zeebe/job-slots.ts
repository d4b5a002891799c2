/** At most so many jobs at once in this process and of each type; the others wait in line. */
export class JobSlots {
  private readonly inFlight = new Map<string, number>();
  private total = 0;
  private waiting: { readonly type: string; readonly run: () => Promise<void> }[] = [];
  private listeners: (() => void)[] = [];
  private mode: 'limited' | 'held' | 'lifted' = 'limited';

  constructor(private readonly limits: { readonly perProcess: number; readonly perType: number }) {}

  /** How many more jobs of this type could start now. */
  room(type: string): number {
    if (this.mode !== 'limited') return Number.MAX_SAFE_INTEGER;
    const waiting = this.waiting.filter((one) => one.type === type).length;
    const ofType = this.limits.perType - this.running(type) - waiting;
    const ofProcess = this.limits.perProcess - this.total - this.waiting.length;
    return Math.max(0, Math.min(ofType, ofProcess));
  }

  /** Resolves when there is room for a job of this type. */
  async whenRoom(type: string): Promise<void> {
    while (this.room(type) === 0) await this.nextEnd();
  }

  /** Starts `run` now or when it is its turn. `run` must not reject. */
  submit(type: string, run: () => Promise<void>): void {
    this.waiting.push({ type, run });
    this.startNext();
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
    while (this.total > 0) await this.nextEnd();
  }

  private nextEnd(): Promise<void> {
    return new Promise((resolve) => this.listeners.push(resolve));
  }

  private tellListeners(): void {
    for (const listener of this.listeners.splice(0)) listener();
  }

  private startNext(): void {
    const stillWaiting: typeof this.waiting = [];
    for (const job of this.waiting.splice(0)) {
      if (this.mayStart(job.type)) this.start(job);
      else stillWaiting.push(job);
    }
    this.waiting.unshift(...stillWaiting);
  }

  private mayStart(type: string): boolean {
    if (this.mode !== 'limited') return this.mode === 'lifted';
    return this.total < this.limits.perProcess && this.running(type) < this.limits.perType;
  }

  private start({ type, run }: { readonly type: string; readonly run: () => Promise<void> }): void {
    this.total += 1;
    this.inFlight.set(type, this.running(type) + 1);
    void run().finally(() => {
      this.total -= 1;
      this.inFlight.set(type, this.running(type) - 1);
      this.startNext();
      this.tellListeners();
    });
  }

  private running(type: string): number {
    return this.inFlight.get(type) ?? 0;
  }
}
