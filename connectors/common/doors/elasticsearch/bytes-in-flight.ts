/** Lets in who fits, first come, first served. What is larger than all there is room for goes alone. */
export class BytesInFlight {
  private current = 0;
  private readonly waiting: { readonly bytes: number; readonly enter: () => void }[] = [];

  constructor(private readonly bytesMax: number) {}

  get bytes(): number {
    return this.current;
  }

  /** Rejects when `signal` aborts before. */
  async enter(bytes: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (this.waiting.length === 0 && this.hasRoomFor(bytes)) {
      this.current += bytes;
      return;
    }
    await new Promise<void>((resolve, reject) => {
      const leave = (): void => {
        this.waiting.splice(this.waiting.indexOf(one), 1);
        // Whoever stood behind may fit.
        this.letIn();
        reject(signal.reason as Error);
      };
      const one = {
        bytes,
        enter: () => {
          signal.removeEventListener('abort', leave);
          this.current += bytes;
          resolve();
        },
      };
      this.waiting.push(one);
      signal.addEventListener('abort', leave, { once: true });
    });
  }

  leave(bytes: number): void {
    this.current -= bytes;
    this.letIn();
  }

  private letIn(): void {
    for (let next = this.waiting[0]; next !== undefined; next = this.waiting[0]) {
      if (!this.hasRoomFor(next.bytes)) return;
      this.waiting.shift();
      next.enter();
    }
  }

  private hasRoomFor(bytes: number): boolean {
    return this.current === 0 || this.current + bytes <= this.bytesMax;
  }
}
