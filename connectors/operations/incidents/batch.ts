/** What a batch of retries consists of and how far it is: pure. */
import type { OperatorDecision } from '../../common/contracts/decisions';
import type { RetryBatch } from '../../common/contracts/operator-batches';
import { formatDateTime } from '../../common/time';
import type { EpochMs } from '../../common/runtime';
import type { KnownDecision } from '../decisions/known-decisions';
import { isUnderway, statusOf, type DecisionStatus } from '../decisions/status';
import { retryIdOf, type KnownBatch, type NamedRetry } from './known-batches';

/** Byte for byte the same, whoever makes it. */
export function retryOf(batch: RetryBatch, incidentKey: string): OperatorDecision {
  const { batchId, tenant, who, why, at, approves, variables } = batch;
  return {
    ...{ version: 1, decisionId: retryIdOf(batchId, incidentKey), tenant, incidentKey },
    ...{ decision: 'retry', who, why, when: at },
    ...(approves !== undefined && { approves: retryIdOf(approves, incidentKey) }),
    ...(variables !== undefined && { variables }),
  };
}

export type FindDecision = (tenant: string, decisionId: string) => KnownDecision | undefined;

interface Retry extends NamedRetry {
  readonly known: KnownDecision | undefined;
}

function retriesOf({ batch, retries }: KnownBatch, find: FindDecision): Retry[] {
  return retries.map((one) => ({ ...one, known: find(batch.tenant, one.decisionId) }));
}

/** So many are with the relay at a time: what somebody decides meanwhile waits for no more than these. */
const windowMax = 20;

/** Older ones the relay would refuse, as older decisions. */
const sentWithinMs = 86_400_000;

export interface ToSend {
  readonly incidentKeys: readonly string[];
  /** How long nothing of it has been sent. */
  readonly quietMs: number;
  /** Nothing of it will ever be sent any more. */
  readonly isOver: boolean;
}

export function toSendOf(known: KnownBatch, find: FindDecision, nowMs: EpochMs): ToSend {
  const retries = retriesOf(known, find);
  const unsent = retries.filter((one) => one.known === undefined);
  const isOver = unsent.length === 0 || nowMs - known.knownMs > sentWithinMs;
  if (isOver) return { incidentKeys: [], quietMs: 0, isOver };
  const sent = retries.flatMap((one) => one.known ?? []);
  const room = Math.max(0, windowMax - sent.filter(isUnderway).length);
  // Not each by itself: to write them costs about the same, be it one or ten.
  const isWorthIt = room >= Math.min(windowMax / 2, unsent.length);
  const incidentKeys = unsent.slice(0, isWorthIt ? room : 0).map((one) => one.incidentKey);
  const lastMs = sent.reduce((last, { askedMs }) => Math.max(last, askedMs), known.knownMs);
  return { incidentKeys, quietMs: nowMs - lastMs, isOver };
}

/** Something of it is still to come. */
export function isGoing(known: KnownBatch, find: FindDecision, nowMs: EpochMs): boolean {
  const isSent = toSendOf(known, find, nowMs).isOver;
  return !isSent || retriesOf(known, find).some((one) => one.known && isUnderway(one.known));
}

type RetryStatus = DecisionStatus | 'not-sent';

/** What the API tells of it. */
export function batchView(batch: KnownBatch, find: FindDecision) {
  const { batchId, group, who, why, approves, variables } = batch.batch;
  const incidents = retriesOf(batch, find).map(({ incidentKey, decisionId, known }) => {
    const status: RetryStatus = known === undefined ? 'not-sent' : statusOf(known);
    return { incidentKey, decisionId, status, happened: known?.answer?.why };
  });
  const count = (...statuses: readonly RetryStatus[]) =>
    incidents.filter(({ status }) => statuses.includes(status)).length;
  const counts = {
    count: incidents.length,
    notSent: count('not-sent'),
    underway: count('asked', 'accepted'),
    needsApproval: count('needs-approval'),
    applied: count('applied'),
    refused: count('refused'),
    uncertain: count('uncertain'),
  };
  return {
    ...{ batchId, group, approves, variables, why, decidedBy: who },
    decidedAt: formatDateTime(batch.knownMs),
    ...counts,
    isDone: counts.notSent + counts.underway + counts.needsApproval === 0,
    happened: sentenceOf(counts),
    incidents,
  };
}

type Counts = Readonly<
  Record<
    'count' | 'notSent' | 'underway' | 'needsApproval' | 'applied' | 'refused' | 'uncertain',
    number
  >
>;

function sentenceOf(counts: Counts): string {
  const left = counts.underway + counts.notSent;
  const told: readonly (readonly [number, string])[] = [
    [counts.refused, 'were left as they are, and why is told of each'],
    [counts.uncertain, 'may have been tried or not'],
    [counts.needsApproval, 'wait for another person’s approval'],
    [left, 'are still to be tried'],
  ];
  const others = told.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`);
  return `Of ${counts.count}, ${[`${counts.applied} were tried again`, ...others].join(', ')}.`;
}
