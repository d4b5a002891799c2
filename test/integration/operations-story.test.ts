/** A payment's story on a real Kafka and a real Elasticsearch, from the roles indexer and operations in a process of their own. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  engineRecordsTopic,
  engineRecordsTopicSettings,
} from '../../connectors/common/contracts/engine-records-topic';
import {
  journalTopic,
  journalTopicSettings,
} from '../../connectors/common/contracts/message-journal';
import type { PaymentEvent } from '../../connectors/common/contracts/payment-events';
import type { KafkaDoor, PublishedRecord } from '../../connectors/common/doors/kafka/kafka-door';
import type { ExecutedProcess } from '../../connectors/operations/elements/executed';
import {
  paymentEventsEnvironment,
  topicSettings,
} from '../../connectors/exporters/payment-events/settings';
import {
  engine,
  eventsOfRecordings,
  kafkaRecordsOf,
  recordsTopic,
} from '../kit/engine-records/events';
import { readRecording } from '../kit/engine-records/recordings';
import { eventually, openDoor } from '../kit/kafka';
import { tokenEnvironment } from '../kit/parts/described-api';
import { journalRecordOf } from '../kit/parts/journal';
import { operationsToken } from '../kit/parts/operations';
import { startElasticsearch, type Elasticsearch } from '../kit/stack/elasticsearch';
import { startKafka, type Kafka } from '../kit/stack/kafka';
import { findFreePorts } from '../kit/stack/ports';
import type { ManagedProcess } from '../kit/stack/processes';
import { startScript } from '../kit/stack/scripts';

jest.setTimeout(400_000);

const paid = eventsOfRecordings().find(
  ({ kind, side }) => kind === 'booked' && side === 'payer',
) as PaymentEvent;
const { transactionId, transferId } = paid;
const payment = `/payments/${transactionId}`;

const recorded = readRecording('demo');

let kafka: Kafka;
let elasticsearch: Elasticsearch;
let door: KafkaDoor;
let folder: string;
let roles: ManagedProcess;
let address: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'operations-'));
  [kafka, elasticsearch] = await Promise.all([startKafka(), startElasticsearch()]);
  door = openDoor(kafka);
  const partitions = engineRecordsTopicSettings.parse({ ENGINE_PARTITIONS: 1 });
  const settings = paymentEventsEnvironment.parse({ ENGINE_NAME: engine });
  await door.ensureTopics([
    engineRecordsTopic(recordsTopic, partitions),
    topicSettings(settings, 1)[0],
    journalTopic(journalTopicSettings.parse({})),
  ]);
  await tellAll();
  await startRoles();
  // Shards that are not there yet are no answer; nor are records of which some are on their way.
  await eventually(async () => (await look('/messages/of-lion')).status === 200, 120_000);
  await eventually(async () => (await look(payment)).status === 200, 120_000);
  await eventually(async () => (await countOf('zeebe-record-main_*')) === recorded.length, 120_000);
});

afterAll(async () => {
  await roles.stop();
  await door.close();
  await Promise.all([kafka.stop(), elasticsearch.stop()]);
  rmSync(folder, { recursive: true });
});

async function countOf(indices: string): Promise<number> {
  const url = `${elasticsearch.address}/${indices}/_count?ignore_unavailable=true`;
  const response = await fetch(url);
  return response.ok ? ((await response.json()) as { count: number }).count : 0;
}

/** What was recorded of the demo, and two messages of one of its payments. */
async function tellAll(): Promise<void> {
  const records = kafkaRecordsOf(recorded).map(
    ({ topic, partition, key = '', value = null, headers }): PublishedRecord => ({
      ...{ topic, partition, key, value },
      ...(headers && { headers }),
    }),
  );
  const events = eventsOfRecordings().map((event) => ({
    ...{ topic: 'payment-hub.payment-events', key: event.transactionId },
    value: JSON.stringify(event),
  }));
  const messages = [
    { messageId: 'of-lion', tenant: 'lion', ids: { transferId } },
    { messageId: 'of-buffalo', tenant: 'buffalo', ids: { transferId } },
  ].map((said) => journalRecordOf({ at: paid.occurredAt, ...said }));
  const publisher = door.openPublisher();
  await publisher.publish([...records, ...events, ...messages]);
  await publisher.close();
}

/** `hub start indexer operations`. */
async function startRoles(): Promise<void> {
  const [management = 0, port = 0] = await findFreePorts(2);
  address = `http://127.0.0.1:${port}`;
  roles = await startScript({
    ...{ name: 'roles', script: 'connectors/main.ts', args: ['start', 'indexer', 'operations'] },
    runDirectory: folder,
    environment: {
      ...tokenEnvironment('OPERATIONS'),
      KAFKA_BROKERS: kafka.brokers,
      ELASTICSEARCH_URLS: elasticsearch.address,
      ENGINE_NAME: engine,
      INDEXER_REPLICAS: '0',
      OPERATIONS_PORT: String(port),
      OPERATIONS_REQUESTS_PER_MINUTE_MAX: '1000000',
      HUB_MANAGEMENT_PORT: String(management),
    },
    readiness: { httpOk: `http://127.0.0.1:${management}/readyz` },
  });
}

async function look(path: string, tenant = 'lion') {
  const token = await operationsToken('amina', `${tenant}:viewer`, `${tenant}:operator`);
  const headers = { authorization: `Bearer ${token}` };
  const response = await fetch(`${address}/tenants/${tenant}${path}`, { headers });
  const bytes = Buffer.from(await response.arrayBuffer());
  const json = () => JSON.parse(bytes.toString()) as Record<string, unknown>;
  return { status: response.status, bytes, json };
}

test('a payment is told from its sentences to the bytes of its diagram and its messages', async () => {
  const [side] = (await look(payment)).json()['sides'] as {
    readonly headline: { readonly whereTheMoneyIs: string };
    readonly timeline: readonly { readonly messageId?: string }[];
  }[];
  expect(side?.headline.whereTheMoneyIs).toContain('100.12 TZS left the payer’s account');
  expect(side?.timeline.map(({ messageId }) => messageId)).toContain('of-lion');
  expect((await look('/messages/of-lion')).json()).toMatchObject({
    request: { method: 'GET', url: '/transfers/1' },
  });
  expect((await look('/messages/of-buffalo')).status).toBe(404);
});

test('what the engine did is told element by element, with names from the diagram', async () => {
  const [side] = (await look(`${payment}/elements`)).json()['sides'] as {
    readonly processes: readonly ExecutedProcess[];
  }[];
  const [process] = side?.processes ?? [];
  const own = recorded
    .map(
      (one) =>
        JSON.parse(one) as { intent: string; key: number; value: { processInstanceKey: number } },
    )
    .filter(({ value }) => String(value.processInstanceKey) === process?.processInstanceKey);
  const entered = own.filter(({ intent }) => intent === 'ELEMENT_ACTIVATING');
  expect(entered.length).toBeGreaterThan(10);
  expect(process?.elements.map((one) => one.elementInstanceKey)).toEqual(
    entered.map(({ key }) => String(key)),
  );
  const [hold] = process?.elements.filter(({ elementId }) => elementId === 'blockFunds') ?? [];
  expect(hold).toMatchObject({ name: 'Block funds', state: 'completed' });
  expect(hold?.variables.map(({ name }) => name)).toContain('transferCode');
});

test('the diagram is that which was deployed, and only for who ran by it', async () => {
  const [ran] = (await look(`${payment}/diagrams`)).json()['diagrams'] as {
    readonly processDefinitionKey: string;
    readonly bpmnProcessId: string;
  }[];
  const [deployed] = recorded
    .map(
      (one) => JSON.parse(one) as { valueType: string; key: number; value: { resource: string } },
    )
    .filter(
      ({ valueType, key }) => valueType === 'PROCESS' && String(key) === ran?.processDefinitionKey,
    );
  const path = `${payment}/diagrams/${engine}/${ran?.processDefinitionKey}`;
  const { bytes } = await look(path);
  expect(bytes.equals(Buffer.from(deployed?.value.resource ?? '', 'base64'))).toBe(true);
  expect((await look(path, 'buffalo')).status).toBe(404);
});
