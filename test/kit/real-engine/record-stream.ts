import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a broker's Elasticsearch exporter writes about each step. Keys of the first partition are exact. */
export interface EngineRecord {
  /** Of what the record is about: an element's instance, a message. */
  readonly key: number;
  readonly valueType: string;
  readonly intent: string;
  /** Milliseconds since 1970. */
  readonly timestamp: number;
  readonly value: {
    readonly processInstanceKey?: number;
    /** Of a process that is called: by whom. */
    readonly parentProcessInstanceKey?: number;
    readonly bpmnProcessId?: string;
    readonly bpmnElementType?: string;
    readonly elementId?: string;
    /** Of a timer. */
    readonly targetElementId?: string;
    /** Of a subscription to a signal. */
    readonly catchEventId?: string;
    /** Of a message start event's subscription. */
    readonly startEventId?: string;
    readonly messageName?: string;
    readonly signalName?: string;
    readonly messageKey?: number;
    readonly correlationKey?: string;
    readonly errorMessage?: string;
    /** Of a variable: its name, its value as JSON, and what it belongs to. */
    readonly name?: string;
    readonly value?: string;
    readonly scopeKey?: number;
  };
}

export interface RecordStream {
  /** For `ZeebeOptions.environment`. */
  readonly exporterSettings: Readonly<Record<string, string>>;
  readonly records: readonly EngineRecord[];
  /** Resolves with the first record, past or to come, that `fits`. */
  first(what: string, fits: (record: EngineRecord) => boolean): Promise<EngineRecord>;
  /** Resolves when another record has come, or after so long. */
  next(withinMs: number): Promise<void>;
  close(): Promise<void>;
}

/** Whether a record tells that the process instance `key` has ended in this way. */
export function isEndOf(
  key: string,
  ending: 'ELEMENT_COMPLETED' | 'ELEMENT_TERMINATED' = 'ELEMENT_COMPLETED',
): (record: EngineRecord) => boolean {
  return ({ intent, value }) =>
    intent === ending &&
    value.bpmnElementType === 'PROCESS' &&
    String(value.processInstanceKey) === key;
}

const patienceMs = 60_000;

/** As much of Elasticsearch as the broker's exporter needs, so that tests see every step of the engine. */
export async function startRecordStream(
  /** Gets each record as the broker wrote it. */
  hear: (document: string) => void = () => undefined,
): Promise<RecordStream> {
  const records: EngineRecord[] = [];
  const listeners = new Set<(record: EngineRecord) => void>();
  const server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      const isBulk = request.url?.startsWith('/_bulk') === true;
      for (const document of isBulk ? documentsOf(body) : []) {
        hear(document);
        const record = JSON.parse(document) as EngineRecord;
        records.push(record);
        for (const listener of listeners) listener(record);
      }
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(isBulk ? { errors: false, items: [] } : { acknowledged: true }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    exporterSettings: {
      ZEEBE_BROKER_EXPORTERS_TEST_CLASSNAME: 'io.camunda.zeebe.exporter.ElasticsearchExporter',
      ZEEBE_BROKER_EXPORTERS_TEST_ARGS_URL: `http://127.0.0.1:${port}`,
      ZEEBE_BROKER_EXPORTERS_TEST_ARGS_BULK_SIZE: '1',
    },
    records,
    first: (what, fits) =>
      new Promise((resolve, reject) => {
        const known = records.find(fits);
        if (known !== undefined) {
          resolve(known);
          return;
        }
        const settle = (end: () => void): void => {
          clearTimeout(timer);
          listeners.delete(listener);
          end();
        };
        const listener = (record: EngineRecord): void => {
          if (fits(record)) settle(() => resolve(record));
        };
        const timer = setTimeout(
          () => settle(() => reject(new Error(`Waited in vain for ${what}.\n${story(records)}`))),
          patienceMs,
        );
        listeners.add(listener);
      }),
    next: (withinMs) =>
      new Promise((resolve) => {
        const settle = (): void => {
          clearTimeout(timer);
          listeners.delete(settle);
          resolve();
        };
        const timer = setTimeout(settle, withinMs);
        listeners.add(settle);
      }),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** The last steps, for the person who reads why a test failed. */
function story(records: readonly EngineRecord[]): string {
  const steps = records.filter(
    ({ valueType, intent }) =>
      valueType === 'INCIDENT' ||
      (valueType === 'PROCESS_INSTANCE' && /^ELEMENT_(ACTIVATED|COMPLETED|TERM)/.test(intent)),
  );
  return steps
    .slice(-12)
    .map(({ valueType, intent, value }) =>
      [valueType, intent, value.elementId, value.errorMessage].join(' '),
    )
    .join('\n');
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

/** Every second line of a bulk request is a document. */
function documentsOf(body: string): string[] {
  return body.split('\n').filter((_line, index) => index % 2 === 1);
}
