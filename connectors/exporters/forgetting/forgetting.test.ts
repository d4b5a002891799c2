/** A person is forgotten: on Kafka and Elasticsearch in memory, with the indexer that has filled them, and a signed log. */
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Registry } from 'prom-client';
import {
  engine,
  eventsOfRecordings,
  kafkaRecordsOf,
  personSecret,
  recordsTopic,
} from '../../../test/kit/engine-records/events';
import { readRecording } from '../../../test/kit/engine-records/recordings';
import { contentOf, eventually } from '../../../test/kit/kafka';
import { MemoryElasticsearch } from '../../../test/kit/memory-elasticsearch';
import { MemoryKafka } from '../../../test/kit/memory-kafka';
import { placeOf } from '../../../test/kit/memory-kafka-group';
import { silentLog } from '../../../test/kit/mojaloop';
import { runCommand } from '../../../test/kit/run-command';
import { systemClock } from '../../common/clock';
import type { Exchange } from '../../common/journal/exchange';
import { journalMessageOf } from '../../common/journal/message';
import { verifyAll } from '../audit-log/audit';
import { readVerifierKey, verifierKeyOf } from '../audit-log/note';
import { PartitionLog } from '../audit-log/partition-log';
import { auditLogEnvironment, checkpointsTopic, folderOf, signerOf } from '../audit-log/settings';
import { followForgotten } from '../indexer/forgotten';
import { groupOfIndexer } from '../../common/contracts/payment-documents';
import { startIndexer, type Indexer } from '../indexer/indexer';
import { createIndexerMetrics } from '../indexer/metrics';
import { forgetCommand } from './command';
import { forgettingEnvironment, forgettingSource } from './settings';

const eventsTopic = 'payment-hub.payment-events';
const journalTopic = 'payment-hub.message-journal';
const recordsPrefix = `zeebe-record-${engine}`;
const records = kafkaRecordsOf(readRecording('demo'));
const events = eventsOfRecordings();
/** Hers, and that of somebody whom she has nothing to do with. */
const number = '255700000002';
const name = 'Baraka';
const herPayment = events.find(({ tenant, transferId }) => tenant === 'buffalo' && transferId);

let folder: string;
let kafka: MemoryKafka;
let elasticsearch: MemoryElasticsearch;
let indexer: Indexer;
let forgotten: Awaited<ReturnType<typeof followForgotten>>;
const forgottenName = 'payment-hub.forgotten-persons';

const openStore = () => elasticsearch.door({ clock: systemClock, log: silentLog });

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'forgetting-'));
  kafka = new MemoryKafka();
  elasticsearch = new MemoryElasticsearch();
  kafka.addTopic(recordsTopic, 1);
  kafka.addTopic(eventsTopic, 3);
  kafka.addTopic(journalTopic, 2);
  kafka.addTopic('set-aside', 1);
  kafka.addTopic(forgottenName, 1);
  kafka.addTopic(checkpointsTopic(logSettings()).name, 1);
  for (const { partition, key = '', value = null, headers } of records) {
    kafka.append({ topic: recordsTopic, partition, key, value, ...(headers && { headers }) });
  }
  for (const event of events) {
    const value = JSON.stringify(event);
    kafka.append({ topic: eventsTopic, key: event.transactionId, value });
  }
  said('m-1', { url: `/parties/MSISDN/${number}`, traceId: 'a'.repeat(32) });
  said('m-2', { body: `{"party":{"name":"${name}"}}`, traceId: 'a'.repeat(32) });
  said('m-3', { body: name, ids: { transferId: herPayment?.transferId } });
  said('m-4', { body: 'Chui 255700000009', ids: { transferId: 'of-others' } });
  forgotten = await followForgotten(kafka.door(), forgottenName);
  indexer = startIndexer(
    {
      ...{ kafka: kafka.door(), elasticsearch: openStore(), clock: systemClock, log: silentLog },
      isForgotten: forgotten.isForgotten,
      metrics: createIndexerMetrics(new Registry()),
    },
    {
      records: {
        ...{ topic: recordsTopic, prefix: recordsPrefix, keptForMs },
        diagrams: { engine, index: 'payment-hub-diagrams' },
      },
      payments: { topic: eventsTopic, alias: 'payment-hub-payments', keptForMs },
      messages: { topic: journalTopic, alias: 'payment-hub-messages', keptForMs },
      acts: undefined,
      setAsideTopic: 'set-aside',
      indexSettings: {},
    },
  );
  await eventually(() => elasticsearch.documents(`${recordsPrefix}_*`).size === records.length);
  await eventually(() => elasticsearch.documents('payment-hub-messages').size === 4);
  await eventually(() => stepsKnown() === events.length);
});
afterEach(async () => {
  await indexer.stop();
  await forgotten.followed.stop();
  rmSync(folder, { recursive: true });
});

const keptForMs = 10 * 365 * 86_400_000;

const stepsKnown = (): number =>
  [...elasticsearch.documents('payment-hub-payments').values()]
    .map((one) => (JSON.parse(one) as { steps: unknown[] }).steps.length)
    .reduce((sum, one) => sum + one, 0);

const startedMs = Date.parse('2026-11-28T10:00:00.000Z');

function said(
  messageId: string,
  {
    url = '/',
    body = '',
    traceId,
    ids,
  }: { url?: string; body?: string; traceId?: string; ids?: Exchange['ids'] },
): void {
  const headers =
    traceId === undefined ? {} : { traceparent: `00-${traceId}-${'b'.repeat(16)}-01` };
  const exchange: Exchange = {
    ...{
      direction: 'received',
      peer: 'switch',
      tenant: 'lion',
      startedMs,
      endedMs: startedMs,
      ids,
    },
    ...{ request: { method: 'PUT', url, headers, body }, outcome: 'answered', status: 200 },
  };
  const value = JSON.stringify(
    journalMessageOf(messageId, exchange, { engine, bodyBytesMax: 999 }),
  );
  kafka.append({ topic: journalTopic, key: messageId, value });
}

const pem = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' });
const logSettings = () =>
  auditLogEnvironment.parse({
    ENGINE_NAME: engine,
    AUDIT_LOG_DIRECTORY: folder,
    AUDIT_LOG_ORIGIN: 'hub.example/audit',
    AUDIT_LOG_SIGNING_KEY: String(pem),
  });

/** As the role audit-log does it. */
async function logAll(): Promise<void> {
  const settings = logSettings();
  const log = new PartitionLog({
    folder: folderOf(settings, 1),
    engine,
    signer: signerOf(settings, 1),
  });
  log.take(kafka.partitions(recordsTopic)[0] ?? []);
  await log.sign();
}

async function verified() {
  const settings = logSettings();
  const key = readVerifierKey(verifierKeyOf(signerOf(settings, 1)));
  return verifyAll({ kafka: kafka.door(), settings }, key === undefined ? [] : [key], []);
}

const forgetting = (...words: string[]) =>
  runCommand(
    (terminal) => {
      const settings = forgettingEnvironment.parse({
        ENGINE_NAME: engine,
        PAYMENT_EVENTS_PERSON_SECRET: personSecret,
        AUDIT_LOG_DIRECTORY: folder,
      });
      return forgetCommand(terminal, () =>
        forgettingSource(settings, {
          ...{ kafka: kafka.door(), elasticsearch: openStore(), clock: systemClock },
        }),
      ).exitOverride();
    },
    ['buffalo', `MSISDN/+${number}`, ...words],
  );

/** All that can be read on Kafka, once it has compacted what it compacts. */
async function onKafka(): Promise<string> {
  kafka.compact(journalTopic);
  const topics = [recordsTopic, eventsTopic, journalTopic, 'set-aside'];
  const all = await Promise.all(topics.map((topic) => contentOf(kafka.door(), topic)));
  return JSON.stringify(all);
}
const inElasticsearch = (): string =>
  JSON.stringify(
    [`${recordsPrefix}_*`, 'payment-hub-payments', 'payment-hub-messages'].map((one) => [
      ...elasticsearch.documents(one),
    ]),
  );
const hers = new RegExp(`${number}|${name}`);

test('first it is told what that means, and nothing is done', async () => {
  const { out } = await forgetting();
  expect(out).toMatch(/^[1-9]\d* payments can no longer be found by the number\n3 messages/);
  expect(out).toMatch(/partition 0 of the engine's records: \d+ records stand there until/);
  expect(out).toContain('Nothing was done: say --yes.');
  expect(await onKafka()).toMatch(hers);
});

test('then no name or number of theirs can be read anywhere, and the log still verifies', async () => {
  await logAll();
  const { out, err } = await forgetting('--yes', '--now');
  expect(err).toBe('');
  expect(out).toContain('Done.');
  expect(await onKafka()).not.toMatch(hers);
  expect(inElasticsearch()).not.toMatch(hers);
  const [log] = await verified();
  expect(log?.log.wrong).toEqual([]);
  expect(log?.records.differences).toEqual([]);
  expect(log?.records.noLongerKept).toBeGreaterThan(0);
});

test('their payments stay as they were, and are found by the number no more; others’ messages stay', async () => {
  await logAll();
  const before = elasticsearch.documents('payment-hub-payments').size;
  await forgetting('--yes', '--now');
  expect(elasticsearch.documents('payment-hub-payments').size).toBe(before);
  expect(stepsKnown()).toBe(events.length);
  expect(await onKafka()).toContain('Chui');
  const { out } = await forgetting('--yes');
  expect(out).toMatch(/^0 payments can no longer be found by the number\n0 messages/);
});

test('documents that get another event, or are made anew from Kafka, have the token no more', async () => {
  await forgetting('--yes');
  const { token = '' } = herPayment?.payee ?? {};
  expect(JSON.stringify(events)).toContain(token);
  const again = { ...herPayment, eventId: randomUUID() };
  kafka.append({
    topic: eventsTopic,
    key: herPayment?.transactionId ?? '',
    value: JSON.stringify(again),
  });
  await eventually(() => stepsKnown() === events.length + 1);
  expect(inElasticsearch()).not.toContain(token);
});

test('without --now the engine’s records stay until their time is over', async () => {
  await forgetting('--yes');
  expect(kafka.partitions(recordsTopic)[0]).toHaveLength(records.length);
  expect(inElasticsearch()).not.toMatch(hers);
});

test('what an indexer or the audit log has not read yet is not let go', async () => {
  const { err, exitCode } = await forgetting('--yes', '--now');
  expect(err).toContain('these have not read all that would be let go: the audit log, partition 0');
  expect(exitCode).toBe(2);
  await logAll();
  kafka.groupOffsets.set(placeOf(groupOfIndexer(recordsPrefix), recordsTopic, 0), 1);
  expect((await forgetting('--yes', '--now')).err).toContain(groupOfIndexer(recordsPrefix));
  expect(await onKafka()).toMatch(hers);
});
