import type { Engine } from '../../common/engines/engine-list';
import { Hop, type Away, type HopDeps } from '../../common/engines/hop';
import type { BytesAnswer } from '../../common/http/bytes-call';
import type { HandedOn } from './handed-on';

export type HopResult =
  /** Its broker has it. */
  | { readonly kind: 'taken' }
  /** It was only to take what it has already, and has it not. */
  | { readonly kind: 'not-here' }
  /** It will never take this. */
  | { readonly kind: 'refused'; readonly answer: BytesAnswer }
  | Away;

interface HopTimeouts {
  /** Until the engine over there has stored a message. */
  readonly timeoutMs: number;
  /** The same where it has to ask a process first. */
  readonly questionTimeoutMs: number;
}

/** The way of FSPIOP's messages to the other engines. */
export interface MessageHop {
  isAway(engine: Engine): boolean;
  /** Never rejects. */
  pass(
    engine: Engine,
    message: HandedOn,
    options?: { readonly onlyIfHere?: boolean },
  ): Promise<HopResult>;
}

export function createMessageHop(
  deps: HopDeps,
  { timeoutMs, questionTimeoutMs }: HopTimeouts,
): MessageHop {
  const hop = new Hop(deps, {
    addressOf: ({ address }) => address,
    read: resultOf,
    whileAway: 'what is for it is kept in Kafka',
  });
  return {
    isAway: (engine) => hop.isAway(engine),
    pass: (engine, message, { onlyIfHere = false } = {}) =>
      hop.pass(engine, message, {
        onlyIfHere,
        timeoutMs: onlyIfHere ? questionTimeoutMs : timeoutMs,
      }),
  };
}

function resultOf(answer: BytesAnswer): HopResult {
  const { status } = answer;
  if (status === 204) return { kind: 'not-here' };
  if (status >= 200 && status < 300) return { kind: 'taken' };
  // 403: it does not know us, which is for people to mend, and the message is none the worse for it.
  if (status >= 400 && status < 500 && status !== 403) return { kind: 'refused', answer };
  return { kind: 'away', reason: `it answered ${status}` };
}
