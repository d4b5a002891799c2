/** How a broker is told to write its records to the bridge. */

const exporter = 'ZEEBE_BROKER_EXPORTERS_BRIDGE';

/**
 * The broker's environment. `address`: where the bridge listens for it, such as `http://zeebe-bridge:5006`. A password is
 * a secret of the deployment, and not printed.
 */
export function exporterSettings(
  address: string,
  username?: string,
): Readonly<Record<string, string>> {
  return {
    [`${exporter}_CLASSNAME`]: 'io.camunda.zeebe.exporter.ElasticsearchExporter',
    [`${exporter}_ARGS_URL`]: address,
    // Seconds until readers know: few, and bulks are full before that when there is much to tell.
    [`${exporter}_ARGS_BULK_DELAY`]: '1',
    [`${exporter}_ARGS_INDEX_CREATETEMPLATE`]: 'false',
    ...(username !== undefined && {
      [`${exporter}_ARGS_AUTHENTICATION_USERNAME`]: username,
    }),
  };
}
