import type { Registry } from 'prom-client';
import type { Listed } from '../../common/engines/listed';
import { BytesCaller } from '../../common/http/bytes-call';
import type { Clock, Logger, MessagePublisher } from '../../common/runtime';
import { createChannelHop } from './channel-hop';
import type { Delivery } from './delivery';
import { FromApp } from './from-app';
import { FromEngine } from './from-engine';
import { HandOn } from './hand-on';
import { createEngineMetrics } from './metrics';
import { RightToBegin } from './right-to-begin';

export interface BetweenEngines {
  readonly fromApp: Delivery;
  readonly fromEngine: Delivery;
  readonly right: Pick<RightToBegin, 'begin'>;
  stop(): void;
}

export interface BetweenEnginesDeps extends Listed {
  readonly messages: MessagePublisher;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: Registry;
}

export interface BetweenEnginesOptions {
  /** For how long an app may repeat a request. */
  readonly rememberedMs: number;
  /** Longest wait of an app, and how many may wait at one time. */
  readonly waitMaxS: number;
  readonly waitingMax: number;
  /** How long a payment may take to say how it stands. */
  readonly repeatAnswerTimeoutMs: number;
  /** How long a command to the engine may take, with its repeats. */
  readonly commandMs: number;
}

/** What two commands leave for the others: few of them are slow. */
const onTheWayMs = 5_000;
/** Besides those that wait. */
const answeredAtOnceMax = 128;

/** Where this engine is not alone: all that its channel needs to be. */
export function createBetweenEngines(
  { engines, tls, messages, clock, log, metrics }: BetweenEnginesDeps,
  { rememberedMs, waitMaxS, waitingMax, repeatAnswerTimeoutMs, commandMs }: BetweenEnginesOptions,
): BetweenEngines {
  const caller = new BytesCaller(waitingMax + answeredAtOnceMax);
  const hop = createChannelHop({ caller, tls, clock, log });
  const handOn = new HandOn(
    { hop, metrics: createEngineMetrics(metrics) },
    { waitMaxS, answerMs: 2 * commandMs + repeatAnswerTimeoutMs + onTheWayMs },
  );
  const right = new RightToBegin({ messages, clock }, { rememberedMs, commandMs });
  const shared = { engines, clock, right, rememberedMs };
  return {
    right,
    fromApp: new FromApp({ ...shared, handOn }),
    fromEngine: new FromEngine({ ...shared, log }),
    stop: () => {
      caller.close();
    },
  };
}
