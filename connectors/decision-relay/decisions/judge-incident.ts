import type { IncidentMatter } from '../../common/contracts/back-office';
import type { OperatorDecision } from '../../common/contracts/decisions';
import { variables as contracts } from '../../common/contracts/variables';

/** Why a process that stands still is not to be tried again so; undefined when it is. Pure. */
export function incidentProblem(
  { tenant, incidentKey = '', variables = {} }: OperatorDecision,
  incident: IncidentMatter | undefined,
  wasAccepted: boolean,
): string | undefined {
  if (incident === undefined || (incident.state === 'settled' && !wasAccepted)) {
    return `No process stands still with incident ${incidentKey}. See what does: hub waiting`;
  }
  if (incident.tenant !== null && incident.tenant !== tenant) {
    return `Incident ${incidentKey} is not of ${tenant}.`;
  }
  const { variables: open, jobType, elementInstanceKey } = incident;
  const problems = Object.entries(variables).flatMap(([name, value]) => {
    if (!open.includes(name) || elementInstanceKey === null) {
      const may = open.length === 0 ? 'none may be' : `only ${open.join(', ')} may be`;
      return [`${name} may not be corrected at ${jobType ?? 'this step'}: ${may}`];
    }
    const schema = Object.entries(contracts).find(([known]) => known === name)?.[1];
    const issues = schema?.safeParse(value).error?.issues ?? [];
    return issues.map(({ path, message }) => `${[name, ...path].join('.')}: ${message}`);
  });
  return problems.length === 0 ? undefined : `Nothing was done. ${problems.join('; ')}`;
}
