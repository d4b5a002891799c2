/** Where an engine's records stand in Elasticsearch, as Zeebe's own tools ask for them. The indexer writes them there. */

/** What their indices and aliases begin with, where no setting says otherwise. */
export function defaultRecordsPrefix(engine: string): string {
  return `zeebe-record-${engine}`;
}

/** As the exporter calls a kind of records: `process-instance`. */
export function recordsTypeOf(valueType: string): string {
  return valueType.toLowerCase().replaceAll('_', '-');
}

/** Of all days. */
export function recordsAlias(prefix: string, type: string): string {
  return `${prefix}-${type}`;
}

/** @param day `2026-11-28`, in UTC, of the record; `*`: any */
export function recordsIndex(
  prefix: string,
  { type, version, day }: { readonly type: string; readonly version: string; readonly day: string },
): string {
  return `${prefix}_${type}_${version}_${day}`;
}
