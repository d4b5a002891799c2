/** What can be asked about obligations, and asked of them: what the HTTP API serves. */
import type { Translated } from '../common/words/languages';
import type {
  Acknowledgement,
  ClosedCycle,
  CycleFigures,
  Obligation,
  Position,
} from '../common/contracts/fee-cycles';
import type { FeeEntry } from '../common/contracts/fees';

export interface Obligations {
  /** In order of time: those that have closed, then those that take entries, soonest to close first. */
  cycles(): readonly CycleSummary[];
  cycle(cycleId: string): Cycle | undefined;
  /**
   * The entries that count in a cycle, read anew from the topic, partition by partition in their order.
   * Undefined for a cycle that nobody knows.
   */
  entries(cycleId: string, filter?: EntryFilter): AsyncIterable<CycleEntry> | undefined;
  /** What could not be charged, since this instance began to read. */
  setAside(): SetAside;
  /** Closes a cycle before its grace is over. Only the first that takes entries, once its window is past. */
  close(cycleId: string): Promise<CloseOutcome>;
  /** Counts a closed cycle anew from the entries on the topic. Undefined when it has not closed. */
  recompute(cycleId: string): Promise<Recomputation | undefined>;
  /** A participant's own figures of a closed cycle: all that it may see. */
  statement(cycleId: string, dfspId: string): Statement | undefined;
  /** What the participants of a closed cycle have said to it, in order of their names. */
  answers(cycleId: string): readonly ParticipantAnswer[] | undefined;
  answer(answer: Omit<Acknowledgement, 'at'>): Promise<AnswerOutcome>;
}

export interface CycleSummary {
  readonly cycleId: string;
  /** The window of the transfers' own times, [from, to): `2026-11-21T00:00:00.000Z`. */
  readonly from: string;
  readonly to: string;
  readonly state: 'open' | 'closed';
  readonly entries: number;
}

export type Cycle =
  /** The figures as they stand now. */
  | ({ readonly state: 'open' } & Pick<ClosedCycle, 'cycleId' | 'from' | 'to'> & CycleFigures)
  | ({ readonly state: 'closed' } & ClosedCycle);

export interface EntryFilter {
  readonly dfspId?: string | undefined;
  readonly transactionId?: string | undefined;
  readonly ledgerEntryType?: string | undefined;
  readonly currency?: string | undefined;
  /** Only those that came after their own cycle had closed. */
  readonly late?: boolean | undefined;
}

export interface CycleEntry {
  readonly entry: FeeEntry;
  readonly partition: number;
  readonly offset: number;
  /** The cycle of the transfer's own time: another one when the entry is late. */
  readonly originCycleId: string;
}

export const setAsideReasons = [
  /** Not a FeeEntry, or an amount that its currency cannot have. */
  'unreadable',
  /** Same id and same figures as an entry before: counted once. */
  'duplicate',
  /** Same id as an entry before, but other figures: the first stands. */
  'conflicting',
  /** Older than ids are remembered for: nobody can tell whether it has been charged before. */
  'too-old',
  /** A transfer that was over a day ahead of the time when its entry was written. */
  'ahead-of-time',
] as const;
export type SetAsideReason = (typeof setAsideReasons)[number];

export interface SetAside {
  readonly counts: Readonly<Record<SetAsideReason, number>>;
  /** The latest that a person should look at: all but duplicates. */
  readonly latest: readonly SetAsideEntry[];
}

export interface SetAsideEntry {
  readonly reason: Exclude<SetAsideReason, 'duplicate'>;
  /** What is wrong, in words. */
  readonly problem: string;
  readonly partition: number;
  readonly offset: number;
  /** As far as it could be read. */
  readonly entryId?: string | undefined;
}

export type CloseOutcome =
  | { readonly kind: 'closed'; readonly cycle: ClosedCycle }
  | { readonly kind: 'refused'; readonly code: CloseRefusal; readonly reason: Translated };
export type CloseRefusal = 'unknown-cycle' | 'not-the-next' | 'window-not-past' | 'unbalanced';

export interface Recomputation {
  readonly cycleId: string;
  readonly entries: number;
  /** Empty when all is as it was published. */
  readonly differences: readonly Difference[];
}

export interface Difference {
  /** What of the cycle differs: `obligations`, `positions`, `entries` or `late`. */
  readonly figure: string;
  /** Which one: `TZS INTERCHANGE_FEE bank-a bank-b`. */
  readonly of: string;
  /** Absent when it is only in the other. */
  readonly published?: unknown;
  readonly recomputed?: unknown;
}

export interface Statement {
  readonly cycleId: string;
  readonly from: string;
  readonly to: string;
  readonly dfspId: string;
  readonly obligations: readonly Obligation[];
  readonly positions: readonly Position[];
  /** SHA-256 (hex) of all the rest as canonical JSON: named when the participant answers. */
  readonly hash: string;
}

export interface ParticipantAnswer {
  readonly dfspId: string;
  readonly status: 'waiting' | 'acknowledged' | 'disputed';
  /** All it has said, in order; the last one counts. */
  readonly history: readonly Acknowledgement[];
}

export type AnswerOutcome =
  | { readonly kind: 'taken'; readonly answer: Acknowledgement }
  | { readonly kind: 'refused'; readonly code: AnswerRefusal; readonly reason: Translated };
export type AnswerRefusal = 'unknown-cycle' | 'not-closed' | 'not-a-participant' | 'other-figures';
