import { Counter, type Registry } from 'prom-client';

/**
 * `answered`: its app has heard that engine's answer; `not-here`: it did not know what it was asked about; `disagreed`: by its own
 * file the request is another's; `away`: no answer of it; `left`: the app waited no longer.
 */
export type HandOnOutcome = 'answered' | 'not-here' | 'disagreed' | 'away' | 'left';

export interface EngineMetrics {
  handedOn(engine: string, outcome: HandOnOutcome): void;
}

export function createEngineMetrics(registry: Registry): EngineMetrics {
  const handedOn = new Counter({
    name: 'hub_channel_handed_on_total',
    help: 'Requests of apps that belong to another engine, by what became of them',
    labelNames: ['engine', 'outcome'],
    registers: [registry],
  });
  return { handedOn: (engine, outcome) => handedOn.inc({ engine, outcome }) };
}
