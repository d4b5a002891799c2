/** What is stuck: money, or a process, for longer than the tenant's limit. Pure. */
import { matterKey, type Matter } from '../../common/contracts/back-office';
import type { OwnWork } from '../../common/contracts/operator-work';
import type { StuckKind } from '../../common/contracts/calls';
import type { Money } from '../../common/money';
import type { EpochMs } from '../../common/runtime';
import { parseDateTime } from '../../common/time';

export interface Stuck {
  readonly kind: StuckKind;
  /** As on the back office topic. */
  readonly matterKey: string;
  /** With it somebody takes it: what waits anew is taken by nobody, but a payment that moves on shortly after. */
  readonly since: string;
  /** Since when it has not moved. */
  readonly stuckSinceMs: EpochMs;
  readonly side?: 'payer' | 'payee';
  readonly transferId?: string;
  readonly amount?: Money;
  readonly what: string;
  readonly whatToDo: string;
  readonly taken?: Taken;
}

export interface Taken {
  readonly by: string;
  readonly atMs: EpochMs;
}

export type Work = Pick<OwnWork, 'ownerOf'>;

export interface Aged {
  readonly nowMs: EpochMs;
  readonly limits: { readonly waitingForMax: number };
}

/** Of one tenant; what stands still and is of no tenant is of each, without the payment, which is one of them's. */
export function stuckMatters(
  matters: readonly Matter[],
  tenant: string,
  { nowMs, limits }: Aged,
  work: Work,
): Stuck[] {
  return matters
    .filter((matter) => (matter.tenant ?? tenant) === tenant)
    .map((matter) =>
      matter.kind === 'incident' && matter.tenant === null
        ? stuckMatter({ ...matter, transferId: null }, nowMs, work)
        : stuckMatter(matter, nowMs, work),
    )
    .filter(({ stuckSinceMs }) => nowMs - stuckSinceMs > limits.waitingForMax);
}

export function stuckMatter(matter: Matter, nowMs: EpochMs, work: Work): Stuck {
  const { since, what, whatToDo } = matter;
  const key = matterKey(matter);
  const taken = takenOf(matter, work);
  return {
    ...{ matterKey: key, since, what, whatToDo },
    // A time that nobody can read must not keep it from being told.
    stuckSinceMs: parseDateTime(since) ?? parseDateTime(matter.toldAt) ?? nowMs,
    ...(matter.kind === 'payment'
      ? { kind: 'waiting', side: matter.side, transferId: matter.transferId }
      : { kind: 'incident', ...(matter.transferId && { transferId: matter.transferId }) }),
    ...(matter.kind === 'payment' && matter.amount && { amount: matter.amount }),
    ...(taken && { taken }),
  };
}

/** By whoever has it as their work. */
export function takenAsWork(key: string, since: string, work: Work): Taken | undefined {
  const owner = work.ownerOf(key, since);
  return owner && { by: owner.name, atMs: parseDateTime(owner.at) ?? 0 };
}

/** Something that was decided of it is being done: as if somebody had it. */
function takenOf(matter: Matter, work: Work): Taken | undefined {
  const asWork = takenAsWork(matterKey(matter), matter.since, work);
  if (matter.decided === undefined) return asWork;
  const decided = { by: 'a decision', atMs: parseDateTime(matter.toldAt) ?? 0 };
  return asWork !== undefined && asWork.atMs >= decided.atMs ? asWork : decided;
}
