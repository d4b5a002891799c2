import type { IncidentMatter } from '../../common/contracts/back-office';
import { answerOf, type SaidAnswer } from '../../common/contracts/decision-answer-words';
import type { OperatorDecision } from '../../common/contracts/decisions';
import { variables as contracts } from '../../common/contracts/variables';

/** Why a process that stands still is not to be tried again so; undefined when it is. Pure. */
export function incidentProblem(
  { tenant, incidentKey = '', variables = {} }: OperatorDecision,
  incident: IncidentMatter | undefined,
  wasAccepted: boolean,
): SaidAnswer | undefined {
  if (incident === undefined || (incident.state === 'settled' && !wasAccepted)) {
    return answerOf('noIncident', incidentKey);
  }
  if (incident.tenant !== null && incident.tenant !== tenant) {
    return answerOf('otherTenants', incidentKey, tenant);
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
  if (problems.length === 0) return undefined;
  return answerOf('notCorrected', problems.join('; '), Object.keys(variables).join(', '));
}
