/** Faults between the engine and Elasticsearch: the roles' own code, with Kafka and Elasticsearch in memory. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Registry } from 'prom-client';
import { systemClock, systemRandom } from '../../../connectors/common/clock';
import { journalEnvironment } from '../../../connectors/common/contracts/message-journal';
import { listen } from '../../../connectors/common/http/server';
import type { Exchange } from '../../../connectors/common/journal/exchange';
import { MessageJournal } from '../../../connectors/common/journal/message-journal';
import { createJournalMetrics } from '../../../connectors/common/journal/metrics';
import { startIndexer } from '../../../connectors/exporters/indexer/indexer';
import { createIndexerMetrics } from '../../../connectors/exporters/indexer/metrics';
import {
  createPaymentEndMetrics,
  type PaymentEnd,
} from '../../../connectors/exporters/payment-events/ends';
import {
  paymentEventsEnvironment,
  topicSettings,
  topicsOf,
} from '../../../connectors/exporters/payment-events/settings';
import { startPaymentEvents } from '../../../connectors/exporters/payment-events/stream';
import { createBridgeApp } from '../../../connectors/exporters/zeebe-bridge/app';
import { Bodies } from '../../../connectors/exporters/zeebe-bridge/bodies';
import { Bridge } from '../../../connectors/exporters/zeebe-bridge/bridge';
import { createBridgeMetrics } from '../../../connectors/exporters/zeebe-bridge/metrics';
import {
  context,
  engine,
  eventsOfRecordings,
  kafkaRecordsOf,
  recordsTopic,
} from '../../kit/engine-records/events';
import { readRecording } from '../../kit/engine-records/recordings';
import { eventually } from '../../kit/kafka';
import { MemoryElasticsearch } from '../../kit/memory-elasticsearch';
import { MemoryKafka } from '../../kit/memory-kafka';
import { silentLog } from '../../kit/mojaloop';
import { parseExposition } from '../../kit/monitoring/exposition';
import type { Course, Fault } from '../../kit/monitoring/watched';
import { bulkOf } from '../../kit/parts/exporter';

const minuteMs = 60_000;

/** A bridge, and an exporter that sends it a record with each step. */
function bridge(metrics: Registry, kafka: MemoryKafka) {
  kafka.addTopic(recordsTopic, 1);
  const bridgeMetrics = createBridgeMetrics(metrics);
  const deps = { kafka: kafka.door(), clock: systemClock, metrics: bridgeMetrics };
  const bulks = new Bridge(deps, { engine, topic: recordsTopic, answerWithinMs: 5_000 });
  const app = createBridgeApp({
    bridge: bulks,
    bodies: new Bodies({ bodyBytesMax: 1_000_000, bodiesBytesMax: 2_000_000 }),
    metrics: bridgeMetrics,
    log: silentLog,
    credentials: { username: 'exporter', password: 'right' },
  });
  const listening = listen(app, { name: 'bridge', host: '127.0.0.1', port: 0 });
  let position = 0;
  const send = async (password = 'right', timestamp = Date.now()) => {
    position += 1;
    const { port } = await listening;
    await fetch(`http://127.0.0.1:${port}/_bulk`, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa(`exporter:${password}`)}` },
      body: bulkOf([{ position, timestamp }]).toString('utf8'),
    });
  };
  return { send, end: async () => (await listening).close(0) };
}

const ofTheBridge: readonly Fault[] = [
  {
    what: 'the exporter has another password than the bridge',
    fire: ['HubRecordsRefused'],
    begin: (metrics) => {
      const { send, end } = bridge(metrics, new MemoryKafka());
      return { well: () => send(), hurt: () => send('wrong'), end };
    },
  },
  {
    what: 'Kafka takes no records of the engine',
    fire: ['HubRecordsNotWritten'],
    begin: (metrics) => {
      const kafka = new MemoryKafka();
      const { send, end } = bridge(metrics, kafka);
      const hurt = () => {
        kafka.isDown = true;
        return send();
      };
      return { well: () => send(), hurt, end };
    },
  },
  {
    what: 'records of the engine come ten minutes late',
    fire: ['HubRecordsLate'],
    begin: (metrics) => {
      const { send, end } = bridge(metrics, new MemoryKafka());
      return { well: () => send(), hurt: () => send('right', Date.now() - 10 * minuteMs), end };
    },
  },
];

const records = kafkaRecordsOf(readRecording('demo'));

/** The fold of records to events, on a third of a recording with each step. */
async function paymentEvents(metrics: Registry) {
  const kafka = new MemoryKafka();
  kafka.addTopic(recordsTopic, 1);
  const settings = paymentEventsEnvironment.parse({ ENGINE_NAME: engine });
  await kafka.door().ensureTopics(topicSettings(settings, 1));
  const following = await startPaymentEvents(
    { door: kafka.door(), clock: systemClock, log: silentLog, metrics },
    { topics: topicsOf(settings), context },
  );
  const write = async (some: typeof records) => {
    for (const { topic, partition, key = '', value = null, headers } of some) {
      kafka.append({ topic, partition, key, value, ...(headers && { headers }) });
    }
    const [size = 0] = kafka.partitions(recordsTopic).map(({ length }) => length);
    await eventually(() => kafka.groupOffsets.size > 0 && isReadTo(kafka, size));
  };
  return { write, end: () => following.stop() };
}

const isReadTo = (kafka: MemoryKafka, size: number) =>
  [...kafka.groupOffsets.values()].includes(size);

const eventsTopic = 'payment-hub.payment-events';

interface IndexerWorld {
  readonly kafka: MemoryKafka;
  readonly elasticsearch: MemoryElasticsearch;
  /** How long ago what is told now was written to Kafka. */
  behindMs: number;
  /** A few more events of payments. */
  readonly tell: () => void;
}

/** The indexer of payments, and a few events with each step. */
function indexed(metrics: Registry, spoil: (world: IndexerWorld) => void): Course {
  const waiting = [...eventsOfRecordings()];
  const world: IndexerWorld = {
    kafka: new MemoryKafka(() => Date.now() - world.behindMs),
    elasticsearch: new MemoryElasticsearch(),
    behindMs: 0,
    tell: () => {
      for (const event of waiting.splice(0, 5)) {
        const { transactionId: key } = event;
        world.kafka.append({ topic: eventsTopic, key, value: JSON.stringify(event) });
      }
    },
  };
  for (const topic of [eventsTopic, 'set-aside']) world.kafka.addTopic(topic, 1);
  // Pauses between tries are of no interest.
  const clock = { ...systemClock, sleep: () => new Promise<void>(setImmediate) };
  const elasticsearch = world.elasticsearch.door({ clock, log: silentLog });
  const indexer = startIndexer(
    {
      ...{ kafka: world.kafka.door(), elasticsearch, clock, log: silentLog },
      ...{ metrics: createIndexerMetrics(metrics), isForgotten: () => false },
    },
    {
      payments: { topic: eventsTopic, alias: 'payments', keptForMs: 365 * 86_400_000 },
      ...{ records: undefined, messages: undefined, acts: undefined },
      ...{ setAsideTopic: 'set-aside', indexSettings: {} },
    },
  );
  const isTaken = async (before: number) => {
    const { samples } = parseExposition(await metrics.metrics());
    return sumOf(samples) > before;
  };
  const step = async (act: () => void) => {
    const before = sumOf(parseExposition(await metrics.metrics()).samples);
    act();
    await eventually(() => isTaken(before));
  };
  return {
    well: () => step(world.tell),
    hurt: () => step(() => spoil(world)),
    end: async () => {
      await elasticsearch.close();
      await indexer.stop();
    },
  };
}

/** Batches that were taken, and those that were not. */
const sumOf = (samples: ReturnType<typeof parseExposition>['samples']): number =>
  samples
    .filter(({ name }) => /^hub_indexer_(batch_seconds_count|failures_total)$/.test(name))
    .reduce((sum, { value }) => sum + value, 0);

/** Payments that end, one with each step. */
function ending(metrics: Registry, hurt: Partial<PaymentEnd>): Course {
  const tell = createPaymentEndMetrics(metrics);
  const paid: PaymentEnd = {
    ...{ tenant: 'lion', side: 'payer', outcome: 'paid', cause: 'none', tookMs: 900 },
  };
  return { well: () => tell(paid), hurt: () => tell({ ...paid, ...hurt }) };
}

const ofPayments: readonly Fault[] = [
  {
    what: 'payments fail, for the hub and its peers cannot talk to each other',
    fire: ['HubPaymentsFail'],
    begin: (metrics) => ending(metrics, { outcome: 'failed', cause: 'communication' }),
  },
  {
    what: 'payments take a minute',
    fire: ['HubPaymentsAreSlow'],
    begin: (metrics) => ending(metrics, { tookMs: minuteMs }),
  },
];

/** The journal of one process, and two megabytes with each step while Kafka takes nothing. */
function journal(metrics: Registry): Course {
  const folder = mkdtempSync(join(tmpdir(), 'watched-journal-'));
  const kafka = new MemoryKafka();
  const deps = { kafka: kafka.door(), clock: systemClock, random: systemRandom, log: silentLog };
  const written = new MessageJournal(
    { ...deps, metrics: createJournalMetrics(metrics) },
    journalEnvironment.parse({
      MESSAGE_JOURNAL_SPOOL_DIRECTORY: folder,
      MESSAGE_JOURNAL_SPOOL_BYTES_MAX: String(1024 * 1024),
    }),
  );
  const exchange: Exchange = {
    ...{ direction: 'sent', peer: 'fineract', tenant: 'lion', startedMs: 0, endedMs: 1 },
    request: { method: 'GET', url: 'http://f/', headers: {}, body: 'x'.repeat(1_000) },
    ...{ outcome: 'answered', status: 200 },
  };
  const sumOfLost = async () =>
    parseExposition(await metrics.metrics())
      .samples.filter(({ name }) => name === 'hub_message_journal_lost_total')
      .reduce((sum, { value }) => sum + value, 0);
  return {
    well: () => written.note(exchange),
    hurt: async () => {
      kafka.isDown = true;
      const before = await sumOfLost();
      for (let n = 0; n < 2_000; n += 1) written.note(exchange);
      await eventually(async () => (await sumOfLost()) > before);
    },
    end: async () => {
      await written.close(0);
      rmSync(folder, { recursive: true });
    },
  };
}

export const faultsOfTheAuditTrail: readonly Fault[] = [
  ...ofPayments,
  {
    what: 'more messages wait for Kafka than there is room for',
    fire: ['HubMessagesLost'],
    mayFire: ['HubMessagesWait'],
    begin: journal,
  },
  ...ofTheBridge,
  {
    what: 'the topic of records holds what no bridge has written',
    fire: ['HubPaymentEventsMissing'],
    begin: async (metrics) => {
      const { write, end } = await paymentEvents(metrics);
      let at = 0;
      const next = () => records.slice((at += 200), at + 200);
      const [first] = records;
      return {
        well: () => write(next()),
        hurt: () => write(first === undefined ? [] : [{ ...first, key: 'of nobody' }]),
        end,
      };
    },
  },
  {
    what: 'a payment event cannot be indexed',
    fire: ['HubDocumentsSetAside'],
    begin: (metrics) =>
      indexed(metrics, ({ kafka }) =>
        kafka.append({ topic: eventsTopic, key: 'of nobody', value: 'no event' }),
      ),
  },
  {
    what: 'events reach Elasticsearch ten minutes late',
    fire: ['HubIndexLate'],
    begin: (metrics) =>
      indexed(metrics, (world) => {
        world.behindMs = 10 * minuteMs;
        world.tell();
      }),
  },
  {
    what: 'Elasticsearch is away',
    fire: ['HubElasticsearchTakesNothing'],
    begin: (metrics) =>
      indexed(metrics, ({ elasticsearch, tell }) => {
        elasticsearch.isDown = true;
        tell();
      }),
  },
];
