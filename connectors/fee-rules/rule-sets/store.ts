import type { Following } from '../../common/doors/kafka/kafka-door';
import type { RuleSetRecord } from './record';

export interface StoredRuleSet {
  readonly record: RuleSetRecord;
  /** Where a person finds its text: a file, or the topic. */
  readonly where: string;
  /** Why its text cannot be had: the text of the record is empty then. */
  readonly fault?: string;
}

/** What may be the life of a rule set, and nobody can tell of which and when. */
export interface Unreadable {
  readonly where: string;
  /** What is wrong with it, and what to do. */
  readonly problem: string;
}

/** Each rule set once. */
export interface StoreContents {
  readonly ruleSets: readonly StoredRuleSet[];
  readonly unreadable: readonly Unreadable[];
}

export type PutAnswer = 'stored' | 'changed-meanwhile' | 'read-only';

/** Where rule sets are kept. */
export interface RuleSetStore {
  /** Rejects when the store does not answer. */
  read(): Promise<StoreContents>;
  /**
   * Stores the record if its revision is one more than that which stands there. Of several writers of one
   * revision exactly one gets `stored`. Rejects when nobody knows whether it was stored.
   */
  put(record: RuleSetRecord): Promise<PutAnswer>;
  /**
   * Calls `apply` with the contents, before it resolves and after each change. Ends when the store does
   * not answer any more: `failed` rejects. At most one at a time.
   */
  follow(apply: (contents: StoreContents) => void): Promise<Following>;
}
