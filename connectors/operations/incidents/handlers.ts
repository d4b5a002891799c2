/** Processes that stand still, by cause. */
import { small } from '../../common/api/handler';
import { formatDateTime } from '../../common/time';
import type { OperationsContext } from '../api/context';
import { incidentsRow } from '../work/rows';
import { groupsOf, openIncidents } from './cause';

type Context = Pick<OperationsContext, 'topics' | 'environment' | 'deps'>;

export function incidentHandlers({ topics, deps }: Context) {
  return {
    listIncidents: small(({ parameters: { tenant = '' } }) => {
      const nowMs = deps.clock.now();
      const groups = groupsOf(openIncidents(topics.matters.ofTenant(tenant)));
      const rows = groups.map((group) => incidentsRow(group, topics.work, nowMs));
      return Promise.resolve({ json: { asOf: formatDateTime(nowMs), groups: rows } });
    }),
  };
}
