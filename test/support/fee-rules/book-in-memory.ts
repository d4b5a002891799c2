import { compileRules } from '../../../connectors/fee-rules/engine/compile';
import { Evaluator } from '../../../connectors/fee-rules/engine/evaluator';
import { standardDictionary } from '../../../connectors/fee-rules/language/dictionary';
import { loadRules } from '../../../connectors/fee-rules/language/load';
import type {
  RuleBook,
  RuleBookSource,
  RulesInForce,
} from '../../../connectors/fee-rules/rule-sets/rule-book';

/** Rule sets as a test has set them. */
export class BookInMemory implements RuleBookSource {
  constructor(public at: RuleBook['at']) {}

  current(): RuleBook {
    return { at: this.at };
  }
}

/** These rules, at whatever time. */
export function always(text: string): RuleBook['at'] {
  const { ruleSet, problems } = loadRules(text, standardDictionary);
  if (ruleSet === undefined) throw new Error(JSON.stringify(problems));
  const evaluator = new Evaluator(compileRules(ruleSet));
  const rules: RulesInForce = { kind: 'in-force', ruleSetId: evaluator.ruleSetId, evaluator };
  return () => rules;
}
