/** The indexer on Kafka and Elasticsearch in memory. */
import { Registry } from 'prom-client';
import {
  eventsOfRecordings,
  kafkaRecordsOf,
  recordsTopic,
} from '../../../test/kit/engine-records/events';
import { readRecording } from '../../../test/kit/engine-records/recordings';
import { eventually } from '../../../test/kit/kafka';
import { MemoryElasticsearch } from '../../../test/kit/memory-elasticsearch';
import { MemoryKafka } from '../../../test/kit/memory-kafka';
import { silentLog } from '../../../test/kit/mojaloop';
import { systemClock } from '../../common/clock';
import { diagramDocumentSchema } from '../../common/contracts/diagram-documents';
import { messageDocumentSchema } from '../../common/contracts/message-documents';
import type { PaymentEvent } from '../../common/contracts/payment-events';
import type { Exchange } from '../../common/journal/exchange';
import { journalMessageOf } from '../../common/journal/message';
import { startIndexer, type Indexer, type IndexerOptions } from './indexer';
import { RecordIndexer } from './index-records';
import { createIndexerMetrics } from './metrics';
import { paymentTemplate } from './payment-index';

const eventsTopic = 'payment-hub.payment-events';
const alias = 'payment-hub-payments';
const prefix = 'zeebe-record-main';
const diagrams = { engine: 'main', index: 'payment-hub-diagrams' };
const elsewhere = { engine: 'main', index: 'of-no-account' };
const journalTopic = 'payment-hub.message-journal';
const messagesAlias = 'payment-hub-messages';
const events = eventsOfRecordings();
const documents = new Set(events.map((one) => `${one.tenant}.${one.side}.${one.transactionId}`));
const records = kafkaRecordsOf(readRecording('demo')).slice(0, 400);

const options: IndexerOptions = {
  records: { topic: recordsTopic, prefix, keptForMs: 10 * 365 * 86_400_000, diagrams },
  payments: { topic: eventsTopic, alias, keptForMs: 10 * 365 * 86_400_000 },
  messages: { topic: journalTopic, alias: messagesAlias, keptForMs: 10 * 365 * 86_400_000 },
  acts: undefined,
  setAsideTopic: 'set-aside',
  indexSettings: {},
};

/** With all that a message can have. */
const exchange: Exchange = {
  ...{ direction: 'received', peer: 'switch', peerName: 'switch', tenant: 'lion' },
  startedMs: Date.UTC(2026, 10, 28, 10),
  endedMs: Date.UTC(2026, 10, 28, 10) + 7,
  request: {
    method: 'PUT',
    url: '/parties/MSISDN/255700000002',
    headers: { traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01` },
    body: '{"party":{"name":"Baraka"},"transferState":"COMMITTED"}',
  },
  outcome: 'answered',
  status: 400,
  answer: { headers: {}, body: '{"errorInformation":{"errorCode":"3100"}}' },
  signature: 'valid',
  ids: { transactionId: 'tx', transferId: 'tr', quoteId: 'q' },
  job: { type: 'mojaloop:send:1', key: '1', processInstanceKey: '2', variables: {} },
};

class World {
  readonly kafka = new MemoryKafka();
  readonly elasticsearch = new MemoryElasticsearch();
  readonly metrics = new Registry();
  readonly alarms: object[] = [];
  private readonly running: Indexer[] = [];

  constructor() {
    this.kafka.addTopic(recordsTopic, 1);
    this.kafka.addTopic(eventsTopic, 3);
    this.kafka.addTopic(journalTopic, 2);
    this.kafka.addTopic('set-aside', 1);
  }

  /** Its own process: `kill` ends it as kill -9 does. */
  start(metrics = new Registry(), changed: Partial<IndexerOptions> = {}) {
    const log = { ...silentLog, error: (fields: object) => void this.alarms.push(fields) };
    const clock = { ...systemClock, sleep: quick };
    const kafka = this.kafka.door();
    const elasticsearch = this.elasticsearch.door({ clock, log });
    const deps = {
      ...{ kafka, elasticsearch, clock, log, metrics: createIndexerMetrics(metrics) },
      isForgotten: () => false,
    };
    const indexer = startIndexer(deps, { ...options, ...changed });
    this.running.push(indexer);
    return {
      kill: () => {
        kafka.kill();
        void elasticsearch.close();
      },
    };
  }

  tell(some: readonly PaymentEvent[]): void {
    for (const event of some) {
      const value = JSON.stringify(event);
      this.kafka.append({ topic: eventsTopic, key: event.transactionId, value });
    }
  }

  write(some: readonly { key: string | undefined; value: string | undefined }[]): void {
    for (const one of some) {
      const { headers } = records[0] ?? {};
      const kind = (one as { headers?: Record<string, string> }).headers ?? headers ?? {};
      const { key = '', value = null } = one;
      this.kafka.append({ topic: recordsTopic, partition: 0, key, value, headers: kind });
    }
  }

  say(messageId: string, changed: Partial<Exchange> = {}): void {
    const written = { engine: 'main', bodyBytesMax: 65_536 };
    const value = JSON.stringify(journalMessageOf(messageId, { ...exchange, ...changed }, written));
    this.kafka.append({ topic: journalTopic, key: messageId, value });
  }

  messages = () =>
    [...this.elasticsearch.documents(messagesAlias).values()].map((one) =>
      messageDocumentSchema.parse(JSON.parse(one)),
    );
  payments = () => this.elasticsearch.documents(alias);
  raw = () => this.elasticsearch.documents(`${prefix}_*`);
  setAside = () =>
    this.kafka.partitions('set-aside').flatMap((one) => one.map(({ value }) => value));

  /** All that was told is in the documents. */
  async caughtUp(count = events.length): Promise<void> {
    await eventually(() => {
      const all = [...this.payments().values()].map((one) => JSON.parse(one) as { steps: [] });
      return all.reduce((sum, { steps }) => sum + steps.length, 0) >= count;
    });
  }

  async stop(): Promise<void> {
    await Promise.all(this.running.map((one) => one.stop()));
  }
}

/** Pauses that end soon: of an hour only when it is told to end. */
function quick(durationMs: number, signal?: AbortSignal): Promise<void> {
  return systemClock.sleep(durationMs > 60_000 ? durationMs : Math.min(durationMs, 2), signal);
}

let world: World;
beforeEach(() => {
  world = new World();
});
afterEach(() => world.stop());

const replayed = async () => {
  const other = new World();
  other.start();
  other.tell(events);
  await other.caughtUp();
  await other.stop();
  return other.payments();
};

test('an index that an older build has made takes what that build did not know', async () => {
  const template = paymentTemplate(alias, {});
  const properties = JSON.parse(
    JSON.stringify(template.mappings['properties'], (field, value: unknown) =>
      ['standsAt', 'elementId'].includes(field) ? undefined : value,
    ),
  ) as object;
  const older = world.elasticsearch.door({ clock: systemClock, log: silentLog });
  const mappings = { dynamic: 'strict', properties };
  await older.ensureTemplate({ ...template, mappings });
  for (const month of new Set(events.map(({ occurredAt }) => occurredAt.slice(0, 7)))) {
    const index = `${alias}-${month}`;
    await older.bulk([{ kind: 'index', index, id: 'before', source: '{"steps":[]}' }]);
  }
  world.start();
  world.tell(events);
  await world.caughtUp();
  expect(world.setAside()).toEqual([]);
  expect(world.payments().size).toBe(documents.size + 1);
});

test('each payment is one document for each side, in the month in which it began', async () => {
  world.start();
  world.tell(events);
  await world.caughtUp();
  expect(new Set(world.payments().keys())).toEqual(documents);
  const month = events[0]?.occurredAt.slice(0, 7) ?? '';
  expect(world.elasticsearch.documents(`${alias}-${month}`).size).toBeGreaterThan(1);
});

test('killed, told again and shared out anew: documents are those of a replay from the beginning, byte for byte', async () => {
  const first = world.start();
  world.tell(events.slice(0, 40));
  await world.caughtUp(10);
  first.kill();
  world.start();
  world.tell(events.slice(20, 90));
  await world.caughtUp(60);
  world.start();
  world.tell(events.slice(80));
  await world.caughtUp();
  expect(world.payments()).toEqual(await replayed());
});

test('Elasticsearch away, full or slow costs nothing but time', async () => {
  world.elasticsearch.isDown = true;
  world.start();
  world.tell(events);
  world.write(records);
  world.elasticsearch.isDown = false;
  await world.caughtUp();
  await eventually(() => world.raw().size === records.length);
  expect(world.payments()).toEqual(await replayed());
});

test('records of the engine stand where its own exporter would have written them, by their own day', async () => {
  world.start();
  world.write(records);
  await eventually(() => world.raw().size === records.length);
  const step = records.find(({ value = '' }) => value.includes('"valueType":"PROCESS_INSTANCE"'));
  const { timestamp } = JSON.parse(step?.value ?? '') as { readonly timestamp: number };
  const day = new Date(timestamp).toISOString().slice(0, 10);
  const index = `${prefix}_process-instance_8.5.8_${day}`;
  expect(world.elasticsearch.documents(index).get(step?.key ?? '')).toBe(step?.value);
  expect(world.elasticsearch.documents(`${prefix}-process-instance`).has(step?.key ?? '')).toBe(
    true,
  );
  expect([...world.raw().values()].join()).not.toContain('255700000');
});

test('deployed processes are kept byte for byte, once, and outlive the records that tell of them', async () => {
  const door = world.elasticsearch.door({ clock: systemClock, log: silentLog });
  const deployed = records.filter(({ headers }) => headers?.['value-type'] === 'PROCESS');
  // One that an older build has indexed, and read past.
  const [, ...later] = records;
  const source = deployed[0]?.value ?? '';
  const before = new RecordIndexer(door, { prefix, settings: {}, diagrams: elsewhere });
  await before.index(records.slice(0, 1), new AbortController().signal);
  world.start();
  world.write([...later, ...later.slice(0, 50)]);
  await eventually(() => world.raw().size === records.length);
  const kept = world.elasticsearch.documents(diagrams.index);
  expect(kept.size).toBe(deployed.length);
  expect(deployed.length).toBeGreaterThan(3);
  const { value } = JSON.parse(source) as { value: { resource: string; bpmnProcessId: string } };
  const [first] = [...kept.values()].filter((one) => one.includes(`"${value.bpmnProcessId}"`));
  expect(diagramDocumentSchema.parse(JSON.parse(first ?? '')).resource).toBe(value.resource);
  await door.deleteIndices(await door.listIndices(`${prefix}_*`));
  expect(world.elasticsearch.documents(diagrams.index).size).toBe(deployed.length);
});

test('what nothing can be made of is set aside by its place, is an alarm, and holds nothing up', async () => {
  const metrics = new Registry();
  world.start(metrics);
  world.kafka.append({
    topic: eventsTopic,
    partition: 0,
    key: 'x',
    value: '{"of":"255700000001"}',
  });
  world.write([{ key: 'of nobody', value: '{"of":"255700000001"}' }, ...records.slice(0, 5)]);
  world.tell(events);
  await world.caughtUp();
  await eventually(() => world.raw().size === 5 && world.setAside().length === 2);
  expect(world.setAside().map((one) => JSON.parse(one ?? '') as unknown)).toEqual(
    expect.arrayContaining([
      { topic: eventsTopic, partition: 0, offset: 0, reason: 'no-payment-event' },
      { topic: recordsTopic, partition: 0, offset: 0, reason: 'no-record-of-an-engine' },
    ]),
  );
  expect(world.alarms).toHaveLength(2);
  expect(await metrics.metrics()).toContain(
    'hub_indexer_set_aside_total{reason="no-payment-event"} 1',
  );
  expect(JSON.stringify([world.setAside(), world.alarms])).not.toContain('2557');
});

test('each message of the journal is one document, however often it stands there, without a name or number', async () => {
  world.start();
  world.say('m-1');
  world.say('m-2', { job: undefined, ids: undefined, status: undefined, answer: undefined });
  world.say('m-1');
  world.kafka.append({ topic: journalTopic, key: 'm-3', value: null });
  world.kafka.append({ topic: journalTopic, key: 'm-4', value: '{"of":"255700000001"}' });
  await eventually(() => world.messages().length === 2 && world.setAside().length === 1);
  const [first] = world.messages().filter(({ messageId }) => messageId === 'm-1');
  expect(first).toMatchObject({
    ...{ operation: 'PUT /parties/MSISDN/{}', transactionId: 'tx', processInstanceKey: '2' },
    ...{ errorCode: '3100', transferState: 'COMMITTED', status: 400, answerBytes: 41 },
    place: { topic: journalTopic },
  });
  expect(JSON.stringify([world.messages(), world.setAside()])).not.toMatch(/Baraka|2557/);
});

test('indices past their retention are deleted, by the name of their month or day, and no others', async () => {
  const door = world.elasticsearch.door({ clock: systemClock, log: silentLog });
  const year = new Date().getUTCFullYear();
  const indices = [
    `${alias}-${year - 2}-01`,
    `${alias}-${year}-01`,
    `${alias}-2-of-somebody-else`,
    `${prefix}_job_8.5.8_${year - 2}-01-01`,
  ];
  await door.bulk(
    indices.map((index) => ({ kind: 'index' as const, index, id: '1', source: '{}' })),
  );
  const keptForMs = 366 * 86_400_000;
  world.start(new Registry(), {
    records: { topic: recordsTopic, prefix, keptForMs, diagrams },
    payments: { topic: eventsTopic, alias, keptForMs },
  });
  const left = async () => [
    ...(await door.listIndices(`${alias}-2*`)),
    ...(await door.listIndices(`${prefix}_*`)),
  ];
  await eventually(async () => (await left()).length === 2);
  expect(await left()).toEqual([`${alias}-2-of-somebody-else`, `${alias}-${year}-01`]);
});
