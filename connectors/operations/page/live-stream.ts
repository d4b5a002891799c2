/** One stream of server-sent events. */
import type { Response } from 'express';
import type { Clock, EpochMs } from '../../common/runtime';
import { liveKinds, type LiveKind } from './changes';

const coalescedMs = 500;
const aliveEveryMs = 15_000;
/** With more that it has not read its reader has gone, or is not worth waiting for. */
const unreadBytesMax = 65_536;

export interface Watch {
  readonly person: string;
  readonly tenant: string;
  /** When it ends by itself: the page comes again, and its roles are looked at anew. */
  readonly untilMs: number;
  readonly isSignedOut: () => boolean;
}

export interface LiveStreamDeps {
  readonly response: Response;
  readonly watch: Watch;
  readonly clock: Clock;
  readonly positionNow: () => string;
}

export class LiveStream {
  readonly watch: Watch;
  private readonly ended = new AbortController();
  private readonly pending = new Set<LiveKind>();
  private isFlushing = false;
  private toldMs: EpochMs = -Infinity;

  constructor(private readonly deps: LiveStreamDeps) {
    this.watch = deps.watch;
  }

  /** @param lastId where the page has read to, if it comes again */
  begin(lastId: string | undefined): void {
    const { response, positionNow } = this.deps;
    response.status(200).set({
      'Content-Type': 'text/event-stream; charset=utf-8',
      'Cache-Control': 'no-store, no-transform',
      // Proxies of nginx's kind keep answers back until they are whole.
      'X-Accel-Buffering': 'no',
    });
    const position = positionNow();
    // An id without data is no event, and is what the page comes again with.
    this.write(`retry: 1000\nid: ${position}\n\n`);
    if (lastId !== undefined && lastId !== position) this.changed(liveKinds);
    void this.stayAlive();
    void this.endInTime();
    this.lookAtSession();
  }

  changed(kinds: readonly LiveKind[]): void {
    for (const kind of kinds) this.pending.add(kind);
    if (!this.isFlushing) void this.flush();
  }

  lookAtSession(): void {
    if (this.watch.isSignedOut()) this.end('event: signed-out\ndata: {}\n\n');
  }

  end(last = ''): void {
    if (this.ended.signal.aborted) return;
    this.ended.abort();
    this.deps.response.end(last);
  }

  private async flush(): Promise<void> {
    const { clock, positionNow } = this.deps;
    this.isFlushing = true;
    await clock.sleep(Math.max(0, this.toldMs + coalescedMs - clock.now()), this.ended.signal);
    this.isFlushing = false;
    if (this.ended.signal.aborted) return;
    const kinds = liveKinds.filter((kind) => this.pending.has(kind));
    this.pending.clear();
    this.toldMs = clock.now();
    const data = JSON.stringify({ kinds });
    this.write(`event: changed\nid: ${positionNow()}\ndata: ${data}\n\n`);
  }

  private async stayAlive(): Promise<void> {
    for (;;) {
      await this.deps.clock.sleep(aliveEveryMs, this.ended.signal);
      if (this.ended.signal.aborted) return;
      this.write(': alive\n\n');
    }
  }

  private async endInTime(): Promise<void> {
    const { clock } = this.deps;
    await clock.sleep(Math.max(0, this.watch.untilMs - clock.now()), this.ended.signal);
    this.lookAtSession();
    this.end();
  }

  private write(text: string): void {
    const { response } = this.deps;
    if (response.writableLength > unreadBytesMax) response.destroy();
    else response.write(text);
  }
}
