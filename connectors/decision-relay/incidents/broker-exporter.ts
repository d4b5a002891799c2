/**
 * How a broker is told to report its incidents to the role `decision-relay`; and timers, which the role passes
 * over: DECISIONS.md, 12.
 */
import { exporterEnvironment } from '../../common/zeebe/exporter-settings';

/** The other value types that the exporter of Zeebe 8.5 sends unless it is told not to. */
const otherValueTypes = [
  ...['DECISION', 'DECISIONEVALUATION', 'DECISIONREQUIREMENTS', 'DEPLOYMENT', 'ERROR', 'JOB'],
  ...['MESSAGE', 'MESSAGESUBSCRIPTION', 'PROCESS', 'PROCESSINSTANCE', 'PROCESSINSTANCECREATION'],
  ...['PROCESSINSTANCEMIGRATION', 'PROCESSINSTANCEMODIFICATION', 'PROCESSMESSAGESUBSCRIPTION'],
  ...['VARIABLE', 'VARIABLEDOCUMENT', 'MESSAGESTARTEVENTSUBSCRIPTION'],
  ...['DEPLOYMENTDISTRIBUTION', 'ESCALATION', 'SIGNAL', 'SIGNALSUBSCRIPTION', 'RESOURCEDELETION'],
  ...['COMMANDDISTRIBUTION', 'FORM', 'USERTASK', 'COMPENSATIONSUBSCRIPTION'],
] as const;

/** The broker's environment. `address`: where the role listens for it, such as `http://decision-relay:5004`. */
export function exporterSettings(address: string): Readonly<Record<string, string>> {
  const leftOut = otherValueTypes.map((type) => [`ARGS_INDEX_${type}`, 'false'] as const);
  return exporterEnvironment('OPERATIONS', address, Object.fromEntries(leftOut));
}
