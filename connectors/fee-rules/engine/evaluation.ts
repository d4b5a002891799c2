import type { EpochMs } from '../../common/runtime';
import type { ExecutionPoint } from '../../common/contracts/fees';

/** What is evaluated. */
export interface Occasion {
  readonly point: ExecutionPoint;
  /** The transfer's own time, never the clock's: which rules are in force is decided by it. */
  readonly at: EpochMs;
  /** FSPIOP Transaction (7.4.17), or whatever the dictionary describes. Nothing about it is trusted. */
  readonly transaction: unknown;
}

/** What one block of one rule charges: `debtor` owes `creditor` that much. */
export interface ChargedFee {
  readonly ruleId: string;
  readonly ruleVersion: number;
  /** The block's place in its rule, from 0. */
  readonly blockIndex: number;
  readonly ledgerEntryType: string;
  /** DFSP that owes. */
  readonly debtor: string;
  /** DFSP that is owed. */
  readonly creditor: string;
  /** Decimal, positive, no trailing zeros. */
  readonly amount: string;
  /** ISO 4217 */
  readonly currency: string;
}

/** Why a block of a rule that matched charges nothing. */
export type NoEntryReason =
  | 'ROUNDED_TO_ZERO'
  /** Debtor and creditor are the same DFSP. */
  | 'SAME_DFSP'
  /** The transaction lacks a field that the block needs, or the field is no decimal. */
  | 'MISSING_FIELD'
  /** A currency that ISO 4217 does not know: nobody can say to how many decimals it is rounded. */
  | 'UNKNOWN_CURRENCY';

export interface NoEntry {
  readonly ruleId: string;
  readonly blockIndex: number;
  readonly reason: NoEntryReason;
}

export interface Evaluation {
  /** In the order of the rules, and of the blocks in each. */
  readonly entries: readonly ChargedFee[];
  /** Of the rules that matched, in the same order. */
  readonly withoutEntry: readonly NoEntry[];
}
