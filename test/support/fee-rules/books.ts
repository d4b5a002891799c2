/** Rule books that stand as a test has set them. */
import { compileRules } from '../../../connectors/fee-rules/engine/compile';
import { Evaluator } from '../../../connectors/fee-rules/engine/evaluator';
import { loadRules } from '../../../connectors/fee-rules/language/load';
import type {
  RuleBook,
  RuleBookSource,
  RulesInForce,
} from '../../../connectors/fee-rules/rule-sets/rule-book';
