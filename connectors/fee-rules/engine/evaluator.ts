import type {
  CompiledFee,
  CompiledRule,
  CompiledRules,
  DecimalPredicate,
  DispatchNode,
  DispatchSplit,
  Predicate,
  TextPredicate,
  TextSource,
} from './compiled-rules';
import {
  compareDecimals,
  formatUnits,
  multiplyRounded,
  readDecimal,
  type Decimal,
} from '../../common/decimal/fast-decimal';
import { fieldReader, type FieldReader } from './field-reader';
import { foldAscii, foldsTo } from '../language/ascii';
import type { Evaluation, ChargedFee, NoEntry, NoEntryReason, Occasion } from './evaluation';

const nothing: Evaluation = Object.freeze({ entries: [], withoutEntry: [] });

/**
 * Runs compiled rules. Between two evaluations it remembers nothing that matters; while one runs, each
 * field is read and each distinct comparison made at most once, and only if somebody asks. What is
 * remembered carries the number of the evaluation, so that nothing need be wiped between two of them.
 */
export class Evaluator {
  private readonly fieldStamps: Uint32Array;
  private readonly texts: (string | undefined)[];
  private readonly decimalStamps: Uint32Array;
  private readonly decimals: (Decimal | undefined)[];
  /** Twice the number of the evaluation, plus 1 for true. */
  private readonly outcomes: Uint32Array;
  private evaluationNumber = 0;
  private transaction: unknown;
  private readonly matched: number[] = [];
  private readonly hasGroups: boolean;
  private readonly readers: readonly FieldReader[];

  constructor(private readonly compiled: CompiledRules) {
    const fields = compiled.fields.length;
    this.fieldStamps = new Uint32Array(fields);
    this.texts = new Array<string | undefined>(fields).fill(undefined);
    this.decimalStamps = new Uint32Array(fields);
    this.decimals = new Array<Decimal | undefined>(fields).fill(undefined);
    this.outcomes = new Uint32Array(compiled.predicates.length);
    this.readers = compiled.fields.map(({ sources }) => fieldReader(sources));
    this.hasGroups = compiled.rules.some(({ group }) => group !== undefined);
  }

  get ruleSetId(): string {
    return this.compiled.ruleSetId;
  }

  /** Pure: the same occasion always gives the same entries. Never throws, whatever the transaction is. */
  evaluate({ point, at, transaction }: Occasion): Evaluation {
    this.begin(transaction);
    const root = this.compiled.points.get(point);
    if (root !== undefined) this.visit(root, at);
    const { matched } = this;
    if (matched.length === 0) return nothing;
    if (matched.length > 1 && this.hasGroups) this.settleGroups();
    const entries: ChargedFee[] = [];
    const withoutEntry: NoEntry[] = [];
    for (const number of matched) {
      const rule = this.compiled.rules[number] as CompiledRule;
      for (let index = 0; index < rule.fees.length; index += 1) {
        const entry = this.charge(rule, rule.fees[index] as CompiledFee, index);
        if (typeof entry !== 'string') entries.push(entry);
        else withoutEntry.push({ ruleId: rule.id, blockIndex: index, reason: entry });
      }
    }
    matched.length = 0;
    return { entries, withoutEntry };
  }

  private begin(transaction: unknown): void {
    this.transaction = transaction;
    this.evaluationNumber += 1;
    if (this.evaluationNumber < 2 ** 31) return;
    this.evaluationNumber = 1;
    for (const stamps of [this.fieldStamps, this.decimalStamps, this.outcomes]) stamps.fill(0);
  }

  private visit(node: DispatchNode, at: number): void {
    if (!this.allHold(node.guard)) return;
    for (const { rule, condition } of node.candidates) {
      const { fromMs, toMs } = this.compiled.rules[rule] as CompiledRule;
      if (at >= fromMs && at < toMs && this.allHold(condition)) this.addMatched(rule);
    }
    const { split } = node;
    if (split === undefined) return;
    const branch = this.branchOf(split);
    if (branch !== undefined) this.visit(branch, at);
    if (split.others !== undefined) this.visit(split.others, at);
  }

  private branchOf({ field, isFolded, branches }: DispatchSplit): DispatchNode | undefined {
    const text = this.text(field);
    if (text === undefined) return undefined;
    const branch = branches.get(text);
    return branch === undefined && isFolded ? branches.get(foldAscii(text)) : branch;
  }

  private allHold(predicates: readonly number[]): boolean {
    for (const number of predicates) if (!this.outcome(number)) return false;
    return true;
  }

  private anyHolds(predicates: readonly number[]): boolean {
    for (const number of predicates) if (this.outcome(number)) return true;
    return false;
  }

  private outcome(number: number): boolean {
    const known = this.outcomes[number] as number;
    if (known >>> 1 === this.evaluationNumber) return (known & 1) === 1;
    const outcome = this.test(this.compiled.predicates[number] as Predicate);
    this.outcomes[number] = this.evaluationNumber * 2 + (outcome ? 1 : 0);
    return outcome;
  }

  private test(predicate: Predicate): boolean {
    switch (predicate.kind) {
      case 'text':
        return this.testText(predicate);
      case 'decimal':
        return this.testDecimal(predicate);
      case 'all':
        return this.allHold(predicate.predicates);
      case 'any':
        return this.anyHolds(predicate.predicates);
    }
  }

  /** A missing value makes every comparison false: nobody is charged on absent data. */
  private testText({ field, isFolded, isNegated, right }: TextPredicate): boolean {
    const left = this.text(field);
    if (left === undefined) return false;
    if ('literal' in right) {
      return (isFolded ? foldsTo(left, right.literal) : left === right.literal) !== isNegated;
    }
    const other = this.text(right.field);
    if (other === undefined) return false;
    return (isFolded ? foldAscii(left) === foldAscii(other) : left === other) !== isNegated;
  }

  private testDecimal({ field, test, right }: DecimalPredicate): boolean {
    const left = this.decimal(field);
    const other = 'literal' in right ? right.literal : this.decimal(right.field);
    if (left === undefined || other === undefined) return false;
    const order = compareDecimals(left, other);
    switch (test) {
      case 'EQ':
        return order === 0;
      case 'NEQ':
        return order !== 0;
      case 'GT':
        return order > 0;
      case 'LT':
        return order < 0;
      case 'GE':
        return order >= 0;
      case 'LE':
        return order <= 0;
    }
  }

  /** The tree gives the rules branch by branch: here they come into their order. */
  private addMatched(rule: number): void {
    const { matched } = this;
    let place = matched.length;
    matched.push(rule);
    for (; place > 0 && (matched[place - 1] as number) > rule; place -= 1) {
      matched[place] = matched[place - 1] as number;
    }
    matched[place] = rule;
  }

  /** Of each `@group` only the highest priority stays. */
  private settleGroups(): void {
    const { matched } = this;
    const { rules } = this.compiled;
    const winners = new Map<string, { readonly number: number; readonly priority: number }>();
    for (const number of matched) {
      const group = rules[number]?.group;
      if (group === undefined) continue;
      const winner = winners.get(group.name);
      if (winner === undefined || group.priority > winner.priority) {
        winners.set(group.name, { number, priority: group.priority });
      }
    }
    let kept = 0;
    for (const number of matched) {
      const group = rules[number]?.group;
      if (group !== undefined && winners.get(group.name)?.number !== number) continue;
      matched[kept] = number;
      kept += 1;
    }
    matched.length = kept;
  }

  private charge(
    rule: CompiledRule,
    fee: CompiledFee,
    blockIndex: number,
  ): ChargedFee | NoEntryReason {
    const currency = this.source(fee.currency);
    const payer = this.source(fee.payerDfsp);
    const payee = this.source(fee.payeeDfsp);
    const base = fee.amountField === undefined ? one : this.decimal(fee.amountField);
    if (!currency || !payer || !payee || base === undefined) return 'MISSING_FIELD';
    const decimals = this.compiled.currencyDecimals.get(currency);
    if (decimals === undefined) return 'UNKNOWN_CURRENCY';
    const units = multiplyRounded(base, fee.factor, decimals, rule.rounding);
    if (typeof units === 'number' ? units === 0 : units === 0n) return 'ROUNDED_TO_ZERO';
    if (payer === payee) return 'SAME_DFSP';
    // Positive is what the payer's DFSP is credited.
    const isCredited = units > 0;
    return {
      ruleId: rule.id,
      ruleVersion: rule.version,
      blockIndex,
      ledgerEntryType: fee.ledgerEntryType,
      debtor: isCredited ? payee : payer,
      creditor: isCredited ? payer : payee,
      amount: formatUnits(units, decimals),
      currency,
    };
  }

  private source(source: TextSource): string | undefined {
    return 'literal' in source ? source.literal : this.text(source.field);
  }

  private text(field: number): string | undefined {
    if (this.fieldStamps[field] === this.evaluationNumber) return this.texts[field];
    this.fieldStamps[field] = this.evaluationNumber;
    const value = (this.readers[field] as FieldReader)(this.transaction);
    this.texts[field] = value;
    return value;
  }

  private decimal(field: number): Decimal | undefined {
    if (this.decimalStamps[field] === this.evaluationNumber) return this.decimals[field];
    this.decimalStamps[field] = this.evaluationNumber;
    const text = this.text(field);
    const value = text === undefined ? undefined : readDecimal(text);
    this.decimals[field] = value;
    return value;
  }
}

const one: Decimal = { digits: 1, decimals: 0 };
