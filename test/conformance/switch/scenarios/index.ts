import type { Scenario } from '../scenario';
import { lookupScenarios } from './lookup';
import { otherScenarios } from './other';
import { quoteScenarios } from './quote';
import { replayScenarios } from './replay';
import { transferScenarios } from './transfer';
import { troubleScenarios } from './trouble';
import { wholeRoundScenarios } from './whole-round';

/** All scenarios of the real switch's `e2e.js`, in its order. */
export const scenarios: readonly Scenario[] = [
  ...lookupScenarios,
  ...otherScenarios,
  ...quoteScenarios,
  ...replayScenarios,
  ...transferScenarios,
  ...troubleScenarios,
  ...wholeRoundScenarios,
].sort((left, right) => (left.id < right.id ? -1 : 1));
