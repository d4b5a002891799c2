/** How a broker is told to report its incidents, and nothing else, to the role `decision-relay`. */

/** All value types that the exporter of Zeebe 8.5 sends unless it is told not to. */
const otherValueTypes = [
  ...['DECISION', 'DECISIONEVALUATION', 'DECISIONREQUIREMENTS', 'DEPLOYMENT', 'ERROR', 'JOB'],
  ...['MESSAGE', 'MESSAGESUBSCRIPTION', 'PROCESS', 'PROCESSINSTANCE', 'PROCESSINSTANCECREATION'],
  ...['PROCESSINSTANCEMIGRATION', 'PROCESSINSTANCEMODIFICATION', 'PROCESSMESSAGESUBSCRIPTION'],
  ...['VARIABLE', 'VARIABLEDOCUMENT', 'TIMER', 'MESSAGESTARTEVENTSUBSCRIPTION'],
  ...['DEPLOYMENTDISTRIBUTION', 'ESCALATION', 'SIGNAL', 'SIGNALSUBSCRIPTION', 'RESOURCEDELETION'],
  ...['COMMANDDISTRIBUTION', 'FORM', 'USERTASK', 'COMPENSATIONSUBSCRIPTION'],
] as const;

const exporter = 'ZEEBE_BROKER_EXPORTERS_OPERATIONS';

/** The broker's environment. `address`: where the role listens for it, such as `http://decision-relay:5004`. */
export function exporterSettings(address: string): Readonly<Record<string, string>> {
  return {
    [`${exporter}_CLASSNAME`]: 'io.camunda.zeebe.exporter.ElasticsearchExporter',
    [`${exporter}_ARGS_URL`]: address,
    // Seconds until an incident is told: few, for somebody may be looking.
    [`${exporter}_ARGS_BULK_DELAY`]: '1',
    [`${exporter}_ARGS_INDEX_CREATETEMPLATE`]: 'false',
    ...Object.fromEntries(
      otherValueTypes.map((type) => [`${exporter}_ARGS_INDEX_${type}`, 'false']),
    ),
  };
}
