/** What a cycle that closes comes to, as it is published. */
import { createHash } from 'node:crypto';
import type { ClosedCycle, CycleFigures } from '../common/contracts/fee-cycles';
import { canonicalJson } from '../common/json';
import type { EpochMs } from '../common/runtime';
import { cycleIdOf, type Window } from './windows';

/** Of each partition the offset before which all has been counted. */
export type Cut = ReadonlyMap<number, number>;

export interface Closing {
  readonly window: Window;
  readonly figures: CycleFigures;
  readonly cut: Cut;
  readonly previousHash: string | null;
  readonly closedAtMs: EpochMs;
}

export function closedCycleOf(closing: Closing): ClosedCycle {
  const { window, figures, cut, previousHash, closedAtMs } = closing;
  const content = {
    format: 1 as const,
    cycleId: cycleIdOf(window.fromMs),
    from: new Date(window.fromMs).toISOString(),
    to: new Date(window.toMs).toISOString(),
    previousHash,
    cut: Object.fromEntries([...cut].map(([partition, offset]) => [String(partition), offset])),
    closedAt: new Date(closedAtMs).toISOString(),
    ...figures,
  };
  return { ...content, hash: hashOf(content) };
}

export function cutOf({ cut }: Pick<ClosedCycle, 'cut'>): Cut {
  return new Map(Object.entries(cut).map(([partition, offset]) => [Number(partition), offset]));
}

/** SHA-256 (hex) of all but the field `hash`, as canonical JSON. */
export function hashOf(content: object): string {
  const rest = Object.fromEntries(Object.entries(content).filter(([name]) => name !== 'hash'));
  return createHash('sha256').update(canonicalJson(rest)).digest('hex');
}
