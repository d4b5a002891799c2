/** How a broker is told to report its incidents, and nothing else, to the role `decision-relay`. */
import { exporterEnvironment } from '../../common/zeebe/exporter-settings';

/** All value types that the exporter of Zeebe 8.5 sends unless it is told not to. */
const otherValueTypes = [
  ...['DECISION', 'DECISIONEVALUATION', 'DECISIONREQUIREMENTS', 'DEPLOYMENT', 'ERROR', 'JOB'],
  ...['MESSAGE', 'MESSAGESUBSCRIPTION', 'PROCESS', 'PROCESSINSTANCE', 'PROCESSINSTANCECREATION'],
  ...['PROCESSINSTANCEMIGRATION', 'PROCESSINSTANCEMODIFICATION', 'PROCESSMESSAGESUBSCRIPTION'],
  ...['VARIABLE', 'VARIABLEDOCUMENT', 'TIMER', 'MESSAGESTARTEVENTSUBSCRIPTION'],
  ...['DEPLOYMENTDISTRIBUTION', 'ESCALATION', 'SIGNAL', 'SIGNALSUBSCRIPTION', 'RESOURCEDELETION'],
  ...['COMMANDDISTRIBUTION', 'FORM', 'USERTASK', 'COMPENSATIONSUBSCRIPTION'],
] as const;

/** The broker's environment. `address`: where the role listens for it, such as `http://decision-relay:5004`. */
export function exporterSettings(address: string): Readonly<Record<string, string>> {
  const leftOut = otherValueTypes.map((type) => [`ARGS_INDEX_${type}`, 'false'] as const);
  return exporterEnvironment('OPERATIONS', address, Object.fromEntries(leftOut));
}
