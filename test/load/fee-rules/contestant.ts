/**
 * One contestant of `make bench-fee-rules` with so many rules, in a process of its own, so that none is
 * slowed down or sped up by what V8 has learned from another. Answers what its parent asks for.
 */
import { compileRules } from '../../../connectors/fee-rules/engine/compile';
import type { Evaluation } from '../../../connectors/fee-rules/engine/evaluation';
import { Evaluator } from '../../../connectors/fee-rules/engine/evaluator';
import { interpret } from '../../../connectors/fee-rules/engine/explain';
import { standardDictionary } from '../../../connectors/fee-rules/language/dictionary';
import { loadRules } from '../../../connectors/fee-rules/language/load';
import type { RuleSet } from '../../../connectors/fee-rules/language/rule-set';
import { hashDispatched, straightLine } from './by-hand';
import { jsonRules } from './json-rules';
import type { Answer, Contestant, Question } from './messages';
import { tariff, textOf, transactionsFor, type TariffRule, type Transaction } from './tariff';

const transactionCount = 1_000;

type AnyEvaluate = (transaction: Transaction) => Evaluation | Promise<Evaluation>;

const makers: Readonly<
  Record<Contestant | 'oracle', (rules: readonly TariffRule[]) => AnyEvaluate>
> = {
  'straight-line': straightLine,
  'hash-dispatched': hashDispatched,
  'json-rules-engine': jsonRules,
  evaluator: (rules) => {
    const evaluator = new Evaluator(compileRules(ruleSetOf(rules)));
    return (transaction) => evaluator.evaluate({ point: 'transfer.committed', at: 0, transaction });
  },
  oracle: (rules) => {
    const ruleSet = ruleSetOf(rules);
    return (transaction) => interpret(ruleSet, { point: 'transfer.committed', at: 0, transaction });
  },
};

function ruleSetOf(rules: readonly TariffRule[]): RuleSet {
  const { ruleSet, problems } = loadRules(textOf(rules), standardDictionary);
  if (ruleSet === undefined) throw new Error(JSON.stringify(problems[0]));
  return ruleSet;
}

async function answer(
  question: Question,
  evaluate: AnyEvaluate,
  transactions: readonly Transaction[],
): Promise<Answer> {
  if ('check' in question) {
    const results: Evaluation[] = [];
    for (const transaction of transactions.slice(0, question.check)) {
      results.push(await evaluate(transaction));
    }
    return { results };
  }
  const startedMs = performance.now();
  const before = process.cpuUsage();
  const { count, matched } = await work(question.runMs, evaluate, transactions);
  const { user, system } = process.cpuUsage(before);
  return {
    count,
    matched,
    cpuMs: (user + system) / 1000,
    elapsedMs: performance.now() - startedMs,
  };
}

/** Only who answers with a promise is waited for: a pause costs more than all that the others do. */
async function work(
  runMs: number,
  evaluate: AnyEvaluate,
  transactions: readonly Transaction[],
): Promise<{ count: number; matched: number }> {
  const endMs = performance.now() + runMs;
  let count = 0;
  let matched = 0;
  for (;;) {
    for (const transaction of transactions) {
      const result = evaluate(transaction);
      const isPromise = result instanceof Promise;
      const { entries, withoutEntry } = isPromise ? await result : result;
      if (entries.length > 0 || withoutEntry.length > 0) matched += 1;
      count += 1;
      if (isPromise && performance.now() > endMs) return { count, matched };
    }
    if (performance.now() > endMs) return { count, matched };
  }
}

const [, , name, size] = process.argv;
const rules = tariff(Number(size));
const transactions = transactionsFor(rules, transactionCount);
const evaluate = makers[name as Contestant | 'oracle'](rules);
process.on('message', (question: Question) => {
  void answer(question, evaluate, transactions).then((said) => process.send?.(said));
});
