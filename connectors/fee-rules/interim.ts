import type { Deps } from '../common/runtime';
import { compileRules } from './engine/compile';
import { Evaluator } from './engine/evaluator';
import { standardDictionary } from './language/dictionary';
import { loadRules } from './language/load';
import { directoryStore } from './rule-sets/directory-store';
import type { RuleBook, RuleBookSource } from './rule-sets/rule-book';
import { periodAt, timeline } from './rule-sets/timeline';

export async function openInterim(directory: string, deps: Deps): Promise<RuleBookSource> {
  let book: RuleBook = { at: () => ({ kind: 'none' }) };
  await directoryStore(directory, deps).follow((contents) => {
    const periods = timeline(contents.ruleSets.map(({ record }) => record.life));
    const evaluators = new Map(
      contents.ruleSets.map(({ record }) => {
        const { ruleSet } = loadRules(record.text, standardDictionary);
        return [record.life.ruleSetId, ruleSet && new Evaluator(compileRules(ruleSet))];
      }),
    );
    book = {
      at: (timeMs) => {
        if (contents.unreadable.length > 0) return { kind: 'unusable', reason: 'unreadable' };
        const period = periodAt(periods, timeMs);
        if (period === undefined) return { kind: 'none' };
        const evaluator = evaluators.get(period.ruleSetId);
        if (evaluator === undefined) return { kind: 'unusable', reason: 'broken' };
        return { kind: 'in-force', ruleSetId: period.ruleSetId, evaluator };
      },
    };
  });
  return { current: () => book };
}
