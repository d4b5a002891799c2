/**
 * The environment of a broker that makes its Elasticsearch exporter write to something of ours.
 * @param name tells the exporters of one broker apart: `BRIDGE`
 * @param address where it writes to, such as `http://zeebe-bridge:5006`
 * @param more further settings of the exporter, without what all names begin with: `ARGS_INDEX_JOB`
 */
export function exporterEnvironment(
  name: string,
  address: string,
  more: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const settings = {
    CLASSNAME: 'io.camunda.zeebe.exporter.ElasticsearchExporter',
    ARGS_URL: address,
    // Seconds until it is told: few, for somebody may be looking. A bulk that is full goes before.
    ARGS_BULK_DELAY: '1',
    // There are no indices.
    ARGS_INDEX_CREATETEMPLATE: 'false',
    ...more,
  };
  return Object.fromEntries(
    Object.entries(settings).map(([key, value]) => [
      `ZEEBE_BROKER_EXPORTERS_${name}_${key}`,
      value,
    ]),
  );
}
