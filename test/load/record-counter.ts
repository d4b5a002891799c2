import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Where a broker's Elasticsearch exporter sends its records, to be counted and forgotten. */
export interface RecordCounter {
  /** For the broker's environment. */
  readonly exporterSettings: Readonly<Record<string, string>>;
  /** So far, by value type: `job`, `variable`, ... */
  counts(): ReadonlyMap<string, number>;
  close(): void;
}

/** `{"index":{"_index":"zeebe-record_process-instance_8.5.8_2026-11-28", ...` */
const actionPattern = /^\{"(?:index|create)":.*?"_index":"[^"_]+_([a-z-]+)_/;

export async function startRecordCounter(): Promise<RecordCounter> {
  const counts = new Map<string, number>();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const isBulk = request.url?.startsWith('/_bulk') === true;
      if (isBulk) count(Buffer.concat(chunks).toString(), counts);
      response.setHeader('content-type', 'application/json');
      response.end(isBulk ? '{"errors":false,"items":[]}' : '{"acknowledged":true}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    exporterSettings: {
      ZEEBE_BROKER_EXPORTERS_COUNT_CLASSNAME: 'io.camunda.zeebe.exporter.ElasticsearchExporter',
      ZEEBE_BROKER_EXPORTERS_COUNT_ARGS_URL: `http://127.0.0.1:${port}`,
      ZEEBE_BROKER_EXPORTERS_COUNT_ARGS_INDEX_PREFIX: 'records',
      ZEEBE_BROKER_EXPORTERS_COUNT_ARGS_BULK_DELAY: '1',
    },
    counts: () => new Map(counts),
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Of each two lines the first names the index, and that the value type. */
function count(body: string, counts: Map<string, number>): void {
  for (const [index, line] of body.trimEnd().split('\n').entries()) {
    if (index % 2 === 1) continue;
    const type = actionPattern.exec(line)?.[1];
    if (type === undefined) throw new Error(`not an action of a bulk request: ${line}`);
    counts.set(type, (counts.get(type) ?? 0) + 1);
  }
}
