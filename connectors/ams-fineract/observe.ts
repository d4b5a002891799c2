import { Counter, type Registry } from 'prom-client';
import type { Logger } from '../common/runtime';
import type { Call } from './fineract/client';
import type { NotOk } from './fineract/answer';
import { isAlarm } from './fineract/problems';

/** Called for each answer of a tenant's Fineract; `failure` is undefined for a good one. */
export type OnTenantsAnswer = (tenant: string, call: Call, failure: NotOk | undefined) => void;

/**
 * Counts answers by what they mean, and makes the operator see those that only a person can mend: the
 * payments that meet them end, one by one, as failed.
 */
export function observeAnswers(metrics: Registry, log: Logger): OnTenantsAnswer {
  const answers = new Counter({
    name: 'hub_fineract_answers_total',
    help: 'Answers of Fineract, by what was asked and what was wrong with them',
    labelNames: ['tenant', 'call', 'problem'],
    registers: [metrics],
  });
  return (tenant, call, failure) => {
    const problem = failure?.problem ?? 'none';
    answers.inc({ tenant, call, problem });
    if (failure === undefined) return;
    const { detail } = failure;
    const fields = { tenant, call, problem, detail };
    if (isAlarm(failure.problem)) log.error(fields, 'Fineract or its configuration needs a person');
    else log.debug(fields, 'Fineract did not do what was asked');
  };
}
