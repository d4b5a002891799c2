/** Rules that passed the checker: every name is resolved, every type fits, every block's legs cancel. */
import type { ExecutionPoint } from '../../common/contracts/fees';
import type { EpochMs } from '../../common/runtime';
import type { Field } from './dictionary';
import type { Rounding } from '../../common/decimal/rounding';
import type { Exact } from '../../common/decimal/exact';
import type { Connector } from './tree';

export interface RuleSet {
  /** SHA-256, in hex, of canonical text, dictionary and currency table. */
  readonly id: string;
  /** Canonical text. */
  readonly text: string;
  readonly rules: readonly Rule[];
}

export interface Rule {
  /** `@id`, else its name: part of every entry's id. Unique in the set. */
  readonly id: string;
  readonly name: string;
  readonly version: number;
  /** At least one. */
  readonly points: readonly ExecutionPoint[];
  /** Effective from here on, by the transfer's own time. */
  readonly fromMs?: EpochMs;
  /** Effective before, not at, this time. */
  readonly toMs?: EpochMs;
  /** Of the matching rules of one group only that of the highest priority fires; no two have the same. */
  readonly group?: { readonly name: string; readonly priority: number };
  readonly rounding: Rounding;
  readonly condition: Condition;
  /** One a block, in the order written: the block's index is part of the entry's id. */
  readonly fees: readonly Fee[];
}

/** A list of one member has the connector AND. */
export interface Condition {
  readonly connector: Connector;
  readonly groups: readonly Group[];
}

export interface Group {
  readonly name?: string;
  readonly connector: Connector;
  readonly comparisons: readonly Comparison[];
}

/** `text` is canonical: equal texts mean the same comparison. */
export type Comparison = TextComparison | DecimalComparison;

export interface TextComparison {
  readonly kind: 'text';
  readonly text: string;
  readonly field: Field;
  /** EQCI and NECI fold ASCII letters only. */
  readonly test: 'EQ' | 'NEQ' | 'EQCI' | 'NECI';
  readonly right: TextValue;
}

export interface DecimalComparison {
  readonly kind: 'decimal';
  readonly text: string;
  readonly field: Field;
  readonly test: 'EQ' | 'NEQ' | 'GT' | 'LT' | 'GE' | 'LE';
  readonly right: DecimalValue;
}

export type TextValue =
  | { readonly kind: 'literal'; readonly value: string }
  | { readonly kind: 'field'; readonly field: Field };

export type DecimalValue =
  | { readonly kind: 'literal'; readonly value: Exact }
  | { readonly kind: 'field'; readonly field: Field };

/** One ledger entry. */
export interface Fee {
  readonly ledgerEntryType: string;
  readonly currency: TextValue;
  readonly payerDfsp: TextValue;
  readonly payeeDfsp: TextValue;
  /** What the payer's DFSP is credited (positive) or owes (negative); the payee's leg is its negative. */
  readonly payerAmount: FeeAmount;
}

/** `field * factor`, or `factor` alone for a flat fee. Rounding happens on the absolute value. */
export interface FeeAmount {
  readonly field?: Field;
  readonly factor: Exact;
}
