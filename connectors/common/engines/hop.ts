import type { BytesAnswer, BytesCaller } from '../http/bytes-call';
import { headerLines } from '../http/header-lines';
import { messageOf } from '../message-of';
import type { Clock, EpochMs, Logger, TlsSource } from '../runtime';
import { longestBackoffMs } from '../zeebe/backoff';
import { hopHeaders, type AsItCame } from './as-it-came';
import type { Engine } from './engine-list';

/** No word, or "not now": nobody knows what became of it. */
export interface Away {
  readonly kind: 'away';
  readonly reason: string;
  /** For this request alone: the next one is tried as if nothing had been. */
  readonly isPassing?: boolean;
}

/** A role's door for the other engines, as one of them sees it. */
export interface Door<Result> {
  readonly addressOf: (engine: Engine) => string;
  /** What an answer says of what was handed on. */
  readonly read: (answer: BytesAnswer, engine: Engine) => Result | Away;
  /** What becomes of what is for an engine that is away: for the log. */
  readonly whileAway: string;
}

export interface HopDeps {
  readonly caller: Pick<BytesCaller, 'call'>;
  readonly tls: TlsSource;
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Logger;
}

interface PassOptions {
  readonly timeoutMs: number;
  readonly onlyIfHere?: boolean;
  /** Names of those that were asked before. */
  readonly asked?: readonly string[];
  /** Aborted when nobody waits for the answer any more: which says nothing of that engine. */
  readonly signal?: AbortSignal;
}

interface Absence {
  readonly failures: number;
  readonly untilMs: EpochMs;
}

const pause = { baseMs: 1_000, maxMs: 15_000 };

/** The way to the other engines. One that is away is not tried for a while by who can do without it. */
export class Hop<Result extends { readonly kind: string }> {
  private readonly absences = new Map<string, Absence>();

  constructor(
    private readonly deps: HopDeps,
    private readonly door: Door<Result>,
  ) {}

  isAway({ name }: Engine): boolean {
    return this.deps.clock.now() < (this.absences.get(name)?.untilMs ?? 0);
  }

  /** Never rejects. */
  async pass(
    engine: Engine,
    { method, uri, rawHeaders, body }: AsItCame,
    { timeoutMs, onlyIfHere = false, asked, signal }: PassOptions,
  ): Promise<Result | Away> {
    const { caller, tls } = this.deps;
    const server = new URL(this.door.addressOf(engine));
    try {
      const answer = await caller.call({
        ...{ method, server, uri, body, tls, timeoutMs },
        // Ours first: of more than 2000 the server over there would drop the last.
        rawHeaders: [
          ...(onlyIfHere ? [hopHeaders.onlyIfHere, 'yes'] : []),
          ...(asked ? [hopHeaders.asked, asked.join(',')] : []),
          ...(hasHost(rawHeaders) ? [] : ['Host', server.host]),
          ...rawHeaders,
        ],
        ...(signal && { signal }),
      });
      const result = this.door.read(answer, engine);
      if (!isAway(result) || result.isPassing !== true) this.note(engine, result);
      return result;
    } catch (error) {
      const result: Away = { kind: 'away', reason: messageOf(error) };
      if (signal?.aborted !== true) this.note(engine, result);
      return result;
    }
  }

  private note({ name }: Engine, result: Result | Away): void {
    const known = this.absences.get(name);
    const { log, clock } = this.deps;
    if (!isAway(result)) {
      if (known !== undefined) log.info({ engine: name }, 'another engine is back');
      this.absences.delete(name);
      return;
    }
    const failures = (known?.failures ?? 0) + 1;
    this.absences.set(name, { failures, untilMs: clock.now() + longestBackoffMs(failures, pause) });
    if (known !== undefined) return;
    const { reason } = result;
    log.error({ engine: name, reason }, `another engine is away: ${this.door.whileAway}`);
  }
}

/** HTTP/1.0 asks for none, and every server of ours speaks 1.1. */
function hasHost(rawHeaders: readonly string[]): boolean {
  return headerLines(rawHeaders).some(([name]) => name.toLowerCase() === 'host');
}

function isAway(result: { readonly kind: string }): result is Away {
  return result.kind === 'away';
}
