/** Which incidents are open, made of what a broker's exporter tells. Pure: the same record twice changes nothing. */
import { z } from 'zod';
import type { IncidentRecord } from './exported-records';
import { incidentSchema, type Incident } from './incident';

export const incidentBookSchema = z.object({
  since: z.string(),
  /** By partition: how far its log is known. */
  partitions: z.record(
    z.string(),
    z.object({ position: z.string().regex(/^\d+$/), timestampMs: z.number() }),
  ),
  incidents: z.array(incidentSchema),
  notKept: z.number().int(),
});
export type IncidentBook = z.output<typeof incidentBookSchema>;

export interface BookChange {
  readonly book: IncidentBook;
  readonly created: readonly Incident[];
  readonly resolved: readonly Incident[];
  /** Partitions whose log has begun anew: their incidents are gone with the old one. */
  readonly begunAnew: readonly string[];
}

/** The book is written as a whole each time. */
const incidentsMax = 5_000;

export const emptyBook = (since: string): IncidentBook => ({
  since,
  partitions: {},
  incidents: [],
  notKept: 0,
});

export function entered(book: IncidentBook, records: readonly IncidentRecord[]): BookChange {
  const open = new Map(book.incidents.map((incident) => [incident.key, incident]));
  const partitions = { ...book.partitions };
  const created: Incident[] = [];
  const resolved: Incident[] = [];
  const begunAnew: string[] = [];
  let { notKept } = book;
  for (const record of records) {
    const { incident, intent } = record;
    const { partitionId } = incident;
    const known = partitions[partitionId];
    const news = newsOf(record, known);
    if (news === 'known') continue;
    if (news === 'of-another-log') {
      begunAnew.push(partitionId);
      for (const one of open.values()) if (one.partitionId === partitionId) open.delete(one.key);
    }
    partitions[partitionId] = {
      position: String(record.position),
      timestampMs: Math.max(record.timestampMs, known?.timestampMs ?? 0),
    };
    if (intent === 'CREATED') {
      created.push(incident);
      if (open.size < incidentsMax) open.set(incident.key, incident);
      else notKept += 1;
    }
    if (intent === 'RESOLVED') {
      resolved.push(incident);
      if (!open.delete(incident.key)) notKept = Math.max(0, notKept - 1);
    }
  }
  const { since } = book;
  const incidents = [...open.values()];
  return { book: { since, partitions, incidents, notKept }, created, resolved, begunAnew };
}

/**
 * A broker tells again what it has told since its last snapshot: lower positions with times that are known. A
 * lower position with a later time can only be of a log that has begun anew (the broker's data were removed).
 */
function newsOf(
  { position, timestampMs }: IncidentRecord,
  known: IncidentBook['partitions'][string] | undefined,
): 'new' | 'known' | 'of-another-log' {
  if (known === undefined || position > BigInt(known.position)) return 'new';
  return timestampMs > known.timestampMs ? 'of-another-log' : 'known';
}
