/** Which entries of one partition count, each once: the first record of an id does. */
import { createHash } from 'node:crypto';
import type { FeeEntry } from '../common/contracts/fees';
import type { KafkaRecord } from '../common/doors/kafka/kafka-door';
import type { EpochMs } from '../common/runtime';
import type { ClosedCycles, Placement } from './closed-cycles';
import type { Counted } from './counted';
import { EntryMemory, type EntryMemoryBound } from './entry-memory';
import type { Flows } from './flows';
import type { SetAsideReason } from './obligations';
import { memoryMs, readEntry, type ReadableEntry } from './read-entry';

export type Classified =
  | {
      readonly kind: 'counted';
      readonly entry: FeeEntry;
      readonly placement: Placement;
      readonly counted: Counted;
    }
  | {
      readonly kind: SetAsideReason;
      readonly problem: string;
      readonly entryId?: string | undefined;
    };

export interface ClassifierSettings {
  /** How old a transfer may be for its entry to count. */
  readonly horizonMs: number;
  readonly memory: EntryMemoryBound;
}

export class EntryClassifier {
  readonly memory: EntryMemory;
  private readonly horizonMs: number;
  private latestMs: EpochMs = 0;

  constructor(
    private readonly flows: Flows,
    settings: ClassifierSettings,
  ) {
    this.horizonMs = settings.horizonMs;
    this.memory = new EntryMemory(settings.memory);
  }

  /** @param record the next of the partition. */
  classify(record: KafkaRecord, closed: ClosedCycles): Classified {
    const read = readEntry(record, this.horizonMs);
    if (read.kind !== 'entry') return read;
    const known = this.memory.find(read.entry.entryId);
    return known === undefined
      ? this.count(read, record, closed)
      : this.classifyRepeat(read, known);
  }

  /** What lies before the cut of a closed cycle is needed no longer than its ids. */
  forgetBefore(cut: number): void {
    this.memory.forget(this.latestMs - memoryMs(this.horizonMs), cut);
  }

  private count(read: ReadableEntry, record: KafkaRecord, closed: ClosedCycles): Classified {
    const { entry, occurredAtMs, minorUnits } = read;
    const { partition, offset, timestampMs } = record;
    const placement = closed.place({ occurredAtMs, partition, offset });
    const { originMs } = placement;
    const flow = this.flows.numberOf(entry);
    const transferMark = markOf(entry.transferId);
    const counted = { entryId: entry.entryId, flow, minorUnits, originMs, offset, transferMark };
    this.memory.add(counted, timestampMs);
    this.latestMs = Math.max(this.latestMs, timestampMs);
    return { kind: 'counted', entry, placement, counted };
  }

  private classifyRepeat({ entry, minorUnits }: ReadableEntry, known: Counted): Classified {
    const { entryId } = entry;
    const first = `offset ${known.offset}`;
    if (minorUnits !== known.minorUnits || this.flows.numberOf(entry) !== known.flow) {
      return {
        kind: 'conflicting',
        problem: `other figures than at ${first}, which stand`,
        entryId,
      };
    }
    // Else a DFSP that gives two transfers one transactionId would pay one fee for both, unnoticed.
    if (markOf(entry.transferId) !== known.transferMark) {
      return { kind: 'conflicting', problem: `another transfer than at ${first}`, entryId };
    }
    return { kind: 'duplicate', problem: `the same as at ${first}`, entryId };
  }
}

function markOf(transferId: string | undefined): number {
  if (transferId === undefined) return 0;
  return createHash('sha256').update(transferId).digest().readUInt32BE();
}
