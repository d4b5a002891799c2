import type { Response } from 'express';
import { asItCame, type AsItCame } from '../../common/engines/as-it-came';
import type { Engine } from '../../common/engines/engine-list';
import type { Hop } from '../../common/engines/hop';
import { headerLines } from '../../common/http/header-lines';
import { callerOf } from '../caller';
import { preferredWaitS } from '../prefer';
import type { ChannelAnswer } from './channel-hop';
import type { Exchange } from './exchange';
import type { EngineMetrics } from './metrics';

export interface HandOnDeps {
  readonly hop: Pick<Hop<ChannelAnswer>, 'isAway' | 'pass'>;
  readonly metrics: EngineMetrics;
}

export interface HandOnTimes {
  /** Longest wait of `Prefer: wait=n`, which is served over there. */
  readonly waitMaxS: number;
  /** What an engine takes for an answer without a wait. */
  readonly answerMs: number;
}

/** For the log: what makes it that engine's. */
export type Why = 'begins it' | 'may have begun it' | 'may know of it';

interface HandOnOptions {
  readonly why: Why;
  /** It is to work on it only if it knows what it is about. */
  readonly onlyIfHere?: boolean;
  /** Those that may have begun it, and said that they have not. */
  readonly asked?: readonly Engine[];
}

/** The app waits no longer, and hears nothing. */
export interface Left {
  readonly kind: 'left';
}

/** Has another engine's channel answer a request; tells logs and metrics. */
export class HandOn {
  constructor(
    private readonly deps: HandOnDeps,
    private readonly times: HandOnTimes,
  ) {}

  /** Never rejects. */
  async to(
    engine: Engine,
    exchange: Exchange,
    { why, ...options }: HandOnOptions,
  ): Promise<ChannelAnswer | Left> {
    const answer = await this.pass(engine, exchange, options);
    const { name } = engine;
    this.deps.metrics.handedOn(name, answer.kind);
    const { log } = callerOf(exchange.response);
    const fields = { engine: name, why, outcome: answer.kind };
    if (answer.kind === 'away') {
      log.warn({ ...fields, reason: answer.reason }, 'a request was handed on, without an answer');
    } else log.info(fields, 'a request was handed on');
    return answer;
  }

  private async pass(
    engine: Engine,
    { request, response, gone }: Exchange,
    { onlyIfHere = false, asked }: Omit<HandOnOptions, 'why'>,
  ): Promise<ChannelAnswer | Left> {
    const { hop } = this.deps;
    if (hop.isAway(engine)) return { kind: 'away', reason: 'it was away just now' };
    if (hasLeft(gone)) return { kind: 'left' };
    const waitMs = (preferredWaitS(request.get('Prefer'), this.times.waitMaxS) ?? 0) * 1_000;
    const answer = await hop.pass(engine, inOurTrace(asItCame(request), response), {
      ...{ onlyIfHere, signal: gone },
      ...(asked && { asked: asked.map(({ name }) => name) }),
      timeoutMs: this.times.answerMs + waitMs,
    });
    return hasLeft(gone) ? { kind: 'left' } : answer;
  }
}

/** One trace leads through both engines, where the app has begun none, too. */
function inOurTrace({ rawHeaders, ...request }: AsItCame, response: Response): AsItCame {
  const others = headerLines(rawHeaders)
    .filter(([name]) => name.toLowerCase() !== 'traceparent')
    .flat();
  const traceparent = response.get('traceparent');
  return {
    ...request,
    rawHeaders: [...others, ...(traceparent === undefined ? [] : ['traceparent', traceparent])],
  };
}

/** At this moment. */
function hasLeft({ aborted }: AbortSignal): boolean {
  return aborted;
}
