/** What a batch of retries consists of and how far it is: pure. */
import { answerText } from '../../common/contracts/decision-answer-words';
import type { OperatorDecision } from '../../common/contracts/decisions';
import type { RetryBatch } from '../../common/contracts/operator-batches';
import { isSamePerson } from '../../common/contracts/person-name';
import { formatDateTime } from '../../common/time';
import type { EpochMs } from '../../common/runtime';
import type { Language } from '../../common/words/languages';
import type { KnownDecision } from '../decisions/known-decisions';
import { isUnderway, statusOf, type DecisionStatus, type Told } from '../decisions/status';
import { incidentWords } from './incident-words';
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

/** What the API tells a person of it. */
export function batchView(
  batch: KnownBatch,
  find: FindDecision,
  { person, language }: Pick<Told, 'person' | 'language'>,
) {
  const { batchId, group, who, why, approves, variables } = batch.batch;
  const incidents = retriesOf(batch, find).map(({ incidentKey, decisionId, known }) => {
    const status: RetryStatus = known === undefined ? 'not-sent' : statusOf(known);
    const answer = known?.answer;
    const told = answer && answerText(answer, language);
    return { incidentKey, decisionId, status, happened: told };
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
    ...{ batchId, group, approves, variables, why },
    ...{ decidedBy: who, isOwn: isSamePerson(who, person) },
    decidedAt: formatDateTime(batch.knownMs),
    ...counts,
    isDone: counts.notSent + counts.underway + counts.needsApproval === 0,
    happened: sentenceOf(counts, language),
    incidents,
  };
}

type Counts = Readonly<
  Record<
    'count' | 'notSent' | 'underway' | 'needsApproval' | 'applied' | 'refused' | 'uncertain',
    number
  >
>;

function sentenceOf(counts: Counts, language: Language): string {
  const said = incidentWords[language];
  const left = counts.underway + counts.notSent;
  const others = [
    ...(counts.refused > 0 ? [said.refused(counts.refused)] : []),
    ...(counts.uncertain > 0 ? [said.uncertain(counts.uncertain)] : []),
    ...(counts.needsApproval > 0 ? [said.needsApproval(counts.needsApproval)] : []),
    ...(left > 0 ? [said.left(left)] : []),
  ];
  return said.of(counts.count, [said.applied(counts.applied), ...others].join(', '));
}
