/** What an engine's exporter sends, for tests that have no broker. */

export interface SentRecord {
  readonly position: number;
  readonly partitionId?: number;
  /** As the exporter names it in its index. */
  readonly type?: string;
  readonly timestamp?: number;
  readonly value?: unknown;
}

export function documentOf({ position, partitionId = 1, timestamp = 0, ...record }: SentRecord) {
  const valueType = (record.type ?? 'job').replaceAll('-', '_').toUpperCase();
  return JSON.stringify({ partitionId, value: record.value ?? {}, position, timestamp, valueType });
}

/** A body of `/_bulk`. */
export function bulkOf(records: readonly SentRecord[]): Buffer {
  const lines = records.flatMap((record) => {
    const { position, partitionId = 1, type = 'job' } = record;
    const _index = `zeebe-record_${type}_8.5.8_2026-11-28`;
    const action = {
      index: { routing: String(partitionId), _index, _id: `${partitionId}-${position}` },
    };
    return [JSON.stringify(action), documentOf(record), ''];
  });
  return Buffer.from(lines.join('\n').replaceAll('\n\n', '\n'));
}
