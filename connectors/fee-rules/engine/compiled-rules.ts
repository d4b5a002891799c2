/**
 * Rules as the evaluator runs them: plain data, so that a worker thread can make it and hand it over.
 * Fields, predicates and rules are numbers: places in the arrays.
 */
import type { EpochMs } from '../../common/runtime';
import type { Step } from '../language/dictionary';
import type { ExecutionPoint } from '../../common/contracts/fees';
import type { Decimal } from '../../common/decimal/fast-decimal';
import type { Rounding } from '../../common/decimal/rounding';

export interface CompiledRules {
  readonly ruleSetId: string;
  readonly fields: readonly CompiledField[];
  /** Each distinct comparison once, however many rules make it. */
  readonly predicates: readonly Predicate[];
  readonly rules: readonly CompiledRule[];
  readonly points: ReadonlyMap<ExecutionPoint, DispatchNode>;
  /** Decimals by currency, ISO 4217. */
  readonly currencyDecimals: ReadonlyMap<string, number>;
}

export interface CompiledField {
  readonly sources: readonly (readonly Step[])[];
}

/** A comparison, or a list of predicates (their numbers) of which all or any must hold. */
export type Predicate = TextPredicate | DecimalPredicate | ListPredicate;

export interface TextPredicate {
  readonly kind: 'text';
  readonly field: number;
  readonly isFolded: boolean;
  readonly isNegated: boolean;
  readonly right: TextSource;
}

export interface DecimalPredicate {
  readonly kind: 'decimal';
  readonly field: number;
  readonly test: 'EQ' | 'NEQ' | 'GT' | 'LT' | 'GE' | 'LE';
  readonly right: { readonly literal: Decimal } | { readonly field: number };
}

export interface ListPredicate {
  readonly kind: 'all' | 'any';
  readonly predicates: readonly number[];
}

export interface CompiledRule {
  readonly id: string;
  readonly version: number;
  readonly fromMs: EpochMs;
  readonly toMs: EpochMs;
  readonly group: { readonly name: string; readonly priority: number } | undefined;
  readonly rounding: Rounding;
  readonly fees: readonly CompiledFee[];
}

export type TextSource = { readonly literal: string } | { readonly field: number };

export interface CompiledFee {
  readonly ledgerEntryType: string;
  readonly currency: TextSource;
  readonly payerDfsp: TextSource;
  readonly payeeDfsp: TextSource;
  /** Undefined for a flat fee. */
  readonly amountField: number | undefined;
  readonly factor: Decimal;
}

/**
 * A tree that leads a transaction to the few rules that can match it. What all rules below a node ask for is
 * asked once, in front of it. A split looks at one field and knows, by its value, where to go on; rules that
 * do not care for the field are under `others`.
 */
export interface DispatchNode {
  /** All of these predicates must hold, or nothing below matches. */
  readonly guard: readonly number[];
  /** Tried one by one. */
  readonly candidates: readonly Candidate[];
  readonly split: DispatchSplit | undefined;
}

export interface DispatchSplit {
  readonly field: number;
  readonly isFolded: boolean;
  readonly branches: ReadonlyMap<string, DispatchNode>;
  readonly others: DispatchNode | undefined;
}

export interface Candidate {
  readonly rule: number;
  /** Predicates that must all hold: what is left of its condition after the way through the tree. */
  readonly condition: readonly number[];
}
