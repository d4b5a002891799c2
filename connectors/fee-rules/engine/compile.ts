import { executionPoints, type ExecutionPoint } from '../../common/contracts/fees';
import { currencyTable } from '../../common/money';
import type { Field } from '../language/dictionary';
import {
  type Comparison,
  type Condition,
  type Fee,
  type Rule,
  type RuleSet,
  type TextValue,
} from '../language/rule-set';
import type {
  CompiledFee,
  CompiledField,
  CompiledRule,
  CompiledRules,
  DispatchNode,
  ListPredicate,
  Predicate,
  TextSource,
} from './compiled-rules';
import { decimalOf, type Decimal } from '../../common/decimal/fast-decimal';
import { dispatchTree } from './dispatch';
import { foldAscii } from '../language/ascii';

/** Everything that can be done before the first transaction comes. Costs some ten microseconds a rule. */
export function compileRules(ruleSet: RuleSet): CompiledRules {
  const compiler = new Compiler();
  const conditions = ruleSet.rules.map(({ condition }) => compiler.condition(condition));
  const rules = ruleSet.rules.map((rule) => compiler.rule(rule));
  const treeAt = (point: ExecutionPoint): DispatchNode => {
    const candidates = conditions
      .map((condition, rule) => ({ condition, rule }))
      .filter(({ rule }) => ruleSet.rules[rule]?.points.includes(point));
    return dispatchTree(candidates, compiler.predicates);
  };
  return {
    ruleSetId: ruleSet.id,
    fields: compiler.fields,
    predicates: compiler.predicates,
    rules,
    points: new Map(executionPoints.map((point) => [point, treeAt(point)])),
    currencyDecimals: new Map(currencyTable),
  };
}

class Compiler {
  readonly fields: CompiledField[] = [];
  readonly predicates: Predicate[] = [];
  private readonly fieldNumbers = new Map<string, number>();
  private readonly predicateNumbers = new Map<string, number>();
  /** What many rules have in common is held once. */
  private readonly sources = new Map<string, TextSource>();
  private readonly factors = new Map<string, Decimal>();

  /** Predicates that must all hold, each once. */
  condition({ connector, groups }: Condition): readonly number[] {
    const lists = groups.map((group) => ({
      connector: group.connector,
      predicates: group.comparisons.map((comparison) => this.comparison(comparison)),
    }));
    if (connector === 'AND') {
      const all = lists.flatMap((list) =>
        list.connector === 'AND' ? list.predicates : [this.list('any', list.predicates)],
      );
      return [...new Set(all)];
    }
    const any = lists.flatMap((list) =>
      list.connector === 'OR' ? list.predicates : [this.list('all', list.predicates)],
    );
    return [this.list('any', any)];
  }

  /** A list of one is that one. */
  private list(kind: ListPredicate['kind'], predicates: readonly number[]): number {
    const [first, second] = predicates;
    if (first !== undefined && second === undefined) return first;
    const name = `${kind} ${predicates.join(' ')}`;
    return shared(name, this.predicateNumbers, () => {
      return this.predicates.push({ kind, predicates }) - 1;
    });
  }

  rule(rule: Rule): CompiledRule {
    return {
      id: rule.id,
      version: rule.version,
      fromMs: rule.fromMs ?? -Infinity,
      toMs: rule.toMs ?? Infinity,
      group: rule.group,
      rounding: rule.rounding,
      fees: rule.fees.map((fee) => this.fee(fee)),
    };
  }

  private fee({ ledgerEntryType, currency, payerDfsp, payeeDfsp, payerAmount }: Fee): CompiledFee {
    const { field, factor } = payerAmount;
    return {
      ledgerEntryType,
      currency: this.source(currency),
      payerDfsp: this.source(payerDfsp),
      payeeDfsp: this.source(payeeDfsp),
      amountField: field === undefined ? undefined : this.field(field),
      factor: shared(`${factor.coefficient} ${factor.decimals}`, this.factors, () =>
        decimalOf(factor),
      ),
    };
  }

  private source(value: TextValue): TextSource {
    return value.kind === 'literal'
      ? { literal: value.value }
      : shared(value.field.path, this.sources, () => ({ field: this.field(value.field) }));
  }

  private field({ path, sources }: Field): number {
    return shared(path, this.fieldNumbers, () => this.fields.push({ sources }) - 1);
  }

  private comparison(comparison: Comparison): number {
    return shared(comparison.text, this.predicateNumbers, () => {
      return this.predicates.push(this.newPredicate(comparison)) - 1;
    });
  }

  private newPredicate(comparison: Comparison): Predicate {
    const field = this.field(comparison.field);
    const { right } = comparison;
    if (comparison.kind === 'decimal') {
      const value =
        comparison.right.kind === 'literal'
          ? { literal: decimalOf(comparison.right.value) }
          : { field: this.field(comparison.right.field) };
      return { kind: 'decimal', field, test: comparison.test, right: value };
    }
    const isFolded = comparison.test === 'EQCI' || comparison.test === 'NECI';
    const isNegated = comparison.test === 'NEQ' || comparison.test === 'NECI';
    const source = this.source(right as TextValue);
    const value = 'literal' in source && isFolded ? { literal: foldAscii(source.literal) } : source;
    return { kind: 'text', field, isFolded, isNegated, right: value };
  }
}

function shared<Value>(name: string, known: Map<string, Value>, make: () => Value): Value {
  const value = known.get(name) ?? make();
  known.set(name, value);
  return value;
}
