/** Whether all that an engine has exported stands on Kafka. */
import { readEngineRecord } from '../../../connectors/common/contracts/engine-records-topic';
import type { KafkaRecord } from '../../../connectors/common/doors/kafka/kafka-door';
import { canonicalDocument } from '../../../connectors/exporters/audit-log/canonical';

export interface Found {
  readonly records: number;
  readonly repetitions: number;
  /** Of partitions and value types. */
  readonly kinds: number;
  readonly wrong: readonly string[];
}

/** The exporter's own count; beyond 2^53 from partition 4 on. */
const sequencePattern = /,"sequence":(\d+)\}$/;

/**
 * Numbers that the exporter gives repeat and change (after a restart, after a refused bulk), but of each partition and value
 * type none is left out.
 */
export function findGaps(records: readonly KafkaRecord[]): Found {
  const documents = new Map<string, string>();
  const sequences = new Map<string, Set<bigint>>();
  const highest = new Map<number, bigint>();
  const wrong: string[] = [];
  for (const record of records) {
    const read = readEngineRecord(record);
    if (read === undefined) {
      wrong.push(`${record.topic}/${record.partition}/${record.offset} is of no bridge`);
      continue;
    }
    const { partitionId, position, valueType, document } = read;
    const kind = `${partitionId} ${valueType}`;
    const sequence = sequencePattern.exec(document)?.[1];
    if (sequence === undefined) wrong.push(`${record.key} has no sequence`);
    else sequences.set(kind, (sequences.get(kind) ?? new Set()).add(BigInt(sequence)));
    const [key, content] = [`${partitionId}-${position}`, canonicalDocument(document)];
    const known = documents.get(key);
    if (known !== undefined && known !== content) {
      wrong.push(`${key} came again as another: ${differenceOf(known, content)}`);
    }
    if (known === undefined && position < (highest.get(partitionId) ?? -1n)) {
      wrong.push(`${key} came first after later ones`);
    }
    documents.set(key, content);
    if (position > (highest.get(partitionId) ?? -1n)) highest.set(partitionId, position);
  }
  for (const [kind, numbers] of sequences) {
    const sorted = [...numbers].sort((one, other) => (one < other ? -1 : 1));
    const [first = 0n, last = 0n] = [sorted[0], sorted.at(-1)];
    const missing = last - first + 1n - BigInt(numbers.size);
    if (missing !== 0n) wrong.push(`${kind}: ${missing} records are missing`);
  }
  const repetitions = records.length - documents.size;
  return { records: documents.size, repetitions, kinds: sequences.size, wrong };
}

/** From where they differ. */
function differenceOf(one: string, other: string): string {
  let at = 0;
  while (at < one.length && one[at] === other[at]) at += 1;
  return [one, other].map((text) => text.slice(Math.max(0, at - 40), at + 40)).join(' / ');
}
