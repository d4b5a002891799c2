/** Obligations in memory: a clock that a test moves, entries that it writes, instances that it kills. */
import { tmpdir } from 'node:os';
import { Registry } from 'prom-client';
import { v5 as uuidV5 } from 'uuid';
import type { ClosedCycle } from '../../connectors/common/contracts/fee-cycles';
import type { FeeEntry } from '../../connectors/common/contracts/fees';
import type { Clock, Logger } from '../../connectors/common/runtime';
import {
  obligationsEnvironment,
  type ObligationsSettings,
} from '../../connectors/obligations/settings';
import {
  startObligations,
  type RunningObligations,
} from '../../connectors/obligations/start-obligations';
import { MemoryKafka, type MemoryDoor } from './memory-kafka';

/** An entry of bank-a, which owes bank-b 0.6 TZS, with the id that its transaction gives it. */
export function feeEntry(change: Partial<FeeEntry> = {}): FeeEntry {
  const { transactionId = 't1' } = change;
  return {
    entryId: uuidV5(transactionId, uuidV5.DNS),
    transactionId,
    executionPoint: 'transfer.committed',
    occurredAt: '2026-11-21T08:00:00.000Z',
    ruleSetId: 'a'.repeat(64),
    ruleId: 'Interchange fee test',
    ruleVersion: 1,
    blockIndex: 0,
    ledgerEntryType: 'INTERCHANGE_FEE',
    debtor: 'bank-a',
    creditor: 'bank-b',
    amount: '0.6',
    currency: 'TZS',
    ...change,
  };
}

export interface Instance extends RunningObligations {
  readonly door: MemoryDoor;
  readonly metrics: Registry;
}

export class ObligationsWorld {
  now = Date.parse('2026-11-21T08:00:00.000Z');
  readonly settings: ObligationsSettings;
  /** The brokers' clock, where it is another than the hub's. */
  brokersNow: number | undefined;
  readonly kafka = new MemoryKafka(() => this.brokersNow ?? this.now);
  /** What a person would be told. */
  readonly alarms: string[] = [];
  private readonly running: Instance[] = [];

  constructor(environment: Record<string, string> = {}) {
    this.settings = obligationsEnvironment.parse({
      FEE_CYCLE_LENGTH: 'PT1H',
      FEE_ENTRIES_DIRECTORY: tmpdir(),
      ...environment,
    });
    this.kafka.addTopic(this.settings.FEE_ENTRIES_TOPIC, 3);
    this.kafka.addTopic(this.settings.FEE_CYCLES_TOPIC, 1);
  }

  async start(
    settings: ObligationsSettings = this.settings,
    metrics = new Registry(),
  ): Promise<Instance> {
    const door = this.kafka.door();
    const deps = { clock: this.clock, log: this.log, metrics };
    const instance = { ...(await startObligations(deps, door, settings)), door, metrics };
    this.running.push(instance);
    return instance;
  }

  async stop(): Promise<void> {
    for (const instance of this.running) await instance.stop();
  }

  write(...entries: readonly Partial<FeeEntry>[]): void {
    for (const change of entries) this.writeText(JSON.stringify(feeEntry(change)));
  }

  writeText(value: string, key = 't1'): void {
    const transactionId = /"transactionId":"([^"]*)"/.exec(value)?.[1] ?? key;
    this.kafka.append({ topic: this.settings.FEE_ENTRIES_TOPIC, key: transactionId, value });
  }

  /** The records of the cycles' topic, those that do not count too. */
  published(): readonly ClosedCycle[] {
    const [records = []] = this.kafka.partitions(this.settings.FEE_CYCLES_TOPIC);
    return records.map(({ value }) => JSON.parse(value ?? '') as ClosedCycle);
  }

  private readonly clock: Clock = {
    now: () => this.now,
    sleep: (_durationMs, signal) =>
      new Promise((resolve) => {
        signal?.addEventListener('abort', () => resolve(), { once: true });
        if (signal?.aborted === true) resolve();
      }),
  };

  private readonly log: Logger = {
    debug: () => undefined,
    info: () => undefined,
    warn: () => undefined,
    error: (_fields, message) => void this.alarms.push(message),
    child: () => this.log,
  };
}
