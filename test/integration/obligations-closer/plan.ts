/** What the test and the processes that it kills agree on. */
import { tmpdir } from 'node:os';
import { systemClock } from '../../../connectors/common/clock';
import type { Clock } from '../../../connectors/common/runtime';
import {
  obligationsEnvironment,
  type ObligationsSettings,
} from '../../../connectors/obligations/settings';

export interface Plan {
  readonly brokers: string;
  readonly clock: Clock;
  readonly settings: ObligationsSettings;
}

/** Real time at which the fast clock begins to run, and what it shows then. */
export interface PlanText {
  readonly brokers: string;
  readonly beginMs: number;
  readonly showsMs: number;
}

/** A cycle of a minute takes a second. */
const speed = 60;

export function readPlan(text: string): Plan {
  const { brokers, beginMs, showsMs } = JSON.parse(text) as PlanText;
  return {
    brokers,
    clock: { ...systemClock, now: () => showsMs + (Date.now() - beginMs) * speed },
    settings: obligationsEnvironment.parse({
      FEE_CYCLE_LENGTH: 'PT1M',
      FEE_CYCLE_GRACE: 'PT5S',
      FEE_ENTRIES_DIRECTORY: tmpdir(),
    }),
  };
}
