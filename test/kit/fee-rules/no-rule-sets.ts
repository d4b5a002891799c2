import type { RuleSets } from '../../../connectors/fee-rules/rule-sets/rule-sets';
import { refused } from '../../../connectors/fee-rules/rule-sets/refusal';

const nothing = () => Promise.resolve(refused('not-found', (said) => said.noRuleSet('any')));

/** For what has to do with no rule set in life. */
export const noRuleSets: Pick<RuleSets, 'administration' | 'book'> = {
  book: { current: () => ({ at: () => ({ kind: 'none' }) }) },
  administration: {
    list: () => Promise.resolve([]),
    get: () => Promise.resolve(undefined),
    load: () => Promise.reject(new Error('not asked for')),
    draft: nothing,
    approve: nothing,
    withdraw: nothing,
    schedule: nothing,
    retire: nothing,
  },
};
