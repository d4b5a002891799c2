import type { Registry } from 'prom-client';
import type { KafkaDoor } from '../../common/doors/kafka/kafka-door';
import type { Engines } from '../../common/engines/engine-list';
import { BytesCaller } from '../../common/http/bytes-call';
import type { Asker, Clock, Logger, TlsSource } from '../../common/runtime';
import type { Delivery } from '../inbound/delivery';
import type { StateQuestions } from '../inbound/state-questions';
import { FromEngine } from './from-engine';
import { FromSwitch } from './from-switch';
import { createMessageHop } from './hop';
import { Keeper } from './keeper';
import { knownWithinMs } from './known-here';
import { createEngineMetrics } from './metrics';
import type { BetweenEnginesSettings } from './settings';

export interface BetweenEngines {
  readonly tls: TlsSource;
  readonly fromSwitch: Delivery;
  readonly fromEngine: Delivery;
  /** Makes topics, and delivers what has been kept; without Kafka it waits for it, and nobody waits for that. */
  start(): void;
  stop(): Promise<void>;
}

export interface BetweenEnginesDeps {
  readonly engines: Engines;
  readonly tls: TlsSource;
  readonly kafka: Pick<KafkaDoor, 'ensureTopics' | 'openPublisher' | 'consume'>;
  readonly asker: Pick<Asker, 'ask'>;
  readonly stateQuestions: StateQuestions;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: Registry;
  /** How long a question for a state may wait over there. */
  readonly stateTimeoutMs: number;
}

/** The switch waits meanwhile, and with a Mojaloop switch all of its DFSPs. */
const hopTimeoutMs = 3_000;
/** For the hop itself, and for the engine to say that nobody answers. */
const travelMs = 2_500;

export function createBetweenEngines(
  deps: BetweenEnginesDeps,
  settings: BetweenEnginesSettings,
): BetweenEngines {
  const caller = new BytesCaller();
  const metrics = createEngineMetrics(deps.metrics);
  const hop = createMessageHop(
    { ...deps, caller },
    {
      timeoutMs: hopTimeoutMs,
      questionTimeoutMs: Math.max(deps.stateTimeoutMs, knownWithinMs) + travelMs,
    },
  );
  const shared = { ...deps, metrics, hop };
  const keeper = new Keeper(shared, settings);
  return {
    tls: deps.tls,
    fromSwitch: new FromSwitch({ ...shared, keeper }),
    fromEngine: new FromEngine({ ...shared, keeper }),
    start: () => keeper.start(),
    stop: async () => {
      await keeper.stop();
      caller.close();
    },
  };
}
