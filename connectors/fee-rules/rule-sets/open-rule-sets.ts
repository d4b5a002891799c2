import { existsSync } from 'node:fs';
import type { Registry } from 'prom-client';
import { ConfigurationError } from '../../common/config/problems';
import { Shared } from '../../common/shared';
import { createAdministration } from './administration';
import { directoryStore } from './directory-store';
import { kafkaStore } from './kafka-store';
import { LiveRuleBook } from './live-rule-book';
import { LoadedRuleSets } from './loaded-rule-sets';
import { threadedLoader } from './rule-loader';
import type { RuleSets, RuleSetsDeps } from './rule-sets';
import type { RuleSetsSettings } from './settings';
import type { RuleSetStore } from './store';

/** Of each process, known by its registry of metrics. */
const shared = new Shared<Registry, RuleSets>();

/**
 * Returns at once: until the rule sets have been read every time is unusable. Roles that run in one process
 * share what the first of them opened.
 */
export function openRuleSets(settings: RuleSetsSettings, deps: RuleSetsDeps): RuleSets {
  return shared.open(deps.metrics, () => open(settings, deps));
}

function open(settings: RuleSetsSettings, deps: RuleSetsDeps): RuleSets {
  const { clock, log, metrics } = deps;
  const store = storeOf(settings, deps);
  const limits = {
    timeoutMs: settings.FEE_RULES_LOAD_TIMEOUT_MS,
    memoryMb: settings.FEE_RULES_LOAD_MEMORY_MB,
  };
  // Administrators do not keep rules waiting that are to be in force.
  const loaded = new LoadedRuleSets(threadedLoader(limits, clock), clock);
  const horizonMs = settings.FEE_HORIZON;
  const book = new LiveRuleBook({ store, loaded, clock, log, metrics, horizonMs });
  const administration = createAdministration({
    store,
    loader: threadedLoader(limits, clock),
    clock,
    unusable: (ruleSetId) => book.unusable(ruleSetId),
  });
  return { book, administration, close: () => book.close() };
}

/** @throws ConfigurationError without a folder: else a DFSP that knows of no fees had an alarm a payment. */
function storeOf(settings: RuleSetsSettings, { kafka, clock, random }: RuleSetsDeps): RuleSetStore {
  if (settings.FEE_RULES_SOURCE === 'kafka') {
    return kafkaStore(settings.FEE_RULES_TOPIC, { door: kafka(), clock, random });
  }
  const folder = settings.FEE_RULES_DIRECTORY;
  if (!existsSync(folder)) {
    throw new ConfigurationError([
      `FEE_RULES_DIRECTORY: there is no folder ${folder}: make it (an empty one means no fees)`,
    ]);
  }
  return directoryStore(folder, { clock, random });
}
