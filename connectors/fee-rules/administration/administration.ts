import { translated } from '../../common/words/languages';
import { administrationWords } from './administration-words';
import type { Express } from 'express';
import { createOperationsApp } from '../../common/api/operations-app';
import { Problem } from '../../common/api/problems';
import type { KafkaDoor } from '../../common/doors/kafka/kafka-door';
import type { Deps } from '../../common/runtime';
import type { RuleSets } from '../rule-sets/rule-sets';
import { administrationApi } from './api';
import { createHandlers } from './handlers';
import { appSettingsOf, type AdministrationEnvironment } from './settings';
import { createThreads } from './work/threads';

/** What there is to administer. */
export interface Administered {
  readonly ruleSets: Pick<RuleSets, 'administration' | 'book'>;
  /** Undefined: there is no Kafka with past transfers. */
  readonly kafka: Pick<KafkaDoor, 'follow'> | undefined;
}

export interface Administration {
  readonly app: Express;
  close(): Promise<void>;
}

/** @throws ConfigurationError when tokens cannot be checked. */
export function createAdministration(
  environment: AdministrationEnvironment,
  { ruleSets, kafka }: Administered,
  deps: Pick<Deps, 'clock' | 'random' | 'http' | 'log'>,
): Administration {
  const settings = appSettingsOf(environment);
  const limits = {
    timeoutMs: environment.FEE_RULES_ADMINISTRATION_WORK_TIMEOUT_MS,
    memoryMaxMb: environment.FEE_RULES_ADMINISTRATION_THREAD_MEMORY_MAX_MB,
  };
  const threads = createThreads(environment.FEE_RULES_ADMINISTRATION_THREADS, limits, deps.clock);
  const handlers = createHandlers({
    ruleSets,
    pastTransfers: {
      kafka: () => orNotSetUp(kafka),
      topic: environment.FEE_TRANSFERS_TOPIC,
      timeoutMs: limits.timeoutMs,
    },
    threads,
    clock: deps.clock,
  });
  return {
    app: createOperationsApp(administrationApi, handlers, settings, deps),
    close: () => threads.close(),
  };
}

function orNotSetUp<Needed>(needed: Needed | undefined): Needed {
  if (needed !== undefined) return needed;
  const detail = translated(administrationWords, (said) => said.needsKafka);
  throw new Problem('not-set-up', { detail });
}
