import { Counter, type Registry } from 'prom-client';
import { countedFromZero } from '../../common/observability/counted-from-zero';

/** Why a message belongs nowhere: DECISIONS.md, 30. */
const reasons = ['foreign', 'forged', 'gone', 'astray', 'expired', 'refused'] as const;
export type StrayReason = (typeof reasons)[number];

/**
 * `taken`: its broker has it; `kept`: in Kafka until that engine is back; `delivered`: from there; `not-here`: it did not know
 * what it was asked about; `refused`: with a definite no; `away`: the next one took it; `missed`: an answer that names no id.
 */
export type HandOnOutcome =
  'taken' | 'kept' | 'delivered' | 'not-here' | 'refused' | 'away' | 'missed';

export interface EngineMetrics {
  handedOn(engine: string, outcome: HandOnOutcome): void;
  stray(reason: StrayReason): void;
}

export function createEngineMetrics(registry: Registry): EngineMetrics {
  const handedOn = new Counter({
    name: 'hub_handed_on_total',
    help: 'Messages for another engine, by what became of them',
    labelNames: ['engine', 'outcome'],
    registers: [registry],
  });
  const strays = new Counter({
    name: 'hub_stray_messages_total',
    help: 'Messages that belong to no engine, by why: kept on a topic for operators',
    labelNames: ['reason'],
    registers: [registry],
  });
  countedFromZero(strays, 'reason', reasons);
  return {
    handedOn: (engine, outcome) => handedOn.inc({ engine, outcome }),
    stray: (reason) => strays.inc({ reason }),
  };
}
