/** Incidents by their cause: code, step, peer and what was said, without what differs from payment to payment. Pure. */
import { createHash } from 'node:crypto';
import type { IncidentMatter, Matter } from '../../common/contracts/back-office';
import type { Place } from '../api/pages';
import { canonicalJson } from '../../common/json';

export interface Cause {
  readonly process: string;
  readonly elementId: string;
  readonly errorType: string;
  /** The step, where it is a job that failed. */
  readonly jobType: string | null;
  /** As people call the step. */
  readonly step: string;
  /** Who was spoken with when it failed; null: nobody. */
  readonly peer: 'fineract' | 'switch' | 'app' | null;
  /** FSPIOP's; null where the message has none. */
  readonly errorCode: string | null;
  readonly message: string;
}

export interface IncidentGroup {
  /** Names the cause, for as long as this build is used: see {@link causeOf}. */
  readonly group: string;
  readonly cause: Cause;
  /** The oldest first. */
  readonly incidents: readonly IncidentMatter[];
}

const peersByPart: Readonly<Record<string, Cause['peer']>> = {
  ams: 'fineract',
  mojaloop: 'switch',
  channel: 'app',
};

export function causeOf(incident: IncidentMatter): Cause {
  const { process, elementId, errorType, jobType, message } = incident;
  const [, title] = /^([^(]{1,80}) \([a-z-]+:[a-z-]+:\d+\) /.exec(message) ?? [];
  const [, errorCode = null] = /\(([1-5]\d{3}) /.exec(message) ?? [];
  return {
    ...{ process, elementId, errorType, jobType, errorCode },
    step: title ?? elementId,
    peer: peersByPart[jobType?.split(':')[0] ?? ''] ?? null,
    message: withoutPayment(message),
  };
}

export function openIncidents(matters: readonly Matter[]): IncidentMatter[] {
  return matters.flatMap((matter) =>
    matter.kind === 'incident' && matter.state === 'waiting' ? [matter] : [],
  );
}

export function groupsOf(incidents: readonly IncidentMatter[]): IncidentGroup[] {
  const groups = new Map<string, { cause: Cause; incidents: IncidentMatter[] }>();
  for (const incident of incidents) {
    const cause = causeOf(incident);
    const group = nameOf(cause);
    const known = groups.get(group) ?? { cause, incidents: [] };
    known.incidents.push(incident);
    groups.set(group, known);
  }
  return [...groups].map(([group, { cause, incidents: some }]) => ({
    ...{ group, cause },
    incidents: some.toSorted((left, right) => left.since.localeCompare(right.since)),
  }));
}

/** The largest first; of two as large the one whose oldest has waited longer. */
export function placeOfGroup({ group, incidents }: IncidentGroup): Place {
  return [-incidents.length, `${incidents[0]?.since ?? ''} ${group}`];
}

function nameOf(cause: Cause): string {
  return createHash('sha256').update(canonicalJson(cause)).digest('hex').slice(0, 16);
}

/** In the order in which they are taken out: a later one would find a part of an earlier one. */
const differing: readonly (readonly [RegExp, string])[] = [
  // As describeProblem names it.
  [
    /\b(Payment with (transactionId|transferId|quoteId) \S+|Process instance \S+)( of tenant \S+)?\./g,
    '',
  ],
  [/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi, '<id>'],
  [/\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?/g, '<time>'],
  [/\b[0-9a-f]{16,}\b/gi, '<id>'],
  [/\b\d+\.\d+\b/g, '<number>'],
  [/\b\d{5,}\b/g, '<number>'],
  [/\s+/g, ' '],
];

/** Codes stay: FSPIOP's have four digits, those of HTTP three. */
function withoutPayment(message: string): string {
  return differing.reduce((text, [pattern, put]) => text.replace(pattern, put), message).trim();
}
