/** The role indexer on a real Kafka and a real Elasticsearch: killed at work, told twice, refused in part. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  engineRecordsTopic,
  engineRecordsTopicSettings,
} from '../../connectors/common/contracts/engine-records-topic';
import { Registry } from 'prom-client';
import { systemClock, systemRandom } from '../../connectors/common/clock';
import { connectElasticsearch } from '../../connectors/common/doors/elasticsearch/connect-elasticsearch';
import { elasticsearchEnvironment } from '../../connectors/common/doors/elasticsearch/environment';
import type { KafkaDoor, PublishedRecord } from '../../connectors/common/doors/kafka/kafka-door';
import type { Exchange } from '../../connectors/common/journal/exchange';
import { journalMessageOf } from '../../connectors/common/journal/message';
import { forgetCommand } from '../../connectors/exporters/forgetting/command';
import {
  forgettingEnvironment,
  forgettingSource,
} from '../../connectors/exporters/forgetting/settings';
import {
  paymentEventsEnvironment,
  topicSettings,
} from '../../connectors/exporters/payment-events/settings';
import {
  engine,
  eventsOfRecordings,
  kafkaRecordsOf,
  personSecret,
  recordsTopic,
} from '../kit/engine-records/events';
import { runCommand } from '../kit/run-command';
import { readRecording } from '../kit/engine-records/recordings';
import { contentOf, eventually, openDoor } from '../kit/kafka';
import { startElasticsearch, type Elasticsearch } from '../kit/stack/elasticsearch';
import { startKafka, type Kafka } from '../kit/stack/kafka';
import { silentLog } from '../kit/mojaloop';
import { findFreePorts } from '../kit/stack/ports';
import { startRestartable, type RestartableProcess } from '../kit/stack/processes';
import { startScript } from '../kit/stack/scripts';

jest.setTimeout(400_000);

const eventsTopic = 'payment-hub.payment-events';
const alias = 'payment-hub-payments';
const prefix = 'zeebe-record-main';
const patienceMs = 120_000;
const events = eventsOfRecordings();
const records = kafkaRecordsOf(readRecording('demo'));

let kafka: Kafka;
let elasticsearch: Elasticsearch;
let door: KafkaDoor;
let folder: string;
const roles: RestartableProcess[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'indexer-'));
  [kafka, elasticsearch] = await Promise.all([startKafka(), startElasticsearch()]);
  door = openDoor(kafka);
  const partitions = engineRecordsTopicSettings.parse({ ENGINE_PARTITIONS: 1 });
  const settings = paymentEventsEnvironment.parse({ ENGINE_NAME: engine });
  await door.ensureTopics([
    engineRecordsTopic(recordsTopic, partitions),
    topicSettings(settings, 1)[0],
  ]);
});

afterAll(async () => {
  await Promise.all(roles.map((role) => role.kill()));
  await door.close();
  await Promise.all([kafka.stop(), elasticsearch.stop()]);
  rmSync(folder, { recursive: true });
});

/** `hub start indexer`. */
async function startIndexer(
  name: string,
  settings: Record<string, string> = {},
): Promise<RestartableProcess> {
  const [port = 0] = await findFreePorts(1);
  const role = await startRestartable((again) =>
    startScript({
      name,
      script: 'connectors/main.ts',
      args: ['start', 'indexer'],
      runDirectory: folder,
      environment: {
        KAFKA_BROKERS: kafka.brokers,
        ELASTICSEARCH_URLS: elasticsearch.address,
        ENGINE_NAME: engine,
        INDEXER_REPLICAS: '0',
        HUB_MANAGEMENT_PORT: String(port),
        ...settings,
      },
      readiness: { httpOk: `http://127.0.0.1:${port}/readyz` },
      ...again,
    }),
  );
  roles.push(role);
  return role;
}

async function ask(path: string, init: RequestInit = {}): Promise<string> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`${elasticsearch.address}${path}`, { headers, ...init });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return response.text();
}

interface Hits {
  readonly hits: { readonly hits: readonly { readonly _index: string; readonly _id: string }[] };
}

/** The document of each id, as its bytes stand in the index. */
async function documentsOf(indices: string): Promise<Map<string, string>> {
  await ask(`/${indices}/_refresh?ignore_unavailable=true`, { method: 'POST' });
  const found = JSON.parse(
    await ask(`/${indices}/_search?size=10000&_source=false&ignore_unavailable=true`),
  ) as Hits;
  const documents = new Map<string, string>();
  for (const { _index: index, _id: id } of found.hits.hits) {
    documents.set(id, await ask(`/${index}/_source/${encodeURIComponent(id)}`));
  }
  return documents;
}

async function countOf(indices: string): Promise<number> {
  await ask(`/${indices}/_refresh?ignore_unavailable=true`, { method: 'POST' });
  const counted = await ask(`/${indices}/_count?ignore_unavailable=true`);
  return (JSON.parse(counted) as { count: number }).count;
}

async function write(some: readonly PublishedRecord[]): Promise<void> {
  const publisher = door.openPublisher();
  await publisher.publish(some);
  await publisher.close();
}

/** Shards that are not there yet, after a restart, say nothing. */
const becomes = (isSo: () => Promise<boolean>) =>
  eventually(() => isSo().catch(() => false), patienceMs);

const told = (some: typeof events): PublishedRecord[] =>
  some.map((event) => ({
    topic: eventsTopic,
    key: event.transactionId,
    value: JSON.stringify(event),
  }));

const exported = (some: typeof records): PublishedRecord[] =>
  some.map(({ topic, partition, key = '', value = null, headers }) => ({
    ...{ topic, partition, key, value },
    ...(headers && { headers }),
  }));

const month = events[0]?.occurredAt.slice(0, 7) ?? '';

/** As on a disk that is full: of a bulk the documents of this index are refused, and no others. */
async function takesNothing(index: string, isBlocked: boolean): Promise<void> {
  const body = JSON.stringify({ 'index.blocks.read_only_allow_delete': isBlocked ? true : null });
  await ask(`/${index}/_settings`, { method: 'PUT', body });
}

async function stepsIn(indices: string): Promise<number> {
  const all = [...(await documentsOf(indices)).values()];
  return all.reduce((sum, one) => sum + (JSON.parse(one) as { steps: unknown[] }).steps.length, 0);
}

const number = '255700000002';
const hers = new RegExp(`${number}|Baraka`);

/** With all that a message can have; one of them is somebody else's. */
const said: PublishedRecord[] = ['m-1', 'm-2', 'of-others'].map((key) => {
  const startedMs = Date.parse('2026-11-28T10:00:00.000Z');
  const exchange: Exchange = {
    ...{ direction: 'received', peer: 'switch', peerName: 'switch', tenant: 'lion' },
    ...{ startedMs, endedMs: startedMs, outcome: 'answered', status: 400, signature: 'valid' },
    request: {
      method: 'PUT',
      url: key === 'of-others' ? '/transfers/1' : `/parties/MSISDN/${number}`,
      headers: { traceparent: `00-${'a'.repeat(31)}${key.length}-${'b'.repeat(16)}-01` },
      body: '{"transferState":"COMMITTED"}',
    },
    answer: { headers: {}, body: '{"errorInformation":{"errorCode":"3100"}}' },
    ids: { transactionId: key, transferId: key, quoteId: key },
    job: { type: 'mojaloop:send:1', key: '1', processInstanceKey: key, variables: {} },
  };
  const message = journalMessageOf(key, exchange, { engine, bodyBytesMax: 65_536 });
  return { topic: 'payment-hub.message-journal', key, value: JSON.stringify(message) };
});

test('killed, told twice, full and away: every payment and record stands there once, and a replay gives the same bytes', async () => {
  const first = await startIndexer('first');
  await write([...said, ...said.slice(0, 2)]);
  await write([...told(events.slice(0, 40)), ...exported(records.slice(0, 400))]);
  await write([{ topic: eventsTopic, key: 'x', value: 'no event' }]);
  await becomes(async () => (await stepsIn(alias)) >= 40);

  // At work.
  await write([...told(events.slice(20, 90)), ...exported(records.slice(200, 1_000))]);
  await first.kill();
  await startIndexer('second');
  await takesNothing(`${alias}-${month}`, true);
  await write([...told(events.slice(90)), ...exported(records.slice(800))]);
  await first.restart();
  await becomes(async () => (await countOf(`${prefix}_*`)) > 1_000);
  await elasticsearch.kill();
  await elasticsearch.restart();
  await takesNothing(`${alias}-${month}`, false);

  const keys = new Set(records.map(({ key }) => key));
  await becomes(async () => (await stepsIn(alias)) === events.length);
  await becomes(async () => (await countOf(`${prefix}_*`)) === keys.size);

  await startIndexer('replay', {
    PAYMENT_DOCUMENTS_ALIAS: 'replayed',
    INDEXER_RECORDS_PREFIX: 'replayed-records',
  });
  await becomes(async () => (await stepsIn('replayed')) === events.length);
  expect(await documentsOf('replayed')).toEqual(await documentsOf(alias));

  // Found by Zeebe's own names, and nobody's number in any of it.
  const steps = await documentsOf(`${prefix}-incident,${prefix}-timer`);
  const expected = records.filter(({ headers }) => headers?.['value-type'] === 'TIMER');
  for (const { key = '', value } of expected) expect(steps.get(key)).toBe(value);
  const variables = await ask(`/${prefix}-variable/_search?size=2000`);
  expect(variables).toContain('[personal]');
  expect(variables).not.toContain('255700000');

  await becomes(async () => (await countOf('payment-hub-messages')) === said.length);
  expect(await ask('/payment-hub-messages/_search')).not.toMatch(hers);

  const setAside = await contentOf(door, 'payment-hub.indexer-set-aside');
  expect(
    new Set(setAside.map(({ value }) => (JSON.parse(value ?? '') as { reason: string }).reason)),
  ).toEqual(new Set(['no-payment-event']));
});

test('a person is forgotten on both, once all have read what goes', async () => {
  const forgetting = (...words: string[]) =>
    runCommand(
      (terminal) => {
        const settings = forgettingEnvironment.parse({
          ENGINE_NAME: engine,
          PAYMENT_EVENTS_PERSON_SECRET: personSecret,
        });
        const store = elasticsearchEnvironment.parse({ ELASTICSEARCH_URLS: elasticsearch.address });
        const deps = { clock: systemClock, random: systemRandom, log: silentLog };
        const doors = {
          clock: systemClock,
          kafka: openDoor(kafka),
          elasticsearch: connectElasticsearch(store, { ...deps, metrics: new Registry() }),
        };
        return forgetCommand(terminal, () => forgettingSource(settings, doors)).exitOverride();
      },
      ['buffalo', `MSISDN/${number}`, '--yes', '--now', '--no-audit-log', ...words],
    );
  const { out, err } = await forgetting();
  expect(err).toBe('');
  expect(out).toMatch(/^[1-9]\d* payments can no longer be found by the number\n2 messages/);
  const left = await contentOf(door, recordsTopic);
  expect(left.filter(({ value = '' }) => hers.test(value))).toEqual([]);
  const journal = new Map(
    (await contentOf(door, 'payment-hub.message-journal')).map(({ key, value }) => [key, value]),
  );
  // Kafka itself forgets what stood before, once it compacts.
  expect([...journal].filter(([, value]) => value !== undefined).map(([key]) => key)).toEqual([
    'of-others',
  ]);
  await becomes(async () => (await stepsIn(alias)) === events.length);
  expect((await forgetting()).out).toMatch(/^0 payments .*\n0 messages/);
});
