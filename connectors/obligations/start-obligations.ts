/** Follows entries and cycles, closes cycles when they are due, and answers what is asked about them. */
import type { Registry } from 'prom-client';
import type { KafkaDoor } from '../common/doors/kafka/kafka-door';
import type { Clock, Logger } from '../common/runtime';
import { Answers } from './answers';
import { SetAsideLog } from './set-aside-log';
import { ChangeSignal } from './change-signal';
import { Closer } from './closer';
import { requireEntriesFolder } from './entries-folder';
import { followTopics } from './follow-topics';
import { Ledger } from './ledger';
import { createMetrics } from './metrics';
import type { Obligations } from './obligations';
import { readModel } from './read-model';
import { classifierSettingsOf, type ObligationsSettings } from './settings';

export interface ObligationsDeps {
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: Registry;
}

export interface RunningObligations extends Obligations {
  /** Closes what is due; happens by itself every second. */
  closeDue(): Promise<void>;
  /** Rejects once a topic cannot be followed any more: figures stand still, and the process must start again. */
  checkHealth(): Promise<void>;
  stop(): Promise<void>;
}

const lookIntervalMs = 1000;

/**
 * Resolves once all that stands on the topics has been counted.
 * @throws CyclesDoNotFit when cycles closed that do not fit the settings.
 * @throws ConfigurationError
 */
export async function startObligations(
  deps: ObligationsDeps,
  kafka: KafkaDoor,
  settings: ObligationsSettings,
): Promise<RunningObligations> {
  const { clock, log } = deps;
  requireEntriesFolder(settings.FEE_ENTRIES_DIRECTORY);
  const grid = {
    lengthMs: settings.FEE_CYCLE_LENGTH,
    originMs: Date.parse(settings.FEE_CYCLE_ORIGIN),
  };
  const ledger = new Ledger(grid, classifierSettingsOf(settings));
  const setAsideLog = new SetAsideLog();
  const answers = new Answers();
  const applied = new ChangeSignal();
  const stopping = new AbortController();
  const { signal } = stopping;
  const closer = new Closer(
    { clock, log, kafka, ledger, applied, signal },
    {
      entriesTopic: settings.FEE_ENTRIES_TOPIC,
      cyclesTopic: settings.FEE_CYCLES_TOPIC,
      graceMs: settings.FEE_CYCLE_GRACE,
    },
  );
  const metrics = createMetrics(deps.metrics, ledger, () => {
    const next = ledger.next();
    return next === undefined ? 0 : closer.overdueMs(next);
  });
  const followed = { log, metrics, kafka, ledger, setAsideLog, answers, applied };
  const following = await followTopics(followed, settings);
  let failure: Error | undefined;
  for (const { failed } of following) {
    failed.catch((error: unknown) => {
      failure = new Error('Fee obligations: a topic cannot be followed', { cause: error });
      log.error({ error }, 'ALARM: obligations stand still: a topic cannot be followed');
      stopping.abort();
      applied.fire();
    });
  }
  const loop = keepClosing(closer, clock, log, signal);
  return {
    ...readModel({ clock, kafka, ledger, setAsideLog: setAsideLog, answers, closer }, settings),
    closeDue: () => closer.closeDue(),
    checkHealth: () => (failure === undefined ? Promise.resolve() : Promise.reject(failure)),
    stop: async () => {
      stopping.abort();
      applied.fire();
      await Promise.all(following.map((one) => one.stop()));
      await loop;
      ledger.end();
    },
  };
}

async function keepClosing(
  closer: Closer,
  clock: Clock,
  log: Logger,
  signal: AbortSignal,
): Promise<void> {
  const isOver = () => signal.aborted;
  while (!isOver()) {
    try {
      await closer.closeDue();
    } catch (error) {
      if (!isOver()) log.error({ error }, 'cycles cannot be closed now: tried again');
    }
    await clock.sleep(lookIntervalMs, signal);
  }
}
