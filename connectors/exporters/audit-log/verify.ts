/** Whether a log is what was signed, and whether records are what the log says. */
import { engineRecordHeaders, readEngineRecord } from '../../common/contracts/engine-records-topic';
import type { KafkaRecord } from '../../common/doors/kafka/kafka-door';
import type { Checkpoint } from './checkpoint';
import { documentHash, type Entry } from './entry';
import type { LogFiles } from './log-files';
import { hashLeaf } from './merkle';
import { TiledTree, tilePath, tileWidth, type FilledTile } from './tiles';

export interface LogFindings {
  /** What is not as it was signed, in words. */
  readonly wrong: readonly string[];
  /** Checkpoints of earlier sizes that lie on this tree. */
  readonly earlier: number;
}

/** Makes the tree anew from its entries, and holds it to all that was ever signed of it. @throws LogSpoilt */
export function verifyTree(
  files: LogFiles,
  current: Checkpoint,
  earlier: readonly Checkpoint[],
): LogFindings {
  const wrong: string[] = [];
  const compareTile = (tile: FilledTile): void => {
    if (!files.tile(tile).equals(tile.hashes))
      wrong.push(`${tilePath(tile)} is not of its entries`);
  };
  const tree = new TiledTree(compareTile);
  const waiting = [...earlier, current].toSorted((one, other) => one.size - other.size);
  let next = 0;
  const compareRoots = (): void => {
    for (let one = waiting[next]; one?.size === tree.size; one = waiting[next]) {
      if (!tree.root().equals(one.root)) {
        wrong.push(`the checkpoint of ${one.size} entries signed another root than they have now`);
      }
      next += 1;
    }
  };
  compareRoots();
  for (let index = 0; index * tileWidth < current.size; index += 1) {
    for (const { bytes } of files.entries(index, current.size)) {
      tree.append(hashLeaf(bytes));
      if (waiting[next]?.size === tree.size) compareRoots();
    }
  }
  for (const { size } of waiting.slice(next)) {
    wrong.push(`a checkpoint of ${size} entries was signed: the log has only ${current.size} now`);
  }
  tree.partial().forEach(compareTile);
  return { wrong, earlier: earlier.length };
}

export interface Difference {
  readonly what: 'removed' | 'changed' | 'inserted' | 'reordered' | 'unreadable';
  /** Of the record, or its place where it has none. */
  readonly key: string;
}

export interface RecordFindings {
  readonly differences: readonly Difference[];
  readonly compared: number;
  readonly repetitions: number;
  /** At the beginning of the log: Kafka keeps them no longer. */
  readonly noLongerKept: number;
  /** Not in the log yet. */
  readonly newer: number;
}

/** With more, one is as good as another. */
const differencesMax = 100_000;

/** Finds an entry by its position, in a log whose entries stand in order of theirs. */
export function findEntry(
  files: LogFiles,
  size: number,
  position: bigint,
): { readonly index: number; readonly entry: Entry | undefined } {
  let [from, to] = [0, size];
  while (from < to) {
    const middle = Math.floor((from + to) / 2);
    if ((files.entry(middle, size)?.position ?? 0n) < position) from = middle + 1;
    else to = middle;
  }
  const entry = files.entry(from, size);
  return { index: from, entry: entry?.position === position ? entry : undefined };
}

/** Records of one partition as Kafka gives them, held to the log of it. */
export class RecordComparison {
  private readonly differences: Difference[] = [];
  /** Entries whose record has not come where it should: it may come later, or never. */
  private readonly missing = new Set<string>();
  private next = 0;
  private noLongerKept = 0;
  private compared = 0;
  private repetitions = 0;
  private newer = 0;
  private lastNewer = -1n;
  private hasBegun = false;

  constructor(
    private readonly files: LogFiles,
    private readonly size: number,
    private readonly engine: string,
  ) {}

  take(record: KafkaRecord): void {
    if (this.takeExpected(record)) return;
    const read = readEngineRecord(record);
    if (read?.engine !== this.engine) {
      const { topic, partition, offset } = record;
      this.differ('unreadable', `${topic}/${partition}/${offset}`);
      return;
    }
    const { position, document } = read;
    if (!this.hasBegun) this.begin(record.offset, position);
    const key = `${read.partitionId}-${position}`;
    let expected = this.entryAt(this.next);
    while (expected !== undefined && expected.position < position) {
      this.miss(expected.key);
      this.next += 1;
      expected = this.entryAt(this.next);
    }
    if (expected?.position !== position) {
      this.takeOther(key, position, document);
      return;
    }
    this.next += 1;
    this.compared += 1;
    if (expected.documentHash !== documentHash(document)) this.differ('changed', key);
  }

  /** Nearly always it is just what the log has next: then nothing need be read of it. */
  private takeExpected({ key, value, headers }: KafkaRecord): boolean {
    if (key === undefined || value === undefined || !this.hasBegun) return false;
    if (headers?.[engineRecordHeaders.engine] !== this.engine) return false;
    if (this.entryAt(this.next)?.says(key, documentHash(value)) !== true) return false;
    this.next += 1;
    this.compared += 1;
    return true;
  }

  /** @param endOffset of the next record: where others stood before it, and none is left, Kafka has let all of them go */
  end(endOffset: number): RecordFindings {
    if (!this.hasBegun && endOffset > 0) {
      this.next = this.size;
      this.noLongerKept = this.size;
    }
    for (let left = this.entryAt(this.next); left !== undefined; left = this.entryAt(this.next)) {
      this.miss(left.key);
      this.next += 1;
    }
    for (const key of this.missing) this.differ('removed', key);
    const { differences, compared, repetitions, noLongerKept, newer } = this;
    return { differences, compared, repetitions, noLongerKept, newer };
  }

  /** What Kafka has kept from its first record on must be all that the log has. */
  private begin(offset: number, position: bigint): void {
    this.hasBegun = true;
    if (offset === 0) return;
    this.next = findEntry(this.files, this.size, position).index;
    this.noLongerKept = this.next;
  }

  /** It is not what the log has next. */
  private takeOther(key: string, position: bigint, document: string): void {
    const { entry } = findEntry(this.files, this.size, position);
    if (entry === undefined) {
      const isAfterLog = position > (this.entryAt(this.size - 1)?.position ?? -1n);
      if (!isAfterLog) this.differ('inserted', key);
      else if (position > this.lastNewer) {
        this.lastNewer = position;
        this.newer += 1;
      } else this.repetitions += 1;
      return;
    }
    if (this.missing.delete(key)) this.differ('reordered', key);
    else this.repetitions += 1;
    if (entry.documentHash !== documentHash(document)) this.differ('changed', key);
  }

  private entryAt(index: number): Entry | undefined {
    return this.files.entry(index, this.size);
  }

  private miss(key: string): void {
    if (this.missing.size < differencesMax) this.missing.add(key);
  }

  private differ(what: Difference['what'], key: string): void {
    if (this.differences.length < differencesMax) this.differences.push({ what, key });
  }
}
